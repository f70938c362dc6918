"""What must hold of the table of SDG 16.1.2."""

from __future__ import annotations

from pathlib import Path

from marsad.export.checks.sheet import coded, ordered, sheet
from marsad.knowledge.crosswalk import crosswalk

_LISTS = {"sex": "sex", "age_group": "age_group", "status": "status", "cause": "cause"}
_KEY = ("country", "iso3", "year", *_LISTS)


def faults(path: Path) -> list[str]:
    """Give what is wrong with a file: lists, ranges, cells that stand twice, numbers that should be held back."""
    known = crosswalk("sdg")
    read = sheet(path, known.tables["deaths"])
    found, seen = [*read.faults], set()
    for line in read.lines:
        found += [*coded(line, known, _LISTS, ("year", *_LISTS)), *ordered(line, "deaths_min", "deaths", "deaths_max")]
        key = tuple(line.cells[name] for name in _KEY)
        found += [line.says("country", "this cell stands twice")] if key in seen else []
        seen.add(key)
        hidden = line.cells["suppressed"]
        if hidden not in ("", "yes") or (hidden == "yes") != (not line.cells["deaths"]):
            found.append(line.says("suppressed", "is 'yes' if and only if there is no number"))
    return found
