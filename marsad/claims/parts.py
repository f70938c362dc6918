"""The part that an actor plays in an act: it did it, had it done to it, or was one of its sides."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.analyse.frames import frames
from marsad.claims.attach import hurt
from marsad.claims.clauses import Clause
from marsad.claims.scene import AND, Scene, once_each
from marsad.model.mention import Dimension, Mention
from marsad.model.value import ActorRef, ActSign, Frame, Link, Modality, Role
from marsad.rules.chart import Node

_SIDELESS = ("Agreement", "Peaceful protest", "Violent demonstration", "Protest with intervention")
_STRUCK = ("Remote explosive/landmine/IED", "Suicide bomb", "Looting/property destruction")
_SENT = ("Shelling/artillery/missile attack", "Air/drone strike")
_PEACEFUL = ("civilians", "state")
_FORCE = ("Battles", "Explosions/Remote violence", "Violence against civilians")
_CUES = ("against", "on", "target", "carry", "between", "with", "by")
_OWNERS = ("of", "in", "near", "to", "on", "against", "with", "during")
_ROLES: dict[str, Role] = {"by": "initiator", "against": "target", "on": "target", "target": "target"}
_SPEAKING = ("says", "according", "relays")
_DOING: tuple[Dimension, ...] = ("act", "harm")
_ADJACENT = 2
_CUE_REACH = 4
_OBJECT_REACH = 6
_CARRIER_REACH = 6
_SUFFER_REACH = 8
_ASCRIBED_REACH = 7
_TO = "li"


@dataclass(frozen=True, slots=True)
class Deed:
    """An act in its clause."""

    scene: Scene
    clause: Clause
    act: Mention
    sign: ActSign

    @property
    def violent(self) -> bool:
        """Say whether the act is one of force."""
        return self.sign.type in _FORCE

    @property
    def two_sided(self) -> bool:
        """Say whether the word tells of sides that fight each other, none of them the doer ('clashes')."""
        return self.act.tokens[0] in self.scene.telltale["two-sided"]

    def names(self, actor: Mention) -> bool:
        """Say whether the word for the act stands for who did it ('a suicide bomber')."""
        same = actor.tokens[0] == self.act.tokens[0]
        return same and self.sign.sub_type == "Suicide bomb" and self.sign.shape == "noun"

    def describes(self, actor: Mention) -> bool:
        """Say whether the act is a verb that tells of the actor right before it ('the group, which abducted')."""
        return self.sign.shape == "verb" and actor.tokens[1] in self.scene.small["relative"]

    @property
    def suffered(self) -> bool:
        """Say whether the act is told as what somebody came under ('the patrol came under fire')."""
        words = range(max(self.clause.start, self.act.tokens[0] - _SUFFER_REACH), self.act.tokens[0])
        return any(n.feature("of") == "suffer" for token in words for n in self.scene.chart.at(token, "partner"))

    def after_harm(self, token: int) -> bool:
        """Say whether the act follows a token that a word of harm stands before ('killed by gunmen in an attack')."""
        start = max(self.clause.start, token - _CARRIER_REACH)
        return token < self.act.tokens[0] and bool(self.scene.within("harm", start, token))

    def before(self, token: int) -> bool:
        """Say whether the act stands before a token, and no other act between them."""
        return self.act.tokens[0] < token and not self.scene.within("act", self.act.tokens[1], token)


def part(deed: Deed, actor: Mention, last: tuple[Mention, Role | None] | None) -> Role | None:
    """Give the part of an actor in an act; `last` is the actor before it with its part, which one joined by 'and' shares."""
    if _is_outside(deed.scene, actor) or _is_handed_over(deed, actor):
        return None
    if deed.sign.sub_type in _SIDELESS:
        return "participant"
    if _carries_out(deed, actor) or answers(deed.scene, actor) or deed.names(actor):
        return "initiator"
    told = _told_part(deed, actor, last)
    return None if told == "initiator" and deed.violent and _is_peaceful(actor) else told


def _is_peaceful(actor: Mention) -> bool:
    """Say whether an actor is none that fights: rescuers and other civilians, a ministry, a body of nations."""
    who = actor.value
    if not isinstance(who, ActorRef):
        return False
    return who.kind in _PEACEFUL or (who.kind == "international" and who.status == "civilian")


def _told_part(deed: Deed, actor: Mention, last: tuple[Mention, Role | None] | None) -> Role | None:
    """Give the part that the words around an actor tell: a role word, 'and', harm that it came to, or its place."""
    cue = _cue(deed, actor)
    if cue is None and last and _joined(deed.scene, last[0], actor):
        return last[1]
    if _is_hurt(deed.scene, actor) and (cue is None or cue.value["kind"] not in ("between", "with")):
        return "participant" if deed.two_sided else "target"
    return _by_cue(deed, actor, cue) if cue else _by_position(deed, actor)


def speaker(scene: Scene, clause: Clause, token: int, *kinds: str) -> Mention | None:
    """Give the actor that tells of a deed of its own before a verb ('the group said that it killed')."""
    if not scene.part_words(token - _ADJACENT, token, *kinds):
        return None
    told = scene.within("actor", clause.sentence.start, token)
    return next((actor for actor in reversed(told) if _speaks(scene, actor)), None)


def _joined(scene: Scene, before: Mention, actor: Mention) -> bool:
    """Say whether an actor is joined to another by 'and', with nothing told between them."""
    near = 0 <= actor.tokens[0] - before.tokens[1] <= _CUE_REACH and AND in actor.particles
    return near and not any(scene.within(name, before.tokens[1], actor.tokens[0]) for name in _DOING)


@once_each
def _is_hurt(scene: Scene, actor: Mention) -> bool:
    return not hurt(scene).isdisjoint(range(*actor.tokens))


@once_each
def _is_outside(scene: Scene, actor: Mention) -> bool:
    """Say whether an actor has no part in any act: it only speaks, or describes another."""
    return _is_aside(scene, actor) or _speaks(scene, actor)


def _is_handed_over(deed: Deed, actor: Mention) -> bool:
    """Say whether counted people behind a word of handing over are those handed over, not who did it."""
    return deed.sign.type == "Strategic developments" and actor.tokens[0] - 1 in deed.scene.at["number"]


def _is_aside(scene: Scene, actor: Mention) -> bool:
    """Say whether an actor is named only to describe another, or a place ('backed by', 'under the control of')."""
    start = actor.tokens[0]
    words = [*scene.part_words(start - _CUE_REACH, start, "aside"), *scene.functions(start - 2, start, "support")]
    return bool(words) and max(node.end for node in words) >= start - 1


def _by_cue(deed: Deed, actor: Mention, cue: Node) -> Role | None:
    """Give the role that the word before an actor shows, if it shows one of this act."""
    kind = cue.value["kind"]
    if kind in ("between", "with"):
        return "participant" if deed.sign.type == "Battles" else None
    if kind == "carry":
        return "initiator" if _is_carrier(deed, actor, cue) else None
    by = kind == "by" and (deed.act.tokens[0] == cue.start or deed.after_harm(cue.start))
    told = by or deed.before(cue.start) or kind == "target"
    if not told:
        return None
    does = kind == "target" and (_has_object(deed.scene, actor) or _is_verbs_subject(deed, actor, cue))
    return "initiator" if does else _ROLES[kind]


def _is_carrier(deed: Deed, actor: Mention, verb: Node) -> bool:
    """Say whether an actor behind a verb of carrying out is its subject; behind 'they carried it out' it is not."""
    if verb.suffix and (verb.feature("number") in ("two", "many") or not deed.before(verb.start)):
        return False
    return _near(deed.act, actor, _CARRIER_REACH * 2) and not _is_placed(deed.scene, actor)


def _is_verbs_subject(deed: Deed, actor: Mention, verb: Node) -> bool:
    """Say whether a finite verb opens what is told and the actor right behind it is no raid's target ('the army hit …')."""
    scene, start, end = deed.scene, deed.clause.start, actor.tokens[1]
    if verb.feature("tense") is None or verb.suffix or verb.end != actor.tokens[0]:
        return False
    if scene.starts(start, verb.start, *_DOING, "actor") or verb.start - 1 in scene.small["relative"]:
        return False
    return scene.function(end) is None and end not in scene.at["place"] and end < deed.clause.end - 1


def _has_object(scene: Scene, actor: Mention) -> bool:
    """Say whether a bare place stands behind an actor, or behind what it fires: the target, so that the actor does it."""
    end = actor.tokens[1]
    place = next(iter(scene.within("place", end, end + _OBJECT_REACH)), None)
    if place is None or place.particles or _site_of(scene, actor):
        return False
    between = range(end, place.tokens[0])
    fires = any(scene.chart.at(token, "instrument") for token in between)
    return not between or (fires and not scene.functions(end, place.tokens[0]))


def _carries_out(deed: Deed, actor: Mention) -> bool:
    """Say whether a verb of carrying out stands behind the actor: with a pronoun, or with the act behind it."""
    verb = deed.scene.small["carry"].get(actor.tokens[1])
    if verb is None or _is_owned(deed.scene, actor):
        return False
    between = deed.scene.within("act", verb.end, deed.act.tokens[0])
    return bool(verb.suffix) or (verb.end <= deed.act.tokens[0] and not between)


@once_each
def answers(scene: Scene, actor: Mention) -> bool:
    """Say whether an actor is said to answer for a deed: it owns up to it, or others lay it at its door."""
    start, end = actor.tokens
    if scene.part_words(end, end + 2, "accused") or _is_ascribed(scene, actor):
        return True
    blame = scene.part_words(start - _CUE_REACH, start, "blame")
    if blame and any(start - node.end in range(_ADJACENT) for node in blame):
        return True
    owns = scene.part_words(end, end + _CUE_REACH, "owns")
    if not owns or scene.within("actor", end, owns[0].start) or (owns[0].start > end + 1 and not owns[0].suffix):
        return False
    return not _is_negated(scene, start - _CUE_REACH, owns[0].start)


def _has_to(scene: Scene, actor: Mention) -> bool:
    """Say whether 'to' is attached to an actor, or to the noun for its people before it ('to the fighters of X')."""
    if _TO in actor.particles:
        return True
    people = scene.at["people"].get(actor.tokens[0] - 1) if actor.tokens[0] else None
    return people is not None and people.tokens[0] < actor.tokens[0] and _TO in people.particles


def _is_ascribed(scene: Scene, actor: Mention) -> bool:
    """Say whether a deed is ascribed to an actor ('which sources ascribed to X')."""
    start = actor.tokens[0]
    ascribed = scene.part_words(start - _ASCRIBED_REACH, start, "ascribed")
    to = start - 1 in scene.small["to"] or start - 2 in scene.small["to"]
    if not ascribed or not (to or _has_to(scene, actor)):
        return False
    return to or not scene.within("actor", ascribed[0].end, start)


def _is_negated(scene: Scene, start: int, end: int) -> bool:
    if scene.part_words(start, end, "denies"):
        return True
    if any(scene.chart.at(token, "negation") for token in range(max(0, start), end)):
        return True
    return any(m.value == Modality("denied") for m in scene.within("modality", start, end))


def _by_position(deed: Deed, actor: Mention) -> Role | None:
    act, start = deed.act, actor.tokens[0]
    if act.tokens[0] < start < act.tokens[1]:
        return "initiator"
    if start >= act.tokens[1]:
        return _behind(deed, actor, start - act.tokens[1])
    if not _is_subject(deed, actor):
        return None
    if deed.suffered:
        return "target"
    return "participant" if deed.two_sided else "initiator"


def _is_subject(deed: Deed, actor: Mention) -> bool:
    """Say whether an actor before the act can be its subject: near, not governed by a preposition, not speaking."""
    end, verb = actor.tokens[1], deed.sign.shape == "verb"
    if deed.act.tokens[0] - end > _CUE_REACH or deed.scene.chart.at(end, "say"):
        return False
    if _is_owned(deed.scene, actor) and not deed.describes(actor):
        return False
    if not verb and (_comes_between(deed, end) or actor.tokens[0] in deed.scene.at["place"]):
        return False
    return verb or deed.sign.sub_type not in _STRUCK


def _comes_between(deed: Deed, start: int) -> bool:
    """Say whether a harm, or 'in', stands between an actor and a noun for an act: the actor was in it, and need not have done it."""
    end = deed.act.tokens[0]
    return bool(deed.scene.within("harm", start, end)) or bool(deed.scene.functions(start, end, "in"))


def _behind(deed: Deed, actor: Mention, gap: int) -> Role | None:
    """Give the part of an actor behind the act: its subject or 'of', or those it is done to."""
    verb = deed.sign.shape == "verb"
    site = _site(deed, actor)
    if site and deed.sign.sub_type in _SENT and site.start - 1 in deed.scene.small["of"]:
        return "initiator"
    if gap > _ADJACENT:
        struck = site or (verb and deed.sign.sub_type not in _STRUCK)
        return "target" if struck and gap <= _CARRIER_REACH else None
    if site or _is_object(deed, actor, gap):
        return "target"
    return "participant" if deed.two_sided and not verb else "initiator"


def _is_object(deed: Deed, actor: Mention, gap: int) -> bool:
    """Say whether an act is done to the actor right behind it: by its nature, or by the 'to' before the actor."""
    if deed.sign.shape == "verb" and "li" in actor.particles:
        return True
    if deed.sign.sub_type in _STRUCK:
        return not _has_to(deed.scene, actor) and (gap > 0 or deed.sign.shape != "noun")
    return deed.sign.shape == "masdar" and deed.act.tokens[0] in deed.scene.telltale["done-to"]


def _site(deed: Deed, actor: Mention) -> Node | None:
    """Give the word for positions or property between the act and the end of the actor's name: those are struck or fired from."""
    return _site_of(deed.scene, actor, deed.act.tokens[1])


def _site_of(scene: Scene, actor: Mention, start: int = 0) -> Node | None:
    start = max(start, actor.tokens[0] - _ADJACENT - 1)
    return next(iter(scene.part_words(start, actor.tokens[1], "site")), None)


def _is_owned(scene: Scene, actor: Mention) -> bool:
    """Say whether a preposition governs an actor, so that it is no subject."""
    start = actor.tokens[0]
    return not {"li", "bi"}.isdisjoint(actor.particles) or scene.function(start - 1, *_OWNERS) is not None


def _is_placed(scene: Scene, actor: Mention) -> bool:
    """Say whether a preposition of place or aim governs an actor, which 'of' does not."""
    return scene.function(actor.tokens[0] - 1, *_OWNERS[1:]) is not None


def _near(act: Mention, actor: Mention, reach: int) -> bool:
    return max(actor.tokens[0] - act.tokens[1], act.tokens[0] - actor.tokens[1]) <= reach


def _cue(deed: Deed, actor: Mention) -> Node | None:
    """Give the nearest role word before an actor; a verb that is the act itself is none."""
    scene, start = deed.scene, max(deed.clause.start, actor.tokens[0] - _CUE_REACH)
    own = range(*deed.act.tokens) if deed.sign.shape == "verb" else range(0)
    found = [
        node
        for node in scene.functions(start, actor.tokens[0], *_CUES)
        if node.end <= actor.tokens[0] and node.start not in own
    ]
    found += [
        node
        for m in scene.within("link", start, actor.tokens[0])
        if m.value == Link("by")
        for node in scene.chart.at(m.tokens[0], "link")
        if node.value["kind"] == "by"
    ]
    return max(found, key=lambda node: node.end, default=None)


@once_each
def _speaks(scene: Scene, actor: Mention) -> bool:
    """Say whether an actor is named only as one who says something or judges it."""
    start = actor.tokens[0]
    if start - 1 in scene.small["ranks"] and start - 2 in scene.at["source"]:
        return True
    if answers(scene, actor):
        return False
    if actor.tokens[1] in scene.telltale["charge"] or start in scene.once(_speakers):
        return True
    if start - 1 in scene.small["between"]:
        return False
    if scene.chart.at(start - 1, "say") or _is_head_said(scene, start - 1):
        return True
    frame = scene.at["frame"].get(start - 1) if start else None
    return frame is not None and isinstance(frame.value, Frame) and frame.value.kind in _SPEAKING


def _speakers(scene: Scene) -> frozenset[int]:
    """Give the tokens by which those are named who say something ('the spokesman of the police')."""
    told = (speaker for report in frames(scene.reading.context).reports for speaker in report.speakers)
    return frozenset(token for speaker in told for token in range(speaker.start, speaker.end))


def _is_head_said(scene: Scene, token: int) -> bool:
    """Say whether a word of saying stands before the noun before an actor ('the movement X said')."""
    if scene.function(token) or any(token in scene.at[name] for name in _DOING) or token - 1 in scene.small["between"]:
        return False
    return bool(scene.chart.at(token - 1, "say")) and token - 1 not in scene.small["between"]
