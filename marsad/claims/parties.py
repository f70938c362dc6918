"""Who did it and who had it done to them: the role of each actor around a word for an act."""

from __future__ import annotations

from collections.abc import Iterator

from marsad.claims.clauses import Clause
from marsad.claims.scene import UNIDENTIFIED, Scene
from marsad.model.claim import Party
from marsad.model.mention import Mention
from marsad.model.value import ActorRef, ActSign, Frame, HarmSign, Link, People, Role

CIVILIANS = ActorRef("Civilians", kind="civilians", status="civilian")
_CLASH = ("Armed clash",)
_SIDELESS = ("Agreement", "Peaceful protest", "Violent demonstration", "Protest with intervention")
_STRUCK = ("Remote explosive/landmine/IED", "Suicide bomb", "Looting/property destruction")
_CUES = ("against", "on", "target", "carry", "between", "with", "by")
_ROLES: dict[str, Role] = {"by": "initiator", "against": "target", "on": "target", "target": "target"}
_SPEAKING = ("says", "according", "relays")
_ADJACENT = 2
_CUE_REACH = 4
_CARRIER_REACH = 6


def parties(scene: Scene, clause: Clause, act: Mention) -> tuple[Party, ...]:
    """Give the actors of a clause in their roles in an act, each actor once in a role."""
    found: dict[tuple[str, Role], Party] = {}
    for mention in scene.within("actor", clause.start, clause.end):
        role = _role(scene, clause, act, mention) if isinstance(mention.value, ActorRef) else None
        if role and isinstance(mention.value, ActorRef):
            found.setdefault((mention.value.name, role), Party(mention.value, role, mention.quote))
    for party in _civilians(scene, clause, act):
        found.setdefault((party.actor.name, party.role), party)
    return tuple(_without_doubles(found))


def _without_doubles(found: dict[tuple[str, Role], Party]) -> Iterator[Party]:
    """An actor named as the doer is not its own target as well."""
    doers = {name for name, role in found if role == "initiator"}
    for (name, role), party in found.items():
        if role == "initiator" or name not in doers:
            yield party


def _civilians(scene: Scene, clause: Clause, act: Mention) -> Iterator[Party]:
    for mention in scene.within("people", act.tokens[0], clause.end):
        people = mention.value
        if isinstance(people, People) and people.status == "civilian" and people.actor is None:
            yield Party(CIVILIANS, "target", mention.quote)


def _role(scene: Scene, clause: Clause, act: Mention, actor: Mention) -> Role | None:
    assert isinstance(act.value, ActSign)  # noqa: S101  acts alone are asked for
    if _speaks(scene, actor) or _is_handed_over(scene, act, actor):
        return None
    if act.value.sub_type in _SIDELESS:
        return "participant"
    if _carries_out(scene, actor):
        return "initiator"
    return _by_cue(_cue(scene, clause, actor, act), act, actor) or _by_position(act, actor)


def _is_handed_over(scene: Scene, act: Mention, actor: Mention) -> bool:
    """Say whether counted people behind a word of handing over are those handed over, not who did it."""
    strategic = isinstance(act.value, ActSign) and act.value.type == "Strategic developments"
    return strategic and scene.at("number", actor.tokens[0] - 1) is not None


def _by_cue(cue: str | None, act: Mention, actor: Mention) -> Role | None:
    """Give the role that the word before an actor shows, if it shows one."""
    if cue in ("between", "with"):
        return "participant" if isinstance(act.value, ActSign) and act.value.type == "Battles" else None
    if cue == "carry":
        return "initiator" if _near(act, actor, _CARRIER_REACH * 2) else None
    return _ROLES.get(cue or "")


def _carries_out(scene: Scene, actor: Mention) -> bool:
    """Say whether a verb of carrying out with a pronoun stands behind the actor ('the group carried it out')."""
    verb = scene.function(actor.tokens[1], "carry")
    return verb is not None and bool(verb.suffix)


def _by_position(act: Mention, actor: Mention) -> Role | None:
    assert isinstance(act.value, ActSign)  # noqa: S101  acts alone are asked for
    gap = actor.tokens[0] - act.tokens[1]
    if act.tokens[0] < actor.tokens[0] < act.tokens[1]:
        return "initiator"
    if act.value.sub_type in _STRUCK:
        return "target" if gap >= 0 else None
    if 0 <= gap <= _ADJACENT:
        return "participant" if act.value.sub_type in _CLASH and act.value.shape == "noun" else "initiator"
    if gap > _ADJACENT:
        return "target" if act.value.shape == "verb" and gap <= _CARRIER_REACH else None
    before = act.tokens[0] - actor.tokens[1]
    return "initiator" if 0 <= before <= _CUE_REACH else None


def _near(act: Mention, actor: Mention, reach: int) -> bool:
    return max(actor.tokens[0] - act.tokens[1], act.tokens[0] - actor.tokens[1]) <= reach


def _is_verb(act: Mention) -> bool:
    return isinstance(act.value, ActSign) and act.value.shape == "verb"


def _cue(scene: Scene, clause: Clause, actor: Mention, act: Mention) -> str | None:
    """Give the kind of the nearest role word before an actor; a verb that is the act itself is none."""
    start = max(clause.start, actor.tokens[0] - _CUE_REACH)
    found = [
        (node.start, node.feature("kind"))
        for node in scene.functions(start, actor.tokens[0], *_CUES)
        if node.end <= actor.tokens[0] and not (node.start in range(*act.tokens) and _is_verb(act))
    ]
    found += [(m.tokens[0], "by") for m in scene.within("link", start, actor.tokens[0]) if m.value == Link("by")]
    return max(found)[1] if found else None


def _speaks(scene: Scene, actor: Mention) -> bool:
    """Say whether an actor is named only as one who says something."""
    if scene.function(actor.tokens[0] - 1, "ranks") and scene.at("source", actor.tokens[0] - 2):
        return True
    frame = scene.at("frame", actor.tokens[0] - 1) if actor.tokens[0] else None
    return frame is not None and isinstance(frame.value, Frame) and frame.value.kind in _SPEAKING


def without_unnamed(found: tuple[Party, ...]) -> tuple[Party, ...]:
    """Leave out the unidentified where a group is named beside them: 'gunmen' are then its own."""
    named = tuple(party for party in found if party.actor.kind != UNIDENTIFIED)
    return named or found


def doers(scene: Scene, clause: Clause, harm: Mention, people: int) -> tuple[Party, ...]:
    """Give who is said to have done a harm in its own clause: the subject of the verb, or those 'at the hands of' whom."""
    found = [m for m in scene.within("actor", clause.start, clause.end) if _did(scene, clause, harm, (m, people))]
    return tuple(Party(m.value, "initiator", m.quote) for m in found if isinstance(m.value, ActorRef))


def _did(scene: Scene, clause: Clause, harm: Mention, pair: tuple[Mention, int]) -> bool:
    actor, people = pair
    verb = isinstance(harm.value, HarmSign) and harm.value.shape == "verb"
    if verb and harm.tokens[1] <= actor.tokens[0] < people and actor.tokens[0] - harm.tokens[1] < _ADJACENT:
        return True
    reach = max(clause.start, actor.tokens[0] - _ADJACENT)
    by = [m for m in scene.within("link", reach, actor.tokens[0]) if m.value == Link("by")]
    return bool(by) and harm.tokens[0] < actor.tokens[0]
