"""What linking needs to know of an account, in little space: when, where, what, who, how many, in which words."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from datetime import date, timedelta

from marsad.model.account import Account
from marsad.model.claim import ActClaim, HarmClaim, Statement
from marsad.model.value import PlaceRef, TimeRange
from marsad.text.fold import fold_word

WORD_BYTES = 4
_WORD = re.compile(r"\w{3,}")
_LATE = timedelta(days=2)
_EARLY = timedelta(days=7)
_CAMPAIGN = 31  # days
_PRECISE = ("site", "town")
Claim = ActClaim | HarmClaim


@dataclass(frozen=True, slots=True)
class Sketch:
    """One account for linking.

    `first` and `last` bound the day; `stated` says that the text dates it to them, else they come from the day of publication.
    `words` are the hashes of the words of its evidence, four bytes each, ascending; `killed` and `injured` the whole numbers of people claimed.
    """

    id: str
    document: str
    published: date | None
    first: date | None
    last: date | None
    stated: bool
    place: PlaceRef | None
    name: str
    kinds: frozenset[str]
    initiators: frozenset[str]
    actors: frozenset[str]
    killed: frozenset[int]
    injured: frozenset[int]
    words: bytes
    foreground: bool
    lead: bool

    @property
    def precise(self) -> bool:
        """Say whether the place is a town or a site itself, not what lies about it, nor a capital that may stand for its province."""
        place = self.place
        return (
            place is not None and place.precision in _PRECISE and place.relation in ("in", "part") and not self.capital
        )

    @property
    def recalls(self) -> bool:
        """Say whether the report comes back to it days later: news is of the last days."""
        return (
            self.stated and self.last is not None and self.published is not None and self.published - self.last > _LATE
        )

    @property
    def word_set(self) -> frozenset[int]:
        """The words as a set of hashes."""
        return frozenset(memoryview(self.words).cast("I"))

    @property
    def capital(self) -> bool:
        """Say whether the place has the name of its province, as headlines name a province by its capital."""
        return self.place is not None and is_capital(self.place)


def is_capital(place: PlaceRef) -> bool:
    """Say whether a town has the name of its province, for which it may stand."""
    return place.precision == "town" and place.name == place.admin1


def sketch(account: Account) -> Sketch:
    """Give the sketch of an account: of each property what its claims say first, or most precisely."""
    provenance = account.provenance
    time = stated_time(account.claims)
    first, last = (time.start, time.end) if time else _by_publication(provenance.published, account.foreground)
    place = chosen_place(account.claims)
    return Sketch(
        account.id,
        provenance.document,
        provenance.published,
        first,
        last,
        time is not None,
        place,
        bare_name(place.name) if place else "",
        frozenset(act.sub_type for act in account.acts),
        frozenset(name for name, role in _parties(account) if role == "initiator"),
        frozenset(name for name, _ in _parties(account)),
        _numbers(account, "killed"),
        _numbers(account, "injured"),
        _words(account),
        account.foreground,
        account.lead,
    )


def stated_time(claims: tuple[Claim, ...]) -> TimeRange | None:
    """Give the day that the claims state; of several, the one that most claims state, then the shortest, then the earliest."""
    said = [time for claim in claims if (time := _time(claim.statement)) is not None]
    if any(claim.statement.when is None for claim in claims):
        said = [time for time in said if not _is_campaign(time)]
    return min(said, key=lambda time: (_length(time), -said.count(time), _start(time))) if said else None


def chosen_place(claims: tuple[Claim, ...]) -> PlaceRef | None:
    """Give the most precise place of the claims; of several, the one that most claims name, then the first."""
    said = [claim.statement.where.place for claim in claims if claim.statement.where]
    return min(said, key=lambda place: (vagueness(place), -said.count(place), said.index(place))) if said else None


def vagueness(place: PlaceRef) -> int:
    """Rank a place by how little it tells: a named point first, a country last."""
    rank = {"site": 0, "town": 0, "district": 4, "province": 6, "country": 8}[place.precision]
    return rank + {"in": 0, "part": 0, "near": 1, "countryside": 2}[place.relation]


def bare_name(name: str) -> str:
    """Fold a name and take article and spaces out, so that two spellings of it compare equal."""
    words = fold_word(name).casefold().replace("-", " ").split()
    return "".join(word.removeprefix("ال") for word in words)


def _words(account: Account) -> bytes:
    """Give the hashes of the words of the evidence; short words say little."""
    texts = {claim.statement.evidence.text for claim in account.claims}
    words = {word for text in texts for word in _WORD.findall(fold_word(text))}
    return b"".join(sorted(zlib.crc32(word.encode()).to_bytes(WORD_BYTES) for word in words))


def _by_publication(published: date | None, foreground: bool) -> tuple[date | None, date | None]:
    """Bound the day of what is not dated: news is of the last days, what is told beside it of the last weeks."""
    if published is None:
        return None, None
    return published - (_LATE if foreground else _EARLY), published


def _time(statement: Statement) -> TimeRange | None:
    time = statement.when.time if statement.when else None
    return time if time and time.start and time.end else None


def _is_campaign(time: TimeRange) -> bool:
    """Say whether a time runs on since long before: when a campaign began, which dates nothing told beside it of no day."""
    return time.open and _length(time) > _CAMPAIGN


def _length(time: TimeRange) -> int:
    return (time.end - time.start).days if time.start and time.end else 0


def _start(time: TimeRange) -> date:
    return time.start or date.max


def _parties(account: Account) -> list[tuple[str, str]]:
    found = [party for act in account.acts for party in act.parties]
    found += [party for harm in account.harms for party in harm.perpetrators]
    return [(party.actor.name, party.role) for party in found]


def _numbers(account: Account, outcome: str) -> frozenset[int]:
    counts = [harm.count for harm in account.harms if harm.outcome == outcome and harm.scope == "incident"]
    return frozenset(number for count in counts for number in (count.low, count.high) if number is not None)
