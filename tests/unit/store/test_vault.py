"""Backups: what is put in comes out again, on either database; what was altered, cut or made by somebody else is refused."""

from __future__ import annotations

import importlib
import io
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import postgresql
import pyrage
import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given, settings
from hypothesis import strategies as st
from records import Clock, administrator, reading
from sqlalchemy import create_engine, func, select, text
from vaults import KEY, OWN, TO, A, C, end, fill, nothing_more_in, refused, rows, saved, wanted

from marsad.errors import StoreError
from marsad.store import Store, migrate, put_readings
from marsad.store.log import START, Head
from marsad.store.schema_work import metadata
from marsad.store.seal import digest
from marsad.store.vault import Keys, Opener, Passphrase, drill, identities, recipients, restore_database, restore_file
from marsad.store.vault import passphrase as age
from marsad.store.vault.keys import lock_up
from marsad.store.vault.manifest import LEFT_OUT, Manifest, written
from marsad.store.vault.packing import Packed
from marsad.store.vault.shape import PARTS, ours, shape

WEAK = Passphrase("what nobody else knows", work=4)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    fill(str(folder / "marsad.db"))
    return saved(str(folder / "marsad.db"), folder / "a.age")


def test_a_record_moves_to_the_other_database_and_back_with_every_row(
    url: str, server: postgresql.Server, tmp_path: Path
) -> None:
    fill(url)
    there = server.database()
    restore_database(wanted(saved(url, tmp_path / "one.age")), there, lambda _: None)
    restore_file(wanted(saved(there, tmp_path / "two.age")), tmp_path / "back.db", lambda _: None)
    assert rows(url) == rows(there) == rows(str(tmp_path / "back.db"))
    assert end(url) == end(there) == end(str(tmp_path / "back.db"))


def test_who_is_signed_in_must_sign_in_again_and_no_trace_of_it_stays(made: Path, tmp_path: Path) -> None:
    path = tmp_path / "restored.db"
    restore_file(wanted(made), path, lambda _: None)
    with administrator(str(path)) as connection:
        assert [connection.execute(select(func.count()).select_from(each)).scalar() for each in LEFT_OUT] == [
            0,
            0,
            0,
        ]
        assert connection.execute(text("SELECT secret FROM people")).scalar() == "a hash"
    with administrator(str(made.with_name("marsad.db"))) as connection:
        token = str(connection.execute(text("SELECT token FROM sessions")).scalar())
    assert token.encode() not in path.read_bytes()


def test_a_restored_record_goes_on(made: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "restored.db")
    restore_file(wanted(made), Path(path), lambda _: None)
    with Store.open(path, Clock()) as store, store.transaction("amal") as writing:
        assert put_readings(writing, [reading(A), reading(C)]) == ("known", "new")


def test_both_are_for_their_user_alone(made: Path, tmp_path: Path) -> None:
    restore_file(wanted(made), tmp_path / "restored.db", lambda _: None)
    assert (made.stat().st_mode & 0o777, (tmp_path / "restored.db").stat().st_mode & 0o777) == (0o600, 0o600)


def test_a_drill_keeps_nothing(made: Path) -> None:
    with nothing_more_in(made.parent):
        assert drill(wanted(made), lambda _: None).rows["documents"] == 2


def test_nothing_that_is_there_is_overwritten(made: Path, server: postgresql.Server, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(StoreError, match="taken is there already"):
        restore_file(wanted(made), taken, lambda _: None)
    with pytest.raises(StoreError, match="taken is there already"):
        saved(str(made.with_name("marsad.db")), taken)
    assert taken.read_text() == "mine"
    url = server.database()
    fill(url)
    before = rows(url)
    with pytest.raises(StoreError, match="this database is not empty"):
        restore_database(wanted(made), url, lambda _: None)
    assert rows(url) == before


@settings(max_examples=150)
@given(st.data())
def test_a_bit_flipped_anywhere_is_refused(made: Path, data: st.DataObject) -> None:
    whole = bytearray(made.read_bytes())
    # the first lines are few bytes of many: half of the flips are there
    place = data.draw(st.one_of(st.integers(0, 400), st.integers(0, len(whole) - 1)))
    whole[place] ^= 1 << data.draw(st.integers(0, 7))
    refuses(made, bytes(whole), KEY)


@settings(max_examples=50)
@given(st.data())
def test_a_file_cut_short_anywhere_or_with_more_behind_is_refused(made: Path, data: st.DataObject) -> None:
    whole = made.read_bytes()
    refuses(made, whole[: data.draw(st.integers(0, len(whole) - 1))], KEY)
    refuses(made, whole + data.draw(st.binary(min_size=1, max_size=100)), KEY)


def refuses(made: Path, data: bytes, opener: Opener) -> None:
    file = made.with_name("altered.age")
    file.write_bytes(data)
    try:
        with pytest.raises(StoreError):
            drill(wanted(file, opener), lambda _: None)
    finally:
        file.unlink()


@settings(max_examples=150)
@given(st.binary(max_size=300_000), st.data())
def test_what_a_passphrase_locks_it_opens_and_no_flip_gets_through(plain: bytes, data: st.DataObject) -> None:
    locked, opened = io.BytesIO(), io.BytesIO()
    age.lock(io.BytesIO(plain), locked, "words", work=1)
    locked.seek(0)
    age.unlock(locked, opened, "words")
    assert opened.getvalue() == plain
    altered = bytearray(locked.getvalue())
    last = len(altered) - 1
    place = data.draw(st.one_of(st.integers(0, min(200, last)), st.integers(0, last)))
    altered[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(StoreError):
        age.unlock(io.BytesIO(bytes(altered)), io.BytesIO(), "words")


@pytest.mark.parametrize("size", [0, 65536, 200_000])
def test_the_frame_is_that_of_the_library_of_the_format(size: int) -> None:
    plain = os.urandom(size)
    ours, read = io.BytesIO(), io.BytesIO()
    age.lock(io.BytesIO(plain), ours, "words and words", work=10)
    assert pyrage.passphrase.decrypt(ours.getvalue(), "words and words") == plain
    age.unlock(io.BytesIO(pyrage.passphrase.encrypt(plain, "words and words")), read, "words and words")
    assert read.getvalue() == plain


def test_a_wrong_passphrase_a_wrong_key_and_a_wrong_file_are_a_sentence_each(made: Path, tmp_path: Path) -> None:
    file = saved(str(made.with_name("marsad.db")), tmp_path / "words.age", WEAK)
    assert "this passphrase does not open it" in refused(file, Passphrase("something else"))
    restore_file(wanted(file, WEAK), tmp_path / "good.db", lambda _: None)
    other = tmp_path / "other.age"
    other.write_bytes(made.read_bytes())
    assert "none of these keys opens it" in refused(other, Keys((pyrage.x25519.Identity.generate(),)))
    other.write_bytes(pyrage.encrypt(b"a letter to somebody", [OWN.to_public()]))
    assert "not pressed by gzip" in refused(other)


def test_a_head_that_was_noted_down_must_be_in_it(made: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.age"
    file.write_bytes(made.read_bytes())
    assert "noted down earlier" in refused(file, KEY, Head(2, "0" * 64))


def test_a_backup_of_a_newer_marsad_is_left_alone(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(importlib.import_module("marsad.store.vault.backup"), "described", _of_a_newer)
        file = saved(str(made.with_name("marsad.db")), tmp_path / "newer.age")
    assert "a newer Marsad" in refused(file)


def _of_a_newer(*given: object) -> object:
    from msgspec.structs import replace

    from marsad.store.vault.manifest import described

    return replace(described(*given), schema="9999")  # type: ignore[arg-type]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(made: Path, tmp_path: Path) -> None:
    """The limit on the size of a file stands for the end of a disk."""
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000)); from marsad.cli import main; main()"
    )
    key = tmp_path / "key.txt"
    key.write_text(str(OWN))
    with nothing_more_in(tmp_path):
        for words in (
            (
                "backup",
                str(tmp_path / "b.age"),
                "--store",
                str(made.with_name("marsad.db")),
                "--to",
                str(OWN.to_public()),
            ),
            ("restore", str(made), "--key", str(key), "--store", str(tmp_path / "restored.db")),
        ):
            done = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)  # noqa: S603
            assert (
                done.returncode,
                "full" in done.stderr or "no space left" in done.stderr,
                done.stderr.count("\n"),
            ) == (1, True, 1), done.stderr


def test_keys_are_read_as_their_program_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "key.txt"
    path.write_text(f"# created: 2026-03-01\n# public key: {OWN.to_public()}\n{OWN}\n")
    assert len(identities(path).keys) == 1
    assert len(recipients([str(OWN.to_public())]).keys) == 1
    for told in ("age1nonsense", str(OWN)):
        with pytest.raises(StoreError, match="no public key"):
            recipients([told])
    path.write_text("# nothing\n")
    with pytest.raises(StoreError, match="no private key"):
        identities(path)


def test_memory_does_not_grow_with_the_record(tmp_path: Path) -> None:
    """A file of 100 MB is locked and opened again in a process that may have half of that beside what it begins with."""
    image = tmp_path / "image"
    with image.open("wb") as stream:
        stream.seek(100_000_000)
        stream.write(b"end")
    program = """
import io, resource, sys
from pathlib import Path
from marsad.store.vault.keys import Keys, Passphrase, Recipients, lock_up, open_up
from marsad.store.vault.packing import Packed, Unpacked
import pyrage
own = pyrage.x25519.Identity.generate()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for lock, opener in ((Recipients((own.to_public(),)), Keys((own,))), (Passphrase('words', 10), Passphrase('words'))):
    with open(sys.argv[1] + '.age', 'w+b') as target:
        packed, found = Packed(b'{}', Path(sys.argv[1]), lambda _: None), Unpacked(None, lambda _: None)
        lock_up(packed, target, lock)
        target.seek(0)
        open_up(target, found, opener)
        found.finish()
        assert found.sha256 == packed.sha256
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    done = subprocess.run([sys.executable, "-c", program, str(image)], capture_output=True, text=True, check=True)  # noqa: S603
    assert int(done.stdout) < 30_000  # kilobytes


def test_a_backup_of_an_older_marsad_is_brought_up_to_date(tmp_path: Path) -> None:
    """Its manifest tells of the tables that there were."""
    image, file = older(tmp_path / "older.db", "0003"), tmp_path / "older.age"
    with sqlite3.connect(image) as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    told = Manifest(
        Clock()(), 0, START, dict.fromkeys(names & set(metadata.tables), 0), digest(image.read_bytes()), "0.1.0", "0003"
    )
    with file.open("wb") as stream:
        lock_up(Packed(written(told), image, lambda _: None), stream, TO)
    found = restore_file(wanted(file), tmp_path / "back.db", lambda _: None)
    assert (found.rows["documents"], found.rows["opinions"], found.faults) == (0, 0, ())
    with administrator(str(tmp_path / "back.db")) as connection:
        assert shape(connection.exec_driver_sql(PARTS)) == ours()


def older(path: Path, revision: str) -> Path:
    """Make an empty record as an earlier Marsad did."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrate.__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()
    return path
