"""From tokens to the readings of words: each token looked up by itself, and one pass of the automaton for the phrases."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from marsad.knowledge.known import ARABIC, Knowledge
from marsad.model.span import Span
from marsad.rules.chart import Chart, Node
from marsad.rules.lexicon import Cut, by_category, lexicon
from marsad.text.fold import fold
from marsad.text.tokens import Token

DIGITS = "digits"


class Scanner:
    """Looks up one document's tokens in the lexicon; the whole token is taken before any cut of particles."""

    def __init__(self, text: str, tokens: tuple[Token, ...], knowledge: Knowledge) -> None:
        self.text = text
        self.tokens = tokens
        self.lexicon = lexicon(knowledge)
        self._words: list[Mapping[str, Sequence[Cut]]] = []

    def chart(self) -> Chart:
        """Give the chart of all words found, with number tokens as `digits`."""
        self._words = self._find()
        chart = Chart(self.tokens, self._words, self._nodes)
        chart.extend(_number_nodes(self.tokens))
        return chart

    def _find(self) -> list[Mapping[str, Sequence[Cut]]]:
        """Look all up, and give by category what begins at each token; its readings are made when asked for."""
        phrases = self._phrases()
        whole, articled = self._standing_whole(phrases)
        words = [self.lexicon.word(token.form) for token in self.tokens]
        found = [word.by_category for word in words]
        pronouns = (index for index, word in enumerate(words) if word.pronouns)
        for index in {*pronouns, *whole, *articled, *phrases}:
            cuts = (*self._spelled(words[index].cuts, self.tokens[index]), *phrases.get(index, ()))
            found[index] = by_category(cut for cut in cuts if not _cuts_into(cut, index, whole, articled))
        return found

    def _spelled(self, cuts: Iterable[Cut], token: Token) -> Iterator[Cut]:
        """Give the cuts of a token whose pronoun, if any, is one as it is written."""
        return (cut for cut in cuts if not cut.suffix or self._is_pronoun(cut.suffix, token))

    def _phrases(self) -> Mapping[int, list[Cut]]:
        """Look up the forms of several words in the tokens, parted by spaces; give them by their first token."""
        forms = [token.form for token in self.tokens]
        stream = " ".join(forms)
        begins = [index + letters for index, letters in enumerate(itertools.accumulate(map(len, forms), initial=0))]
        found: defaultdict[int, list[Cut]] = defaultdict(list)
        for last, (length, groups) in self.lexicon.automaton.iter(stream):
            if length:
                start = last + 1 - length
                first, end = bisect_right(begins, start) - 1, bisect_right(begins, last)
                prefix, suffix = stream[begins[first] : start], stream[last + 1 : begins[end] - 1]
                if self._may_be_cut(prefix, suffix, self.tokens[end - 1]):
                    found[first] += self.lexicon.cuts(end - first, prefix, suffix, groups)
        return found

    def _may_be_cut(self, prefix: str, suffix: str, final: Token) -> bool:
        if prefix and prefix not in self.lexicon.prefixes:
            return False
        return not suffix or (suffix in self.lexicon.suffixes and self._is_pronoun(suffix, final))

    def _standing_whole(self, phrases: Mapping[int, Iterable[Cut]]) -> tuple[dict[int, int], dict[int, int]]:
        """Give for each token the length of the longest phrase in which it stands whole; those with the article apart."""
        whole: dict[int, int] = {}
        articled: dict[int, int] = {}
        for first, cuts in phrases.items():
            known = articled if self.tokens[first].form.startswith(ARABIC.article) else whole
            for length in (cut.length for cut in cuts if cut.stands_whole):
                for token in range(first, first + length):
                    known[token] = max(known.get(token, 0), length)
        return whole, articled

    def _nodes(self, start: int, category: str) -> list[Node]:
        """Make the readings of a category that begin at a token."""
        return [
            Node(start, start + length, self._span, category, form.means, form.entry, (), prefix, suffix, particles)
            for length, prefix, suffix, particles, forms in self._words[start][category]
            for form in forms[category]
        ]

    def _is_pronoun(self, suffix: str, token: Token) -> bool:
        """Say whether the end of a token is a pronoun as it is written, not a letter that folding made alike (ة, ه)."""
        return self.text[self._letter(token, len(token.form) - 1)] == suffix[-1]

    def _span(self, node: Node) -> Span:
        """Give the source letters between the particles: counted off letter by letter within the token."""
        token, final = self.tokens[node.start], self.tokens[node.end - 1]
        start = self._letter(token, len(node.prefix)) if node.prefix else token.start
        end = self._letter(final, len(final.form) - len(node.suffix)) if node.suffix else final.end
        return Span(start, end)

    def _letter(self, token: Token, index: int) -> int:
        if token.end - token.start == len(token.form):
            return token.start + index
        folded = fold(self.text[token.start : token.end], self.lexicon.disguised)
        return token.start + folded.source(index, index + 1)[0]


def _cuts_into(cut: Cut, first: int, whole: Mapping[int, int], articled: Mapping[int, int]) -> bool:
    """Say whether particles are cut off a token that stands whole in a phrase at least as long."""
    if not (cut.prefix or cut.suffix):
        return False
    length, last = cut.length, first + cut.length - 1
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
