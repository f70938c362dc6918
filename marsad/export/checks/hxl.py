"""What must hold of the table with HXL hashtags."""

from __future__ import annotations

from pathlib import Path

from marsad.export.checks.sheet import coded, on_earth, ordered, sheet
from marsad.knowledge.crosswalk import crosswalk

_PAIRS = [
    (f"{prefix}{outcome}_min", f"{prefix}{outcome}_max")
    for outcome in ("killed", "injured")
    for prefix in ("", "civ_", "women_", "children_")
]


def faults(path: Path) -> list[str]:
    """Give what is wrong with a file: header, hashtags in the second row, ranges, degrees, days."""
    known = crosswalk("hxl")
    read = sheet(path, known.tables["incidents"], tagged=True)
    found = [*read.faults]
    for line in read.lines:
        found += [*coded(line, known, {}, ("event_id",)), *on_earth(line, "lat", "lon")]
        for pair in _PAIRS:
            found += ordered(line, *pair)
        found += [line.says(low, "is less than nought") for low, _ in _PAIRS if (line.real(low) or 0) < 0]
        start, end = line.day("date_start"), line.day("date_end")
        found += [line.says("date_start", "is after date_end")] if start and end and start > end else []
    return found
