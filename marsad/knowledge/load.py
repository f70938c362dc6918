"""Loading the knowledge once: read, checked, compiled to an automaton and cached under its version."""

from __future__ import annotations

import contextlib
import functools
import itertools
import os
import pickle
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ahocorasick
import platformdirs

from marsad.errors import KnowledgeError
from marsad.knowledge.files import PACKAGE_FOLDER, entry_files, read_file, version_of
from marsad.knowledge.forms import Form, word_forms
from marsad.knowledge.gazetteer import Place, place_forms, read_places
from marsad.knowledge.schema import KnowledgeFile, Particle, RuleEntry
from marsad.text.fold import fold_word
from marsad.text.particles import Particles

FormGroup = tuple[str, bool, str, tuple[Form, ...]]
"""Part of speech, bound or not, the particle that must stand before, and the forms that share these."""

_LAYOUT = "4"
_DISGUISABLE = ("harm", "act")
_SHORTEST_DISGUISE = 3


@dataclass(frozen=True, slots=True)
class RuleText:
    """A rule as written, with its full id and the file (its layer) that it stands in."""

    id: str
    layer: str
    entry: RuleEntry


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything that is known, compiled: the automaton leads from letters to `forms`."""

    version: str
    language: str
    automaton: Any
    rules: tuple[RuleText, ...]
    particles: Particles
    abbreviations: frozenset[str]
    disguised: frozenset[str]
    places: Mapping[str, Place]
    lacks: Mapping[str, str]


def load(folder: Path | None = None, language: str = "ar") -> Knowledge:
    """Give the knowledge of a folder (the package's own by default), compiled once and kept in memory and on disk."""
    return _load(folder or PACKAGE_FOLDER, language)


@functools.lru_cache(maxsize=4)
def _load(folder: Path, language: str) -> Knowledge:
    version = version_of(folder)
    cached = _cache_path(version, language)
    with contextlib.suppress(OSError, pickle.PickleError, EOFError, AttributeError, ValueError):
        with cached.open("rb") as stored:
            found: Knowledge = pickle.load(stored)  # noqa: S301  our own cache, in the user's own folder
        return found
    knowledge = compile_knowledge(folder, language, version)
    _keep(knowledge, cached)
    return knowledge


def _cache_path(version: str, language: str) -> Path:
    python = "".join(map(str, sys.version_info[:2]))
    folder = os.environ.get("MARSAD_CACHE") or platformdirs.user_cache_dir("marsad")
    return Path(folder) / f"knowledge-{version}-{language}-{python}-{_LAYOUT}.pickle"


def _keep(knowledge: Knowledge, path: Path) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(pickle.dumps(knowledge, protocol=pickle.HIGHEST_PROTOCOL))
        draft.replace(path)


def compile_knowledge(folder: Path, language: str, version: str) -> Knowledge:
    """Read every file and build the automaton; the first fault is a KnowledgeError (`marsad check` lists them all)."""
    files = {path: read_file(path) for path in entry_files(folder, language)}
    if not files:
        raise KnowledgeError(f"{folder}: no knowledge of the language {language!r} here")
    paradigms = {p.id: p for f in files.values() for p in f.paradigms}
    forms = [
        form
        for path, file in files.items()
        for word in file.words
        for form in word_forms(word, _prefix(path, folder), paradigms)
    ]
    forms.extend(place_forms(folder, language))
    return Knowledge(
        version,
        language,
        _automaton(forms),
        tuple(_rules(files, folder)),
        _particles(files.values()),
        _folded(file.abbreviations for file in files.values()),
        _folded(file.disguised for file in files.values()) | _disguised(forms),
        read_places(folder),
        {key: why for file in files.values() for key, why in file.lacks.items()},
    )


def _prefix(path: Path, folder: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix().removeprefix("languages/")


def _rules(files: Mapping[Path, KnowledgeFile], folder: Path) -> Iterable[RuleText]:
    for path, file in files.items():
        for rule in file.rules:
            yield RuleText(f"{_prefix(path, folder)}/{rule.id}", path.stem, rule)


def _automaton(forms: Iterable[Form]) -> Any:
    by_text: dict[str, dict[tuple[Any, ...], Form]] = defaultdict(dict)
    for form in forms:
        key = (form.entry, form.after, form.bound, tuple(sorted(form.means.items())))
        by_text[form.text].setdefault(key, form)
    automaton = ahocorasick.Automaton()
    for text, found in by_text.items():
        automaton.add_word(text, (len(text), _alike(found.values())))
    automaton.make_automaton()
    return automaton


def _alike(forms: Iterable[Form]) -> tuple[FormGroup, ...]:
    """Group the forms of one spelling by what may be written onto them, which is checked once for all of a group."""
    groups: dict[tuple[Any, ...], list[Form]] = defaultdict(list)
    for form in forms:
        groups[form.pos, form.bound, form.after].append(form)
    return tuple((*key, tuple(found)) for key, found in groups.items())


def _particles(files: Iterable[KnowledgeFile]) -> Particles:
    files = list(files)
    return Particles(
        {pos: {fold_word(p.form): tuple(p.names) for f in files for p in f.prefixes if pos in p.pos} for pos in _POS},
        {pos: tuple(fold_word(p.form) for f in files for p in f.suffixes if pos in p.pos) for pos in _POS},
    )


_POS: tuple[Any, ...] = ("verb", "noun", "name", "word")


def _folded(lists: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(map(fold_word, itertools.chain.from_iterable(lists)))


def _disguised(forms: Iterable[Form]) -> frozenset[str]:
    return frozenset(
        form.text
        for form in forms
        if form.category in _DISGUISABLE and " " not in form.text and len(form.text) >= _SHORTEST_DISGUISE
    )


__all__ = ["Form", "Knowledge", "Particle", "Place", "RuleText", "load"]
