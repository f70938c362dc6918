"""Small tables in the forms of those who make them, of places that do not exist."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable


def dump_line(place: str, name: str, **given: str) -> str:
    """Give one line of a GeoNames country file: a village of Aleppo where nothing else is given."""
    columns = {
        "id": place, "name": name, "ascii": name, "others": "", "lat": "36.2", "lon": "37.1", "class": "P", "code": "PPL",
        "country": "SY", "cc2": "", "admin1": "09", "admin2": "", "admin3": "", "admin4": "", "population": "0",
        "elevation": "", "dem": "300", "zone": "Asia/Damascus", "changed": "2024-01-01",
    }  # fmt: skip
    return "\t".join((columns | given).values())


def alternate_line(place: str, name: str, language: str = "ar", historic: str = "") -> str:
    """Give one line of a file of alternate names."""
    return "\t".join((f"9{place}", place, language, name, "", "", "", historic, "", ""))


def zipped(name: str, lines: Iterable[str]) -> bytes:
    """Give a zip as GeoNames makes them: the table and a readme."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(zipfile.ZipInfo("readme.txt", (2024, 1, 2, 3, 4, 6)), "Readme for the files " * 500)
        archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), "".join(f"{line}\n" for line in lines))
    return stream.getvalue()
