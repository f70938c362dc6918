"""What the letters of one token, or of a run of them, may be: the forms that are left when particles are cut off."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from marsad.knowledge.known import ARABIC, Form, FormGroup, Knowledge

ARTICLE_NAME = "al"
_KEPT = 1 << 15


class Cut(NamedTuple):
    """One way to take some tokens: what is cut off before and behind, the particles before, and the forms left, by category."""

    length: int
    prefix: str
    suffix: str
    particles: tuple[str, ...]
    forms: Mapping[str, tuple[Form, ...]]

    @property
    def stands_whole(self) -> bool:
        """Whether nothing is cut off a word that can stand without a cue."""
        if self.prefix or self.suffix:
            return False
        return any("cue" not in form.means for forms in self.forms.values() for form in forms)

    def gives_way(self, *, whole: bool, articled: bool, behind: bool) -> bool:
        """Say whether particles are cut off a token that stands whole in a reading at least as long: its first, or the one `behind`.

        A whole form that begins with the article (`articled`) forbids no reading that cuts just that article off.
        """
        if self.prefix and (whole or (articled and self.particles[-1:] != (ARTICLE_NAME,))):
            return True
        return behind and self.suffix != ""


class Word(NamedTuple):
    """All that one token may be, also by category, and whether a pronoun is cut off in any of it."""

    cuts: tuple[Cut, ...]
    by_category: Mapping[str, Sequence[Cut]]
    pronouns: bool


def by_category(cuts: Iterable[Cut]) -> Mapping[str, Sequence[Cut]]:
    """Give for each category of what is left the cuts that leave it."""
    found: defaultdict[str, list[Cut]] = defaultdict(list)
    for cut in cuts:
        for category in cut.forms:
            found[category].append(cut)
    return dict(found)


class Lexicon:
    """The forms of a knowledge, looked up token by token; what a token may be is kept, for words come again and again."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.automaton = knowledge.automaton
        self.disguised = knowledge.disguised
        particles = knowledge.particles
        self._prefixes_of, self._suffixes_of = particles.prefixes, particles.suffixes
        self.prefixes = frozenset(prefix for known in particles.prefixes.values() for prefix in known)
        self.suffixes = frozenset(suffix for known in particles.suffixes.values() for suffix in known)
        self._longest_prefix = max(map(len, self.prefixes), default=0)
        self._longest_suffix = max(map(len, self.suffixes), default=0)
        self.word = functools.lru_cache(_KEPT)(self._word)

    def cuts(self, length: int, prefix: str, suffix: str, groups: Iterable[FormGroup]) -> list[Cut]:
        """Give the forms, of those of one spelling, that may have such particles before them and such a pronoun behind."""
        return [
            Cut(length, prefix, suffix, names, _by_category(forms))
            for pos, bound, after, forms in groups
            if (names := self._names(pos, prefix, suffix)) is not None
            and (suffix or not bound)
            and (not after or after in names[-1:])
        ]

    def _names(self, pos: str, prefix: str, suffix: str) -> tuple[str, ...] | None:
        """Give the names of the particles before a word; None where they or the pronoun may not be attached to it."""
        if suffix and suffix not in self._suffixes_of[pos]:
            return None
        return self._prefixes_of[pos].get(prefix) if prefix else ()

    def _word(self, form: str) -> Word:
        """Take a token whole and cut: no cut stands where the whole does."""
        found = self._all_cuts(form)
        whole = any(cut.stands_whole for cut in found)
        articled = form.startswith(ARABIC.article)
        kept = tuple(
            cut
            for cut in found
            if not cut.gives_way(whole=whole and not articled, articled=whole and articled, behind=whole)
        )
        return Word(kept, by_category(kept), any(cut.suffix for cut in kept))

    def _all_cuts(self, form: str) -> list[Cut]:
        found: list[Cut] = []
        prefixes = self._beginnings(form)
        for suffix in self._ends(form):
            stem = form.removesuffix(suffix)
            for prefix in prefixes:
                rest = stem[len(prefix) :]
                _, groups = self.automaton.get(rest, (0, ())) if rest else (0, ())
                found += self.cuts(1, prefix, suffix, groups) if groups else ()
        return found

    def _beginnings(self, form: str) -> list[str]:
        """Give what may be cut off before, the shortest first; nothing is the first of all."""
        found = [form[:length] for length in range(1, min(len(form), self._longest_prefix + 1))]
        return ["", *[prefix for prefix in found if prefix in self.prefixes]]

    def _ends(self, form: str) -> list[str]:
        """Give what may be cut off behind, the longest first; nothing is the last of all."""
        found = [form[-length:] for length in range(min(len(form) - 1, self._longest_suffix), 0, -1)]
        return [*[suffix for suffix in found if suffix in self.suffixes], ""]


@functools.lru_cache(maxsize=8)
def lexicon(knowledge: Knowledge) -> Lexicon:
    """Give the lexicon of a knowledge, made once."""
    return Lexicon(knowledge)


def _by_category(forms: Iterable[Form]) -> Mapping[str, tuple[Form, ...]]:
    found: defaultdict[str, list[Form]] = defaultdict(list)
    for form in forms:
        found[form.category].append(form)
    return {category: tuple(each) for category, each in found.items()}
