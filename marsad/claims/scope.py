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


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a running total; `when` is None where the text names it without a date that can be resolved."""

    when: When | None


def period(scene: Scene, clauses: list[Clause], clause: Clause) -> Period | None:
    """Give the period that a clause counts over, or that the clause before it in the sentence does; None for one occasion."""
    for candidate in [clause, *reversed([c for c in clauses if c.end <= clause.start])]:
        found = _in_clause(scene, candidate)
        if found:
            return found
    return None


def _in_clause(scene: Scene, clause: Clause) -> Period | None:
    times = [m for m in scene.within("time", clause.start, clause.end) if isinstance(m.value, TimeRange)]
    runs = [m for m in times if _runs(scene, m)]
    if runs:
        mention = runs[0]
        assert isinstance(mention.value, TimeRange)  # noqa: S101  filtered above
        return Period(When(mention.value, mention.quote))
    links = [m for m in scene.within("link", clause.start, clause.end) if _is_running(m)]
    covered = {token for m in times for token in range(*m.tokens)}
    return Period(None) if any(m.tokens[0] not in covered and m.tokens[1] not in covered for m in links) else None


def _is_running(mention: Mention) -> bool:
    return isinstance(mention.value, Link) and mention.value.kind in _RUNNING


def _runs(scene: Scene, mention: Mention) -> bool:
    """Say whether a time is a period that people are counted over: open and not of today, or long and named 'within'."""
    time = mention.value
    if not isinstance(time, TimeRange) or time.start is None or time.end is None:
        return isinstance(time, TimeRange) and time.open
    if time.open:
        published = scene.document.published
        return published is None or time.start < published - _FRESH
    return time.grain in _LONG and time.end - time.start >= _SHORTEST and _within(scene, mention)


def _within(scene: Scene, mention: Mention) -> bool:
    """Say whether 'since' or 'during' opens the period."""
    link = scene.at("link", mention.tokens[0])
    if link and _is_running(link):
        return True
    before = scene.function(mention.tokens[0] - 1, "during") if mention.tokens[0] else None
    inside = scene.function(mention.tokens[0], "during")
    return before is not None or inside is not None
