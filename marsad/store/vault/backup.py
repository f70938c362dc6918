"""Backing a record up: its image and a manifest in one encrypted file, which is opened and proved before it gets its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from marsad.errors import StoreError
from marsad.store.open import Store
from marsad.store.vault.image import make_image
from marsad.store.vault.keys import Lock, Opener, lock_up, open_up, with_witness
from marsad.store.vault.manifest import Manifest, described, written
from marsad.store.vault.packing import Packed, Unpacked
from marsad.store.vault.private import new_file, placed, private, refuse_taken
from marsad.store.vault.proof import faults_of, zeros
from marsad.store.vault.shape import PARTS, shape, strange

Tick = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: what it says of itself, its size in bytes, and whether it was opened and its record verified.

    `faults` are those of the record, which a restore refuses unless it is told not to; `left_out` lay beside it in its file; `zeros` are
    the tables that PostgreSQL can't hold.
    """

    manifest: Manifest
    size: int
    checked: bool
    left_out: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    zeros: tuple[str, ...] = ()


def backup(store: Store, target: Path, lock: Lock, tick: Tick, *, check: bool = True) -> Made:
    """Write a record to a new file that the lock protects; it gets its name when it is whole, and proved so unless that is not wanted.

    A record with faults is kept all the same, for it may be all there is.
    """
    refuse_taken(target)
    locked, opener = with_witness(lock) if check else (lock, None)
    with _told(target), private(target.parent, target.name) as folder:
        image, draft = new_file(folder / "record.db"), new_file(folder / "backup.age")
        left_out = make_image(store, image, tick)
        manifest = _described(store, image)
        packed = Packed(written(manifest), image, lambda _: tick("locking"))
        with draft.open("wb") as stream:
            lock_up(packed, stream, locked)
            stream.flush()
            os.fsync(stream.fileno())
        made = Made(manifest, draft.stat().st_size, check, left_out)
        if opener:
            _check(draft, opener, packed.sha256, tick)
            made = _proved(store, image, made, tick)
        placed(draft, target)
    return made


def _described(store: Store, image: Path) -> Manifest:
    with Store.open(str(image), store.clock, purpose="read") as copy, copy.reading() as connection:
        return described(connection, image, store.clock().replace(microsecond=0))


def _proved(store: Store, image: Path, made: Made, tick: Tick) -> Made:
    """Hold the record against what a restore will ask of it."""
    tick("verifying the record")
    with Store.open(str(image), store.clock, purpose="read") as copy, copy.reading() as connection:
        found = strange(shape(connection.exec_driver_sql(PARTS)))
        faults = (*found.foreign, *found.wrong, *faults_of(connection, made.manifest))
        return replace(made, faults=faults, zeros=zeros(connection))


def _check(draft: Path, opener: Opener, sha256: str, tick: Tick) -> None:
    """Open the file from the disk and hold what is in it against what was put in."""
    found = Unpacked(None, lambda _: tick("reading it again"))
    with draft.open("rb") as stream:
        open_up(stream, found, opener)
    found.finish()
    if found.sha256 != sha256:
        raise StoreError("what is read back from it is not what was written: the disk may be failing")


@contextmanager
def _told(target: Path) -> Iterator[None]:
    try:
        yield
    except StoreError as fault:
        raise StoreError(f"{target}: no backup was made: {fault}") from fault
