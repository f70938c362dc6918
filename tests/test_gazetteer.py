"""The embedded gazetteer: small, quick to load, rich in conflict places, and at one with what it is made of."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import marsad
from marsad.knowledge.distance import km
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.rows import Row, read_csv, read_rows, slug, spellings
from marsad.text.fold import fold_word

GAZETTEER = PACKAGE_FOLDER / "gazetteer"
PACKAGE = Path(marsad.__file__).parent
HAND = [row for path in sorted((GAZETTEER / "hand").glob("*.csv")) for row in read_csv(path)]
CONFLICT = {
    "SY",
    "IQ",
    "YE",
    "PS",
    "IL",
    "LB",
    "LY",
    "SD",
    "SO",
    "EG",
    "ML",
    "BF",
    "NE",
    "NG",
    "TD",
    "CM",
    "AF",
    "PK",
    "TR",
    "SA",
}
LOADED = """
import time
from marsad.pipeline import prepare
prepare(imported=False)  # compiled and kept, where it is not yet
from marsad.knowledge import load
load._load.cache_clear()
begun = time.process_time()
prepare(imported=False)
print(time.process_time() - begun)
"""


def test_what_is_installed_is_under_20_mb() -> None:
    files = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 20_000_000


def test_it_is_loaded_in_under_half_a_second() -> None:
    ran = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)  # noqa: S603  our own code
    assert float(ran.stdout) < 0.5


def test_it_keeps_at_least_1500_places_of_conflicts_by_hand() -> None:
    assert sum(row["country"] in CONFLICT and row["kind"] != "country" for row in HAND) >= 1500


@pytest.mark.parametrize(
    ("names", "country", "lat", "lon"),
    [
        ("الباغوز", "SY", 34.45, 40.96),
        ("الشدادي|الشدادة", "SY", 36.06, 40.73),
        ("البارة", "SY", 35.68, 36.54),
        ("سرمدا", "SY", 36.19, 36.72),
        ("كنصفرة|كنصفره", "SY", 35.65, 36.47),
        ("عين العرب|كوباني|عين العرب كوباني", "SY", 36.89, 38.35),
        ("جرف الصخر|جرف النصر", "IQ", 32.87, 44.22),
        ("كفركلا|كفر كلا", "LB", 33.28, 35.55),
        ("جباليا|جباليا البلد", "PS", 31.53, 34.48),
        ("مخيم زمزم|معسكر زمزم", "SD", 13.48, 25.32),
        ("العوامية", "SA", 26.58, 49.99),
        ("معبر زيكيم", "PS", 31.58, 34.51),
    ],
)
def test_what_conflicts_are_known_for_is_there_under_all_its_names(
    names: str, country: str, lat: float, lon: float
) -> None:
    known = [row for row in read_rows(GAZETTEER) if row.country == country]
    for name in names.split("|"):
        found = [row for row in known if fold_word(name) in {fold_word(given) for given, _ in row.names}]
        assert any(abs(row.lat - lat) < 0.1 and abs(row.lon - lon) < 0.1 for row in found), name


def test_every_hand_kept_place_is_compiled_as_it_stands() -> None:
    rows = {row.id: row for row in read_rows(GAZETTEER)}
    for cell in HAND:
        country = cell["country"].lower()
        row = rows[country if cell["kind"] == "country" else f"{country or 'xx'}-{slug(cell['name'])}"]
        assert (row.lat, row.lon, row.kind) == (float(cell["lat"]), float(cell["lon"]), cell["kind"])
        assert {fold_word(name) for name, _ in spellings(cell["ar"])} <= {fold_word(name) for name, _ in row.names}


def test_every_province_of_a_hand_kept_place_is_one_that_is_known() -> None:
    known = {(row["country"], row["name"]) for row in read_csv(GAZETTEER / "admin1.csv")}
    covered = {country for country, _ in known}
    wrong = [
        row["name"]
        for row in HAND
        if row["country"] in covered and row["admin1"] and (row["country"], row["admin1"]) not in known
    ]
    assert wrong == []


def test_no_place_is_kept_twice() -> None:
    ids = Counter((row["country"], slug(row["name"])) for row in HAND)
    assert [key for key, times in ids.items() if times > 1] == []
    called: defaultdict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in read_rows(GAZETTEER):
        if row.origin == "hand" and row.kind != "province":
            for name in row.spelled():
                called[row.country, row.kind, name].append(row)
    pairs = [pair for rows in called.values() for pair in itertools.combinations(rows, 2)]
    assert [(one.id, other.id) for one, other in pairs if km(one, other) < 2] == []


def test_the_check_tells_how_far_hand_kept_places_lie_from_those_of_others(tmp_path: Path) -> None:
    table = "name,country,admin1,kind,lat,lon,ar\nSarmada,SY,Idlib,town,36.3,36.72,سرمدا\nKansafra,SY,Idlib,town,33.3,36.5,كنصفرة\n"
    (tmp_path / "others.csv").write_text(table, encoding="utf-8")
    (tmp_path / "note.txt").write_text("no table", encoding="utf-8")
    script = PACKAGE.parent / "scripts" / "check_gazetteer.py"
    line = [sys.executable, str(script), str(tmp_path)]
    ran = subprocess.run(line, capture_output=True, text=True, check=True)  # noqa: S603  our own program
    assert "left out" in ran.stdout
    (counts,) = (line.split() for line in ran.stdout.splitlines() if line.startswith("SY "))
    assert counts[:5] == ["SY", "0", "1", "0", "1"]
    assert re.search(r"26\d km syria.csv:\d+: Kansafra", ran.stdout)
    assert "Sarmada" not in ran.stdout
