"""Until what a total counts: 'since …, until they were driven from …' tells when the counting ended, and not where people were hurt."""

from __future__ import annotations

from dataclasses import replace

from marsad.claims.clauses import Clause
from marsad.claims.scene import Scene
from marsad.model.claim import When
from marsad.model.mention import Mention
from marsad.model.value import TimeRange


def counted_clause(scene: Scene, clause: Clause) -> Clause:
    """Give a clause without the event that it says the counting lasted until."""
    found = _until(scene, clause)
    return clause if found is None else replace(clause, end=found)


def ended(scene: Scene, clause: Clause, since: Mention) -> When | None:
    """Give the period since a time up to the day of the event that the clause says it lasted until; None where it says no day."""
    found, time = _until(scene, clause), since.value
    if found is None or not isinstance(time, TimeRange) or time.start is None:
        return None
    for mention in scene.within("time", found, clause.end):
        end = mention.value.end if isinstance(mention.value, TimeRange) and mention.value.grain == "day" else None
        if end and time.start <= end and (time.end is None or end <= time.end):
            return When(replace(time, end=end, open=False), scene.quote(since.tokens[0], mention.tokens[1]))
    return None


def _until(scene: Scene, clause: Clause) -> int | None:
    """Give the token of an 'until' that stands behind a time since, and before no time of its own."""
    since = [m.tokens[1] for m in scene.within("time", clause.start, clause.end) if _is_open(m)]
    behind = range(min(since, default=clause.end), clause.end - 1)
    nodes = (node for token in behind for node in scene.chart.at(token, "time-to") if node.feature("until") == "yes")
    return next((node.start for node in nodes if node.start not in scene.at["time"]), None)


def _is_open(mention: Mention) -> bool:
    return isinstance(mention.value, TimeRange) and mention.value.open
