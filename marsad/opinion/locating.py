"""Where quoted letters stand in a report: word for word up to folding, and up to what is attached before the first word."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from marsad.analyse.reading import Reading
from marsad.model.span import Quote, Span
from marsad.text.fold import fold
from marsad.text.tokens import tokenize

MOST_WORDS = 40
MOST_SENTENCES = 2
MOST_PLACES = 40
_SENTENCE_AWAY = 1000
_BETWEEN = "\0"  # stands in no token

Run = tuple[int, int]
"""Tokens in a row, half-open."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a report that was shown to a reader, in tokens: nothing outside it can have been quoted."""

    start: int
    end: int


class Finder:
    """Finds quoted letters among the words of one part of a report, in time that grows with the report alone."""

    def __init__(self, reading: Reading, window: Window) -> None:
        self.reading = reading
        self._sentence = [each.index for each in reading.sentences for _ in range(each.start, each.end)]
        self._titled = reading.document.title.end if reading.document.title else 0
        self._first = window.start
        prefixes = reading.context.knowledge.particles.prefixes.values()
        self._prefixes = {form for forms in prefixes for form in forms}
        forms = [token.form for token in reading.tokens[window.start : window.end]]
        self._row = _BETWEEN.join(("", *forms, ""))
        self._starts = list(accumulate((len(form) + 1 for form in forms[:-1]), initial=1))
        self._words = functools.cache(self._words_of)
        self.find = functools.cache(self._find)

    def _find(self, letters: str) -> list[Run]:
        """Give the places where letters stand; where they stand in the body, the headline that repeats them is left out.

        One more than anybody looks at is enough of them.
        """
        words = self._words(letters)
        found: list[Run] = []
        body = 0
        for at in self._begin(words) if words else ():
            found.append((at, at + len(words)))
            body += self._is_body(at)
            if body > MOST_PLACES:
                break
        return [run for run in found if self._is_body(run[0])] or found

    def _begin(self, words: Sequence[str]) -> Iterator[int]:
        """Give the tokens that words begin at, which may have something attached before them."""
        sought = f"{_BETWEEN.join(words)}{_BETWEEN}"
        at = self._row.find(sought)
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            before = self._row[self._starts[index] : at]
            if not before or (before in self._prefixes and len(words[0]) > 1):
                yield self._first + index
            at = self._row.find(sought, at + 1)

    def _is_body(self, token: int) -> bool:
        return self.reading.tokens[token].start >= self._titled

    def is_long(self, letters: str) -> bool:
        """Say whether letters are more than a value can be: too many words."""
        return len(self._words(letters)) > MOST_WORDS

    def _words_of(self, letters: str) -> list[str]:
        tokens = tokenize(fold(letters, self.reading.context.knowledge.disguised))
        kept = [token.index for token in tokens if token.kind != "mark"]
        return [token.form for token in tokens[kept[0] : kept[-1] + 1]] if kept else []

    def sentence(self, run: Run) -> Run:
        """Give the first and the last sentence of a run."""
        return self._sentence[run[0]], self._sentence[run[1] - 1]

    def quote(self, run: Run) -> Quote:
        """Give the letters of a run as they stand in the report."""
        tokens = self.reading.tokens
        return self.reading.document.quote(Span(tokens[run[0]].start, tokens[run[1] - 1].end))

    def gap(self, one: Run, other: Run) -> int:
        """Say how far apart two runs are, in words; another sentence is farther than any word of the same."""
        between = max(one[0], other[0]) - min(one[1], other[1])
        away = abs(self.sentence(one)[0] - self.sentence(other)[0])
        return max(0, between) + away * _SENTENCE_AWAY


def settle(finder: Finder, places: Mapping[str, Sequence[Run]], core: Sequence[str]) -> dict[str, Run | None]:
    """Choose one place for each part: that which lies nearest to the first of `core`; None for a part that two places suit alike.

    An empty answer says that the claim itself can't be placed.
    """
    lead, *others = core
    if any(len(places[part]) > MOST_PLACES for part in core):
        return {}
    drawn = [_drawn(finder, places, lead, run) for run in places[lead]]
    costs = [(_cost(finder, each, core, lead), _cost(finder, each, tuple(places), lead)) for each in drawn]
    best = min(costs)
    chosen = drawn[costs.index(best)]
    if costs.count(best) > 1 or any(chosen[part] is None for part in others):
        return {}
    return chosen


def _drawn(finder: Finder, places: Mapping[str, Sequence[Run]], lead: str, at: Run) -> dict[str, Run | None]:
    return {part: at if part == lead else _nearest(finder, found, at) for part, found in places.items()}


def _nearest(finder: Finder, found: Sequence[Run], at: Run) -> Run | None:
    ranked = sorted(found[:MOST_PLACES], key=lambda run: finder.gap(run, at))
    tied = len(ranked) > 1 and finder.gap(ranked[0], at) == finder.gap(ranked[1], at)
    return None if tied else ranked[0]


def _cost(finder: Finder, chosen: Mapping[str, Run | None], parts: Sequence[str], lead: str) -> int:
    at = chosen[lead]
    assert at is not None  # noqa: S101  the lead is where it was put
    return sum(finder.gap(run, at) for part in parts if (run := chosen[part]) is not None)
