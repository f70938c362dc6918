"""The words of a query as they may stand in a report: in any spelling, with and without what is attached to them.

A word is taken whole where the knowledge knows it so; else particles and pronouns are cut off it, and only where the rest is a known word
(وبحلب is looked for as حلب). What is left is found with every particle that may be attached to its part of speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from marsad.errors import StoreError
from marsad.knowledge.known import ARABIC, Knowledge
from marsad.store.finding import Sought, Term, Word
from marsad.text.fold import fold_word

_TERM = re.compile(r'"([^"]*)"|(\S+)')
_EDGE, _END = r"(?<![^\W_])", r"(?![^\W_])"
_MOST_WORDS = 12
_SHORTEST = 2


def sought(query: str, knowledge: Knowledge, *, inside: bool = False) -> Sought:
    """Read a query: words that must all stand in a report, those in "…" one after the other; `inside` finds letters within words too."""
    found = []
    for phrase, single in _TERM.findall(query.replace("\0", " ")):
        words = fold_word(_lettered(phrase or single)).split()
        if words:
            found.append(_term([_word(each, knowledge, inside=inside) for each in words], inside=inside))
    if not found:
        raise StoreError("there is no word to search for in this query")
    if sum(len(each.words) for each in found) > _MOST_WORDS:
        raise StoreError(f"a query can hold {_MOST_WORDS} words: take the rarest of them")
    return Sought(tuple(found))


def _lettered(text: str) -> str:
    """Put blanks in place of marks, which no word holds."""
    return "".join(letter if letter.isalnum() or letter.isspace() else _mark(letter) for letter in text)


def _mark(letter: str) -> str:
    """Keep what is written above letters, for folding takes it off without parting them."""
    return letter if re.match(r"[\u0610-\u061a\u064b-\u065f\u0670\u0640\u06d6-\u06ed]", letter) else " "


def _term(words: list[Word], *, inside: bool) -> Term:
    edges = ("", "") if inside else (_EDGE, _END)
    return Term(tuple(words), re.compile(r"\W+".join(f"{edges[0]}{word.pattern}{edges[1]}" for word in words)))


def _word(word: str, knowledge: Knowledge, *, inside: bool) -> Word:
    if inside:
        return Word(word, (word,), (word,), re.escape(word))
    stems = _stems(word, knowledge)
    patterns = [pattern for stem, speeches in stems for pattern in _patterns(stem, speeches, knowledge)]
    cores = dict.fromkeys(_core(stem, speeches, knowledge) for stem, speeches in stems)
    return Word(word, tuple(dict.fromkeys(stem for stem, _ in stems)), tuple(cores), f"(?:{'|'.join(patterns)})")


_Stem = tuple[str, frozenset[str]]


def _stems(word: str, knowledge: Knowledge) -> list[_Stem]:
    """Give what to look for: the word with the parts of speech that it is known as, and what it is without its particles."""
    whole = _speeches(word, knowledge)
    cut = list(_cut(word, knowledge, article_only=bool(whole)))
    if whole or not cut:
        return [(word, whole or frozenset(knowledge.particles.prefixes)), *cut]
    return cut


def _cut(word: str, knowledge: Knowledge, *, article_only: bool) -> Iterator[_Stem]:
    """Give what is left of a word without particles before it and pronouns behind it, where that is a known word."""
    prefixes = dict.fromkeys(["", *(each for known in knowledge.particles.prefixes.values() for each in known)])
    suffixes = dict.fromkeys(["", *(each for known in knowledge.particles.suffixes.values() for each in known)])
    yield from _unjoined(word, knowledge)
    tried = [(prefix, "") for prefix in prefixes] if article_only else [(a, b) for a in prefixes for b in suffixes]
    for prefix, suffix in tried:
        rest = word[len(prefix) : len(word) - len(suffix)]
        attached = word.startswith(prefix) and word.endswith(suffix) and (prefix or suffix)
        if attached and len(rest) >= _SHORTEST and (not article_only or prefix == ARABIC.article):
            fitting = frozenset(_fitting(rest, prefix, suffix, knowledge))
            if fitting:
                yield rest, fitting


def _unjoined(word: str, knowledge: Knowledge) -> Iterator[_Stem]:
    """Give the known name with the article that a word is, where the article lost its alef to the particle before it (للرقة)."""
    for pos, known in knowledge.particles.prefixes.items():
        for prefix, names in known.items():
            rest = word.removeprefix(prefix + ARABIC.article_joined)
            whole = ARABIC.article + rest
            if names == (*names[:-1], ARABIC.article_particle) and rest != word and pos in _speeches(whole, knowledge):
                yield whole, frozenset({pos})


def _fitting(rest: str, prefix: str, suffix: str, knowledge: Knowledge) -> Iterator[str]:
    """Give the parts of speech that a rest is known as and that may carry what was cut off."""
    particles = knowledge.particles
    for pos in _speeches(rest, knowledge):
        before = not prefix or prefix in particles.prefixes.get(pos, {})
        behind = not suffix or suffix in particles.suffixes.get(pos, ())
        if before and behind:
            yield pos


def _speeches(word: str, knowledge: Knowledge) -> frozenset[str]:
    """Give the parts of speech that a folded word is known as by itself; none for one that is not known."""
    found = knowledge.automaton.get(word, None)
    return frozenset(pos for pos, bound, after, _ in found[1] if not bound and not after) if found else frozenset()


def _patterns(stem: str, speeches: Iterable[str], knowledge: Knowledge) -> Iterator[str]:
    """Give patterns of a stem with all that may be attached to it; a feminine ending changes before a pronoun, the article after `li`."""
    particles, known = knowledge.particles, tuple(speeches)
    before = {prefix: names for pos in known for prefix, names in particles.prefixes.get(pos, {}).items()}
    behind = _any(suffix for pos in known for suffix in particles.suffixes.get(pos, ()))
    prefix = _any(before)
    yield f"{prefix}?{re.escape(stem)}{behind}?" if behind else f"{prefix}?{re.escape(stem)}"
    if behind and stem.endswith(fold_word(ARABIC.feminine)):
        yield f"{prefix}?{re.escape(stem[:-1] + ARABIC.feminine_bound)}{behind}"
    if stem.startswith(ARABIC.article):
        joining = _any(each for each, names in before.items() if names[-1:] == (ARABIC.article_particle,))
        yield f"{joining}{re.escape(ARABIC.article_joined + stem[len(ARABIC.article) :])}"


def _any(letters: Iterable[str]) -> str:
    listed = sorted(set(letters), key=lambda each: (-len(each), each))
    return f"(?:{'|'.join(map(re.escape, listed))})" if listed else ""


def _core(stem: str, speeches: Iterable[str], knowledge: Knowledge) -> str:
    """Give the letters of a stem that stand in every form of it."""
    bare = stem.removeprefix(ARABIC.article) if len(stem) > len(ARABIC.article) + 1 else stem
    changes = any(knowledge.particles.suffixes.get(pos) for pos in speeches) and len(bare) > _SHORTEST
    return bare.removesuffix(fold_word(ARABIC.feminine)) if changes else bare


def stems_of(query: str, knowledge: Knowledge) -> tuple[str, ...]:
    """Give a query of one word as it is without its particles, for looking it up as a name; one of several words is left whole."""
    words = fold_word(_lettered(query)).split()
    return tuple(stem for stem, _ in _stems(words[0], knowledge)) if len(words) == 1 else ()
