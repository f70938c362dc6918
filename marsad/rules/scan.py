"""From tokens to the readings of words: one pass of the automaton, checked at word bounds and particles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from marsad.knowledge.known import ARABIC, Form, Knowledge
from marsad.model.span import Span
from marsad.rules.chart import Chart, Node
from marsad.text.fold import fold
from marsad.text.tokens import Token

DIGITS = "digits"
ARTICLE_NAME = "al"


class Hit(NamedTuple):
    """Where forms of one spelling stand: tokens `[first, end)`, what is cut off, and the forms that may be so cut."""

    first: int
    end: int
    prefix: str
    suffix: str
    particles: tuple[str, ...]
    forms: tuple[Form, ...]


class Scanner:
    """Looks up one document's tokens in the lexicon; the whole token is taken before any cut of particles."""

    def __init__(self, text: str, tokens: tuple[Token, ...], knowledge: Knowledge) -> None:
        self.text = text
        self.tokens = tokens
        self.particles = knowledge.particles
        self.automaton = knowledge.automaton
        self.disguised = knowledge.disguised
        self.prefixes = {prefix for known in knowledge.particles.prefixes.values() for prefix in known}
        self.suffixes = {suffix for known in knowledge.particles.suffixes.values() for suffix in known}
        self.widest = max(map(len, self.prefixes | self.suffixes), default=0)
        self.stream = " ".join(token.form for token in tokens)
        self.token_at: list[int] = []
        self.begins: list[int] = []
        self.ends: list[int] = []
        for token in tokens:
            self.begins.append(len(self.token_at))
            self.ends.append(len(self.token_at) + len(token.form))
            self.token_at += [token.index] * (len(token.form) + 1)

    def chart(self) -> Chart:
        """Give the chart of all words found, with number tokens as `digits`."""
        found = list(self._hits())
        whole, articled = self._standing_whole(found)
        words: defaultdict[str, list[tuple[Hit, Form]]] = defaultdict(list)
        beginning: defaultdict[int, set[str]] = defaultdict(set)
        for hit in found:
            if not _cuts_into(hit, whole, articled):
                for form in hit.forms:
                    words[form.category].append((hit, form))
                    beginning[hit.first].add(form.category)
        chart = Chart(self.tokens, {name: partial(self._nodes, each) for name, each in words.items()}, beginning)
        chart.extend(_number_nodes(self.tokens))
        return chart

    def _standing_whole(self, found: list[Hit]) -> tuple[dict[int, int], dict[int, int]]:
        """Give for each token the length of the longest reading in which it stands whole; those with the article apart."""
        whole: dict[int, int] = {}
        articled: dict[int, int] = {}
        for hit in found:
            if not hit.prefix and not hit.suffix and any("cue" not in form.means for form in hit.forms):
                known = articled if self.stream.startswith(ARABIC.article, self.begins[hit.first]) else whole
                for token in range(hit.first, hit.end):
                    known[token] = max(known.get(token, 0), hit.end - hit.first)
        return whole, articled

    def _hits(self) -> Iterator[Hit]:
        for last, (length, groups) in self.automaton.iter(self.stream):
            start = last + 1 - length
            first, final = self.token_at[start], self.token_at[last]
            if start - self.begins[first] > self.widest or self.ends[final] - last > self.widest + 1:
                continue
            prefix = self.stream[self.begins[first] : start]
            suffix = self.stream[last + 1 : self.ends[final]]
            if (prefix and prefix not in self.prefixes) or (suffix and not self._is_pronoun(suffix, final)):
                continue
            for pos, bound, after, forms in groups:
                names = self._particle_names(pos, prefix, suffix)
                if names is None or (bound and not suffix) or (after and after not in names[-1:]):
                    continue
                yield Hit(first, final + 1, prefix, suffix, names, forms)

    def _nodes(self, words: Iterable[tuple[Hit, Form]]) -> Iterator[Node]:
        for (first, end, prefix, suffix, names, _), form in words:
            span = self._span(first, end - 1, len(prefix), len(suffix))
            yield Node(first, end, span, form.category, form.means, form.entry, (), prefix, suffix, names)

    def _is_pronoun(self, suffix: str, token: int) -> bool:
        """Say whether the end of a token is a pronoun as it is written, not a letter that folding made alike (ة, ه)."""
        if suffix not in self.suffixes:
            return False
        found = self.tokens[token]
        return self.text[self._letter(found, len(found.form) - 1)] == suffix[-1]

    def _particle_names(self, pos: str, prefix: str, suffix: str) -> tuple[str, ...] | None:
        """Give the names of the particles before a word; None where they or the pronoun may not be attached to it."""
        if suffix and suffix not in self.particles.suffixes[pos]:
            return None
        return self.particles.prefixes[pos].get(prefix) if prefix else ()

    def _span(self, first: int, final: int, before: int, after: int) -> Span:
        """Give the source letters between the particles: counted off letter by letter within the token."""
        start = self._letter(self.tokens[first], before) if before else self.tokens[first].start
        token = self.tokens[final]
        end = self._letter(token, len(token.form) - after) if after else token.end
        return Span(start, end)

    def _letter(self, token: Token, index: int) -> int:
        if token.end - token.start == len(token.form):
            return token.start + index
        folded = fold(self.text[token.start : token.end], self.disguised)
        return token.start + folded.source(index, index + 1)[0]


def _cuts_into(hit: Hit, whole: Mapping[int, int], articled: Mapping[int, int]) -> bool:
    """Say whether a reading cuts particles off a token that stands whole in one at least as long.

    A whole form that begins with the article forbids no reading that cuts just that article off.
    """
    length = hit.end - hit.first
    if hit.prefix:
        rival = whole.get(hit.first, 0)
        if hit.particles[-1:] != (ARTICLE_NAME,):
            rival = max(rival, articled.get(hit.first, 0))
        if rival >= length:
            return True
    return bool(hit.suffix) and max(whole.get(hit.end - 1, 0), articled.get(hit.end - 1, 0)) >= length


def _number_nodes(tokens: tuple[Token, ...]) -> Iterator[Node]:
    for token in tokens:
        if token.kind == "number":
            span = Span(token.start, token.end)
            yield Node(token.index, token.index + 1, span, DIGITS, {"value": token.form}, DIGITS)
