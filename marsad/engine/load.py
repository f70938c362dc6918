"""What a run made goes into a record: nothing is read again, every part is held against the manifest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from marsad.engine.flat import read_of
from marsad.engine.folder import DOCUMENTS, Folder
from marsad.engine.manifest import Made, broken, made_of, numbers
from marsad.errors import MarsadError, ModelError
from marsad.record.intake import keep
from marsad.store import Store
from marsad.store.batches import batches

_AT_ONCE = 100
Row = dict[str, Any]


def load(folder: Folder, store: Store, actor: str, tick: Callable[[str], None]) -> Counter[str]:
    """Keep every reading of a run; what is cut off leaves whole reports behind, and loading again goes on."""
    outcomes: Counter[str] = Counter()
    for made in checked(folder):
        for batch in batches(documents(folder, made), _AT_ONCE):
            readings = [read_of(row) for row in batch]
            outcomes.update(keep(store, readings, actor))
            for each in readings:
                tick(each.document.name)
    return outcomes


def checked(folder: Folder) -> Iterator[Made]:
    """Give the shards of a run in order, each when its parts are found to be as the manifest says."""
    for number in shards(folder):
        yield _checked(folder, number)


def shards(folder: Folder) -> list[int]:
    """Give the numbers of the shards of a run; where there is none, or one is missing, say so."""
    several = numbers(folder)
    if not several:
        raise MarsadError(
            f"{folder.path}: holds no shard of a run; make some with `marsad run INPUT… --out {folder.path}`"
        )
    if several != list(range(len(several))):
        raise MarsadError(
            f"{folder.path}: shards of this run are missing; give its command again: it goes on where it stood"
        )
    return several


def _checked(folder: Folder, number: int) -> Made:
    again = "; give the command of the run again: it makes anew what is amiss"
    try:
        made = made_of(folder, number)
        fault = broken(folder, made) if made else "the row of a shard was taken away"
    except ModelError:
        raise MarsadError(f"{folder.row(number)}: this row of the manifest can't be read{again}") from None
    except OSError as refusal:
        raise MarsadError(f"{folder.path}: can't be read ({refusal.strerror})") from refusal
    if fault or made is None:
        raise MarsadError(f"{folder.path}: {fault}{again}")
    return made


def documents(folder: Folder, made: Made, columns: list[str] | None = None) -> Iterator[Row]:
    """Give the rows of the documents of a shard, some at a time in memory."""
    try:
        with pq.ParquetFile(folder.part(DOCUMENTS, made.shard)) as part:
            for batch in part.iter_batches(_AT_ONCE, columns=columns, use_threads=False):
                yield from batch.to_pylist()
    except (pa.ArrowException, OSError) as fault:
        raise MarsadError(f"{folder.part(DOCUMENTS, made.shard)}: can't be read ({fault})") from fault
