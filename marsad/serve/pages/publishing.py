"""Publishing: what leaves the record, checked, approved by a second person, with its losses and corrections in the open."""

from __future__ import annotations

import json
import secrets
from datetime import date
from pathlib import Path
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import FileResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError, StoreError
from marsad.export.formats import FORMATS
from marsad.knowledge.crosswalk import crosswalk
from marsad.model.person import Person
from marsad.model.value import Precision
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
        "precisions": get_args(Precision),
    }
    return page(request, "publish.html", publications=[_plain(each) for each in found], **choices)


class Wished(BaseModel):
    """The form for a publication; what changes the profile is left out where the profile is to decide."""

    title_ar: str = Field(max_length=_LONGEST)
    title_en: str = Field(max_length=_LONGEST)
    profile: str = "public"
    grading: str = "airwars"
    formats: list[str] = []
    grid: float | None = Field(None, ge=0, le=10)
    finest: str = ""
    small: int | None = Field(None, ge=0, le=1000)

    def edition(self, day: date) -> Edition:
        """Give the edition that is wished for; a `MarsadError` says what is wrong with it."""
        if self.finest and self.finest not in get_args(Precision):
            raise MarsadError(f"'{self.finest}' is no kind of place")
        profile = profile_of(self.profile, {"grid": self.grid, "finest": self.finest or None, "small": self.small})
        wanted = Edition(self.title_en, self.title_ar, profile, self.grading, tuple(self.formats), day)
        check_edition(wanted)
        return wanted


@router.post("/publish", dependencies=_ANALYST)
def prepare(here: Here, who: Who, wished: Annotated[Wished, Form()]) -> Response:
    """Begin to make a publication."""
    wanted = wished.edition(here.now().date())
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


class Worded(BaseModel):
    """The form for the reason of a correction."""

    correction: str
    reason_en: str = Field(max_length=2000)
    reason_ar: str = Field(max_length=2000)


@router.post("/publish/{key}/correction", dependencies=_ANALYST)
def word(here: Here, who: Who, key: str, worded: Annotated[Worded, Form()]) -> Response:
    """Say why something changed, in both languages."""
    _found(here, key)
    with here.store.transaction(who.name) as writing:
        reason_correction(writing, worded.correction, worded.reason_en, worded.reason_ar)
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
    with here.store.reading() as connection:
        try:
            return publication(connection, key)
        except StoreError as fault:
            raise HTTPException(404) from fault


def _plain(found: Publication) -> dict[str, Any]:
    return {
        "id": found.id, "at": found.at, "by": found.by, "state": found.state, "approved_by": found.approved_by,
        "approved_at": found.approved_at, "wanted": json.loads(found.wanted), "made": json.loads(found.made),
    }  # fmt: skip
