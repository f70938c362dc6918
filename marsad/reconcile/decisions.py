"""What people decided about pairs of accounts: the latest decision on a pair stands, and one taken back never was."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from marsad.model.judgement import Judgement
from marsad.reconcile.cluster import Pair, Verdicts, ordered


def verdicts(judgements: Iterable[Judgement]) -> Verdicts:
    """Give the pairs that are judged the same and those judged different."""
    given = sorted(judgements, key=lambda each: (each.at, each.id))
    withdrawn = {subject for each in given if each.verdict == "withdraw" for subject in each.subjects}
    latest: dict[Pair, str] = {}
    for each in given:
        if each.verdict in ("same", "different") and each.id not in withdrawn:
            latest |= {ordered(a, b): each.verdict for a, b in combinations(each.subjects, 2)}
    return Verdicts(
        frozenset(pair for pair, verdict in latest.items() if verdict == "same"),
        frozenset(pair for pair, verdict in latest.items() if verdict == "different"),
    )
