"""How much each reason counts for or against taking two accounts as one occurrence.

The weights are settled by hand and checked on coded incidents; a change is a new version, which every incident's links name.
"""

from __future__ import annotations

from dataclasses import dataclass

VERSION = "linking@3"
NEVER = -9.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Positive speaks for one occurrence, negative against it; `join` is the sum that joins two accounts.

    `mean` is what all pairs across two groups must reach on average before the groups become one.
    """

    join: float = 3.0
    mean: float = 1.5
    time_unknown: float = -0.5
    time_same_day: float = 2.0
    time_overlap: float = 1.0
    time_next_day: float = -1.5
    time_next_day_bounded: float = -2.0
    time_published: tuple[float, ...] = (2.0, 0.5, -1.0)
    time_background: float = 0.3
    place_unknown: float = 0.0
    place_same: float = 3.0
    place_close: float = 2.0
    place_same_area: float = 0.0
    place_within: float = 0.0
    place_beside: float = -1.0
    place_other_name: float = -2.0
    act_same: float = 1.0
    act_family: float = 0.5
    act_other: float = -0.5
    act_crowd: float = -2.0
    actor_same: float = 1.0
    actor_other: float = -1.0
    count_same_many: float = 1.5
    count_same_few: float = 0.7
    count_other: float = -0.7
    words: float = 8.0
    words_most: float = 2.0
    words_few: float = -0.3
    lead_both: float = 2.0
    lead_neither: float = -0.5


DEFAULT = Weights()
WITHIN = Weights(
    mean=2.5,
    place_same_area=0.5,
    place_within=0.5,
    actor_same=0.5,
    count_same_few=0.0,
    words=0.0,
    words_few=0.0,
    lead_both=0.0,
    lead_neither=0.0,
)
"""Within one report wording tells nothing, nor do ones and twos, and one doer tells less: a round-up tells of many occurrences in the same
words, with one doer and small numbers. What is joined must hold together pair by pair, so that a line on them all joins none of them."""
