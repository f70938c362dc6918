"""Our incidents beside those of others: which are the same, which only one of the two has, and how the numbers compare."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from marsad.knowledge.distance import km
from marsad.model.incident import Incident
from marsad.model.reference import Comparison, Match, Reference, ReferenceEvent, Verdict
from marsad.model.value import PlaceRef
from marsad.text.fold import fold_word

_RULE = "airwars_min_max"
_PLAIN = frozenset(
    {"military", "forces", "of", "the", "and", "in", "group", "armed", "unidentified", "government", "army"}
)


@dataclass(frozen=True, slots=True)
class Window:
    """How far apart two events may be and still be one: in days, in days where no claim dates ours, and in kilometres."""

    days: int = 1
    undated_days: int = 4
    km: float = 25.0


@dataclass(frozen=True, slots=True)
class _Point:
    lat: float
    lon: float


def compare(incidents: Iterable[Incident], reference: Reference, window: Window | None = None) -> Comparison:
    """Match incidents to reference events one to one, the nearest first; what has no date on our side stands alone."""
    window = window or Window()
    ours = tuple(incidents)
    by_day = _by_day(reference.events)
    found = sorted(
        (pair for incident in ours for pair in _near(incident, by_day, window)),
        key=lambda pair: (-_score(pair, window), pair.incident, pair.event),
    )
    matches = tuple(sorted(_one_to_one(found), key=lambda match: match.incident))
    mine, theirs = {match.incident for match in matches}, {match.event for match in matches}
    return Comparison(
        reference.name,
        reference.layout,
        matches,
        tuple(incident.id for incident in ours if incident.id not in mine),
        tuple(event.id for event in reference.events if event.id not in theirs),
    )


def _by_day(events: Iterable[ReferenceEvent]) -> dict[int, list[ReferenceEvent]]:
    days: dict[int, list[ReferenceEvent]] = defaultdict(list)
    for event in events:
        for day in range(event.start.toordinal(), event.end.toordinal() + 1):
            days[day].append(event)
    return days


def _near(incident: Incident, by_day: dict[int, list[ReferenceEvent]], window: Window) -> Iterator[Match]:
    if incident.dating is None:
        return
    reach = window.days if incident.dating.basis == "stated" else window.undated_days
    first, last = incident.dating.start - timedelta(days=reach), incident.dating.end + timedelta(days=window.days)
    days = range(first.toordinal(), last.toordinal() + 1)
    seen = {id(event): event for day in days for event in by_day.get(day, ())}
    for event in seen.values():
        apart = _km(incident.placing.place if incident.placing else None, event)
        if (apart is not None and apart <= window.km) or (apart is None and _same_name(incident, event)):
            yield _match(incident, event, apart)


def _km(place: PlaceRef | None, event: ReferenceEvent) -> float | None:
    if place is None or place.lat is None or place.lon is None or event.lat is None or event.lon is None:
        return None
    return round(km(_Point(place.lat, place.lon), _Point(event.lat, event.lon)), 3)


def _same_name(incident: Incident, event: ReferenceEvent) -> bool:
    ours = incident.placing.place.name if incident.placing else ""
    return bool(ours) and fold_word(ours.lower()) == fold_word(event.place.lower())


def _match(incident: Incident, event: ReferenceEvent, apart: float | None) -> Match:
    found = incident.range_of("killed", event.counted, _RULE)
    ours = (found.low.value, found.high.value) if found else (None, None)
    theirs = event.best if event.best is not None else event.low
    return Match(
        incident.id,
        event.id,
        _days(incident, event),
        apart,
        _shared(incident, event),
        ours,
        theirs,
        _verdict(ours, theirs),
    )


def _days(incident: Incident, event: ReferenceEvent) -> int:
    """Give how many days lie between the two; 0 where they share one."""
    dating = incident.dating
    if dating is None:
        return 0
    return max(0, (event.start - dating.end).days, (dating.start - event.end).days)


def _shared(incident: Incident, event: ReferenceEvent) -> float:
    """Give the share of the event's actors that have a word of their own in common with one of ours."""
    ours = {word for each in incident.participants for word in _words(each.actor.name)}
    named = [words for actor in event.actors if (words := _words(actor))]
    return round(sum(bool(words & ours) for words in named) / len(named), 3) if named else 0.0


def _words(name: str) -> set[str]:
    letters = "".join(letter if letter.isalpha() else " " for letter in name.lower())
    return {word for word in letters.split() if word not in _PLAIN}


def _verdict(ours: tuple[int | None, int | None], theirs: int | None) -> Verdict:
    low, high = ours
    if theirs is None or (low is None and high is None):
        return "not counted"
    if low is not None and theirs < low:
        return "below"
    return "above" if high is not None and theirs > high else "within"


def _score(match: Match, window: Window) -> float:
    near = 0.5 if match.km is None else 1 - match.km / (window.km or 1)
    return near + match.actors + 1 / (1 + match.days)


def _one_to_one(pairs: Iterable[Match]) -> Iterator[Match]:
    ours: set[str] = set()
    theirs: set[str] = set()
    for match in pairs:
        if match.incident not in ours and match.event not in theirs:
            ours.add(match.incident)
            theirs.add(match.event)
            yield match


def rows(comparison: Comparison) -> Iterator[Mapping[str, object]]:
    """Give the comparison as the rows of one table: what is matched, then what only one side has."""
    for match in comparison.matches:
        low, high = match.ours
        yield {
            "incident": match.incident, "event": match.event, "days": match.days, "km": match.km, "actors": match.actors,
            "killed_min": low, "killed_max": high, "reference_killed": match.theirs, "verdict": match.verdict,
        }  # fmt: skip
    yield from ({"incident": key, "verdict": "only ours"} for key in comparison.only_ours)
    yield from ({"event": key, "verdict": "only theirs"} for key in comparison.only_theirs)
