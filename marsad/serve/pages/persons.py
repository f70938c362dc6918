"""The people of the record: who may come in and do what, who sees which collections, and one's own password."""

from __future__ import annotations

from typing import Annotated, cast, get_args

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import BaseModel

from marsad.errors import MarsadError
from marsad.model.person import ROLES, Person, Role
from marsad.serve.gate import DeniedError, Here, Needs, Who
from marsad.serve.page import page
from marsad.serve.passwords import SHORTEST, hashed, matches
from marsad.serve.typed import named
from marsad.store.listing import collections_with, documents_of_outlet
from marsad.store.people import account, all_accounts, circles, close_account, put_account, set_circle, shelve

router = APIRouter()
_ADMINISTRATOR = [Depends(Needs("administrator"))]
_BACK = "/people"
_LONGEST = 60


@router.get("/people", dependencies=_ADMINISTRATOR)
def people_page(request: Request, here: Here) -> Response:
    """Show everybody, the circles, and the collections."""
    with here.store.reading() as connection:
        everybody, rings, shelves = all_accounts(connection), circles(connection), collections_with(connection)
    return page(
        request, "people.html", everybody=everybody, circles=rings, collections=shelves, roles=ROLES, shortest=SHORTEST
    )


class Admitted(BaseModel):
    """The form for admitting a person; without a password that of an old account stays."""

    name: str
    role: str
    shown: str = ""
    secret: str = ""


@router.post("/people", dependencies=_ADMINISTRATOR)
def admit(here: Here, who: Who, asked: Annotated[Admitted, Form()]) -> Response:
    """Admit a person, or give one another role, shown name or password."""
    bare, secret = asked.name.strip(), asked.secret
    if not bare or len(bare) > _LONGEST or not bare.isprintable():
        raise MarsadError(f"a name has from 1 to {_LONGEST} printable letters")
    if asked.role not in get_args(Role):
        raise MarsadError(f"'{asked.role}' is no role; one of {', '.join(ROLES)} is")
    person = Person(bare, named(asked.shown) or bare, cast(Role, asked.role))
    with here.store.transaction(who.name) as writing:
        if not secret and account(writing.connection, bare) is None:
            raise MarsadError(f"{bare} is new here and needs a password")
        put_account(writing, person, hashed(secret) if secret else None)
    return RedirectResponse(_BACK, 303)


@router.post("/people/close", dependencies=_ADMINISTRATOR)
def close(here: Here, who: Who, name: Annotated[str, Form()]) -> Response:
    """Close an account; its sessions end at once."""
    with here.store.transaction(who.name) as writing:
        close_account(writing, name)
    return RedirectResponse(_BACK, 303)


@router.post("/people/circle", dependencies=_ADMINISTRATOR)
def circle(
    here: Here,
    who: Who,
    name: Annotated[str, Form()],
    persons: Annotated[str, Form()] = "",
    collections: Annotated[str, Form()] = "",
) -> Response:
    """Say who is in a circle and which collections it sees, each name on a line of its own."""
    ring, wanted = named(name), _lines(persons)
    if not ring:
        raise MarsadError("a circle needs a name")
    with here.store.transaction(who.name) as writing:
        unknown = [each for each in wanted if account(writing.connection, each) is None]
        if unknown:
            raise MarsadError(f"nobody here is called {', '.join(unknown)}")
        set_circle(writing, ring, wanted, _lines(collections))
    return RedirectResponse(_BACK, 303)


@router.post("/people/shelve", dependencies=_ADMINISTRATOR)
def move(
    here: Here,
    who: Who,
    collection: Annotated[str, Form()] = "",
    documents: Annotated[str, Form()] = "",
    outlet: Annotated[str, Form()] = "",
) -> Response:
    """Put reports into a collection, by their ids or all of one outlet; without a collection they are open to everybody here."""
    shelf, given = named(collection), _lines(documents)
    with here.store.transaction(who.name) as writing:
        chosen = [
            *given,
            *(documents_of_outlet(writing.connection, outlet.strip()) if outlet.strip() else ()),
        ]
        if not chosen:
            raise MarsadError("no report was named: give ids, or an outlet that has reports here")
        shelve(writing, chosen, shelf)
    return RedirectResponse(_BACK, 303)


@router.get("/me", dependencies=[Depends(Needs("reader"))])
def me_page(request: Request) -> Response:
    """Show the form for one's own password."""
    return page(request, "me.html", shortest=SHORTEST)


@router.post("/me", dependencies=[Depends(Needs("reader"))])
def change(here: Here, who: Who, old: Annotated[str, Form()], new: Annotated[str, Form()]) -> Response:
    """Change one's own password; every session ends, and one signs in with the new one."""
    with here.store.reading() as connection:
        found = account(connection, who.name)
    if found is None or not matches(found.secret, old):
        raise DeniedError("the old password is wrong")
    with here.store.transaction(who.name) as writing:
        put_account(writing, found.person, hashed(new))
    return RedirectResponse("/sign-in", 303)


def _lines(written: str) -> list[str]:
    return [named(line) for line in written.splitlines() if line.strip()]
