"""Bringing a record back: the backup is opened beside the place, verified, and only then put there, where nothing is yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import gettempdir

from sqlalchemy import Connection, inspect

from marsad.errors import StoreError
from marsad.store.log import Head
from marsad.store.migrate import migrate
from marsad.store.open import Store
from marsad.store.schema_work import metadata
from marsad.store.vault import manifest
from marsad.store.vault.image import copy
from marsad.store.vault.keys import Opener, open_up
from marsad.store.vault.manifest import Manifest, counted
from marsad.store.vault.packing import Unpacked
from marsad.store.vault.private import new_file, placed, private, refuse_taken
from marsad.store.vault.proof import faults_of, refuse_unnoted, summed, zeros
from marsad.store.vault.rebuilding import rebuild
from marsad.store.vault.shape import PARTS, shape, strange
from marsad.store.writing import Clock

Tick = Callable[[str], None]
_HOW = "--despite-faults brings it back as it is"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be restored: the file, what opens it, the head that was noted down (if any), and the clock of the record.

    `despite` faults, a record is brought back all the same: all its rows, and nothing else of the file.
    """

    file: Path
    opener: Opener
    noted: tuple[Head, ...]
    clock: Clock
    despite: bool = False


@dataclass(frozen=True, slots=True)
class Restored:
    """A record that came back: its manifest, how many rows its tables have, what was left out, and the faults that it has."""

    manifest: Manifest
    rows: dict[str, int]
    left_out: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def drill(wanted: Wanted, tick: Tick) -> Restored:
    """Open and verify a backup as if to restore it, and keep nothing."""
    with _told(wanted.file), private(Path(gettempdir()), wanted.file.name) as folder:
        return _opened(wanted, folder, tick)[1]


def restore_file(wanted: Wanted, target: Path, tick: Tick) -> Restored:
    """Restore a record to a SQLite file that is not there yet."""
    refuse_taken(*(target.with_name(target.name + end) for end in ("", "-wal", "-shm")))
    with _told(wanted.file), private(target.parent, target.name) as folder:
        image, found = _opened(wanted, folder, tick)
        placed(image, target)
        return found


def restore_database(wanted: Wanted, url: str, tick: Tick) -> Restored:
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
                _refuse_zeros(kept)
                _refuse_filled(writing.connection, store.name)
                migrate(writing.connection, store.name)
                copy(kept, writing.connection, tick)
                tick("verifying the restored record")
                return _proved(writing.connection, found, wanted)


def _refuse_zeros(connection: Connection) -> None:
    if found := zeros(connection):
        why = f"its texts hold the letter zero, which PostgreSQL can't store ({', '.join(found)})"
        raise StoreError(f"{why}; restore it to a file")


def _refuse_filled(connection: Connection, name: str) -> None:
    if tables := inspect(connection).get_table_names():
        raise StoreError(
            f"{name}: this database is not empty (a table {min(tables)!r}); make a new one (createdb) and name it"
        )


def _opened(wanted: Wanted, folder: Path, tick: Tick) -> tuple[Path, Restored]:
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
    return image, _verified(image, found, wanted)


def _verified(image: Path, told: Manifest, wanted: Wanted) -> Restored:
    """Hold an image against its manifest, and its shape against that of a record of ours: it may have come from anybody.

    Only an image of that very shape is taken as it is; of any other, and of one with faults, nothing but the rows.
    """
    _refuse_untold(image, told, wanted.clock)
    with Store.open(str(image), wanted.clock, purpose="write") as record, record.reading() as connection:
        found = strange(shape(connection.exec_driver_sql(PARTS)))
        if found and not wanted.despite:
            what = summed((*found.wrong, *found.foreign))
            raise StoreError(f"its image has other tables, indexes or triggers than a record has ({what}); {_HOW}")
        proved = None if found else _proved(connection, Restored(told, {}), wanted)
    if proved and not proved.faults:
        return proved
    rebuild(image, wanted.clock)
    with Store.open(str(image), wanted.clock, purpose="read") as record, record.reading() as connection:
        return _proved(connection, Restored(told, {}, found.foreign, found.wrong), wanted)


def _refuse_untold(image: Path, told: Manifest, clock: Clock) -> None:
    """Refuse an image with tables of which its manifest does not say how many rows they have."""
    with Store.at(str(image), clock, purpose="read") as record, record.reading() as connection:
        there = set(inspect(connection).get_table_names())
    if untold := sorted(there & set(metadata.tables) - set(told.rows)):
        raise StoreError(f"its manifest does not say how many rows it has ({untold[0]})")


def _proved(connection: Connection, found: Restored, wanted: Wanted) -> Restored:
    refuse_unnoted(connection, wanted.noted)
    faults = faults_of(connection, found.manifest)
    if faults and not wanted.despite:
        raise StoreError(f"the record in it does not verify: {summed(faults)}; {_HOW}")
    return replace(found, rows=counted(connection), faults=tuple(dict.fromkeys((*found.faults, *faults))))


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except StoreError as fault:
        raise StoreError(f"{file}: nothing was restored: {fault}") from fault
