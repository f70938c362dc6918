"""Two streams in the order of their keys, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

Left = TypeVar("Left")
Right = TypeVar("Right")


def merge(
    left: Iterable[tuple[Any, Left]], right: Iterable[tuple[Any, Right]]
) -> Iterator[tuple[Any, Left | None, Right | None]]:
    """Give each key of either with what both hold under it; keys are ascending and never repeated within one."""
    ours, theirs = iter(left), iter(right)
    here, there = next(ours, None), next(theirs, None)
    while here or there:
        if there is None or (here and here[0] < there[0]):
            yield here[0], here[1], None  # type: ignore[index]
            here = next(ours, None)
        elif here is None or there[0] < here[0]:
            yield there[0], None, there[1]
            there = next(theirs, None)
        else:
            yield here[0], here[1], there[1]
            here, there = next(ours, None), next(theirs, None)
