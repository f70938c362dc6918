"""One run at a time on a folder: a lock that the system lets go when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marsad.engine.folder import unwritable
from marsad.errors import MarsadError

NAME = ".lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Work on a folder alone; where another does so, say it and leave."""
    try:
        handle = os.open(folder / NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as fault:
        raise unwritable(folder, fault) from fault
    try:
        if not _taken(handle):
            raise MarsadError(
                f"{folder}: another run is at work on this folder; wait for its end, or name another --out"
            )
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _taken(handle: int) -> bool:
        """Lock the first byte of the file; the lock goes with the handle."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _taken(handle: int) -> bool:
        """Lock the file; the lock goes with the handle."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
