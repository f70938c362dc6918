"""The incidents that are told with some words: looked up at once where few reports hold the words, asked of each incident where many do."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, func, select, true

from marsad.errors import StoreError
from marsad.store.schema import accounts, documents
from marsad.store.schema_work import facets
from marsad.store.search import GRAM, candidates, letters_of, with_words, words_of

_MANY = 4000  # reports: so many are slower listed than met again and again by going through incidents
_SAMPLE = 400


def told_with(connection: Connection, query: str, *, counting: bool) -> ColumnElement[bool]:
    """Say, as a condition on `facets`, that one report of an incident holds every one of some words; `counting` where all are gone through."""
    words = words_of(query)
    if not words:
        return true()
    if max(map(len, words)) < GRAM:
        raise StoreError(f"incidents can't be asked for by a word as short as '{words[0]}': give one of {GRAM} letters")
    a = accounts.c
    if not counting and _are_common(connection, words):
        holding = [documents.c.id == a.document, documents.c.expunged.is_(None), *letters_of(words)]
        return exists(select(1).where(a.incident == facets.c.incident, a.current == 1, *holding))
    told = select(a.incident).where(a.current == 1, a.incident.is_not(None))
    return facets.c.incident.in_(told.where(a.document.in_(with_words(connection, words))))


def _are_common(connection: Connection, words: list[str]) -> bool:
    """Say whether many reports hold some words, as far as the index and a sample of what it gives tell."""
    found = candidates(connection, words)
    if found is None:
        return False
    number = connection.execute(select(func.count()).select_from(found.subquery())).scalar() or 0
    if number <= _MANY:
        return False
    sample = select(func.count()).where(documents.c.seq.in_(found.limit(_SAMPLE)), *letters_of(words))
    return number * (connection.execute(sample).scalar() or 0) > _MANY * _SAMPLE
