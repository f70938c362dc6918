"""Publishing: what leaves the record, checked, approved by a second person, with its losses and corrections in the open."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError, StoreError
from marsad.export.formats import FORMATS
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.person import Person
from marsad.record.publication import Edition, check_edition, profile_of
from marsad.serve.bench import Bench
from marsad.serve.gate import DeniedError, Here, Needs, Who
from marsad.serve.page import page
from marsad.serve.pressing import SITE, press, press_site
from marsad.store.publications import (
    Publication,
    all_publications,
    approve_publication,
    begin_publication,
    corrections_of,
    publication,
    reason_correction,
    withdraw_publication,
)

router = APIRouter()
_ANALYST = [Depends(Needs("analyst"))]
_REVIEWER = [Depends(Needs("reviewer"))]
_USUAL = ("incidents-csv", "incidents-jsonl", "claims-jsonl")
_LONGEST = 200


@router.get("/publish", dependencies=_ANALYST)
def publish_page(request: Request, here: Here) -> Response:
    """Show the form for a publication, and those that there are."""
    with here.store.reading() as connection:
        found = all_publications(connection)
    choices: dict[str, Any] = {
        "formats": list(FORMATS),
        "usual": _USUAL,
        "profiles": list(crosswalk("profiles").maps),
        "gradings": list(crosswalk("gradings").maps),
        "precisions": ("site", "town", "district", "province", "country"),
    }
    return page(request, "publish.html", publications=[_plain(each) for each in found], **choices)


@router.post("/publish", dependencies=_ANALYST)
def prepare(
    here: Here,
    who: Who,
    title_ar: Annotated[str, Form(max_length=_LONGEST)],
    title_en: Annotated[str, Form(max_length=_LONGEST)],
    profile: Annotated[str, Form()] = "public",
    grading: Annotated[str, Form()] = "airwars",
    formats: Annotated[list[str] | None, Form()] = None,
    grid: Annotated[float | None, Form(ge=0, le=10)] = None,
    finest: Annotated[str | None, Form()] = None,
    small: Annotated[int | None, Form(ge=0, le=1000)] = None,
) -> Response:
    """Begin to make a publication."""
    if finest and finest not in ("site", "town", "district", "province", "country"):
        raise MarsadError(f"'{finest}' is no kind of place")
    chosen = profile_of(profile, {"grid": grid, "finest": finest or None, "small": small})
    wanted = Edition(title_en, title_ar, chosen, grading, tuple(formats or ()), here.now().date())
    check_edition(wanted)
    key = secrets.token_hex(8)
    with here.store.transaction(who.name) as writing:
        begin_publication(writing, key, json.dumps(wanted.plain()))
    here.folder.mkdir(parents=True, exist_ok=True)
    here.jobs.run(press, here.store, key, here.folder, who.name)
    return RedirectResponse(f"/publish/{key}", 303)


@router.get("/publish/{key}", dependencies=_ANALYST)
def one(request: Request, here: Here, who: Who, key: str) -> Response:
    """Show a publication: its files with their hashes, what each format loses, what it corrects, and who approved it."""
    with here.store.reading() as connection:
        found = _found(here, key)
        corrections = [
            {"id": each.id, "incident": each.incident, "reason_en": each.reason_en, "reason_ar": each.reason_ar}
            | {"before": json.loads(each.before), "after": json.loads(each.after)}
            for each in corrections_of(connection, [key])
        ]
    template = "parts/publication.html" if request.headers.get("hx-request") else "publication.html"
    own = found.by == who.name
    return page(
        request, template, publication=_plain(found), corrections=corrections, own=own, folder=str(here.folder / key)
    )


@router.post("/publish/{key}/approve", dependencies=_REVIEWER)
def approve(here: Here, who: Who, key: str) -> Response:
    """Approve what another prepared; its site is written anew with the corrections as they are worded now."""
    _found(here, key)
    with here.store.transaction(who.name) as writing:
        approve_publication(writing, key)
    press_site(here.store, key, here.folder)
    return RedirectResponse(f"/publish/{key}", 303)


@router.post("/publish/{key}/withdraw", dependencies=_REVIEWER)
def withdraw(here: Here, who: Who, key: str) -> Response:
    """Take a publication back."""
    _found(here, key)
    with here.store.transaction(who.name) as writing:
        withdraw_publication(writing, key)
    return RedirectResponse(f"/publish/{key}", 303)


@router.post("/publish/{key}/correction", dependencies=_ANALYST)
def word(
    here: Here,
    who: Who,
    key: str,
    correction: Annotated[str, Form()],
    reason_en: Annotated[str, Form(max_length=2000)],
    reason_ar: Annotated[str, Form(max_length=2000)],
) -> Response:
    """Say why something changed, in both languages."""
    _found(here, key)
    with here.store.transaction(who.name) as writing:
        reason_correction(writing, correction, reason_en, reason_ar)
    return RedirectResponse(f"/publish/{key}#corrections", 303)


@router.get("/publish/{key}/files/{name:path}", dependencies=[Depends(Needs("reader"))])
def file(here: Here, who: Who, key: str, name: str) -> Response:
    """Give a file of a publication: an approved one to everybody here, a draft to who may prepare one; either is logged."""
    found = _found(here, key)
    if found.state != "approved" and not who.may("analyst"):
        raise DeniedError("this publication is not approved")
    path = _within(here.folder / key, name)
    if path.suffix != ".html" and SITE not in path.relative_to((here.folder / key).resolve()).parts:
        _log(here, who, key, name)
    return FileResponse(path, filename=path.name)


@router.get("/corrections", dependencies=[Depends(Needs("reader"))])
def corrections_page(request: Request, here: Here) -> Response:
    """Show every correction that was published, in both languages."""
    with here.store.reading() as connection:
        approved = [each for each in all_publications(connection) if each.state == "approved"]
        days = {each.id: (each.approved_at or each.at)[:10] for each in approved}
        found = [
            {
                "day": days[each.publication],
                "incident": each.incident,
                "reason_en": each.reason_en,
                "reason_ar": each.reason_ar,
            }
            | {"before": json.loads(each.before), "after": json.loads(each.after)}
            for each in corrections_of(connection, days)
        ]
    return page(request, "corrections.html", corrections=found)


def _log(here: Bench, who: Person, key: str, name: str) -> None:
    with here.store.transaction(who.name) as writing:
        writing.enter("EXPORT", key, {"file": name})


def _within(folder: Path, name: str) -> Path:
    """Give a plain file of a folder; whatever leads out of it is not there."""
    try:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    except (ValueError, OSError):
        pass
    raise HTTPException(404)


def _found(here: Bench, key: str) -> Publication:
    try:
        with here.store.reading() as connection:
            return publication(connection, key)
    except StoreError as fault:
        raise HTTPException(404) from fault


def _plain(found: Publication) -> dict[str, Any]:
    return {
        "id": found.id, "at": found.at, "by": found.by, "state": found.state, "approved_by": found.approved_by,
        "approved_at": found.approved_at, "wanted": json.loads(found.wanted), "made": json.loads(found.made),
    }  # fmt: skip
