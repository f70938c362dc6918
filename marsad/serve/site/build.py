"""Writing the static site: a page for each month in each language, the map, the corrections, and the files with their hashes."""

from __future__ import annotations

import hashlib
import shutil
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from marsad.record.publication import Edition, Shot, by_month
from marsad.serve.page import templates
from marsad.serve.site.drawing import WIDTH, Drawing, Mark, draw
from marsad.serve.words import LANGUAGES, Language, say, term

_STATIC = Path(__file__).parent.parent / "static"
_ASSETS = (
    "site.css",
    "marsad.svg",
    "vendor/ibm-plex-sans-arabic/ibm-plex-sans-arabic-arabic-400-normal.woff2",
    "vendor/ibm-plex-sans-arabic/ibm-plex-sans-arabic-arabic-600-normal.woff2",
    "vendor/ibm-plex-sans-arabic/ibm-plex-sans-arabic-latin-400-normal.woff2",
    "vendor/ibm-plex-sans-arabic/ibm-plex-sans-arabic-latin-600-normal.woff2",
    "vendor/ibm-plex-sans-arabic/LICENSE",
)
NO_DAY = "undated"


@dataclass(frozen=True, slots=True)
class Site:
    """What a site is made of: the edition, its incidents by id, what was made of files, and all corrections so far by publication."""

    edition: Edition
    incidents: Sequence[tuple[str, Shot]]
    made: Mapping[str, Any]
    corrections: Sequence[Mapping[str, Any]]


def build(site: Site, folder: Path) -> dict[str, str]:
    """Write the site into a folder; give the SHA-256 of each file by its name within it."""
    months = by_month(site.incidents)
    drawing = draw(_marks(site.incidents))
    for language in LANGUAGES:
        shared = _shared(site, language, months, drawing)
        _write(folder / language / "index.html", "site/index.html", shared)
        _write(folder / language / "corrections.html", "site/corrections.html", shared)
        _write(folder / language / "files.html", "site/files.html", shared)
        for month, found in months.items():
            _write(
                folder / language / f"{month or NO_DAY}.html",
                "site/month.html",
                shared | {"month": month, "found": found},
            )
    _write(folder / "index.html", "site/choose.html", _shared(site, "en", months, drawing))
    for name in _ASSETS:
        target = folder / "assets" / Path(name).name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_STATIC / name, target)
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _shared(
    site: Site, language: Language, months: Mapping[str, Sequence[tuple[str, Shot]]], drawing: Drawing | None
) -> dict[str, Any]:
    edition = site.edition
    return {
        "t": partial(say, language),
        "term": partial(term, language),
        "language": language,
        "other": "en" if language == "ar" else "ar",
        "direction": "rtl" if language == "ar" else "ltr",
        "edition": edition,
        "title": edition.title_ar if language == "ar" else edition.title_en,
        "titles": {"ar": edition.title_ar, "en": edition.title_en},
        "made": site.made,
        "months": [(month, month or NO_DAY, len(found)) for month, found in months.items()],
        "count": len(site.incidents),
        "unplaced": sum(each["lat"] is None for _, each in site.incidents),
        "corrections": site.corrections,
        "drawing": drawing,
        "width": WIDTH,
    }


def _write(path: Path, template: str, values: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(templates().get_template(template).render(**values), encoding="utf-8")


def _marks(incidents: Iterable[tuple[str, Shot]]) -> list[Mark]:
    """Gather the incidents of one published point into one mark, which leads to the newest of them."""
    here: dict[tuple[float, float, str, str], list[tuple[str, Shot]]] = defaultdict(list)
    for key, each in incidents:
        if each["lat"] is not None and each["lon"] is not None:
            here[each["lat"], each["lon"], each["precision"], each["place"] or ""].append((key, each))
    return [_mark(place, found) for place, found in here.items()]


def _mark(place: tuple[float, float, str, str], found: Sequence[tuple[str, Shot]]) -> Mark:
    lat, lon, precision, name = place
    key, newest = max(found, key=lambda one: (one[1]["day"] or "", one[0]))
    killed = sum(each["killed"][0] or 0 for _, each in found)
    return Mark(lat, lon, precision, name, len(found), killed, f"{(newest['day'] or '')[:7] or NO_DAY}.html#{key}")
