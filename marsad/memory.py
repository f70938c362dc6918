"""Memory that a piece of work leaves behind, handed back to the system: a program that runs for months shall not stay as large as it once was."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable


def give_back() -> None:
    """Have the C library hand back what is free in the midst of its heap, where it is one that does so when told (glibc)."""
    trim = _trim()
    if trim:
        trim(0)


@functools.cache
def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
    return found
