"""Reading the record as JSON, page by page: `after` is the `next` of the page before."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Generic, TypeVar

from fastapi import APIRouter, Depends, Query
from starlette.exceptions import HTTPException

from marsad.errors import StoreError
from marsad.model.claim import ActClaim, HarmClaim
from marsad.model.incident import Incident
from marsad.model.judgement import Judgement
from marsad.model.tally import Tally
from marsad.serve.gate import Here, Needs, Who
from marsad.store.claims import claims_of
from marsad.store.documents import document
from marsad.store.incidents import incident
from marsad.store.listing import (
    Listed,
    Wanted,
    documents_after,
    incidents_after,
    judgements_after,
    log_before,
    tallies_after,
)
from marsad.store.log import Entry
from marsad.store.rights import may_see_document, may_see_incident

router = APIRouter(prefix="/api/v1", tags=["record"])
_READER = [Depends(Needs("reader"))]
_REVIEWER = [Depends(Needs("reviewer"))]
_MOST_SEQ = 2**62
Limit = Annotated[int, Query(ge=1, le=500)]
After = Annotated[str, Query(max_length=100)]
AfterSeq = Annotated[int, Query(ge=0, le=_MOST_SEQ)]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """A page of a list; `next` goes into `after` (or `before`, for the log) of the next one, None at the end."""

    items: list[Item]
    next: str | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A report whole; spans of claims count the characters (code points) of `text`."""

    id: str
    name: str
    text: str
    published: date | None
    outlet: str | None
    url: str | None
    original_sha256: str


@router.get("/documents", dependencies=_READER)
def documents_list(here: Here, who: Who, after: After = "", limit: Limit = 50) -> Page[Listed]:
    """Give reports without their text, in the order of their ids."""
    with here.store.reading() as connection:
        found = documents_after(connection, who, after, limit)
    return Page(found, found[-1].id if len(found) == limit else None)


@router.get("/documents/{key}", dependencies=_READER)
def one_document(here: Here, who: Who, key: str) -> Whole:
    """Give one report."""
    with here.store.reading() as connection:
        _or_not_found(may_see_document(connection, who, key))
        try:
            found = document(connection, key)
        except StoreError as fault:
            raise HTTPException(404, str(fault)) from fault
    kept = hashlib.sha256(found.original).hexdigest()
    return Whole(found.id, found.name, found.text, found.published, found.outlet, found.url, kept)


@router.get("/documents/{key}/claims", dependencies=_READER)
def document_claims(here: Here, who: Who, key: str) -> list[HarmClaim | ActClaim]:
    """Give what a report claims, as the newest reading has it."""
    with here.store.reading() as connection:
        _or_not_found(may_see_document(connection, who, key))
        return list(claims_of(connection, key))


@router.get("/incidents", dependencies=_READER)
def incidents_list(here: Here, who: Who, after: After = "", limit: Limit = 50) -> Page[Incident]:
    """Give incidents with their ranges, in the order of their ids."""
    with here.store.reading() as connection:
        found = incidents_after(connection, who, after, limit)
    return Page(found, found[-1].id if len(found) == limit else None)


@router.get("/incidents/{key}", dependencies=_READER)
def one_incident(here: Here, who: Who, key: str) -> Incident:
    """Give the incident that an id leads to, whenever it was given out."""
    with here.store.reading() as connection:
        try:
            found = incident(connection, key)
        except StoreError as fault:
            raise HTTPException(404, "there is no such incident") from fault
        _or_not_found(may_see_incident(connection, who, found.id))
    return found


@router.get("/tallies", dependencies=_READER)
def tallies_list(here: Here, who: Who, after: After = "", limit: Limit = 50) -> Page[Tally]:
    """Give running totals with their states and checks, in the order of their ids."""
    with here.store.reading() as connection:
        found, following = tallies_after(connection, who, after, limit)
    return Page(found, following)


@router.get("/judgements", dependencies=_REVIEWER)
def judgements_list(here: Here, after: AfterSeq = 0, limit: Limit = 50) -> Page[Judgement]:
    """Give what people decided, in the order it was signed."""
    with here.store.reading() as connection:
        found, following = judgements_after(connection, after, limit)
    return Page(found, None if following is None else str(following))


@router.get("/log", dependencies=_REVIEWER)
def log_list(here: Here, before: AfterSeq | None = None, limit: Limit = 50) -> Page[Entry]:
    """Give the log, the newest entry first."""
    with here.store.reading() as connection:
        found = log_before(connection, Wanted(before), limit)
    return Page(found, str(found[-1].seq) if len(found) == limit else None)


def _or_not_found(seen: bool) -> None:
    if not seen:
        raise HTTPException(404, "there is no such thing here")
