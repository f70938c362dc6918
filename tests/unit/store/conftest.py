"""Records to test on: every test that asks for `url` or `store` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import postgresql
import pytest

from marsad.store import Store


class Clock:
    """A clock that goes on a second whenever it is read."""

    def __init__(self) -> None:
        self._seconds = count()

    def __call__(self) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=next(self._seconds))


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    programs = postgresql.binaries()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail(postgresql.MISSING)
        pytest.skip(postgresql.MISSING)
    with postgresql.server(programs) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "marsad.db")
    running: postgresql.Server = request.getfixturevalue("server")
    return running.database()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url, Clock()) as opened:
        yield opened
