"""Attached particles: the lawful ways to cut a word into what is written before it, a stem and a pronoun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Particles:
    """What may be attached to each part of speech.

    A prefix is a whole run of letters (و + ال is listed as one) with the names of its particles in order.
    """

    prefixes: Mapping[str, Mapping[str, tuple[str, ...]]]
    suffixes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to read a word: prefix + stem + suffix are its letters, `names` the particles of the prefix in order."""

    prefix: str
    names: tuple[str, ...]
    stem: str
    suffix: str


def cuts(word: str, pos: str, particles: Particles) -> Iterator[Cut]:
    """Give every lawful cut of a folded word: the whole word first, then shorter prefixes before longer ones.

    Whether the stem is a word is for the caller to look up, after an article with and without it.
    """
    endings = _endings(word, particles.suffixes.get(pos, ()))
    for prefix, names in _beginnings(word, particles.prefixes.get(pos, {})):
        for suffix in endings:
            stem = word[len(prefix) : len(word) - len(suffix)]
            if len(stem) >= SHORTEST_STEM or stem == word:
                yield Cut(prefix, names, stem, suffix)


def _beginnings(word: str, prefixes: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "", ()
    for length in range(1, len(word) - SHORTEST_STEM + 1):
        names = prefixes.get(word[:length])
        if names is not None:
            yield word[:length], names


def _endings(word: str, suffixes: tuple[str, ...]) -> list[str]:
    return ["", *sorted((suffix for suffix in suffixes if suffix and word.endswith(suffix)), key=len)]
