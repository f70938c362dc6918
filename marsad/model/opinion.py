"""What a second reader says of a report, as far as the report's own letters bear it; it decides nothing.

A second reader names letters and values of closed lists. Every number, day, place and name is what Marsad's own rules read in those letters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from marsad.model.claim import Victims, When
from marsad.model.span import Quote
from marsad.model.value import ActorRef, Count, Outcome, PlaceRef, Scope, SourceRef

Part = Literal["answer", "claim", "number", "harm", "act", "victims", "when", "where", "by", "against", "source"]
"""What of an answer was refused: all of it, a claim as a whole, or the letters that were given for one of its parts."""
Reason = Literal[
    "no-completion", "no-json", "no-claims", "too-many", "malformed", "not-listed",
    "absent", "ambiguous", "long", "apart", "no-number", "several-numbers", "no-harm", "no-act", "contradicted", "no-time", "twice",
]  # fmt: skip
"""Why, a closed list: each is explained in docs/second-opinion.md."""


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """So many parts of an answer that were refused for one reason."""

    part: Part
    reason: Reason
    times: int = 1


@dataclass(frozen=True, slots=True)
class Spot:
    """Letters that a second reader takes for a place; `place` is None where our rules find none in them."""

    quote: Quote
    place: PlaceRef | None


@dataclass(frozen=True, slots=True)
class Somebody:
    """Letters that a second reader takes for a doer or target; `actor` is None where our rules find none in them."""

    quote: Quote
    actor: ActorRef | None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Letters that a second reader takes for a source; `source` is None where our rules find none in them."""

    quote: Quote
    source: SourceRef | None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """When, where, by whom and according to whom: what is not said is None."""

    when: When | None = None
    where: Spot | None = None
    by: Somebody | None = None
    source: Speaker | None = None


@dataclass(frozen=True, slots=True)
class HarmOpinion:
    """One outcome for one group of people; `number` and `figure` are as in a claim, `harm` is the word that names the outcome."""

    evidence: Quote
    outcome: Outcome
    count: Count
    number: Quote
    figure: Quote
    harm: Quote
    victims: Victims
    scope: Scope
    told: Circumstances = Circumstances()


@dataclass(frozen=True, slots=True)
class ActOpinion:
    """One act, by ACLED's types, and the word that says so."""

    evidence: Quote
    type: str
    sub_type: str
    trigger: Quote
    against: Somebody | None = None
    told: Circumstances = Circumstances()


@dataclass(frozen=True, slots=True)
class Grounded:
    """What of one answer stands on letters of the report, and how much was refused for which reason."""

    harms: tuple[HarmOpinion, ...] = ()
    acts: tuple[ActOpinion, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer of a second reader: the hash of what it was asked, the bytes that it answered (left out where only shown), and what holds."""

    request: str
    answer: bytes = field(repr=False)
    grounded: Grounded


@dataclass(frozen=True, slots=True)
class Opinion:
    """A second reading of one document: by whom, asked how, grounded under which knowledge; one answer for each part of a long report."""

    document: str
    reader: str
    prompt: str
    knowledge: str
    heard: tuple[Heard, ...]

    @property
    def harms(self) -> tuple[HarmOpinion, ...]:
        """The harms of all answers."""
        return tuple(each for one in self.heard for each in one.grounded.harms)

    @property
    def acts(self) -> tuple[ActOpinion, ...]:
        """The acts of all answers."""
        return tuple(each for one in self.heard for each in one.grounded.acts)

    @property
    def refused(self) -> tuple[Refusal, ...]:
        """All that was refused, counted."""
        return counted(each for one in self.heard for each in one.grounded.refused)


def counted(refusals: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """Count refusals of the same part for the same reason together, in a fixed order."""
    times: Counter[tuple[Part, Reason]] = Counter()
    for each in refusals:
        times[each.part, each.reason] += each.times
    return tuple(sorted(Refusal(part, reason, number) for (part, reason), number in times.items()))
