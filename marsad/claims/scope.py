"""Whether a number is of one occasion or runs over a period, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from marsad.claims.clauses import Clause
from marsad.claims.scene import Scene
from marsad.model.claim import When
from marsad.model.mention import Mention
from marsad.model.value import Link, TimeRange

_RUNNING = ("since", "within", "total")
_LONG = ("week", "month", "season", "year", "decade", "century", "period")
_FRESH = timedelta(days=1)
_SHORTEST = timedelta(days=3)
_COMPARED_REACH = 7
_UNITS = {"D": 1, "W": 7, "M": 30, "Y": 365}


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a running total; `when` is None where the text names it without a date that can be resolved."""

    when: When | None


def period(scene: Scene, clauses: list[Clause], clause: Clause, token: int | None = None) -> Period | None:
    """Give the period that a clause counts over, or that the clause before it in the sentence does; None for one occasion.

    `token` is where the harm is told: what is dated to a day of its own before a rising toll is of that day.
    """
    for candidate in [clause, *reversed([c for c in clauses if c.end <= clause.start])]:
        found = _in_clause(scene, candidate)
        if found is None and candidate is clause and _has_own_day(scene, clause):
            return None
        if found:
            return None if token is not None and _before_toll(scene, candidate, token) else found
    return None


def _has_own_day(scene: Scene, clause: Clause) -> bool:
    """Say whether a clause names a day of its own, so that a period in the clause before is not its."""
    times = (m.value for m in scene.within("time", clause.start, clause.end))
    return any(isinstance(time, TimeRange) and time.grain == "day" and not time.open for time in times)


def _before_toll(scene: Scene, clause: Clause, token: int) -> bool:
    """Say whether a toll that rises stands between a harm and the period, so that the period is of the toll alone."""
    open_times = [m.tokens[0] for m in scene.within("time", clause.start, clause.end) if _runs(scene, m)]
    tolls = [m.tokens[0] for m in scene.within("link", clause.start, clause.end) if m.value == Link("rose")]
    return any(token < toll < start for toll in tolls for start in open_times)


def _in_clause(scene: Scene, clause: Clause) -> Period | None:
    times = [m for m in scene.within("time", clause.start, clause.end) if isinstance(m.value, TimeRange)]
    runs = [m for m in times if _runs(scene, m)]
    if runs:
        mention = runs[0]
        assert isinstance(mention.value, TimeRange)  # noqa: S101  filtered above
        dated = mention.value.start is not None
        return Period(When(mention.value, mention.quote) if dated else None)
    links = [m for m in scene.within("link", clause.start, clause.end) if _is_running(m) and not compares(scene, m)]
    covered = {token for m in times for token in range(*m.tokens)}
    return Period(None) if any(m.tokens[0] not in covered and m.tokens[1] not in covered for m in links) else None


def _is_running(mention: Mention) -> bool:
    return isinstance(mention.value, Link) and mention.value.kind in _RUNNING


def _runs(scene: Scene, mention: Mention) -> bool:
    """Say whether a time is a period that people are counted over: open and not of today, or long and named 'within'."""
    time = mention.value
    if not isinstance(time, TimeRange) or compares(scene, mention):
        return False
    if time.start is None or time.end is None:
        return _runs_undated(scene, mention, time)
    if time.open:
        published = scene.document.published
        return published is None or time.start < published - _FRESH
    return time.grain in _LONG and time.end - time.start >= _SHORTEST and _within(scene, mention)


def _runs_undated(scene: Scene, mention: Mention, time: TimeRange) -> bool:
    """Say whether a period without dates is one: open, or long by its name or its length."""
    if time.open:
        return time.grain != "day"
    return (time.grain in _LONG[:-1] or _days(time.duration) >= _SHORTEST.days) and _within(scene, mention)


def _days(duration: str | None) -> int:
    """Give about how many days an ISO 8601 duration of one unit lasts; 0 where it is of hours or none."""
    if duration is None or not duration[1:-1].isdecimal():
        return 0
    return int(duration[1:-1]) * _UNITS.get(duration[-1], 0)


def compares(scene: Scene, mention: Mention) -> bool:
    """Say whether a period is only what something is the first or worst of ('for the first time in months')."""
    start = max(scene.sentence(mention.tokens[0]).start, mention.tokens[0] - _COMPARED_REACH)
    return next(scene.functions(start, mention.tokens[0], "compared"), None) is not None


def _within(scene: Scene, mention: Mention) -> bool:
    """Say whether 'since' or 'during' opens the period."""
    link = scene.at("link", mention.tokens[0])
    if link and _is_running(link):
        return True
    before = scene.function(mention.tokens[0] - 1, "during", "between") if mention.tokens[0] else None
    inside = scene.function(mention.tokens[0], "during", "between")
    return before is not None or inside is not None
