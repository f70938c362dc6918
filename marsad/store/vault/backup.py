"""Backing a record up: its image and a manifest in one encrypted file, which is opened and read again before it gets its name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from marsad.errors import StoreError
from marsad.store.open import Store
from marsad.store.vault.image import make_image
from marsad.store.vault.keys import Lock, Opener, lock_up, open_up, with_witness
from marsad.store.vault.manifest import Manifest, described, written
from marsad.store.vault.packing import Packed, Unpacked
from marsad.store.vault.private import new_file, placed, private, refuse_taken

Tick = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: what it says of itself, its size in bytes, and whether it was opened and read again."""

    manifest: Manifest
    size: int
    checked: bool


def backup(store: Store, target: Path, lock: Lock, tick: Tick, *, check: bool = True) -> Made:
    """Write a record to a new file that the lock protects; it gets its name when it is whole, and proved so unless that is not wanted."""
    refuse_taken(target)
    locked, opener = with_witness(lock) if check else (lock, None)
    with _told(target), private(target.parent, target.name) as folder:
        image, draft = new_file(folder / "record.db"), new_file(folder / "backup.age")
        make_image(store, image, tick)
        manifest = _described(store, image)
        packed = Packed(written(manifest), image, lambda _: tick("locking"))
        with draft.open("wb") as stream:
            lock_up(packed, stream, locked)
            stream.flush()
            os.fsync(stream.fileno())
        if opener:
            _check(draft, opener, packed.sha256, tick)
        placed(draft, target)
    return Made(manifest, target.stat().st_size, check)


def _described(store: Store, image: Path) -> Manifest:
    with Store.open(str(image), store.clock, purpose="read") as copy, copy.reading() as connection:
        return described(connection, image, store.clock().isoformat(timespec="seconds"))


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
