"""The way in: signing in and out, the language and the digits, and the first page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from marsad.serve.gate import COOKIE, Here, Needs, visitor
from marsad.serve.leading import ours
from marsad.serve.page import page, set_token
from marsad.serve.signing import attempt
from marsad.serve.words import LANGUAGES
from marsad.store.sessions import end_session

router = APIRouter()
_YEAR = 365 * 24 * 3600


@router.get("/", dependencies=[Depends(Needs("reader"))])
def first() -> Response:
    """Lead to the incidents."""
    return RedirectResponse("/incidents", 303)


@router.get("/favicon.ico", dependencies=[Depends(Needs("anybody"))])
def icon() -> Response:
    """Lead to our sign: browsers ask for it beside parts of pages and downloads, which name none."""
    return RedirectResponse("/static/marsad.svg", 308)


@router.get("/sign-in", dependencies=[Depends(Needs("anybody"))])
def sign_in_page(request: Request, then: str = "/") -> Response:
    """Show the form for signing in."""
    return page(request, "sign_in.html", then=ours(then), told=None)


@router.post("/sign-in", dependencies=[Depends(Needs("anybody"))])
def sign_in(
    request: Request,
    here: Here,
    name: Annotated[str, Form()],
    secret: Annotated[str, Form()],
    then: Annotated[str, Form()] = "/",
) -> Response:
    """Sign a person in under a new token; too many failures for a name or from an address make both wait."""
    outcome = attempt(here, name, secret, request.client.host if request.client else "")
    if outcome.token is None:
        told = "sign-in.wait" if outcome.waits else "sign-in.wrong"
        return page(request, "sign_in.html", 429 if outcome.waits else 403, then=ours(then), told=told)
    response = RedirectResponse(ours(then), 303)
    set_token(request, response, outcome.token)
    return response


@router.post("/sign-out", dependencies=[Depends(Needs("anybody"))])
def sign_out(request: Request, here: Here) -> Response:
    """End the session, on this side and in the browser."""
    asks = visitor(request)
    if asks.person:
        with here.store.transaction(asks.person.name) as writing:
            end_session(writing, asks.token)
    response = RedirectResponse("/sign-in", 303)
    response.delete_cookie(COOKIE, path="/")
    return response


@router.post("/taste", dependencies=[Depends(Needs("anybody"))])
def taste(
    language: Annotated[str, Form()] = "", digits: Annotated[str, Form()] = "", then: Annotated[str, Form()] = "/"
) -> Response:
    """Keep how somebody likes to read: the language of the pages, and which digits."""
    response = RedirectResponse(ours(then), 303)
    if language in LANGUAGES:
        response.set_cookie("marsad_language", language, max_age=_YEAR, samesite="strict", httponly=True)
    if digits in ("latn", "arab"):
        response.set_cookie("marsad_digits", digits, max_age=_YEAR, samesite="strict", httponly=True)
    return response
