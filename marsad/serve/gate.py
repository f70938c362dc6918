"""The gate that every request passes: who asks, may they, and did the request come from one of our own pages."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Literal, cast
from urllib.parse import urlsplit

from fastapi import Depends, Request
from sqlalchemy import Connection

from marsad.errors import DatabaseError
from marsad.model.person import Person, Role
from marsad.serve.bench import Bench, bench
from marsad.serve.words import LANGUAGES, Language
from marsad.store.people import account
from marsad.store.sessions import is_stale, person_of, touch

_MOMENT = 0.1  # seconds that a page waits to note that a session is in use
COOKIE = "marsad_session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
Allowed = Role | Literal["anybody", "stranger"]
"""Roles; `anybody` needs no signing in; a `stranger` is a program that has no session yet, and so no proof of a form."""


class SignInError(Exception):
    """Nobody is signed in, and the page needs somebody."""


class DeniedError(Exception):
    """Somebody asked for what their role, or the page that they came from, does not allow."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: the person (None before signing in), the token of their session, and how they like to read."""

    person: Person | None
    token: str
    language: Language
    arabic_digits: bool

    @property
    def csrf(self) -> str:
        """The proof that a form was made for this session: only who knows the token can make it."""
        return hmac.new(self.token.encode(), b"marsad form", hashlib.sha256).hexdigest()


def visitor(request: Request) -> Visitor:
    """Say who asks; a stranger gets a token, so that even the form for signing in is proved to be ours."""
    found = getattr(request.state, "visitor", None)
    if found is None:
        here = bench(request)
        token = _bearer(request) or request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
        found = Visitor(_person(here, token), token, _language(request), request.cookies.get("marsad_digits") == "arab")
        request.state.visitor = found
    if not isinstance(found, Visitor):
        raise TypeError("the state of this request holds no visitor")
    return found


def recognised(request: Request) -> Visitor:
    """Say who asks without asking the record, which may be away: whoever the gate found, else nobody, with the token that they sent."""
    if getattr(request.state, "visitor", None) is None:
        request.state.visitor = _stranger(request)
    return visitor(request)


def _stranger(request: Request) -> Visitor:
    token = _bearer(request) or request.cookies.get(COOKIE) or secrets.token_urlsafe(32)
    return Visitor(None, token, _language(request), request.cookies.get("marsad_digits") == "arab")


def _bearer(request: Request) -> str | None:
    """Give the token that a program sends; no browser sends one by itself, so it needs no proof of a form."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and request.url.path.startswith("/api/") else None


def _person(here: Bench, token: str) -> Person | None:
    """Look up whose token this is; that it is in use is noted only if no other writer is in the way: the next page may."""
    if here.owner is not None:
        return Person(here.owner, here.owner, "administrator", None)
    with here.store.reading() as connection:
        found = _signed_in(here, connection, token)
        stale = found is not None and is_stale(connection, token, here.now())
    if stale and found:
        with suppress(DatabaseError), here.store.transaction(found.name, wait=_MOMENT) as writing:
            touch(writing, token)
    return found


def _signed_in(here: Bench, connection: Connection, token: str) -> Person | None:
    name = person_of(connection, token, here.now())
    found = account(connection, name) if name else None
    return found.person if found and found.active else None


def _language(request: Request) -> Language:
    chosen = request.cookies.get("marsad_language")
    wanted = [chosen or "", *(part.strip()[:2] for part in request.headers.get("accept-language", "").split(","))]
    return next((language for each in wanted for language in LANGUAGES if each == language), "en")


@dataclass(frozen=True, slots=True)
class Needs:
    """The rule of a route, as a dependency: the least role that may use it. Every route has exactly one."""

    role: Allowed

    async def __call__(self, request: Request) -> None:
        """Let a request in, or say why not."""
        asks = await _visitor_of(request)
        if request.method not in SAFE and self.role != "stranger" and _bearer(request) is None:
            await _own(request, asks)
        if self.role in ("anybody", "stranger"):
            return
        if asks.person is None:
            raise SignInError
        if not asks.person.may(cast(Role, self.role)):
            raise DeniedError(f"this needs the role {self.role}")


async def _visitor_of(request: Request) -> Visitor:
    from fastapi.concurrency import run_in_threadpool  # noqa: PLC0415

    return await run_in_threadpool(visitor, request)


async def _own(request: Request, asks: Visitor) -> None:
    """Refuse a change that did not come from a page of ours made for this session."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise DeniedError("this came from another site")
    given = request.headers.get("x-marsad-form") or str((await request.form()).get("form", ""))
    if not hmac.compare_digest(given.encode(), asks.csrf.encode()):
        raise DeniedError("this form was made for another session: load the page again")


def signed_in(request: Request) -> Person:
    """Give the person of a route that needs one."""
    found = visitor(request).person
    if found is None:
        raise SignInError
    return found


Here = Annotated[Bench, Depends(bench)]
Who = Annotated[Person, Depends(signed_in)]
