"""Whether a number is of one occasion or runs over a period, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from marsad.claims.beginnings import began, begun_with, counted_back
from marsad.claims.clauses import Clause
from marsad.claims.endings import ended
from marsad.claims.scene import Scene
from marsad.model.claim import When
from marsad.model.mention import Mention
from marsad.model.value import Link, TimeRange

_RUNNING = ("since", "within", "total")
_LONG = ("week", "month", "season", "year", "decade", "century", "period")
_FRESH = timedelta(days=1)
_SHORTEST = timedelta(days=3)
_COMPARED_REACH = 10
_BEFORE_WEIGHT = 3
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
        found = counted_over(scene, candidate, candidate.start if token is None else token)
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


def counted_over(scene: Scene, clause: Clause, token: int) -> Period | None:
    """Give the period that a clause itself names, for what is told at a token."""
    times = [m for m in scene.within("time", clause.start, clause.end) if isinstance(m.value, TimeRange)]
    runs = [m for m in times if _runs(scene, m)]
    if runs:
        nearest = min(runs, key=lambda m: _distance(m, token))
        return Period(ended(scene, clause, nearest) or _dated(scene, nearest, times))
    links = [m for m in scene.within("link", clause.start, clause.end) if _is_running(m) and not compares(scene, m)]
    covered = {token for m in times for token in range(*m.tokens)}
    running = [m for m in links if m.tokens[0] not in covered and m.tokens[1] not in covered]
    if running:
        return Period(begun_with(scene, running[0]))
    found = began(scene, clause, token)
    return Period(found) if found else None


def _dated(scene: Scene, mention: Mention, times: list[Mention]) -> When | None:
    """Give the dates of a period: its own, or those that its length tells where no other time stands beside it."""
    assert isinstance(mention.value, TimeRange)  # noqa: S101  the caller filtered
    if mention.value.start is not None:
        return When(mention.value, mention.quote)
    closed = [m for m in times if isinstance(m.value, TimeRange) and m.value.start and not m.value.open]
    return None if closed else counted_back(scene, mention)


def _distance(mention: Mention, token: int) -> int:
    """Give how far a period is from the harm that it may be of; what stands before it counts as farther."""
    start, end = mention.tokens
    return start - token if start >= token else (token - end + 1) * _BEFORE_WEIGHT


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
    return bool(scene.functions(start, mention.tokens[0], "compared"))


def _within(scene: Scene, mention: Mention) -> bool:
    """Say whether 'since' or 'during' opens the period, or it 'saw' what is told."""
    link = scene.at["link"].get(mention.tokens[0])
    if link and _is_running(link):
        return True
    lasts = isinstance(mention.value, TimeRange) and mention.value.duration is not None
    leads = ("during", "between", "in") if lasts else ("during", "between")
    before = scene.function(mention.tokens[0] - 1, *leads, "witness") if mention.tokens[0] else None
    inside = scene.function(mention.tokens[0], "during", "between")
    return before is not None or inside is not None
