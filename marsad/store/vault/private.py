"""A private folder beside what is to be made, for plain files that nobody else shall read and that do not stay."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marsad.errors import StoreError


@contextmanager
def private(folder: Path, name: str) -> Iterator[Path]:
    """Give a folder for the user alone (0700); it goes with all that is in it, whatever happens, and faults of the disk are told."""
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{name}.", dir=folder))
    except OSError as fault:
        raise StoreError(f"{folder}: nothing can be made in this folder ({fault.strerror})") from None
    try:
        yield made
    except OSError as fault:
        raise StoreError(f"{folder}: {_why(fault)}") from fault
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _why(fault: OSError) -> str:
    full = fault.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return f"there is no space left to write to ({fault.strerror})" if full else f"it can't be written ({fault})"


def placed(draft: Path, target: Path) -> None:
    """Give a file that is whole its name, where nothing has it yet, so that it lasts."""
    with draft.open("rb") as stream:
        os.fsync(stream.fileno())
    try:
        os.link(draft, target)
    except FileExistsError:
        raise StoreError(f"{target} is there already; name a new file") from None
    except OSError:  # a disk that knows no links
        refuse_taken(target)
        draft.rename(target)
    if os.name == "posix":
        here = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(here)
        finally:
            os.close(here)


def refuse_taken(*paths: Path) -> None:
    """Refuse a name that something has already."""
    for path in paths:
        if os.path.lexists(path):
            raise StoreError(f"{path} is there already; name a new file")


def new_file(path: Path) -> Path:
    """Make an empty file that its user alone may read (0600)."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return path
