"""Asking a second reader about the reports of a record: what it says is kept beside the claims and changes none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from marsad.analyse import analyse
from marsad.errors import OpinionError
from marsad.ingest.web import Answer
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.model.opinion import Opinion, Part, Reason
from marsad.opinion.asking import Poster
from marsad.opinion.comparing import Comparison, compared
from marsad.opinion.reader import Patience, Reader
from marsad.store import Store
from marsad.store.claims import Claim, claims_of
from marsad.store.documents import document
from marsad.store.opinions import is_sendable, put_opinion, unheard

Tick = Callable[[str], None]


@dataclass(slots=True)
class Opined:
    """What came of it: reports heard, how the readings compare, what was refused and why, and the reports that got no answer."""

    heard: int = 0
    agreed: int = 0
    differing: int = 0
    theirs: int = 0
    ours: int = 0
    refused: Counter[tuple[Part, Reason]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def add(self, told: Comparison, opinion: Opinion) -> None:
        """Count an opinion in."""
        self.heard += 1
        self.agreed += len(told.agreed)
        self.differing += len(told.differing)
        self.theirs += len(told.theirs)
        self.ours += len(told.ours)
        self.refused.update({(each.part, each.reason): each.times for each in opinion.refused})


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reports are sent: all that have no opinion yet, or some of them; those of closed collections only if that is said."""

    only: Collection[str] | None = None
    closed: bool = False


def opine(store: Store, reader: Reader, knowledge: Knowledge, asked: Asked, tick: Tick) -> Opined:
    """Ask about reports one by one, and keep each answer at once.

    A reader that answers nothing at all, or leaves three reports in a row without an answer, is asked no further. A report that
    is closed or expunged meanwhile is passed over.
    """
    opined = Opined()
    with store.reading() as connection:
        keys = unheard(connection, reader.name, reader.prompt, closed=asked.closed)
    patience = Patience()
    wanted = keys if asked.only is None else [each for each in keys if each in asked.only]
    for n, key in enumerate(wanted):
        failed = len(opined.failed)
        try:
            _opine(_Sending(store, reader.post, key, asked.closed), reader, knowledge, opined)
        except _WithheldError:
            continue
        except OpinionError as fault:
            opined.failed.append(str(fault))
        tick(key)
        if patience.is_over(answered=len(opined.failed) == failed):
            opined.failed.append(f"{len(wanted) - n - 1} more reports were not asked about; the record is as it was")
            break
    return opined


class _WithheldError(Exception):
    """A report that was closed or expunged since the list of what may be sent was made."""


@dataclass(frozen=True, slots=True)
class _Sending:
    """Sends one report: before each part and each try it looks whether the record still lets it go."""

    store: Store
    through: Poster
    key: str
    closed: bool

    def read(self) -> tuple[Document, tuple[Claim, ...]]:
        """Give the report and its claims as they stand in the record now."""
        with self._permitted() as connection:
            return document(connection, self.key), claims_of(connection, self.key)

    def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send it on, unless it may not leave any more; the record is not held while the answer is waited for."""
        with self._permitted():
            pass
        return self.through.post(url, body, headers)

    @contextmanager
    def _permitted(self) -> Iterator[Connection]:
        with self.store.reading() as connection:
            if not is_sendable(connection, self.key, closed=self.closed):
                raise _WithheldError
            yield connection


def _opine(sending: _Sending, reader: Reader, knowledge: Knowledge, opined: Opined) -> None:
    """Ask about one report."""
    report, read = sending.read()
    opinion = replace(reader, post=sending).opinion(analyse(report, knowledge))
    with sending.store.transaction(reader.name) as writing:
        kept = put_opinion(writing, opinion)
    if kept:
        opined.add(compared(read, opinion), opinion)
