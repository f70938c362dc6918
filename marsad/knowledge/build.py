"""Compiling the knowledge files: every form into one automaton, every rule, particle and place."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import ahocorasick

from marsad.errors import KnowledgeError
from marsad.knowledge.files import entry_files, read_file
from marsad.knowledge.forms import word_forms
from marsad.knowledge.gazetteer import place_forms, places_of
from marsad.knowledge.imported import with_imported
from marsad.knowledge.known import Form, FormGroup, Knowledge, RuleText
from marsad.knowledge.rows import read_rows
from marsad.knowledge.schema import KnowledgeFile
from marsad.knowledge.usage import Usage
from marsad.text.disguise import Disguised
from marsad.text.fold import fold_word
from marsad.text.particles import Particles

_DISGUISABLE = ("harm", "act")
_SHORTEST_DISGUISE = 3


def build(folder: Path, language: str, version: str, imported: Path | None = None) -> Knowledge:
    """Read every file and build the automaton; the first fault is a KnowledgeError (`marsad check` lists them all).

    `imported` is the folder of the gazetteers that the user has imported.
    """
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
    gazetteer = folder / "gazetteer"
    embedded = read_rows(gazetteer, language)
    rows = with_imported(embedded, Usage(gazetteer, embedded, {form.text for form in forms}), imported, language)
    forms.extend(place_forms(rows))
    particles = _particles(files.values())
    return Knowledge(
        version,
        language,
        _automaton(_sharing(forms)),
        tuple(_rules(files, folder)),
        particles,
        _folded(file.abbreviations for file in files.values()),
        Disguised(
            _folded(file.disguised for file in files.values()) | _disguised(forms),
            frozenset().union(*particles.prefixes.values()),
        ),
        places_of(rows),
        {key: why for file in files.values() for key, why in file.lacks.items()},
    )


def _prefix(path: Path, folder: Path) -> str:
    return path.relative_to(folder).with_suffix("").as_posix().removeprefix("languages/")


def _rules(files: Mapping[Path, KnowledgeFile], folder: Path) -> Iterable[RuleText]:
    for path, file in files.items():
        for rule in file.rules:
            patterns = (rule.pattern,) if isinstance(rule.pattern, str) else tuple(rule.pattern)
            yield RuleText(f"{_prefix(path, folder)}/{rule.id}", path.stem, patterns, rule.makes, rule.by)


def _sharing(forms: Iterable[Form]) -> Iterator[Form]:
    """Let forms that mean the same share one mapping, which makes what is kept a third smaller and quicker to load."""
    known: dict[tuple[tuple[str, str], ...], Mapping[str, str]] = {}
    for form in forms:
        yield form._replace(means=known.setdefault(tuple(sorted(form.means.items())), form.means))


def _automaton(forms: Iterable[Form]) -> Any:
    """Lead from each spelling to how many letters a phrase has, 0 for a lone word (whole tokens are looked up), and its forms."""
    by_text: dict[str, dict[tuple[Any, ...], Form]] = defaultdict(dict)
    for form in forms:
        key = (form.entry, form.after, form.bound, tuple(sorted(form.means.items())))
        by_text[form.text].setdefault(key, form)
    automaton = ahocorasick.Automaton()
    for text, found in by_text.items():
        automaton.add_word(text, (len(text) if " " in text else 0, _alike(found.values())))
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
