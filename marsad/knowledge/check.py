"""Checking the knowledge files: every fault with its file, line, entry and a plain sentence."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from marsad.knowledge.crosswalk import crosswalk_faults
from marsad.knowledge.files import UNREADABLE, entry_files, with_defaults
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.lineage import group_names, loose_ties
from marsad.knowledge.schema import KnowledgeFile, RuleEntry, Word

ReadExample = Callable[[str], tuple[set[str], set[str]]]
"""Reads a text; gives the ids that were seen in it at all, and the ids that stand behind what was chosen."""

_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LISTS = ("words", "rules", "paradigms")
_FOREIGN = {"\u06cc": "Persian yeh (write ي or ى)", "\u06a9": "Persian kaf (write ك)", "\u0640": "a tatweel"}


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong, and where."""

    file: str
    line: int
    entry: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.entry}: {self.message}"


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    prefix: str
    data: Any
    lines: Mapping[tuple[str, int], int]

    def fault(self, where: tuple[str, int], message: str) -> Fault:
        part, index = where
        entry = ""
        rows = self.data.get(part) if isinstance(self.data, dict) else None
        if isinstance(rows, list) and 0 <= index < len(rows) and isinstance(rows[index], dict):
            entry = str(rows[index].get("id", f"{part} {index + 1}"))
        return Fault(self.path.name, self.lines.get(where, 1), entry or part, message)


def check(folder: Path | None = None, language: str = "ar", read_example: ReadExample | None = None) -> list[Fault]:
    """Give all faults of a knowledge folder, in the order of files and lines; with a reader, examples are tried too."""
    folder = folder or PACKAGE_FOLDER
    faults: list[Fault] = []
    files: list[tuple[_File, KnowledgeFile]] = []
    for path in entry_files(folder, language):
        file, found = _open(path, folder)
        faults += found
        if file:
            parsed, wrong = _parse(file)
            faults += wrong
            files += [(file, parsed)] if parsed else []
    paradigms = {p.id for _, parsed in files for p in parsed.paradigms}
    groups = group_names(word for _, parsed in files for word in parsed.words)
    for file, parsed in files:
        faults += [file.fault(("words", index), message) for index, message in loose_ties(parsed.words, groups)]
        faults += [*_same_ids(file, parsed), *_unknown_paradigms(file, parsed, paradigms), *_letters(file, parsed)]
        faults += _examples(file, parsed, read_example) if read_example else []
    crosswalks = (Fault(path.name, line, "crosswalk", message) for path, line, message in crosswalk_faults(folder))
    return [*sorted(faults), *crosswalks, *_gazetteer(folder)]


def _open(path: Path, folder: Path) -> tuple[_File | None, list[Fault]]:
    try:
        text = path.read_text(encoding="utf-8")
        tree, data = yaml.compose(text, Loader=_LOADER), yaml.load(text, Loader=_LOADER)
    except UNREADABLE as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return None, [Fault(path.name, line, "file", f"not readable as YAML: {getattr(fault, 'problem', fault)}")]
    prefix = path.relative_to(folder).with_suffix("").as_posix().removeprefix("languages/")
    return _File(path, prefix, with_defaults(data), dict(_lines(tree))), []


def _lines(tree: Any) -> Iterator[tuple[tuple[str, int], int]]:
    for key, value in tree.value if isinstance(tree, yaml.MappingNode) else ():
        if key.value in _LISTS and isinstance(value, yaml.SequenceNode):
            for index, node in enumerate(value.value):
                yield (key.value, index), node.start_mark.line + 1


def _parse(file: _File) -> tuple[KnowledgeFile | None, list[Fault]]:
    try:
        return KnowledgeFile.model_validate(file.data), []
    except ValidationError as wrong:
        return None, [file.fault(_where(e["loc"]), f"{_path(e['loc'])}{e['msg'].lower()}") for e in wrong.errors()]


def _where(loc: tuple[int | str, ...]) -> tuple[str, int]:
    index = loc[1] if len(loc) > 1 and isinstance(loc[1], int) else -1
    return str(loc[0]) if loc else "file", index


def _path(loc: tuple[int | str, ...]) -> str:
    inner = ".".join(str(part) for part in loc[2:])
    return f"{inner}: " if inner else ""


def _entries(parsed: KnowledgeFile) -> Iterator[tuple[tuple[str, int], Word | RuleEntry]]:
    for index, word in enumerate(parsed.words):
        yield ("words", index), word
    for index, rule in enumerate(parsed.rules):
        yield ("rules", index), rule


def _same_ids(file: _File, parsed: KnowledgeFile) -> Iterator[Fault]:
    seen: set[str] = set()
    for where, entry in _entries(parsed):
        if entry.id in seen:
            yield file.fault(where, "this id is used twice in the file; give one of them another")
        seen.add(entry.id)


def _unknown_paradigms(file: _File, parsed: KnowledgeFile, known: set[str]) -> Iterator[Fault]:
    for index, word in enumerate(parsed.words):
        names = [word.inflect] if isinstance(word.inflect, str) else (word.inflect or [])
        for name in names:
            if name not in known:
                yield file.fault(("words", index), f"no paradigm is called {name!r}; morphology.yaml lists them")


def _letters(file: _File, parsed: KnowledgeFile) -> Iterator[Fault]:
    for index, word in enumerate(parsed.words):
        for form in word.forms:
            for letter in form:
                if letter in _FOREIGN:
                    yield file.fault(("words", index), f"the form {form} holds {_FOREIGN[letter]}")
                elif unicodedata.category(letter) in ("Cf", "Cc"):
                    yield file.fault(("words", index), f"the form {form!r} holds a hidden mark U+{ord(letter):04X}")


def _examples(file: _File, parsed: KnowledgeFile, read: ReadExample) -> Iterator[Fault]:
    for where, entry in _entries(parsed):
        name = f"{file.prefix}/{entry.id}"
        for text in entry.examples:
            if name not in read(text)[0]:
                yield file.fault(where, f"its example is not found by it: {text}")
        for text in entry.not_:
            if name in read(text)[1]:
                yield file.fault(where, f"it is found where it says it must not be: {text}")


def _gazetteer(folder: Path) -> Iterator[Fault]:
    places, names = folder / "gazetteer" / "places.csv", folder / "gazetteer" / "names.csv"
    missing = [path for path in (places, names) if not path.exists()]
    if missing:
        yield from (Fault(path.name, 1, "file", "is missing; a knowledge folder needs it") for path in missing)
        return
    try:
        yield from _of_tables(places, names)
    except (UnicodeError, csv.Error, KeyError) as fault:
        yield Fault(
            places.name, 1, "file", f"or {names.name} can't be read as a table with the columns that it needs: {fault}"
        )


def _of_tables(places: Path, names: Path) -> Iterator[Fault]:
    known: set[str] = set()
    for line, row in _rows(places):
        if row["id"] in known:
            yield Fault(places.name, line, row["id"], "this id is used twice; a place has one row")
        known.add(row["id"])
        if not _is_on_earth(row):
            yield Fault(places.name, line, row["id"], "its coordinates are no place on earth")
    for line, row in _rows(names):
        if row["place"] not in known:
            yield Fault(names.name, line, row["name"], f"names a place {row['place']!r} that places.csv has not")


def _is_on_earth(row: dict[str, str]) -> bool:
    try:
        return -90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180
    except (TypeError, ValueError):
        return False


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as rows:
        yield from enumerate(csv.DictReader(rows), 2)
