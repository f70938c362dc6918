"""The reports: the list of them, one with its claims in its text, and claims that people put down in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import get_args
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError, StoreError
from marsad.knowledge.finding import Kind, find
from marsad.model.codec import pack
from marsad.model.document import Document
from marsad.model.judgement import Field, Letters
from marsad.model.person import Person
from marsad.record.added import claim_id
from marsad.record.board import bring_up
from marsad.record.cards import cards, named
from marsad.record.lettering import ROLES, marks, pieces
from marsad.record.losing import losing
from marsad.record.putting import letters_of, put_down
from marsad.record.second import draft, letters_of_opinions, second_readings
from marsad.serve.bench import Bench
from marsad.serve.gate import Here, Needs, Who, visitor
from marsad.serve.letters import letter
from marsad.serve.page import page
from marsad.store.claims import claim as claim_of
from marsad.store.claims import claims_of
from marsad.store.documents import document
from marsad.store.log import head
from marsad.store.readings import kept_reading
from marsad.store.reports import Asked, Place, outlets, reports
from marsad.store.rights import may_see_document

router = APIRouter()
_AT_ONCE = 50
_LONGEST_REASON = 500
_DIGITS = 15
_ENDINGS = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "application/json": ".json",
    "application/xml": ".xml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/warc": ".warc",
    "application/warc+pdf": ".warc",
}
_KINDS: dict[str, Kind] = {"place": "place", "perpetrator": "actor", "source": "source"}


@router.get("/documents", dependencies=[Depends(Needs("reader"))])
def listing(request: Request, here: Here, who: Who, after: str = "") -> Response:
    """List the reports, the newest first."""
    bring_up(here.store)
    wanted = {name: request.query_params.get(name, "").strip() for name in ("outlet", "since", "until", "collection")}
    asked = Asked(wanted["outlet"], _day(wanted["since"]), _day(wanted["until"]), wanted["collection"])
    with here.store.reading() as connection:
        found = reports(connection, who, asked, _place(after), _AT_ONCE + 1)
        names = outlets(connection)
    shown = found[:_AT_ONCE]
    onward = {name: value for name, value in wanted.items() if value}
    more = urlencode(onward | {"after": f"{shown[-1].seq}:{shown[-1].published}"}) if len(found) > _AT_ONCE else ""
    return page(
        request,
        "documents.html",
        reports=shown,
        outlets=names,
        wanted=wanted,
        first=urlencode(onward),
        more=more,
        began=not after,
        collections=sorted(who.collections or ()),
    )


@router.get("/documents/{key}", dependencies=[Depends(Needs("reader"))])
def reading(request: Request, here: Here, who: Who, key: str, propose: str = "") -> Response:
    """Show a report with what it claims, letter by letter; what a second reader proposes may fill the form for a claim by hand."""
    bring_up(here.store)
    with here.store.reading() as connection:
        report = _seen(connection, who, key)
        told = cards(connection, claims_of(connection, key), who)
        second = second_readings(connection, key)
        read, seen = kept_reading(connection, key), head(connection).seq
    marked = marks(told)
    return page(
        request,
        "document.html",
        report=report,
        title=report.quote(report.title).text.strip() if report.title else report.name,
        cards=told,
        pieces=pieces(report, told, letters_of_opinions(second)),
        roles=[role for role in ROLES if any(mark.role == role for mark in marked)],
        kinds=list(dict.fromkeys(card.kind for card in told)),
        marks=partial(letter, language=visitor(request).language),
        read=read,
        seen=seen,
        then=f"/documents/{key}",
        judging=who.may("analyst"),
        second=second,
        draft=draft(second, propose) if propose else {},
        known={name: [(each.name, pack(each).decode()) for each in values] for name, values in named(told).items()},
    )


@router.get("/documents/{key}/losing", dependencies=[Depends(Needs("reader"))])
def lost(request: Request, here: Here, who: Who, key: str, claim: str = "") -> Response:
    """Show, as a part of the page, the readings of a claim's words that were not chosen; without a claim, of the whole report."""
    with here.store.reading() as connection:
        report = _seen(connection, who, key)
        told = claim_of(connection, claim) if claim else None
        read = kept_reading(connection, key)
    if told and told.document != key:
        raise HTTPException(404)
    found = losing(report, here.knowledge, told.statement.evidence.span if told else None)
    return page(
        request, "parts/losing.html", lost=found, other=read is None or read.knowledge != here.knowledge.version
    )


@router.get("/documents/{key}/original", dependencies=[Depends(Needs("reader"))])
def original(here: Here, who: Who, key: str) -> Response:
    """Give the bytes that a report was read from, as a file to be saved: a browser never shows what somebody else wrote as a page of ours."""
    with here.store.reading() as connection:
        report = _seen(connection, who, key)
    told = {"content-disposition": f'attachment; filename="{report.id}{_ending(report)}"'}
    return Response(report.original, media_type="application/octet-stream", headers=told)


def _ending(report: Document) -> str:
    packed = ".gz" if report.original.startswith(b"\x1f\x8b") else ""
    return f"{_ENDINGS.get(report.media, '.bin')}{packed}"


@router.get("/known/{kind}", dependencies=[Depends(Needs("reader"))])
def known(request: Request, here: Here, kind: str, q: str = "", name: str = "") -> Response:
    """Show, as a part of a form, the places, doers or sources of the knowledge that are called so."""
    if kind not in _KINDS or name not in (kind, f"correct-{kind}"):
        raise HTTPException(404)
    words = q.strip()[:100]
    found = [(each, pack(each).decode()) for each in find(here.knowledge, _KINDS[kind], words)]
    plain = words if kind != "place" and words and not words.startswith("{") else ""
    return page(request, "parts/known.html", found=found, kind=kind, name=name, plain=plain)


@router.post("/documents/{key}/claims", dependencies=[Depends(Needs("analyst"))])
async def put_down_here(request: Request, here: Here, who: Who, key: str) -> Response:
    """Put down a claim on words of a report, signed by whoever did."""
    form = {name: value for name, value in (await request.form()).items() if isinstance(value, str)}
    return await run_in_threadpool(_put_down, here, who, key, form)


def _put_down(here: Bench, who: Person, key: str, form: Mapping[str, str]) -> Response:
    with here.store.reading() as connection:
        report = _seen(connection, who, key)
    values: dict[Field | Letters, str] = {name: form.get(name, "") for name in get_args(Field)}
    values["beside"] = form.get("beside", "")
    start, end = form.get("start", ""), form.get("end", "")
    values["start"], values["end"] = (start, end) if start and end else letters_of(report, form.get("words", ""))
    judgement = put_down(here.store, who.name, report, values, form.get("reason", "")[:_LONGEST_REASON])
    return RedirectResponse(f"/documents/{key}#claim-{claim_id(judgement)}", 303)


def _seen(connection: Connection, who: Person, key: str) -> Document:
    """Give a report that somebody may see; of one that they may not, nothing says that it is there."""
    if not may_see_document(connection, who, key):
        raise HTTPException(404)
    try:
        return document(connection, key)
    except StoreError as fault:
        raise HTTPException(404, str(fault)) from None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise MarsadError(f"'{written[:40]}' is no day; write it as 2024-01-31") from None


def _place(after: str) -> Place | None:
    seq, _, published = after.partition(":")
    return Place(published, int(seq)) if seq.isdecimal() and len(seq) <= _DIGITS else None
