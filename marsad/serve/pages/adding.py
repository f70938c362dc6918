"""Adding reports: pasted, or files of them, and how far their reading is."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError
from marsad.ingest import Report, to_document
from marsad.model.person import Person
from marsad.serve.gate import DeniedError, Here, Needs, Who
from marsad.serve.jobs import new_job, uploaded
from marsad.serve.page import page
from marsad.serve.typed import named

router = APIRouter()
_LONGEST_NAME = 200


@router.get("/add", dependencies=[Depends(Needs("analyst"))])
def form(request: Request, here: Here, who: Who) -> Response:
    """Show the forms for a report and for files of reports, and how far earlier ones are."""
    return page(request, "add.html", jobs=here.jobs.of(who.name), collections=sorted(who.collections or ()))


class Pasted(BaseModel):
    """The form of a report that is pasted."""

    text: str
    title: str = ""
    published: str = ""
    outlet: str = ""
    url: str = ""
    collection: str = ""

    def report(self) -> Report:
        """Give it as any other report that came in."""
        said, title = self.text.replace("\r\n", "\n"), self.title.strip()
        return Report(
            (title or "pasted")[:_LONGEST_NAME],
            said,
            title or None,
            _day(self.published),
            self.outlet.strip() or None,
            self.url.strip() or None,
            said.encode("utf-8", "surrogatepass"),
        )


@router.post("/add/report", dependencies=[Depends(Needs("analyst"))])
def paste(here: Here, who: Who, pasted: Annotated[Pasted, Form()]) -> Response:
    """Read one report that somebody pasted."""
    report = pasted.report()
    job = new_job(who.name, [report.name], _shelf(who, pasted.collection))
    here.jobs.start(here.reader, job, [to_document(report)])
    return RedirectResponse(f"/add/jobs/{job.id}", 303)


@router.post("/add/files", dependencies=[Depends(Needs("analyst"))])
def upload(
    here: Here, who: Who, files: Annotated[list[UploadFile], File()], collection: Annotated[str, Form()] = ""
) -> Response:
    """Read files of reports; they are put aside under numbers, so that no name of theirs is ever a path of ours."""
    given = [each for each in files if each.filename]
    if not given:
        raise MarsadError("no file was chosen")
    shelf = _shelf(who, collection)
    folder = Path(tempfile.mkdtemp(prefix="marsad-"))
    for number, each in enumerate(given):
        with (folder / str(number)).open("wb") as kept:
            shutil.copyfileobj(each.file, kept)
    job = new_job(who.name, [_name(each.filename or "") for each in given], shelf)
    here.jobs.start(here.reader, job, uploaded(folder, job.names))
    return RedirectResponse(f"/add/jobs/{job.id}", 303)


@router.get("/add/jobs/{key}", dependencies=[Depends(Needs("analyst"))])
def progress(request: Request, here: Here, who: Who, key: str) -> Response:
    """Show how far a job is; the page asks for the part of it that changes until it is done."""
    job = here.jobs.get(key, who.name)
    if job is None:
        raise HTTPException(404)
    return page(request, "parts/job.html" if request.headers.get("hx-request") else "job.html", job=job)


def _name(sent: str) -> str:
    """Give the last part of the name that a file was sent under, whatever system it came from."""
    bare = PurePosixPath(PureWindowsPath(sent).as_posix()).name
    return "".join(letter for letter in bare if letter.isprintable())[-_LONGEST_NAME:] or "unnamed"


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written.strip() else None
    except ValueError:
        raise MarsadError(f"'{written}' is no day; write it as 2024-01-31") from None


def _shelf(who: Person, collection: str) -> str:
    """Let people put reports only into collections that they see themselves."""
    if collection and who.collections is not None and collection not in who.collections:
        raise DeniedError(f"you don't see the collection {collection}")
    return named(collection)
