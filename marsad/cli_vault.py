"""The verbs that keep a record from being lost: backup and restore."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.cli_record import HERE, Where, noted_head, opened
from marsad.errors import MarsadError
from marsad.terminal import finish, progress

if TYPE_CHECKING:
    from marsad.store.vault import Lock, Opener

_VARIABLE = "MARSAD_PASSPHRASE"
_MOST = 20  # faults that are listed
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        help=f"Take the passphrase from the first line of this file; else from {_VARIABLE}, else it is asked for."
    ),
]


def backup(
    file: Annotated[Path, typer.Argument(help="The file to make; it must not be there yet.", metavar="FILE")],
    store: Where = HERE,
    to: Annotated[
        list[str] | None,
        typer.Option(
            "--to", help="Lock it to a public key instead of a passphrase; may be given again.", metavar="age1…"
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    check: Annotated[bool, typer.Option(help="Open the file again, compare it and verify the record in it.")] = True,
) -> None:
    """Write the whole record to one encrypted file, also while others work in it.

    The file is in the age format: `marsad restore` brings the record back, on SQLite or PostgreSQL, and the program `age` opens it
    without Marsad. Plain files are made meanwhile in a private folder beside it and removed. Note down the head that is printed.
    Who is signed in, imported gazetteers and the folder of publications are not in it. A record with faults is kept all the same: they are
    listed, and the exit code is then 1.

    Examples: `marsad backup monday.age`; `marsad backup monday.age --to age1qy… --store postgresql://host/marsad`.
    """
    from marsad.store.vault import backup as make

    lock = _lock(to, passphrase_file)
    with _ended_cleanly(), opened(store, "read") as record, progress("steps") as tick:
        made = make(record, file, lock, _changing(tick), check=check)
    said = "opened again and verified" if made.checked and not made.faults else "faults in the record"
    said = said if made.checked else "not opened again"
    told = made.manifest
    sys.stdout.write(
        f"{file}: {made.size / 1e6:.1f} MB, {told.rows['documents']} reports, {said}; head {told.entries}:{told.head}\n"
    )
    finish([*_left_out(made.left_out), *_zeros(made.zeros), *_faults(made.faults)])


def restore(
    file: Annotated[Path, typer.Argument(help="A backup.", metavar="FILE")],
    store: Annotated[
        str, typer.Option(help="The record to make: a new file, or the URL of an empty database.", metavar="URL")
    ] = "",
    key: Annotated[
        Path | None, typer.Option(help="The file of the private key, as `age-keygen` wrote it.", metavar="FILE")
    ] = None,
    passphrase_file: PassphraseFile = None,
    noted: Annotated[
        list[str] | None,
        typer.Option("--head", help="A log entry noted down earlier, which must be in it.", metavar="NUMBER:HASH"),
    ] = None,
    despite_faults: Annotated[
        bool, typer.Option("--despite-faults", help="Bring a record with faults back as it is; they are listed.")
    ] = False,
) -> None:
    """Bring a record back from a backup to a new file, or to an empty PostgreSQL database.

    It is opened and verified first, every hash and the whole log, and put in place only then; a record that is there is never
    overwritten. Without --store it is a drill: nothing is kept. Whoever was signed in signs in again, with the same password.

    A damaged record that is all there is comes back with `--despite-faults`: all its rows in new tables, and nothing else that lies in
    its file. The exit code is then 1. A backup that is itself cut short or altered does not open.

    Examples: `marsad restore monday.age`; `marsad restore monday.age --store restored.db`; `marsad restore monday.age --key key.txt --store postgresql://host/new`.
    """
    from marsad.store.open import file_of
    from marsad.store.vault import Wanted, drill, restore_database, restore_file

    heads = tuple(noted_head(each) for each in noted or ())
    wanted = Wanted(file, _opener(file, key, passphrase_file), heads, lambda: datetime.now(UTC), despite_faults)
    with _ended_cleanly(), progress("steps") as tick:
        if not store:
            told = drill(wanted, _changing(tick))
        elif path := file_of(store):
            told = restore_file(wanted, path, _changing(tick))
        else:
            told = restore_database(wanted, store, _changing(tick))
    place, by = store or "a drill, nothing is kept", told.manifest
    said = "with faults" if told.faults else "verified"
    sys.stdout.write(
        f"{place}: {told.rows['documents']} reports, {said}; made {by.made.isoformat()}; head {by.entries}:{by.head}\n"
    )
    finish([*_left_out(told.left_out), *_faults(told.faults)])


VERBS = (backup, restore)


def _left_out(parts: Sequence[str]) -> list[str]:
    return [f"note: left out, for it is no part of the record: {', '.join(parts)}"] if parts else []


def _zeros(tables: Sequence[str]) -> list[str]:
    said = f"PostgreSQL can't store the letter zero (NUL), so restore this backup to a file: {', '.join(tables)}"
    return [f"note: {said}"] if tables else []


def _faults(faults: Sequence[str]) -> list[str]:
    more = len(faults) - _MOST
    return [*faults[:_MOST], *([f"and {more} more faults: `marsad verify` tells of all"] if more > 0 else [])]


def _lock(to: list[str] | None, file: Path | None) -> Lock:
    from marsad.store.vault import Passphrase, recipients
    from marsad.store.vault.keys import SHORTEST

    if to and file:
        raise MarsadError("--to and --passphrase-file: a backup is locked to keys or by a passphrase; give one of them")
    if to:
        return recipients(to)
    words = _passphrase(file, new=True)
    if len(words) < SHORTEST:
        raise MarsadError(f"a passphrase needs at least {SHORTEST} letters: whoever has the file may guess for ever")
    return Passphrase(words)


def _opener(file: Path, key: Path | None, passphrase_file: Path | None) -> Opener:
    from marsad.store.vault import Passphrase, identities, wants_passphrase

    if wants_passphrase(file):
        return Passphrase(_passphrase(passphrase_file, new=False))
    if key is None:
        raise MarsadError(f"{file}: it is locked to a key; name the file of the private key with --key")
    return identities(key)


def _passphrase(file: Path | None, *, new: bool) -> str:
    if file:
        try:
            with file.open(encoding="utf-8") as stream:
                return stream.readline().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as fault:
            raise MarsadError(f"--passphrase-file {file}: can't be read ({fault})") from None
    if given := os.environ.get(_VARIABLE):
        return given
    if not sys.stdin.isatty():
        raise MarsadError(
            f"there is no passphrase: nobody can be asked here; set {_VARIABLE} or give --passphrase-file"
        )
    return str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new))


def _changing(tick: Callable[[str], None]) -> Callable[[str], None]:
    """Tell what is done when that changes, not for every piece."""
    last = ""

    def told(step: str) -> None:
        nonlocal last
        if step != last:
            last = step
            tick(step)

    return told


@contextmanager
def _ended_cleanly() -> Iterator[None]:
    """Let the end of a session or a timer (SIGTERM) clear plain files away, as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
