"""Records to test on: whatever asks for `url` or `store` runs on SQLite and on PostgreSQL; and real readings to put in them."""

from __future__ import annotations

import functools
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import postgresql
import pytest
from sqlalchemy import Connection, create_engine

from marsad.analyse import analyse
from marsad.claims import claim
from marsad.knowledge.load import load
from marsad.model.claim import Claims
from marsad.model.codec import pack
from marsad.model.document import Document, document_id
from marsad.model.incident import Dating, Incident, Kind, Placing
from marsad.model.opinion import Heard, Opinion
from marsad.model.span import Span
from marsad.model.value import PlaceRef
from marsad.opinion.answer import answer
from marsad.opinion.grounding import ground
from marsad.opinion.locating import Window
from marsad.store import AccountRecord, Cell, Read, Store
from marsad.store.claims import Claim

KINDS = ("sqlite", "postgresql")
DAY = date(2019, 1, 9)
FIRST = "قتل ثلاثة مدنيين وأصيب خمسة آخرون في قصف على حلب أمس، وفق المرصد السوري لحقوق الإنسان."
SECOND = "أعلنت وزارة الصحة مقتل سبعة أشخاص في غارة جوية على إدلب يوم الأحد."
THIRD = "قال مصدر طبي إن طفلين قتلا بانفجار لغم في ريف حماة."


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


@pytest.fixture(scope="session")
def blank_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("blank") / "marsad.db"
    Store.open(str(path)).close()
    return path


@pytest.fixture(scope="session")
def blank_database(server: postgresql.Server) -> str:
    url = server.database()
    Store.open(url).close()
    return url


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give an empty record, copied of one that was made once."""
    if request.param == "sqlite":
        yield str(shutil.copy(request.getfixturevalue("blank_file"), tmp_path))
        return
    running: postgresql.Server = request.getfixturevalue("server")
    with running.copied(request.getfixturevalue("blank_database")) as copy:
        yield copy


@pytest.fixture(params=KINDS)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a place where there is no record yet."""
    if request.param == "sqlite":
        return str(tmp_path / "marsad.db")
    running: postgresql.Server = request.getfixturevalue("server")
    return running.schema()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store.open(url, Clock()) as opened:
        yield opened


@contextmanager
def administrator(url: str) -> Iterator[Connection]:
    """Reach past the program into the database, as one who administers it can."""
    plain = url.replace("postgresql:", "postgresql+psycopg:") if "://" in url else f"sqlite:///{url}"
    engine = create_engine(plain)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def report(text: str, name: str = "a.txt", outlet: str | None = None, title: str = "") -> Document:
    """Make a document of a text and perhaps a title, as ingest does."""
    stored = f"{title}\n\n{text}" if title else text
    span = Span(0, len(title)) if title else None
    key = document_id(stored, span, DAY, outlet)
    return Document(key, stored, name, span, DAY, outlet, original=text.encode("cp1256"))


@functools.cache
def reading(document: Document, knowledge: str = "k1") -> Read:
    """Read a document for good; `knowledge` is what the version is to be called, and its claims by it."""
    found = analyse(document, load())
    told = claim(found)
    acts = tuple(replace(each, id=f"{each.id}{knowledge}", knowledge=knowledge) for each in told.acts)
    harms = tuple(replace(each, id=f"{each.id}{knowledge}", knowledge=knowledge) for each in told.harms)
    told = replace(told, acts=acts, harms=harms)
    account = AccountRecord(
        account_of(document),
        document.id,
        tuple(each.id for each in claims_in(told)),
        pack(told),
        DAY,
        DAY,
        36.2,
        37.0,
        cells=(Cell("36:37", DAY.toordinal()), Cell("36:37", DAY.toordinal() + 1)),
    )
    return Read(document, knowledge, told, found.mentions, (account,))


SAID = {
    FIRST: {
        "kind": "harm",
        "outcome": "killed",
        "number": "ثلاثة مدنيين",
        "harm": "قتل",
        "where": "حلب",
        "when": "أمس",
    },
    SECOND: {"kind": "harm", "outcome": "killed", "number": "سبعة", "harm": "مقتل", "by": "التحالف"},
    THIRD: {"kind": "harm", "outcome": "killed", "number": "طفلين", "harm": "قتلا", "source": "مصدر طبي"},
}
"""What a second reader says of each of the reports."""


def opinion_of(document: Document, reader: str = "llm:small@127.0.0.1") -> Opinion:
    """Ground what a second reader says of one of the reports."""
    found = analyse(document, load())
    said = {"claims": [claim for text, claim in SAID.items() if text in document.text]}
    body = json.dumps({"choices": [{"message": {"content": json.dumps(said)}}]}).encode()
    grounded = ground(answer(body), found, Window(0, len(found.tokens)))
    return Opinion(document.id, reader, "p1", found.knowledge, (Heard("asked", body, grounded),))


def claims_in(told: Claims) -> list[Claim]:
    """Give every claim of a report."""
    return [*told.acts, *told.harms]


def account_of(document: Document) -> str:
    """Give the id of the one account of a document."""
    return f"account-{document.id}"


def incident_of(*documents: Document, key: str = "", place: str = "Aleppo") -> Incident:
    """Make an incident of the accounts of documents; its id is made of the first."""
    reads = [reading(each) for each in documents]
    claims = tuple(key for each in reads for key in each.accounts[0].claims)
    where = PlaceRef(place, "place/1", "SY", place, 36.2, 37.15, "town")
    return Incident(
        key or f"incident-{documents[0].id}",
        tuple(account_of(each) for each in documents),
        tuple(each.id for each in documents),
        tuple(each.name for each in documents),
        claims,
        True,
        Dating(DAY, DAY, "stated", claims[:1]),
        Placing(where, claims[:1]),
        Kind("Explosions/Remote violence", "Shelling/artillery/missile attack", claims[:1]),
        (),
        (),
        (),
        (),
        (),
    )
