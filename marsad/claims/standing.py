"""Who the harmed were, as words beside and behind them tell: an adjective, a second group, the group of the whole, the act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from marsad.analyse.groups import PROTESTERS
from marsad.claims.draft import Draft
from marsad.claims.event import Event
from marsad.claims.parties import CIVILIANS
from marsad.claims.quantity import Quantity
from marsad.claims.scene import AND, ARTICLE, UNIDENTIFIED, Scene
from marsad.model.claim import Victims
from marsad.model.mention import Dimension, Mention
from marsad.model.value import ActorRef, Link, People, Status

_ARMED: tuple[Status, ...] = ("combatant", "police")
_KNOWN: tuple[Status, ...] = (*_ARMED, "civilian")
_MOST_REACH = 3


def told_beside(scene: Scene, draft: Draft, victims: Victims) -> Victims:
    """Add what the words right behind counted people tell of who they were."""
    quantity = draft.quantity
    if victims.status in ("unknown", "combatant") and victims.actor is None:
        victims = _of_the_toll(scene, draft, victims)
    if victims.status == "unknown" and victims.actor is None:
        found = _described(scene, quantity) or _of_whom(scene, quantity) or _targeted(scene, draft)
        if found:
            return as_status(victims, found)
        return _of_them(scene, draft, victims)
    second = _second_group(scene, quantity)
    if second and victims.status in _KNOWN and second != victims.status:
        return replace(victims, status="mixed", actor=None, actor_quote=None)
    return victims


def as_status(victims: Victims, status: Status) -> Victims:
    """Give people a standing; civilians are then of no armed group."""
    return replace(victims, status=status, actor=CIVILIANS if status == "civilian" else victims.actor)


def _described(scene: Scene, quantity: Quantity) -> Status | None:
    """Give the standing that an adjective right behind a harm noun tells ('770 civilian dead')."""
    if quantity.harm is None:
        return None
    definite = ARTICLE in quantity.harm.particles
    for node in scene.chart.at(quantity.end, "people"):
        if node.feature("adjectival") and (ARTICLE in node.particles) == definite and AND not in node.particles:
            return _status(node.feature("status"))
    return None


def _targeted(scene: Scene, draft: Draft) -> Status | None:
    """Give the standing of the civilians at whom the deed is said to have aimed ('a raid that targeted a family left 7 dead')."""
    if draft.quantity.sort is not None and not draft.quantity.sort.plain:
        return None
    for verb in scene.functions(draft.sentence.start, draft.quantity.start, "target"):
        for people in scene.within("people", verb.end, min(verb.end + _MOST_REACH, draft.quantity.start)):
            if isinstance(people.value, People) and people.value.status == "civilian":
                return "civilian"
    return None


def _of_the_toll(scene: Scene, draft: Draft, victims: Victims) -> Victims:
    """Give people counted behind a noun of harm the group that it names ('the number of civilian dead reached 20 persons')."""
    end = draft.trigger.tokens[1]
    if end >= draft.quantity.start:
        return victims
    people = scene.at["people"].get(end)
    if people and isinstance(people.value, People) and people.tokens[0] == end and _is_group(people):
        told = as_status(victims, people.value.status)
        return replace(told, actor=people.value.actor, actor_quote=people.quote) if people.value.actor else told
    ranks = scene.small["ranks"].get(end)
    actor = scene.at["actor"].get(ranks.end if ranks else end)
    if actor is None or not isinstance(actor.value, ActorRef) or actor.tokens[0] >= draft.quantity.start:
        return victims
    if actor.value.status not in _ARMED or AND in actor.particles:
        return victims
    return replace(victims, status=actor.value.status, actor=actor.value, actor_quote=actor.quote)


def _of_whom(scene: Scene, quantity: Quantity) -> Status | None:
    """Give the standing of those whom 'of' names behind a bound ('31 people at least of the residents')."""
    bound = next(iter(scene.chart.at(quantity.end, "bound")), None)
    of = scene.small["of"].get(bound.end) if bound else None
    people = scene.at["people"].get(of.end) if of else None
    return people.value.status if people and isinstance(people.value, People) else None


def _status(word: str | None) -> Status | None:
    return next((status for status in _KNOWN if status == word), None)


def _of_them(scene: Scene, draft: Draft, victims: Victims) -> Victims:
    """Give a bare number 'of them' that is part of no whole the armed group named last before it."""
    quantity, start = draft.quantity, draft.quantity.end
    link = scene.at["link"].get(start) if start < draft.sentence.end else None
    if draft.parent or quantity.people or quantity.harm or link is None or link.value != Link("subset"):
        return victims
    before = scene.within("actor", draft.sentence.start, quantity.start)
    last = before[-1] if before else None
    if last is None or not isinstance(last.value, ActorRef) or last.value.status not in _ARMED:
        return victims
    return replace(victims, status=last.value.status, actor=last.value, actor_quote=last.quote)


def _second_group(scene: Scene, quantity: Quantity) -> Status | None:
    """Give the standing of a definite group that 'and' joins to counted people ('10 of the civilians and the forces')."""
    if not quantity.explicit and quantity.count.qualifier != "vague":
        return None
    dimensions: tuple[Dimension, ...] = ("people", "actor")
    for dimension in dimensions:
        found = scene.at[dimension].get(quantity.end)
        if found and found.tokens[0] == quantity.end and AND in found.particles and _is_group(found):
            return found.value.status  # type: ignore[union-attr]  # people and actors have one
    return None


def _is_group(mention: Mention) -> bool:
    if isinstance(mention.value, People):
        return ARTICLE in mention.particles and mention.value.number == "many" and mention.value.status in _KNOWN
    return isinstance(mention.value, ActorRef) and mention.value.status in _ARMED and mention.value.kind != UNIDENTIFIED


def with_part(scene: Scene, whole: Draft, victims: Victims, part: tuple[Draft, Victims]) -> Victims:
    """Let a part say who the whole were: fighters among people not named make them mixed, most of them civilians, civilian.

    'Others' with civilians among them are not of the group of fighters named before.
    """
    draft, some = part
    if victims.status == "unknown" and some.status in _ARMED:
        return replace(victims, status="mixed")
    if some.status != "civilian":
        return victims
    start = draft.quantity.start
    most = scene.part_words(start - _MOST_REACH, start + 1, "most")
    if most and victims.status == "unknown":
        return as_status(victims, "civilian")
    other = whole.quantity.sort is not None and whole.quantity.sort.other
    return (
        replace(victims, status="unknown", actor=None, actor_quote=None)
        if other and victims.status in _ARMED
        else victims
    )


def of_the_whole(quantity: Quantity, victims: Victims, whole: Victims) -> Victims:
    """Give a part of which no more is said the group of the whole; leaders and fighters among a group's dead are the group's."""
    if victims.actor or whole.actor is None or whole.status == "mixed":
        return victims
    bare = victims.status == "unknown" and (
        quantity.people is None or (quantity.sort is not None and quantity.sort.plain)
    )
    if bare or victims.status == whole.status:
        return replace(victims, status=whole.status, actor=whole.actor, actor_quote=whole.actor_quote)
    return victims


def of_the_act(scene: Scene, quantity: Quantity, victims: Victims, event: Event | None) -> Victims:
    """Give fighters of no named group the one group of fighters, no state's, that their act names.

    The group that did it is theirs only where they are 'the attackers', or 'the fighters' that the report speaks of.
    """
    if event is None:
        return victims
    if victims.status == "unknown" and victims.actor is None:
        return _of_protest(victims, event)
    if victims.actor and victims.actor.kind == "state-military" and _serves_police(scene, quantity):
        return _of_the_police(victims, event)
    if victims.status != "combatant" or (victims.actor is not None and victims.actor.kind != UNIDENTIFIED):
        return victims
    own = _are_known(scene, quantity)
    parties = [p for p in event.parties if p.actor.kind == "rebel" and (own or p.role != "initiator")]
    if len({party.actor.name for party in parties}) != 1:
        return victims
    return replace(victims, actor=parties[0].actor, actor_quote=parties[0].quote)


def protest(victims: Victims) -> bool:
    """Say whether people hurt are known to have protested."""
    return victims.actor is not None and victims.actor.name.startswith(PROTESTERS)


def _serves_police(scene: Scene, quantity: Quantity) -> bool:
    """Say whether people are named by a rank alone that police have as well ('two conscripts'), and their force is not said."""
    if quantity.people is None or quantity.actor_quote is None or quantity.actor_quote != quantity.people.quote:
        return False
    own = scene.chart.at(quantity.people.tokens[0], "people")
    joined = [node for node in scene.chart.at(quantity.end, "people") if AND in node.particles]
    soldiers = any(node.feature("force") == "army" and not node.feature("serves") for node in joined)
    return not soldiers and any(node.feature("serves") for node in own)


def _of_the_police(victims: Victims, event: Event) -> Victims:
    """Give officers of a force that is not said the police of their country, where their act names those and no soldiers."""
    country = victims.actor.country if victims.actor else None
    forces = [
        p for p in event.parties if p.actor.kind in ("state-military", "state-police") and p.actor.country == country
    ]
    if not forces or any(p.actor.kind == "state-military" for p in forces):
        return victims
    return replace(victims, status="police", actor=forces[0].actor, actor_quote=forces[0].quote)


def _of_protest(victims: Victims, event: Event) -> Victims:
    """Give people of whom no more is said, hurt in a protest or in an act against protesters, those who protested."""
    protesters = [p for p in event.parties if p.actor.name.startswith(PROTESTERS) and p.role != "initiator"]
    others = [p for p in event.parties if p.role == "target" and p.actor.status in _ARMED]
    if not protesters or others:
        return victims
    return replace(victims, status="civilian", actor=protesters[0].actor, actor_quote=protesters[0].quote)


def _are_known(scene: Scene, quantity: Quantity) -> bool:
    if quantity.people is None:
        return False
    attackers = any(n.feature("creed") == "attacker" for n in scene.chart.at(quantity.people.tokens[0], "people"))
    return attackers or ARTICLE in quantity.people.particles


def of_its_parts(total: int | None, parts: Iterable[tuple[int | None, Status]]) -> Status | None:
    """Give the standing of a total that others of the same act and outcome add up to."""
    counted = [(low, status) for low, status in parts if low and status in _KNOWN]
    if total is None or len(counted) < 2 or sum(low for low, _ in counted) != total:
        return None
    found = {status for _, status in counted}
    return found.pop() if len(found) == 1 else "mixed"
