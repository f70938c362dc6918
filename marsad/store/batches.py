"""Many things, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batches(items: Iterable[Item], size: int) -> Iterator[tuple[Item, ...]]:
    """Give the items in order, `size` at a time; the last batch may be smaller."""
    source = iter(items)
    while batch := tuple(islice(source, size)):
        yield batch
