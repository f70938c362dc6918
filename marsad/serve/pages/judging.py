"""Judging, for every page: one place to sign a decision, one to take it back, and the judgements of the record to read and exchange."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Depends, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from marsad.errors import MarsadError
from marsad.model.judgement import Verdict
from marsad.model.person import Person
from marsad.record.board import bring_up
from marsad.record.colleagues import Brought, bring_in, send_out
from marsad.record.decision import Decision, Done, HeldError, NotYoursError, OvertakenError
from marsad.record.judging import decide, undo
from marsad.record.reviewing import may_know
from marsad.record.subjects import UnknownError, may_see_judgement
from marsad.serve.bench import Bench
from marsad.serve.gate import Here, Needs, Who
from marsad.serve.leading import ours
from marsad.serve.page import page
from marsad.store.judged import Signed, judgements_about, judgements_by_id, latest
from marsad.store.log import head

router = APIRouter()
_CORRECTS = "correct-"
_PAGE = 50
_LARGEST = 50_000_000  # bytes of a file of judgements


async def _fields(request: Request) -> FormData:
    return await request.form()


Fields = Annotated[FormData, Depends(_fields)]


@router.post("/judgements", dependencies=[Depends(Needs("analyst"))])
def sign(request: Request, here: Here, who: Who, fields: Fields, then: Annotated[str, Form()] = "") -> Response:
    """Sign a decision; one that something stands against changes nothing and is told why."""
    decision, blind = _decision(fields), bool(fields.get("blind"))
    try:
        done = decide(here.store, who, decision)
    except OvertakenError as fault:
        said = () if blind else fault.said
        return page(
            request, "overtaken.html", 409, said_by=said, then=ours(str(fields.get("again") or then)), lock=None
        )
    except HeldError as fault:
        return page(request, "overtaken.html", 423, said_by=(), then=ours(then), lock=fault.lock)
    except NotYoursError as fault:
        return page(request, "error.html", 403, key="error.denied", why=str(fault))
    except UnknownError as fault:
        raise HTTPException(404, str(fault)) from fault
    return _answer(request, here, done, then)


@router.post("/judgements/undo", dependencies=[Depends(Needs("analyst"))])
def take_back(request: Request, here: Here, who: Who, then: Annotated[str, Form()] = "") -> Response:
    """Withdraw the last judgement of whoever asks."""
    return _answer(request, here, undo(here.store, who), then)


@router.get("/judgements", dependencies=[Depends(Needs("analyst"))])
def read(request: Request, here: Here, who: Who, before: int | None = None) -> Response:
    """Show judgements, the last first: to everybody those that they may know of."""
    bring_up(here.store)
    return _listed(request, here, who, before)


@router.get("/judgements.jsonl", dependencies=[Depends(Needs("reviewer"))])
def take_out(here: Here, who: Who) -> Response:
    """Give the judgements of the record as JSON Lines, for a colleague's copy of it."""
    name = {"content-disposition": 'attachment; filename="judgements.jsonl"'}
    return Response(send_out(here.store, who), media_type="application/x-ndjson", headers=name)


@router.post("/judgements/import", dependencies=[Depends(Needs("reviewer"))])
def take_in(request: Request, here: Here, who: Who, file: UploadFile) -> Response:
    """Take in the judgements of a colleague's copy of the record, and say what came of each line."""
    data = file.file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise MarsadError("this file is larger than 50 MB: split it, each line stands for itself")
    return _listed(request, here, who, None, bring_in(here.store, who, data))


def _listed(request: Request, here: Bench, who: Person, before: int | None, brought: Brought | None = None) -> Response:
    with here.store.reading() as connection:
        found = latest(connection, before, _PAGE)
        shown = [
            each
            for each in found
            if may_see_judgement(connection, who, each.judgement) and may_know(connection, who, each.judgement)
        ]
        withdrawals = judgements_about(connection, [each.judgement.id for each in found])
        seen = head(connection).seq
    back = {key for each in withdrawals for key in each.judgement.subjects}
    more = found[-1].seq if len(found) == _PAGE else None
    return page(request, "judgements.html", signed=shown, more=more, brought=brought, back=back, seen=seen)


def _decision(fields: FormData) -> Decision:
    """Read a decision out of a form."""
    verdict = next((each for each in get_args(Verdict) if each == fields.get("verdict")), None)
    subjects = tuple(str(each) for each in fields.getlist("subject") if each)
    seen = str(fields.get("seen", ""))
    if verdict is None or not subjects:
        raise MarsadError(f"a decision needs a verdict of {', '.join(get_args(Verdict))}, and what it is about")
    if not seen.isdecimal():
        raise MarsadError("a decision needs the number of the log entry that its page was made at")
    corrections = {
        key.removeprefix(_CORRECTS): str(value) for key, value in fields.items() if key.startswith(_CORRECTS)
    }
    wanted: Verdict = verdict
    return Decision(
        wanted, subjects, int(seen), str(fields.get("reason", "")), corrections if wanted == "correct" else {}
    )


def _answer(request: Request, here: Bench, done: Done, then: str) -> Response:
    if not request.headers.get("hx-request"):
        return RedirectResponse(ours(then, "/review"), 303)
    with here.store.reading() as connection:
        found: list[Signed] = judgements_by_id(connection, [done.judgement.id])
    return page(request, "parts/judged.html", signed=found)
