"""Finding words in the stored reports: folded as they are read, so that dress and attached particles do not matter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import ColumnElement, Connection, Integer, RowMapping, Select, func, literal_column, select, text

from marsad.errors import StoreError
from marsad.model.span import Quote, Span
from marsad.store.schema import documents, receipts
from marsad.store.streaming import stream
from marsad.text.fold import Folded, fold

_TERM = re.compile(r'"([^"]*)"|(\S+)')
GRAM = 3
"""The index holds runs of so many letters."""
_MOST_GRAMS = 64
_AROUND = 60
_MOST_SPANS = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that has every word of a query: where they stand, and the letters around the first."""

    document: str
    name: str
    published: date | None
    outlet: str | None
    spans: tuple[Span, ...]
    snippet: Quote


def search(connection: Connection, query: str, limit: int = 50) -> tuple[Hit, ...]:
    """Give the documents that have every word of a query, newest first, then by id; words in "…" stand together.

    A word is found wherever its letters stand in a row: حلب in بحلب too.
    """
    terms = _terms(query)
    if not terms:
        raise StoreError("there is no word to search for in this query")
    return tuple(islice(_hits(connection, terms), limit))


def words_of(query: str) -> list[str]:
    """Cut a query into folded words."""
    return [word for term in _terms(query) for word in term.split()]


def with_words(connection: Connection, words: list[str]) -> Select[str]:
    """Ask for the ids of the documents that have every one of some folded words, in any order.

    What the index alone says for sure is not looked for in the letters, nor in the broad rows that hold them.
    """
    found = candidates(connection, words)
    if found is not None and all(len(word) == GRAM for word in words):
        return select(receipts.c.document).where(receipts.c.seq.in_(found))
    return select(documents.c.id).where(documents.c.expunged.is_(None), *_holding(connection, words))


def _terms(query: str) -> tuple[str, ...]:
    """Cut a query into folded words and phrases."""
    found = [fold(phrase or word).text for phrase, word in _TERM.findall(query.replace("\0", " "))]
    return tuple(dict.fromkeys(" ".join(term.split()) for term in found if term.strip()))


def _hits(connection: Connection, terms: tuple[str, ...]) -> Iterator[Hit]:
    patterns = [re.compile(r"\s+".join(map(re.escape, term.split()))) for term in terms]
    words = [word for term in terms for word in term.split()]
    for found_row in stream(connection, _asked(connection, words), 50):
        row = found_row._mapping  # noqa: SLF001  SQLAlchemy's public name for it
        found = [pattern.search(row["folded"]) for pattern in patterns]
        if all(found):
            yield _hit(row, patterns)


def _asked(connection: Connection, words: list[str]) -> Select[*tuple[object, ...]]:
    """Ask for the documents that have every word, by the index of the database where words are long enough for it."""
    asked: Select[*tuple[object, ...]] = (
        select(
            documents.c.id,
            documents.c.text,
            documents.c.folded,
            documents.c.published,
            documents.c.outlet,
            receipts.c.name,
        )
        .join(receipts, receipts.c.seq == documents.c.seq)
        .order_by(documents.c.published.is_(None), documents.c.published.desc(), documents.c.id)
    )
    return asked.where(*_holding(connection, words))


def _holding(connection: Connection, words: list[str]) -> list[ColumnElement[bool]]:
    """Say, as conditions on documents, that each of some folded words stands in a report."""
    if connection.dialect.name == "postgresql":
        return [documents.c.folded.contains(word, autoescape=True) for word in words]
    found = candidates(connection, words)
    return [*letters_of(words), *([] if found is None else [documents.c.seq.in_(found)])]


def letters_of(words: list[str]) -> list[ColumnElement[bool]]:
    """Say, as conditions on documents of SQLite, that the letters of each word stand in a report."""
    return [func.instr(documents.c.folded, word) > 0 for word in words]


def candidates(connection: Connection, words: list[str]) -> Select[int] | None:
    """Ask the index of SQLite for the numbers of the documents that may hold every word; None where it does not help."""
    grams = sorted({word[at : at + GRAM] for word in words for at in range(len(word) - GRAM + 1)})[:_MOST_GRAMS]
    if connection.dialect.name == "postgresql" or not grams:
        return None
    listed = " AND ".join('"{}"'.format(gram.replace('"', '""')) for gram in grams)
    indexed = select(literal_column("rowid", Integer)).select_from(text("search"))
    return indexed.where(text("search MATCH :grams").bindparams(grams=listed))


def _hit(row: RowMapping, patterns: list[re.Pattern[str]]) -> Hit:
    folded = fold(row["text"])
    places = sorted({place for pattern in patterns for place in _places(pattern, folded)})[:_MOST_SPANS]
    published = date.fromisoformat(row["published"]) if row["published"] else None
    snippet = _around(row["text"], places[0])
    return Hit(row["id"], row["name"], published, row["outlet"], tuple(places), snippet)


def _places(pattern: re.Pattern[str], folded: Folded) -> Iterator[Span]:
    for match in islice(pattern.finditer(folded.text), _MOST_SPANS):
        yield Span(*folded.source(*match.span()))


def _around(stored: str, span: Span) -> Quote:
    """Quote the letters around a span, out to whole words."""
    start, end = max(0, span.start - _AROUND), min(len(stored), span.end + _AROUND)
    while start > 0 and not stored[start - 1].isspace() and span.start - start < 2 * _AROUND:
        start -= 1
    while end < len(stored) and not stored[end].isspace() and end - span.end < 2 * _AROUND:
        end += 1
    return Quote(Span(start, end), stored[start:end])
