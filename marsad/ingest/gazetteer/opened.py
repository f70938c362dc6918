"""Opening a table: plain, gzipped or in a zip, in UTF-8; what can't be opened is one sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from marsad.errors import SourceError

_TEXTS = (".txt", ".csv", ".tsv")
_LARGEST = 2_000_000_000  # bytes: no country's table is as large as that when unpacked


@contextmanager
def opened(path: Path) -> Iterator[IO[str]]:
    """Give the lines of a table; a `SourceError` says why it can't be read."""
    try:
        with _stream(path) as stream, io.TextIOWrapper(stream, "utf-8-sig", newline="") as lines:
            yield lines
    except FileNotFoundError:
        raise SourceError(f"{path}: there is no such file") from None
    except UnicodeDecodeError:
        raise SourceError(f"{path}: is not in UTF-8; save it so and import it again") from None
    except (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError) as fault:
        raise SourceError(f"{path}: is broken or was not fetched whole ({fault}); fetch it again") from fault
    except OSError as fault:
        raise SourceError(f"{path}: can't be read ({fault.strerror or fault})") from fault


@contextmanager
def _stream(path: Path) -> Iterator[IO[bytes]]:
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as stream:
            yield stream
    elif path.suffix.lower() == ".gz":
        with gzip.open(path) as stream:
            yield stream  # type: ignore[misc]  # a GzipFile reads like any other
    else:
        with path.open("rb") as stream:
            yield stream


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """Give the one table in a zip: the largest that is no readme."""
    found = [info for info in archive.infolist() if _is_table(info.filename)]
    if not found:
        raise SourceError(f"{path}: holds no {', '.join(_TEXTS)} file")
    largest = max(found, key=lambda info: info.file_size)
    if largest.file_size > _LARGEST:
        raise SourceError(f"{path}: holds more than {_LARGEST:,} bytes; import it country by country")
    return largest


def _is_table(name: str) -> bool:
    bare = Path(name).name.lower()
    return bare.endswith(_TEXTS) and not bare.startswith("readme")


def day_of(path: Path) -> date:
    """Give the day of a table: that of the file in the zip, or of the file itself."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                return date(*_member(archive, path).date_time[:3])
        return datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    except (OSError, zipfile.BadZipFile, ValueError) as fault:
        raise SourceError(f"{path}: can't be read ({fault})") from fault
