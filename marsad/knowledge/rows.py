"""The tables of a gazetteer, places.csv and names.csv: what one place is in them, and how they are read and written."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import KnowledgeError
from marsad.knowledge.known import ARABIC
from marsad.text.fold import fold_word

NEEDS_CUE = "needs-cue"
PLACES, NAMES = "places.csv", "names.csv"
PRECISION = {
    "country": "country", "province": "province", "district": "district", "region": "district", "sea": "country",
    "river": "province", "town": "town", "village": "town", "camp": "town", "quarter": "site", "site": "site",
}  # fmt: skip
_PLACE_COLUMNS = ("id", "name", "country", "admin1", "kind", "precision", "lat", "lon", "population", "origin")
_NAME_COLUMNS = ("place", "name", "language", "usage")
_ORDINARY = "?"


@dataclass(frozen=True, slots=True)
class Row:
    """One place with its Arabic names and their usage; the first `own` of the names are kept as they were given."""

    id: str
    name: str
    country: str
    admin1: str
    kind: str
    lat: float
    lon: float
    origin: str
    precision: str = ""
    population: int = 0
    names: tuple[tuple[str, str], ...] = ()
    own: int = 0

    def spelled(self) -> set[str]:
        """Give the folded names without the article: what tells that two rows may be one place."""
        return {fold_word(name).removeprefix(ARABIC.article) for name, _ in self.names}


def slug(name: str) -> str:
    """Make an id of an English name."""
    return re.sub(r"[^a-z0-9]+", "-", plain(name).lower()).strip("-")


def plain(name: str) -> str:
    """Strip a transliterated name of its scholarly marks."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[‘’ʼʻ`′]", "", letters.replace("ı", "i").replace("ə", "e")).strip()


def spellings(cell: str) -> tuple[tuple[str, str], ...]:
    """Read a cell of Arabic names; one that begins with ? is also an ordinary word and needs a cue."""
    names = [name.strip() for name in cell.split("|") if name.strip()]
    return tuple((name.lstrip(_ORDINARY), NEEDS_CUE if name.startswith(_ORDINARY) else "common") for name in names)


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a table with a header; a short line has empty cells at its end."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, restval=""))


def read_rows(folder: Path, language: str = "ar") -> list[Row]:
    """Read the places of a folder's two tables with their names in one language; what is wrong is a KnowledgeError."""
    try:
        names: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for line in read_csv(folder / NAMES):
            if line["language"] == language:
                names[line["place"]].append((line["name"], line["usage"]))
        return [_row(line, tuple(names[line["id"]])) for line in read_csv(folder / PLACES)]
    except (OSError, KeyError, ValueError, csv.Error) as fault:
        raise KnowledgeError(f"{folder}: its {PLACES} and {NAMES} can't be read ({fault})") from fault


def _row(line: dict[str, str], names: tuple[tuple[str, str], ...]) -> Row:
    return Row(
        line["id"], line["name"], line["country"], line["admin1"], line["kind"], float(line["lat"]), float(line["lon"]),
        line["origin"], line["precision"], int(line["population"] or 0), names, len(names),
    )  # fmt: skip


def write_rows(folder: Path, rows: Iterable[Row]) -> tuple[int, int]:
    """Write both tables, sorted, and say how many places and names they hold."""
    rows = list(rows)
    places = _write(folder / PLACES, _PLACE_COLUMNS, map(_place_line, rows))
    return places, _write(folder / NAMES, _NAME_COLUMNS, (line for row in rows for line in _name_lines(row)))


def _place_line(row: Row) -> tuple[object, ...]:
    precision = row.precision or PRECISION[row.kind]
    return (
        row.id, row.name, row.country, row.admin1, row.kind, precision, f"{row.lat:g}", f"{row.lon:g}",
        row.population or "", row.origin,
    )  # fmt: skip


def _name_lines(row: Row) -> Iterator[tuple[str, str, str, str]]:
    yield from ((row.id, name, "ar", usage) for name, usage in distinct(row))


def distinct(row: Row) -> Iterator[tuple[str, str]]:
    """Give each folded spelling once; one that nobody gave by hand only where it is not the other with the article."""
    given = row.names[: row.own]
    seen: dict[str, tuple[str, str]] = {}
    for name, usage in row.names:
        seen.setdefault(fold_word(name), (name, usage))
    for folded, (name, usage) in seen.items():
        if (name, usage) in given or f"{ARABIC.article}{folded}" not in seen:
            yield name, usage


def _write(path: Path, columns: tuple[str, ...], lines: Iterable[tuple[object, ...]]) -> int:
    ordered = sorted(lines, key=lambda line: tuple(map(str, line)))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([columns, *ordered])
    return len(ordered)
