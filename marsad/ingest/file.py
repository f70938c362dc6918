"""Files, folders and standard input: what is there, how large it is, and which reader takes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.forms import CUTTERS, cutter_of, ending_of
from marsad.ingest.piece import Cut

LIMIT = 20_000_000
_OPENED = (
    "Marsad reads .txt, .html, .json, .jsonl, .csv, .tsv, .parquet, .docx, .pdf, .rss, .atom, .xml, .warc and .wacz, "
    "and most of them compressed (.gz)"
)
_NO_WEB = "; Marsad opens no web address: save the page and give the file"


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
            yield from _guarded(name, stream, ending_of(path.name), limit)


def sent(name: str, stream: BinaryIO, limit: int = LIMIT) -> Iterator[Cut]:
    """Cut what somebody sent; its name tells how to read it, and no more."""
    ending = ending_of(name)
    if ending and ending not in CUTTERS:
        yield Fault(name, f"it is of another kind; {_OPENED}")
    else:
        yield from _guarded(name, stream, ending, limit)


def _guarded(name: str, stream: BinaryIO, ending: str, limit: int) -> Iterator[Cut]:
    """Cut a stream; what is wrong with the whole of it is one fault."""
    try:
        yield from cutter_of(ending)(name, stream, limit)
    except SourceError as error:
        yield Fault(name, str(error))
    except OSError as error:
        yield Fault(name, f"it can't be read ({error.strerror or error})")


def _folder(folder: Path, limit: int) -> Iterator[Cut]:
    """Read the files of a folder in the order of their names; files of other kinds are counted, never passed over."""
    unread: list[OSError] = []
    others: set[str] = set()
    found = False
    for path in _walk(folder, unread):
        if ending_of(path.name) in CUTTERS:
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
