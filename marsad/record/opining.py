"""Asking a second reader about the reports of a record: what it says is kept beside the claims and changes none of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from marsad.analyse import analyse
from marsad.errors import OpinionError
from marsad.knowledge.known import Knowledge
from marsad.model.opinion import Opinion, Part, Reason
from marsad.opinion.comparing import Comparison, compared
from marsad.opinion.reader import Patience, Reader
from marsad.store import Store
from marsad.store.claims import claims_of
from marsad.store.documents import document
from marsad.store.opinions import put_opinion, unheard

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

    A reader that answers nothing at all, or leaves three reports in a row without an answer, is asked no further.
    """
    opined = Opined()
    with store.reading() as connection:
        keys = unheard(connection, reader.name, reader.prompt, closed=asked.closed)
    patience = Patience()
    wanted = keys if asked.only is None else [each for each in keys if each in asked.only]
    for n, key in enumerate(wanted):
        failed = len(opined.failed)
        try:
            _opine(store, reader, knowledge, key, opined)
        except OpinionError as fault:
            opined.failed.append(str(fault))
        tick(key)
        if patience.is_over(answered=len(opined.failed) == failed):
            opined.failed.append(f"{len(wanted) - n - 1} more reports were not asked about; the record is as it was")
            break
    return opined


def _opine(store: Store, reader: Reader, knowledge: Knowledge, key: str, opined: Opined) -> None:
    """Ask about one report; the record is not held while the answer is waited for."""
    with store.reading() as connection:
        report, read = document(connection, key), claims_of(connection, key)
    opinion = reader.opinion(analyse(report, knowledge))
    with store.transaction(reader.name) as writing:
        kept = put_opinion(writing, opinion)
    if kept:
        opined.add(compared(read, opinion), opinion)
