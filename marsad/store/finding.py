"""Finding reports by words that may stand in several forms: through the index where they are rare, newest first where they are common."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)

from marsad.model.person import Person
from marsad.model.span import Span
from marsad.store.rights import seen_document
from marsad.store.schema import documents, receipts
from marsad.text.fold import fold

_GRAM = 3  # the index holds runs of three letters
_FEW = 1000  # reports that may hold the words: so many are looked through one by one
_FIRST, _STEP = 60, 500  # reports read at a time where words are common: at first, and later
_FURTHEST = 1000  # reports looked through for one page
_MOST_SPANS = 50
_FRAGMENTS = 3
_AROUND = 70
_SELECTED = select(
    documents.c.id,
    documents.c.seq,
    documents.c.folded,
    documents.c.published,
    documents.c.outlet,
    receipts.c.name,
).join(receipts, receipts.c.seq == documents.c.seq)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query: as it was typed, the stems that it is looked for as, letters of which some stand in every form, and its pattern."""

    typed: str
    stems: tuple[str, ...]
    cores: tuple[str, ...]
    pattern: str


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other, and the pattern that finds them in a folded text."""

    words: tuple[Word, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Sought:
    """A query: every term must stand in a report."""

    terms: tuple[Term, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        """Give all the words."""
        return tuple(word for term in self.terms for word in term.words)

    def stands_in(self, folded: str) -> bool:
        """Say whether every term stands in a folded text."""
        return all(any(core in folded for core in word.cores) for word in self.words) and all(
            term.pattern.search(folded) for term in self.terms
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a search goes on: the day of publication (empty where none is known) and the number of the report."""

    published: str
    seq: int


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a report as pairs of letters and whether they were looked for; from `start` to `end` stand those that were."""

    start: int
    end: int
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A report that has every word: where they stand, the letters around some of them, and the forms that were met."""

    document: str
    name: str
    published: date | None
    outlet: str | None
    spans: tuple[Span, ...]
    fragments: tuple[Fragment, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matches:
    """A page of a search: the reports, and where to go on (None at the end); `cut` says that the page ended before it was full."""

    found: tuple[Match, ...]
    further: Spot | None
    cut: bool = False


def find(connection: Connection, sought: Sought, person: Person, after: Spot | None = None, limit: int = 20) -> Matches:
    """Give the reports that a person may see and that have every word of a query, newest first, from a spot on."""
    rows: list[Row[*tuple[Any, ...]]] = []
    last = after
    for looked, row in enumerate(_candidates(connection, sought, person, after), 1):
        if sought.stands_in(row.folded):
            if len(rows) == limit:
                return Matches(_matches(connection, rows, sought), last)
            rows.append(row)
        last = Spot(row.published or "", row.seq)
        if looked >= _FURTHEST:
            return Matches(_matches(connection, rows, sought), last, cut=True)
    return Matches(_matches(connection, rows, sought), None)


def _candidates(
    connection: Connection, sought: Sought, person: Person, after: Spot | None
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Give the reports that may hold the words: through the index where there are few, else all of them; the newest first."""
    asked = and_(documents.c.expunged.is_(None), documents.c.folded.is_not(None), seen_document(person, documents.c.id))
    held = _by_index(connection, sought)
    day = documents.c.published if held is None else func.coalesce(documents.c.published, "")  # the index, or a sort
    chosen = _SELECTED.where(asked if held is None else and_(asked, held))
    if after is None or after.published:
        dated = chosen.where(documents.c.published.is_not(None)).order_by(day.desc(), documents.c.seq.desc())
        yield from _walk(connection, dated, after)
    bare = chosen.where(documents.c.published.is_(None)).order_by(documents.c.seq.desc())
    yield from _walk(connection, bare, after if after and not after.published else None)


def _walk(
    connection: Connection, asked: Select[*tuple[Any, ...]], after: Spot | None
) -> Iterator[Row[*tuple[Any, ...]]]:
    """Give the rows of a query from a spot on, some at a time."""
    step = _FIRST
    while True:
        beyond = asked if after is None else asked.where(_beyond(after))
        rows = connection.execute(beyond.limit(step)).all()
        yield from rows
        if len(rows) < step:
            return
        after, step = Spot(rows[-1].published or "", rows[-1].seq), _STEP


def _beyond(after: Spot) -> ColumnElement[bool]:
    if not after.published:
        return documents.c.seq < after.seq
    return tuple_(documents.c.published, documents.c.seq) < tuple_(after.published, after.seq)


def _by_index(connection: Connection, sought: Sought) -> ColumnElement[bool] | None:
    """Say, as a condition, that a report may hold the words, by the index of the database; None where it would not help."""
    if connection.dialect.name == "postgresql":
        return and_(
            *(
                or_(*(documents.c.folded.contains(core, autoescape=True) for core in word.cores))
                for word in sought.words
            )
        )
    indexed = [word for word in sought.words if all(len(core) >= _GRAM for core in word.cores)]
    if not indexed:
        return None
    asked = {"grams": " AND ".join(f"({' OR '.join(map(_grams, word.cores))})" for word in indexed)}
    within = select(literal_column("rowid", Integer)).select_from(text("search")).where(text("search MATCH :grams"))
    few = select(func.count()).select_from(within.limit(_FEW + 1).subquery())
    if (connection.execute(few, asked).scalar() or 0) > _FEW:
        return None
    return documents.c.seq.in_(within.params(asked))


def _grams(core: str) -> str:
    runs = sorted({core[at : at + _GRAM] for at in range(len(core) - _GRAM + 1)})
    return "({})".format(" AND ".join('"{}"'.format(run.replace('"', '""')) for run in runs))


def _matches(connection: Connection, rows: list[Row[*tuple[Any, ...]]], sought: Sought) -> tuple[Match, ...]:
    """Fetch the letters of the reports that are shown, and of no others."""
    asked = select(documents.c.seq, documents.c.text).where(documents.c.seq.in_([row.seq for row in rows]))
    texts = {row.seq: row.text for row in connection.execute(asked)}
    return tuple(_match(row, texts[row.seq], sought) for row in rows)


def _match(row: Row[*tuple[Any, ...]], stored: str, sought: Sought) -> Match:
    folded = fold(stored)
    met = [each.span() for term in sought.terms for each in islice(term.pattern.finditer(folded.text), _MOST_SPANS)]
    spans = sorted({Span(*folded.source(*each)) for each in met})[:_MOST_SPANS]
    forms = tuple(dict.fromkeys(stored[each.start : each.end] for each in spans))
    published = date.fromisoformat(row.published) if row.published else None
    return Match(row.id, row.name, published, row.outlet, tuple(spans), tuple(_fragments(stored, spans)), forms)


def _fragments(stored: str, spans: list[Span]) -> Iterator[Fragment]:
    """Give the letters around the first spans, those that lie close together in one."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and span.start - groups[-1][-1].end < _AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    for group in groups[:_FRAGMENTS]:
        yield _fragment(stored, group)


def _fragment(stored: str, spans: list[Span]) -> Fragment:
    start, end = _whole_words(stored, max(0, spans[0].start - _AROUND), min(len(stored), spans[-1].end + _AROUND))
    pieces, at = [], start
    for span in spans:
        if span.start >= at:
            pieces += [(stored[at : span.start], False), (stored[span.start : span.end], True)]
            at = span.end
    pieces.append((stored[at:end], False))
    return Fragment(spans[0].start, spans[-1].end, tuple(each for each in pieces if each[0]))


def _whole_words(stored: str, start: int, end: int) -> tuple[int, int]:
    """Widen a run to whole words, as far as they are no longer than words are."""
    least, most = max(0, start - _AROUND), min(len(stored), end + _AROUND)
    while start > least and not stored[start - 1].isspace():
        start -= 1
    while end < most and not stored[end].isspace():
        end += 1
    return start, end
