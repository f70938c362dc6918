"""Gazetteers that a user has imported: tables like the embedded ones, each in a folder of its own beside what is said of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from marsad.errors import KnowledgeError
from marsad.knowledge.merging import merge
from marsad.knowledge.rows import NAMES, PLACES, Row, read_rows
from marsad.knowledge.usage import Usage

ABOUT = "about.json"
OWN = "own"
IMPORTED = "imported"
_RANKS = (OWN, "ocha", "geonames", "whosonfirst")


@dataclass(frozen=True, slots=True)
class About:
    """What is said of an imported gazetteer: its name here, its form, whose it is, and of what file of which day."""

    name: str
    form: str
    source: str
    licence: str
    attribution: str
    file: str
    date: str
    places: int
    names: int

    def written(self) -> str:
        """Give it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


def tables(folder: Path | None) -> list[About]:
    """Give what is imported, in the order in which it is merged: what users wrote first, then by name."""
    if folder is None or not folder.is_dir():
        return []
    found = [_about(path) for path in folder.glob(f"[!.]*/{ABOUT}")]
    return sorted(found, key=lambda about: (_RANKS.index(about.form), about.name))


def _about(path: Path) -> About:
    try:
        about = About(**json.loads(path.read_text(encoding="utf-8")))
        if about.name == path.parent.name and about.form in _RANKS:
            return about
    except (OSError, ValueError, TypeError) as fault:
        raise KnowledgeError(f"{path}: is not what `marsad gazetteer import` wrote; remove its folder") from fault
    raise KnowledgeError(f"{path}: tells of another gazetteer than its folder; remove the folder")


def version_of_tables(folder: Path | None) -> str:
    """Hash the imported tables (12 hexadecimal digits); nothing where nothing is imported."""
    digest = hashlib.sha256()
    found = tables(folder)
    for about in found:
        for name in (PLACES, NAMES):
            path = _home(folder, about) / name
            try:
                digest.update(f"{about.name}/{name}\0".encode() + path.read_bytes() + b"\0")
            except OSError as fault:
                raise KnowledgeError(f"{path}: is missing; run `marsad gazetteer remove {about.name}`") from fault
    return digest.hexdigest()[:12] if found else ""


def with_imported(embedded: list[Row], usage: Usage, folder: Path | None, language: str) -> list[Row]:
    """Give the embedded places with the imported ones: one place of two lists is one, and names are taken with care."""
    rows = embedded
    for about in tables(folder):
        rows = merge(rows, _taken(_rows(folder, about, language), about, usage))
    return rows


def _rows(folder: Path | None, about: About, language: str) -> list[Row]:
    try:
        return read_rows(_home(folder, about), language)
    except KnowledgeError as fault:
        raise KnowledgeError(f"{fault}; run `marsad gazetteer remove {about.name}` and import it again") from fault


def _home(folder: Path | None, about: About) -> Path:
    return (folder or Path()) / about.name


def _taken(rows: list[Row], about: About, usage: Usage) -> Iterator[Row]:
    """Give the places that keep a name after ordinary words are dropped."""
    for row in rows:
        if about.form == OWN:
            yield replace(row, names=usage.own(row.names))
        elif names := usage.names((name for name, _ in row.names), row.population, known=False):
            yield replace(row, names=names, own=0, origin=IMPORTED)
