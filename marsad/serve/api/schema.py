"""What the JSON interface offers, as OpenAPI, and signing in to it for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Depends, Request
from starlette.exceptions import HTTPException

from marsad.serve.gate import Here, Needs
from marsad.serve.signing import attempt

router = APIRouter(prefix="/api", tags=["about"])


@dataclass(frozen=True, slots=True)
class Credentials:
    """The name and the password of somebody who works here."""

    name: str
    secret: str


@dataclass(frozen=True, slots=True)
class Token:
    """What a program sends along as `Authorization: Bearer …`; it ends as a session of the pages does."""

    token: str


@router.get("/openapi.json", dependencies=[Depends(Needs("reader"))], include_in_schema=False)
def openapi(request: Request) -> dict[str, Any]:
    """Describe the JSON interface."""
    described: dict[str, Any] = request.app.openapi()
    return described


@router.post("/v1/session", dependencies=[Depends(Needs("stranger"))])
def open_session(request: Request, here: Here, given: Credentials) -> Token:
    """Sign in for a program; the same failures count as on the page."""
    outcome = attempt(here, given.name, given.secret, request.client.host if request.client else "")
    if outcome.token is None:
        raise HTTPException(
            429 if outcome.waits else 403, "wait and try again" if outcome.waits else "wrong name or password"
        )
    return Token(outcome.token)
