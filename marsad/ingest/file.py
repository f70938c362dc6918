"""Files, folders and standard input: what is there, how large it is, and which reader takes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path, PurePath
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.ingest import records
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.piece import Cut, Kind, Piece

LIMIT = 20_000_000
_LINES = frozenset({".jsonl", ".ndjson"})
_MAY_BE_LINES = _LINES | {"", ".json"}
_PAGES = frozenset({".html", ".htm", ".xhtml"})
_PLAIN = frozenset({".txt", ".text", ".md"})
_READ = _LINES | _PAGES | _PLAIN | {".json"}
_OPENED = "Marsad reads .txt, .html, .json and .jsonl"
_NO_WEB = "; Marsad opens no web address: save the page and give the file"
_ADVICE = "split it into one report a file, or give many reports as JSON Lines (.jsonl), which may be of any size"


def cut(given: str | Path, limit: int = LIMIT, stdin: BinaryIO | None = None) -> Iterator[Cut]:
    """Cut whatever `given` names: a file, a folder with all below it in the order of names, or `-`."""
    if str(given) == "-":
        yield from _guarded("stdin", stdin or sys.stdin.buffer, "", limit)
    elif Path(given).is_dir():
        yield from _folder(Path(given), limit)
    else:
        yield from _file(Path(given), str(given), limit)


def _file(path: Path, name: str, limit: int) -> Iterator[Cut]:
    """Open one file; what can't be opened is a fault."""
    name = name.encode("utf-8", "backslashreplace").decode()
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        web = name.startswith(("http:", "https:"))
        yield Fault(name, f"there is no such file{_NO_WEB if web else ''}")
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte
        yield Fault(name, f"it can't be opened ({getattr(error, 'strerror', None) or error})")
    else:
        with stream:
            yield from _guarded(name, stream, path.suffix.lower(), limit)


def sent(name: str, stream: BinaryIO, limit: int = LIMIT) -> Iterator[Cut]:
    """Read what somebody sent; its name tells how to read it, and no more."""
    suffix = PurePath(name).suffix.lower()
    if suffix and suffix not in _READ:
        yield Fault(name, f"it is of another kind; {_OPENED}")
    else:
        yield from _guarded(name, stream, suffix, limit)


def _guarded(name: str, stream: BinaryIO, suffix: str, limit: int) -> Iterator[Cut]:
    """Read a stream; what is wrong with the whole of it is one fault."""
    try:
        yield from _stream(name, stream, suffix, limit)
    except SourceError as error:
        yield Fault(name, str(error))
    except OSError as error:
        yield Fault(name, f"it can't be read ({error.strerror})")


def _stream(name: str, stream: BinaryIO, suffix: str, limit: int) -> Iterator[Cut]:
    """Choose the reader by the ending of the name and, where that does not tell, by the first line."""
    _refuse_large(stream, suffix, limit)
    first = stream.readline(limit + 1)
    if suffix in _MAY_BE_LINES and records.opens_lines(first, named=suffix in _LINES):
        rest = iter(lambda: stream.readline(limit + 1), b"")
        yield from records.cut_lines(name, chain([first], rest), limit)
        return
    data = first + stream.read(limit + 1 - len(first))
    if len(data) > limit:
        raise SourceError(f"it is larger than the limit of {_megabytes(limit)}; {_ADVICE}")
    if not data:
        raise SourceError("the file is empty")
    yield Piece(name, data, _kind(suffix))


def _refuse_large(stream: BinaryIO, suffix: str, limit: int) -> None:
    """Refuse a large file before a byte is read; JSON Lines are read line by line and may be of any size."""
    try:
        size = os.fstat(stream.fileno()).st_size
    except OSError:  # a stream that is no file has no size yet
        return
    if size > limit and suffix and suffix not in _LINES:
        raise SourceError(f"it is too large: {_megabytes(size)}, and the limit is {_megabytes(limit)}; {_ADVICE}")


def _kind(suffix: str) -> Kind:
    """Say what a whole file is to be opened as."""
    if suffix in _LINES | {".json"}:
        return "json"
    return "page" if suffix in _PAGES else "text" if suffix else "any"


def _folder(folder: Path, limit: int) -> Iterator[Cut]:
    """Read the files of a folder in the order of their names; files of other kinds are counted, never passed over."""
    unread: list[OSError] = []
    others: set[str] = set()
    found = False
    for path in _walk(folder, unread):
        if path.suffix.lower() in _READ:
            found = True
            yield from _file(path, str(path), limit)
        else:
            others.add(path.suffix.lower() or path.name)
    for error in unread:
        yield Fault(str(error.filename), f"the folder can't be read ({error.strerror})")
    if others:
        yield Notice(str(folder), f"files of other kinds were left out ({', '.join(sorted(others))}); {_OPENED}")
    if not found:
        yield Fault(str(folder), f"there is nothing to read in this folder; {_OPENED}")


def _walk(folder: Path, unread: list[OSError]) -> Iterator[Path]:
    """Give every plain file below a folder, sorted, but not hidden ones; a broken link too, so that it is named."""
    for root, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(root, name) for name in sorted(names) if not name.startswith("."))
        yield from (path for path in paths if path.is_file() or not path.exists())


def _megabytes(size: int) -> str:
    """Write a size as people do."""
    return f"{size / 1_000_000:,.1f} MB"
