"""Who did it and who had it done to them: the role of each actor around a word for an act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from marsad.claims.clauses import Clause
from marsad.claims.parts import Deed, part, speaker
from marsad.claims.scene import UNIDENTIFIED, Scene
from marsad.model.claim import Party
from marsad.model.mention import Mention
from marsad.model.value import ActorRef, ActSign, HarmSign, Link, People, Role

CIVILIANS = ActorRef("Civilians", kind="civilians", status="civilian")
_ADJACENT = 2
_SIDES = {"participant": 2}


def parties(scene: Scene, clause: Clause, act: Mention) -> tuple[Party, ...]:
    """Give the actors of a clause in their roles in an act, each actor once in a role."""
    found: dict[tuple[str, Role], Party] = {}
    assert isinstance(act.value, ActSign)  # noqa: S101  acts alone are asked for
    deed, last = Deed(scene, clause, act, act.value), None
    for mention in scene.within("actor", clause.start, clause.end):
        role = part(deed, mention, last)
        last = mention, role
        if role and isinstance(mention.value, ActorRef):
            found.setdefault((mention.value.name, role), Party(mention.value, role, mention.quote))
    own = speaker(scene, clause, act.tokens[0], "that-one", "that-he") if deed.sign.shape == "verb" else None
    if own and isinstance(own.value, ActorRef):
        found.setdefault((own.value.name, "initiator"), Party(own.value, "initiator", own.quote))
    for party in _civilians(deed):
        found.setdefault((party.actor.name, party.role), party)
    return _without_doubles(found) if len(found) > 1 else tuple(found.values())


def _without_doubles(found: dict[tuple[str, Role], Party]) -> tuple[Party, ...]:
    """An actor named as the doer is not its own target as well."""
    doers = {name for name, role in found if role == "initiator"}
    return tuple(party for (name, role), party in found.items() if role == "initiator" or name not in doers)


def _civilians(deed: Deed) -> Iterator[Party]:
    """Give the civilians that an act is said to be done to; those hurt in it are told by their harm."""
    for mention in deed.scene.within("people", deed.act.tokens[1], deed.clause.end):
        people = mention.value
        if isinstance(people, People) and people.status == "civilian" and part(deed, mention, None) == "target":
            yield Party(CIVILIANS, "target", mention.quote)


def without_unnamed(found: tuple[Party, ...]) -> tuple[Party, ...]:
    """Leave out the unidentified where a group is named beside them: 'gunmen' are then its own."""
    named = tuple(party for party in found if party.actor.kind != UNIDENTIFIED)
    return named or found


def doers(scene: Scene, clause: Clause, harm: Mention, people: int) -> tuple[Party, ...]:
    """Give who is said to have done a harm in its own clause: the subject of the verb, or those 'at the hands of' whom."""
    found = [m for m in scene.within("actor", clause.start, clause.end) if _did(scene, clause, harm, (m, people))]
    kinds = ("that-one", "that-he") if _does(scene, harm) else ("that-one",)
    own = None if found else speaker(scene, clause, harm.tokens[0], *kinds)
    found += [own] if own else []
    return tuple(Party(m.value, "initiator", m.quote) for m in found if isinstance(m.value, ActorRef))


def _did(scene: Scene, clause: Clause, harm: Mention, pair: tuple[Mention, int]) -> bool:
    actor, people = pair
    verb = isinstance(harm.value, HarmSign) and harm.value.shape == "verb"
    if verb and actor.tokens[1] == harm.tokens[0] and harm.tokens[1] <= people and _does(scene, harm):
        return True
    band = scene.at["people"].get(actor.tokens[0])
    first = band.tokens[0] if band else actor.tokens[0]
    if isinstance(harm.value, HarmSign) and harm.value.outcome == "released" and first - 1 in scene.at["number"]:
        return False
    if verb and harm.tokens[1] <= first and actor.tokens[0] < people and first - harm.tokens[1] < _ADJACENT:
        return True
    reach = max(clause.start, actor.tokens[0] - _ADJACENT)
    by = [m for m in scene.within("link", reach, actor.tokens[0]) if m.value == Link("by")]
    return bool(by) and harm.tokens[0] < actor.tokens[0]


def _does(scene: Scene, verb: Mention) -> bool:
    """Say whether a verb of harm agrees with a subject before it and has people as its object right behind it."""
    if not isinstance(verb.value, HarmSign) or verb.value.shape != "verb":
        return False
    many = any(node.feature("number") in ("two", "many") for node in scene.chart.at(verb.tokens[0], "harm"))
    end = verb.tokens[1]
    return (verb.value.active or many) and bool(scene.starts(end, end + 1, "people", "number"))


def united(first: tuple[Party, ...], second: tuple[Party, ...]) -> tuple[Party, ...]:
    """Give the parties of two tellings of one act: a doer counts as one, wherever it is told; roles not told yet are added."""
    doers = {party.actor.name for party in second if party.role == "initiator"}
    if not any(party.role == "initiator" for party in first):
        first = tuple(replace(p, role="initiator") if p.actor.name in doers else p for p in first)
    named = {party.actor.name for party in first}
    roles = Counter(party.role for party in first)
    return (*first, *(p for p in second if p.actor.name not in named and roles[p.role] < _SIDES.get(p.role, 1)))
