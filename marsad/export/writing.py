"""Writing rows: CSV, JSON Lines, GeoJSON and Parquet, each row by row and hashed as it goes."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol

import duckdb
import msgspec

from marsad.export.entry import Row
from marsad.export.safe import safe
from marsad.knowledge.crosswalk import Column

_MARK = b"\xef\xbb\xbf"
_SQL = {"text": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "date": "DATE"}
_CHUNK = 1 << 20
_CELL: Mapping[str, Callable[[object], str]] = {
    "text": lambda value: safe(str(value)),
    "integer": str,
    "number": lambda value: format(value, ".6f").rstrip("0").rstrip("."),
    "date": lambda value: value.isoformat() if isinstance(value, date) else str(value),
}


class Hashed:
    """A file that is hashed while it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.digest = hashlib.sha256()
        self.size = 0
        self._file: BinaryIO = path.open("wb", buffering=_CHUNK)

    def write(self, data: bytes) -> None:
        """Write bytes and count them in."""
        self.digest.update(data)
        self.size += len(data)
        self._file.write(data)

    def close(self) -> None:
        """Close the file; what was written is whole."""
        self._file.close()


class RowWriter(Protocol):
    """What every form of a table can do."""

    @property
    def rows(self) -> int:
        """Give how many rows were written."""

    def write(self, row: Row) -> None:
        """Write one row."""

    def close(self) -> tuple[str, int]:
        """End the file and give its SHA-256 and its size in bytes."""


class CsvWriter:
    """A table with a header, and with hashtags under it where the columns have such; text cells are safe to open."""

    def __init__(self, path: Path, columns: Sequence[Column], *, mark: bool = False) -> None:
        self.rows = 0
        self._file = Hashed(path)
        self._columns = [(column.name, _CELL[column.kind]) for column in columns]
        self._names = {column.name for column in columns}
        if mark:
            self._file.write(_MARK)
        self._rows = csv.writer(_Letters(self._file), lineterminator="\n")
        self._rows.writerow(column.name for column in columns)
        if any(column.tag for column in columns):
            self._rows.writerow(column.tag for column in columns)

    def write(self, row: Row) -> None:
        """Write one row; a column that it does not name stays empty."""
        if not row.keys() <= self._names:
            raise KeyError(f"no such column: {', '.join(sorted(row.keys() - self._names))}")
        cells = ((row.get(name), cell) for name, cell in self._columns)
        self._rows.writerow(["" if value is None or value == "" else cell(value) for value, cell in cells])
        self.rows += 1

    def close(self) -> tuple[str, int]:
        """End the file."""
        self._file.close()
        return self._file.digest.hexdigest(), self._file.size


class _Letters:
    """Text in UTF-8 onto a hashed file, as the writer of CSV wants it."""

    def __init__(self, file: Hashed) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write text."""
        self._file.write(text.encode("utf-8", "replace"))


class JsonLines:
    """One object a line."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._file = Hashed(path)
        self._encoder = msgspec.json.Encoder()

    def write(self, row: Row) -> None:
        """Write one object, with its keys in the order given."""
        self._file.write(self._encoder.encode(row) + b"\n")
        self.rows += 1

    def close(self) -> tuple[str, int]:
        """End the file."""
        self._file.close()
        return self._file.digest.hexdigest(), self._file.size


class GeoJson:
    """A FeatureCollection of RFC 7946: one feature a row, its point from `lon` and `lat`, or null where it has none."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._file = Hashed(path)
        self._encoder = msgspec.json.Encoder()
        self._file.write(b'{"type":"FeatureCollection","features":[')

    def write(self, row: Row) -> None:
        """Write one feature; every cell but its id and degrees is a property."""
        lat, lon = row.get("lat"), row.get("lon")
        feature = {
            "type": "Feature",
            "id": row["id"],
            "geometry": None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]},
            "properties": {key: value for key, value in row.items() if key not in ("id", "lat", "lon")},
        }
        self._file.write((b",\n" if self.rows else b"\n") + self._encoder.encode(feature))
        self.rows += 1

    def close(self) -> tuple[str, int]:
        """End the collection."""
        self._file.write(b"\n]}\n")
        self._file.close()
        return self._file.digest.hexdigest(), self._file.size


class Parquet:
    """A table of typed columns, written as JSON Lines beside it and turned at the end, by one thread so that bytes stay the same."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        self._path = path
        self._lines = JsonLines(path.with_name(f"{path.name}.rows"))
        self._columns = columns

    @property
    def rows(self) -> int:
        """Give how many rows were written."""
        return self._lines.rows

    def write(self, row: Row) -> None:
        """Write one row."""
        self._lines.write(row)

    def close(self) -> tuple[str, int]:
        """Turn the rows into Parquet; nothing is fetched and no extension is loaded for it."""
        lines = self._path.with_name(f"{self._path.name}.rows")
        self._lines.close()
        try:
            self._turn(lines)
        finally:
            with suppress(OSError):
                lines.unlink()
        return hash_of(self._path), self._path.stat().st_size

    def _turn(self, lines: Path) -> None:
        types = ", ".join(f"{_quoted(column.name, chr(34))}: '{_SQL[column.kind]}'" for column in self._columns)
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "threads": "1", "memory_limit": "1GB",
        }  # fmt: skip
        with duckdb.connect(config=settings) as database:
            database.execute(  # the names of columns are ours, and that of the file is quoted
                f"COPY (SELECT * FROM read_json({_quoted(str(lines))}, format = 'newline_delimited', columns = {{{types}}})) "  # noqa: S608
                f"TO {_quoted(str(self._path))} (FORMAT parquet, COMPRESSION zstd)"
            )


def _quoted(text: str, mark: str = "'") -> str:
    return f"{mark}{text.replace(mark, mark * 2)}{mark}"


def hash_of(path: Path) -> str:
    """Give the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def writer_for(path: Path, name: str, columns: Sequence[Column], *, mark: bool = False) -> RowWriter:
    """Give the writer of a file by the ending of its name."""
    match Path(name).suffix:
        case ".csv":
            return CsvWriter(path, columns, mark=mark)
        case ".parquet":
            return Parquet(path, columns)
        case ".geojson":
            return GeoJson(path)
    return JsonLines(path)
