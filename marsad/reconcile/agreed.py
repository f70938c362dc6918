"""What the accounts of one incident agree on: its day, its place, its kind and who took part, each by independent sources.

What is told as well and not chosen is kept beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from marsad.model.account import Account
from marsad.model.claim import ActClaim, HarmClaim, Party
from marsad.model.incident import Dating, Kind, Participant, Placing, Voice
from marsad.model.value import ActorRef, PlaceRef, Role
from marsad.reconcile.sketch import is_capital, vagueness

Claim = ActClaim | HarmClaim

_MAY_BE_PROVINCE = 3
_WIDEST = 16  # of vagueness: at which a source would count for nothing, twice that of a country
_VAGUE_KIND = frozenset({"Attack", "Armed clash", "Other"})


class Votes:
    """Counts how many independent sources stand behind some claims; a claim that no voice holds counts as its own."""

    def __init__(self, voices: Iterable[Voice]) -> None:
        self._voice = {claim: at for at, voice in enumerate(voices) for claim in voice.claims}

    def sources(self, claims: Iterable[str]) -> int:
        """Give the number of independent sources among the claims."""
        return len({self._voice.get(claim, claim) for claim in claims})


def datings(accounts: Sequence[Account], votes: Votes) -> tuple[Dating, ...]:
    """Give the days that the claims state, the best first: one day before a span, then by sources, then the earliest.

    Where no claim states a day, the day of the first publication stands in and says so.
    """
    said: dict[tuple[date, date], list[str]] = defaultdict(list)
    for claim in _claims(accounts):
        time = claim.statement.when.time if claim.statement.when else None
        if time and time.start and time.end:
            said[time.start, time.end].append(claim.id)
    if not said:
        return _by_publication(accounts)
    heads = _heads(accounts)
    ranked = sorted(said.items(), key=lambda each: (_days(each[0]), *_rank(each[1], votes, heads), each[0]))
    return tuple(Dating(start, end, "stated", tuple(sorted(claims))) for (start, end), claims in ranked)


def placings(accounts: Sequence[Account], votes: Votes) -> tuple[Placing, ...]:
    """Give the places that the claims name, the best first: pinned before unpinned, then by sources and how precise it is.

    A wide place needs the more sources to go before a precise one, the wider the more.
    """
    said: dict[PlaceRef, list[str]] = defaultdict(list)
    for claim in _claims(accounts):
        if claim.statement.where:
            said[claim.statement.where.place].append(claim.id)
    if len(said) == 1:
        return tuple(Placing(place, tuple(sorted(claims))) for place, claims in said.items())
    heads = _heads(accounts)
    reports = {claim.id: claim.document for claim in _claims(accounts)}
    ranked = sorted(
        said.items(),
        key=lambda each: (
            *_standing(each[0], _rank(each[1], votes, heads), len({reports[claim] for claim in each[1]})),
            each[0].name,
            str(each[0]),
        ),
    )
    return tuple(Placing(place, tuple(sorted(claims))) for place, claims in ranked)


def kinds(accounts: Sequence[Account], votes: Votes) -> tuple[Kind, ...]:
    """Give what is said to have happened, the best first: by sources, and a way of fighting before a mere 'attack'."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for account in accounts:
        for act in account.acts:
            said[act.type, act.sub_type].append(act.id)
    ranked = sorted(
        said.items(), key=lambda each: (each[0][1] in _VAGUE_KIND, *_rank(each[1], votes, frozenset()), each[0])
    )
    return tuple(Kind(type_, sub_type, tuple(sorted(claims))) for (type_, sub_type), claims in ranked)


def participants(accounts: Sequence[Account], votes: Votes) -> tuple[Participant, ...]:
    """Give every actor in every role that a claim gives it, most sources first."""
    said: dict[tuple[str, Role], tuple[ActorRef, set[str]]] = {}
    for claim in _claims(accounts):
        for party in parties(claim):
            said.setdefault((party.actor.name, party.role), (party.actor, set()))[1].add(claim.id)
    found = [
        Participant(actor, role, tuple(sorted(claims)), votes.sources(claims))
        for (_, role), (actor, claims) in said.items()
    ]
    return tuple(sorted(found, key=lambda each: (-each.sources, -len(each.claims), each.role, each.actor.name)))


def parties(claim: Claim) -> tuple[Party, ...]:
    """Give whom a claim names as taking part."""
    return claim.parties if isinstance(claim, ActClaim) else claim.perpetrators


def _by_publication(accounts: Sequence[Account]) -> tuple[Dating, ...]:
    days = [account.provenance.published for account in accounts if account.foreground] or [
        account.provenance.published for account in accounts
    ]
    known = [day for day in days if day]
    return (Dating(min(known), min(known), "published"),) if known else ()


def _claims(accounts: Sequence[Account]) -> list[Claim]:
    return [claim for account in accounts for claim in account.claims]


def _heads(accounts: Sequence[Account]) -> frozenset[str]:
    """Give the claims that are told as news, or that count people: what else is said of them weighs more."""
    acts = {act.id for account in accounts for act in account.acts if act.foreground}
    return frozenset(acts | {harm.id for account in accounts for harm in account.harms})


def _rank(claims: Sequence[str], votes: Votes, heads: frozenset[str]) -> tuple[int, int]:
    counted = [claim for claim in claims if claim in heads] or claims
    return -votes.sources(counted), -len(counted)


def _days(span: tuple[date, date]) -> int:
    return (span[1] - span[0]).days


def _standing(place: PlaceRef, rank: tuple[int, int], reports: int) -> tuple[bool, float, int]:
    """Rank by whether a place is pinned, then by sources less what it is wide; the voices of one report say it once.

    A town may stand for the province that is named after it.
    """
    wide = vagueness(place) + (_MAY_BE_PROVINCE if is_capital(place) else 0)
    return place.lat is None, max(rank[0], -reports) * (1 - wide / _WIDEST), rank[1]
