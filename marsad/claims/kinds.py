"""What sort of act it was, as far as it hangs on who did it to whom."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.analyse.groups import PROTESTERS
from marsad.claims.event import ATTACK, CLASH, PROTESTS, RIOTS
from marsad.model.claim import Party, Where

_REGAINED, _OVERTAKEN = "Government regains territory", "Non-state actor overtakes territory"
_STATE = "state"


def by_parties(kind: tuple[str, str], parties: Sequence[Party], place: Where | None) -> tuple[str, str]:
    """Give type and sub-type of an act, read anew where protesters or a state's own forces took part in it."""
    if kind[1] in (CLASH, ATTACK) and any(_protests(party) for party in parties):
        return _of_protest(parties) or kind
    if kind[1] in (_REGAINED, _OVERTAKEN):
        return _of_ground(kind, parties, place)
    return kind


def _of_protest(parties: Sequence[Party]) -> tuple[str, str] | None:
    """Read what forces did to protesters as force against them, and what they did with others as a riot; null if nobody else is told."""
    roles = {party.role for party in parties if _protests(party)}
    forces = [party for party in parties if _is_state(party)]
    if any(not _protests(party) and party.actor.status == "combatant" and not _is_state(party) for party in parties):
        return None
    if roles == {"target"} and any(party.role == "initiator" for party in forces):
        return PROTESTS, "Excessive force against protesters"
    if roles == {"target"} and all(_protests(party) or party.actor.status == "civilian" for party in parties):
        return None
    return RIOTS, "Violent demonstration"


def _of_ground(kind: tuple[str, str], parties: Sequence[Party], place: Where | None) -> tuple[str, str]:
    """Ground that a country's own forces take is regained; what another country's take is overtaken."""
    takers = [party.actor for party in parties if party.role == "initiator"]
    country = place.place.country if place else None
    forces = [actor.country for actor in takers if _is_forces(actor.kind)]
    if not forces or country is None:
        return kind
    return kind[0], _REGAINED if country in forces else _OVERTAKEN


def _protests(party: Party) -> bool:
    return party.actor.name.startswith(PROTESTERS)


def _is_state(party: Party) -> bool:
    return _is_forces(party.actor.kind)


def _is_forces(kind: str | None) -> bool:
    return (kind or "").startswith(_STATE)
