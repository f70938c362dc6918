"""From tokens to the readings of words: each token looked up by itself, and one pass of the automaton for the phrases."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from marsad.knowledge.known import ARABIC, Knowledge
from marsad.model.span import Span
from marsad.rules.chart import Chart, Node
from marsad.rules.lexicon import Cut, categories, lexicon
from marsad.text.fold import fold
from marsad.text.tokens import Token

DIGITS = "digits"


class Hit(NamedTuple):
    """Where a cut stands: tokens `[first, end)`."""

    first: int
    end: int
    cut: Cut


class Scanner:
    """Looks up one document's tokens in the lexicon; the whole token is taken before any cut of particles."""

    def __init__(self, text: str, tokens: tuple[Token, ...], knowledge: Knowledge) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon(knowledge)
        self._words: list[tuple[Cut, ...]] = []
        self._phrases: dict[int, list[Hit]] = {}
        self._spans: dict[tuple[int, int, int, int], Span] = {}

    def chart(self) -> Chart:
        """Give the chart of all words found, with number tokens as `digits`."""
        chart = Chart(self.tokens, self._find(), self._nodes)
        chart.extend(_number_nodes(self.tokens))
        return chart

    def _find(self) -> Mapping[str, dict[int, None]]:
        """Look all up, and give for each category the tokens at which it begins; what stands there is made when asked for."""
        phrases = list(self._all_phrases())
        whole, articled = self._standing_whole(phrases)
        for hit in phrases:
            if not _cuts_into(hit, whole, articled):
                self._phrases.setdefault(hit.first, []).append(hit)
        starts: defaultdict[str, dict[int, None]] = defaultdict(dict)
        word = self.lexicon.word
        for index, token in enumerate(self.tokens):
            cuts, begun, pronouns = word(token.form)
            if pronouns or index in whole or index in articled:
                cuts = tuple(cut for cut in cuts if self._stands(Hit(index, index + 1, cut), whole, articled))
                begun = categories(cuts)
            self._words.append(cuts)
            if index in self._phrases:
                begun = categories((*cuts, *(hit.cut for hit in self._phrases[index])))
            for category in begun:
                starts[category][index] = None
        return starts

    def _stands(self, hit: Hit, whole: Mapping[int, int], articled: Mapping[int, int]) -> bool:
        """Say whether a reading of one token stands among the phrases, and whether its pronoun is one as it is written."""
        suffix = hit.cut.suffix
        return not (suffix and not self._is_pronoun(suffix, self.tokens[hit.first])) and not _cuts_into(
            hit, whole, articled
        )

    def _all_phrases(self) -> Iterator[Hit]:
        """Look up the forms of several words in the tokens, parted by spaces."""
        forms = [token.form for token in self.tokens]
        stream = " ".join(forms)
        begins = list(itertools.accumulate(forms, lambda begin, form: begin + len(form) + 1, initial=0))
        for last, (length, groups) in self.lexicon.automaton.iter(stream):
            if length:
                start = last + 1 - length
                first, end = bisect_right(begins, start) - 1, bisect_right(begins, last)
                prefix, suffix = stream[begins[first] : start], stream[last + 1 : begins[end] - 1]
                if self._may_be_cut(prefix, suffix, self.tokens[end - 1]):
                    for cut in self.lexicon.cuts(prefix, suffix, groups):
                        yield Hit(first, end, cut)

    def _may_be_cut(self, prefix: str, suffix: str, final: Token) -> bool:
        if prefix and prefix not in self.lexicon.prefixes:
            return False
        return not suffix or (suffix in self.lexicon.suffixes and self._is_pronoun(suffix, final))

    def _standing_whole(self, phrases: Iterable[Hit]) -> tuple[dict[int, int], dict[int, int]]:
        """Give for each token the length of the longest phrase in which it stands whole; those with the article apart."""
        whole: dict[int, int] = {}
        articled: dict[int, int] = {}
        for first, end, cut in phrases:
            if cut.stands_whole:
                known = articled if self.tokens[first].form.startswith(ARABIC.article) else whole
                for token in range(first, end):
                    known[token] = max(known.get(token, 0), end - first)
        return whole, articled

    def _nodes(self, start: int, category: str) -> list[Node]:
        """Make the readings of a category that begin at a token."""
        words = [Hit(start, start + 1, cut) for cut in self._words[start] if category in cut.forms]
        return [
            Node(start, end, self._span(start, end, cut), category, form.means, form.entry, (), cut.prefix, cut.suffix, cut.particles)
            for _, end, cut in (*words, *self._phrases.get(start, ()))
            for form in cut.forms.get(category, ())
        ]

    def _is_pronoun(self, suffix: str, token: Token) -> bool:
        """Say whether the end of a token is a pronoun as it is written, not a letter that folding made alike (ة, ه)."""
        return self.text[self._letter(token, len(token.form) - 1)] == suffix[-1]

    def _span(self, first: int, end: int, cut: Cut) -> Span:
        """Give the source letters between the particles: counted off letter by letter within the token."""
        key = (first, end, len(cut.prefix), len(cut.suffix))
        span = self._spans.get(key)
        if span is None:
            token, final = self.tokens[first], self.tokens[end - 1]
            start = self._letter(token, len(cut.prefix)) if cut.prefix else token.start
            stop = self._letter(final, len(final.form) - len(cut.suffix)) if cut.suffix else final.end
            span = self._spans[key] = Span(start, stop)
        return span

    def _letter(self, token: Token, index: int) -> int:
        if token.end - token.start == len(token.form):
            return token.start + index
        folded = fold(self.text[token.start : token.end], self.lexicon.disguised)
        return token.start + folded.source(index, index + 1)[0]


def _cuts_into(hit: Hit, whole: Mapping[int, int], articled: Mapping[int, int]) -> bool:
    """Say whether a reading cuts particles off a token that stands whole in a phrase at least as long."""
    first, end, cut = hit
    length, last = end - first, end - 1
    return cut.gives_way(
        whole=whole.get(first, 0) >= length,
        articled=articled.get(first, 0) >= length,
        behind=max(whole.get(last, 0), articled.get(last, 0)) >= length,
    )


def _number_nodes(tokens: tuple[Token, ...]) -> Iterator[Node]:
    for token in tokens:
        if token.kind == "number":
            span = Span(token.start, token.end)
            yield Node(token.index, token.index + 1, span, DIGITS, {"value": token.form}, DIGITS)
