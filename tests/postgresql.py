"""A PostgreSQL server for the tests: made in a folder of its own, reached by a socket in it, gone when they end."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Self

import psutil
import psycopg

MISSING = (
    "PostgreSQL is not installed, so the record was not tested on it: install Debian's package 'postgresql' "
    "(apt-get install postgresql) or put initdb and postgres on the PATH"
)
_FAST = ("fsync=off", "full_page_writes=off", "listen_addresses=", "max_connections=20")
_FORGETFUL = "synchronous_commit=off"  # a server that is to be dropped must have written down what it said was done
_USER = "marsad"
_ROOM = 2_000_000_000  # bytes
_PATIENCE = 60  # seconds for a server to start on a busy machine


def binaries() -> Path | None:
    """Find the folder of PostgreSQL's programs: the newest of Debian's, or that of the PATH."""
    there = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    on_path = shutil.which("initdb")
    found = there[-1] if there else Path(on_path).resolve() if on_path else None
    return found.parent if found and (found.parent / "postgres").is_file() else None


def program(name: str) -> Path:
    """Give one of PostgreSQL's programs."""
    folder = binaries()
    found = shutil.which(name) if folder is None or not (folder / name).is_file() else str(folder / name)
    if found is None:
        raise FileNotFoundError(MISSING)
    return Path(found)


class Server:
    """A running server; `database()` makes a fresh database, `schema()` a fresh place in one, and both give its URL."""

    def __init__(self, folder: Path, programs: Path, settings: Sequence[str]) -> None:
        self._folder = folder
        self._settings = [part for setting in settings for part in ("-c", setting)]
        self._postgres = programs / "postgres"
        self._running: subprocess.Popen[bytes] | None = None
        self._names = (f"record{number}" for number in count())
        self._shared = ""

    def start(self) -> Self:
        """Start the programs of the server, for the first time or again, and wait until it answers."""
        started = [str(self._postgres), "-D", str(self._folder / "data"), "-k", str(self._folder), *self._settings]
        with (self._folder / "log").open("ab") as log:
            self._running = subprocess.Popen(started, user=_unprivileged(), cwd=self._folder, stdout=log, stderr=log)  # noqa: S603
        _ready(self, self._folder)
        return self

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """Stop it: SIGINT ends its transactions (fast), SIGQUIT drops everything (immediate), SIGKILL asks nobody."""
        if self._running is None:
            return
        below = psutil.Process(self._running.pid).children()  # they outlive by a moment a parent that is killed
        self._running.send_signal(how)
        self._running.wait(_PATIENCE)
        self._running = None
        psutil.wait_procs(below, _PATIENCE)

    def database(self) -> str:
        name = next(self._names)
        with self.connect(self._url("postgres")) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        return self._url(name)

    @contextmanager
    def copied(self, url: str) -> Iterator[str]:
        """Give a copy of a database that nobody is connected to, for as long as it is needed."""
        name, master = next(self._names), url.partition("@/")[2].partition("?")[0]
        with self.connect() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {master}".encode())
            yield self._url(name)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())

    def _url(self, name: str) -> str:
        return f"postgresql://{_USER}@/{name}?host={self._folder}"

    def schema(self) -> str:
        name = next(self._names)
        if not self._shared:
            self._shared = self.database()
            with self.connect(self._shared) as connection:
                connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        with self.connect(self._shared) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self._shared}&options=-csearch_path%3D{name},public"

    def connect(self, url: str = "") -> psycopg.Connection:
        return psycopg.connect(url or self._url("postgres"), autocommit=True)


@contextmanager
def server(programs: Path, *, lasting: bool = False) -> Iterator[Server]:
    """Start a server; root may not run one, so root starts it as another user. One that is `lasting` may be stopped at any moment."""
    folder = Path(tempfile.mkdtemp(prefix="marsad-pg-", dir=_roomy()))
    user = _unprivileged()
    shutil.chown(folder, user)
    data = folder / "data"
    made = ["-D", str(data), "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    subprocess.run([programs / "initdb", *made], check=True, capture_output=True, user=user, cwd=folder)  # noqa: S603
    running = Server(folder, programs, _FAST if lasting else (*_FAST, _FORGETFUL))
    try:
        yield running.start()
    finally:
        running.stop(signal.SIGQUIT)  # at once: nothing is kept
        shutil.rmtree(folder, ignore_errors=True)


def _roomy() -> Path | None:
    """Keep the data in memory where there is room, else where temporary files go."""
    memory = Path("/dev/shm")  # noqa: S108  # mkdtemp makes a folder of its own there
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM
    return memory if roomy else None


def _unprivileged() -> str:
    if os.geteuid() != 0:
        return getpass.getuser()
    names = {each.pw_name for each in pwd.getpwall()}
    return next(name for name in ("postgres", "nobody", "daemon") if name in names)


def _ready(started: Server, folder: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            started.connect().close()
        except psycopg.OperationalError as refusal:
            if time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start: {(folder / 'log').read_text()}") from refusal
            time.sleep(0.1)
        else:
            return
