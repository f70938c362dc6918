"""Where quoted letters stand in a report: word for word up to folding, and up to what is attached before the first word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marsad.analyse.reading import Reading
from marsad.model.span import Quote, Span
from marsad.text.fold import fold
from marsad.text.tokens import Token, tokenize

MOST_WORDS = 40
MOST_SENTENCES = 2
_MOST_PLACES = 40
_SENTENCE_AWAY = 1000

Run = tuple[int, int]
"""Tokens in a row, half-open."""


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a report that was shown to a reader, in tokens: nothing outside it can have been quoted."""

    start: int
    end: int


class Finder:
    """Finds quoted letters among the words of one part of a report."""

    def __init__(self, reading: Reading, window: Window) -> None:
        self.reading = reading
        self._sentence = [each.index for each in reading.sentences for _ in range(each.start, each.end)]
        self._titled = reading.document.title.end if reading.document.title else 0
        self._begin: defaultdict[str, list[int]] = defaultdict(list)
        self._window = window
        prefixes = {form for forms in reading.context.knowledge.particles.prefixes.values() for form in forms if form}
        for token in reading.tokens[window.start : window.end]:
            for form in _forms(token, prefixes):
                self._begin[form].append(token.index)

    def find(self, letters: str) -> list[Run]:
        """Give every place where letters stand; where they stand in the body, the headline that repeats them is left out."""
        words = self._words(letters)
        if not words:
            return []
        found = [
            (start, start + len(words)) for start in self._begin.get(words[0], ()) if self._follow(start, words[1:])
        ]
        body = [run for run in found if self.reading.tokens[run[0]].start >= self._titled]
        return body or found

    def is_long(self, letters: str) -> bool:
        """Say whether letters are more than a value can be: too many words."""
        return len(self._words(letters)) > MOST_WORDS

    def _words(self, letters: str) -> list[str]:
        tokens = tokenize(fold(letters, self.reading.context.knowledge.disguised))
        kept = [token.index for token in tokens if token.kind != "mark"]
        return [token.form for token in tokens[kept[0] : kept[-1] + 1]] if kept else []

    def _follow(self, start: int, words: Sequence[str]) -> bool:
        after = self.reading.tokens[start + 1 : min(start + 1 + len(words), self._window.end)]
        return [token.form for token in after] == list(words)

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


def _forms(token: Token, prefixes: set[str]) -> list[str]:
    """Give a word, and what is left of it without what may be attached before it."""
    cut = [token.form[len(each) :] for each in prefixes if token.kind == "word" and token.form.startswith(each)]
    return [token.form, *dict.fromkeys(each for each in cut if len(each) > 1 and each != token.form)]


def settle(finder: Finder, places: Mapping[str, Sequence[Run]], core: Sequence[str]) -> dict[str, Run | None]:
    """Choose one place for each part: that which lies nearest to the first of `core`; None for a part that two places suit alike.

    An empty answer says that the claim itself can't be placed.
    """
    lead, *others = core
    if any(len(places[part]) > _MOST_PLACES for part in core):
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
    ranked = sorted(found[:_MOST_PLACES], key=lambda run: finder.gap(run, at))
    tied = len(ranked) > 1 and finder.gap(ranked[0], at) == finder.gap(ranked[1], at)
    return None if tied else ranked[0]


def _cost(finder: Finder, chosen: Mapping[str, Run | None], parts: Sequence[str], lead: str) -> int:
    at = chosen[lead]
    assert at is not None  # noqa: S101  the lead is where it was put
    return sum(finder.gap(run, at) for part in parts if (run := chosen[part]) is not None)
