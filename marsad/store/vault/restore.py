"""Bringing a record back: the backup is opened beside the place, verified, and only then put there, where nothing is yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import Connection, inspect

from marsad.errors import StoreError
from marsad.store.log import Head
from marsad.store.migrate import migrate
from marsad.store.open import Store
from marsad.store.vault import manifest
from marsad.store.vault.image import copy, shape
from marsad.store.vault.keys import Opener, open_up
from marsad.store.vault.manifest import Manifest, counted
from marsad.store.vault.packing import Unpacked
from marsad.store.vault.private import new_file, placed, private, refuse_taken
from marsad.store.verify import verify
from marsad.store.writing import Clock

Tick = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be restored: the file, what opens it, the head that was noted down (if any), and the clock of the record."""

    file: Path
    opener: Opener
    noted: tuple[Head, ...]
    clock: Clock


def drill(wanted: Wanted, tick: Tick) -> Manifest:
    """Open and verify a backup as if to restore it, and keep nothing."""
    with _told(wanted.file), private(Path(gettempdir()), wanted.file.name) as folder:
        return _opened(wanted, folder, tick)[1]


def restore_file(wanted: Wanted, target: Path, tick: Tick) -> Manifest:
    """Restore a record to a SQLite file that is not there yet."""
    refuse_taken(*(target.with_name(target.name + end) for end in ("", "-wal", "-shm")))
    with _told(wanted.file), private(target.parent, target.name) as folder:
        image, found = _opened(wanted, folder, tick)
        placed(image, target)
        return found


def restore_database(wanted: Wanted, url: str, tick: Tick) -> Manifest:
    """Restore a record to an empty PostgreSQL database; it is there whole, and verified, or not at all."""
    with Store.at(url, wanted.clock, purpose="make") as store:
        with store.reading() as connection:
            _refuse_filled(connection, store.name)
        with _told(wanted.file), private(Path(gettempdir()), wanted.file.name) as folder:
            image, found = _opened(wanted, folder, tick)
            with (
                Store.open(str(image), wanted.clock, purpose="read") as source,
                source.reading() as kept,
                store.transaction("restore") as writing,
            ):
                _refuse_filled(writing.connection, store.name)
                migrate(writing.connection, store.name)
                copy(kept, writing.connection, tick)
                tick("verifying the restored record")
                _prove(writing.connection, found, wanted.noted)
            return found


def _refuse_filled(connection: Connection, name: str) -> None:
    if tables := inspect(connection).get_table_names():
        raise StoreError(
            f"{name}: this database is not empty (a table {min(tables)!r}); make a new one (createdb) and name it"
        )


def _opened(wanted: Wanted, folder: Path, tick: Tick) -> tuple[Path, Manifest]:
    """Open a backup in a private folder and verify the image in it."""
    image = new_file(folder / "record.db")
    with wanted.file.open("rb") as locked, image.open("wb") as stream:
        unpacked = Unpacked(stream, lambda _: tick("opening"))
        open_up(locked, unpacked, wanted.opener)
        unpacked.finish()
    found = manifest.read(unpacked.manifest)
    if unpacked.image != found.sha256:
        raise StoreError("its image is not the one that its manifest tells of")
    tick("verifying")
    _verify(image, found, wanted)
    return image, found


def _verify(image: Path, found: Manifest, wanted: Wanted) -> None:
    """Hold an image against its manifest, and its shape against that of a record of ours: it may have come from anybody."""
    with Store.open(str(image), wanted.clock, purpose="write") as record:
        with record.reading() as connection:
            _prove(connection, found, wanted.noted)
            here = shape(connection)
        with Store.open(str(image.with_name("blank.db")), wanted.clock) as blank, blank.reading() as connection:
            strange = here ^ shape(connection)
    if strange:
        raise StoreError(f"its image has other tables, indexes or triggers than a record has ({min(strange)})")


def _prove(connection: Connection, found: Manifest, noted: tuple[Head, ...]) -> None:
    faults = verify(connection, [found.log, *noted])
    if faults:
        more = f" and {len(faults) - 1} more faults" if len(faults) > 1 else ""
        raise StoreError(f"the record in it does not verify: {faults[0]}{more}")
    rows = counted(connection)
    if differs := [name for name, number in found.rows.items() if rows.get(name) != number]:
        raise StoreError(f"the record in it has not the rows that its manifest tells of ({differs[0]})")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except StoreError as fault:
        raise StoreError(f"{file}: nothing was restored: {fault}") from fault
