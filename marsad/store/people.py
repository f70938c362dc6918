"""The people of a record: their names, roles, secrets (only as hashes) and circles; every change of them is logged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Connection, delete, func, insert, select, update

from marsad.errors import RefusedError, StoreError
from marsad.model.person import Person, Role
from marsad.store.schema_work import grants, members, people, sessions, shelves
from marsad.store.writing import Writing


@dataclass(frozen=True, slots=True)
class Account:
    """A person with what signing in needs: the hash of the secret (None: can't sign in) and whether the account is open."""

    person: Person
    secret: str | None
    active: bool


def account(connection: Connection, name: str) -> Account | None:
    """Give the account of a name."""
    row = connection.execute(select(people).where(people.c.name == name)).first()
    if row is None:
        return None
    seen = None if row.role == "administrator" else _collections(connection, name)
    person = Person(row.name, row.shown, cast(Role, row.role), seen)
    return Account(person, row.secret, bool(row.active))


def all_accounts(connection: Connection) -> list[Account]:
    """Give every account in the order of the names."""
    names = connection.execute(select(people.c.name).order_by(people.c.name)).scalars().all()
    return [found for name in names if (found := account(connection, name))]


def _collections(connection: Connection, name: str) -> frozenset[str]:
    asked = (
        select(grants.c.collection)
        .join(members, members.c.circle == grants.c.circle)
        .where(members.c.person == name)
        .distinct()
    )
    return frozenset(connection.execute(asked).scalars())


def put_account(writing: Writing, person: Person, secret: str | None) -> None:
    """Admit a person, or give one that is here another role, shown name or secret (None leaves the secret)."""
    connection = writing.connection
    values = {"shown": person.shown, "role": person.role, "active": 1} | ({"secret": secret} if secret else {})
    if account(connection, person.name):
        _keep_one_administrator(connection, person.name, person.role)
        connection.execute(update(people).where(people.c.name == person.name).values(**values))
        connection.execute(delete(sessions).where(sessions.c.person == person.name))
    else:
        connection.execute(insert(people).values(name=person.name, made=writing.now(), **{"secret": None} | values))
    writing.enter("ADMIT", person.name, {"role": person.role, "secret": "new" if secret else "same"})


def close_account(writing: Writing, name: str) -> None:
    """Close an account and end its sessions; what the person signed stays signed."""
    if account(writing.connection, name) is None:
        raise StoreError(f"nobody here is called {name}")
    _keep_one_administrator(writing.connection, name, None)
    writing.connection.execute(update(people).where(people.c.name == name).values(active=0))
    writing.connection.execute(delete(sessions).where(sessions.c.person == name))
    writing.enter("ADMIT", name, {"role": "none"})


def _keep_one_administrator(connection: Connection, name: str, role: Role | None) -> None:
    others = select(func.count()).where(people.c.role == "administrator", people.c.active == 1, people.c.name != name)
    here = account(connection, name)
    leaves = here is not None and here.active and here.person.role == "administrator" and role != "administrator"
    if leaves and not connection.execute(others).scalar():
        raise RefusedError("ADMIT", name, f"{name} is the last administrator: make another one first")


def set_circle(writing: Writing, circle: str, persons: Iterable[str], collections: Iterable[str]) -> None:
    """Say who is in a circle and which collections it sees; an empty circle is none."""
    connection, who, what = writing.connection, sorted(set(persons)), sorted(set(collections))
    connection.execute(delete(members).where(members.c.circle == circle))
    connection.execute(delete(grants).where(grants.c.circle == circle))
    if who:
        connection.execute(insert(members), [{"circle": circle, "person": each} for each in who])
    if what:
        connection.execute(insert(grants), [{"circle": circle, "collection": each} for each in what])
    writing.enter("ADMIT", f"circle {circle}", {"persons": who, "collections": what})


def circles(connection: Connection) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give the circles by name: who is in each, and which collections it sees."""
    who = connection.execute(select(members).order_by(members.c.circle, members.c.person)).all()
    what = connection.execute(select(grants).order_by(grants.c.circle, grants.c.collection)).all()
    names = sorted({row.circle for row in (*who, *what)})
    return {
        name: (
            tuple(row.person for row in who if row.circle == name),
            tuple(row.collection for row in what if row.circle == name),
        )
        for name in names
    }


def shelve(writing: Writing, documents: Iterable[str], collection: str) -> None:
    """Put documents into a collection that only its circles see; an empty name puts them back on the open shelf."""
    ids = sorted(set(documents))
    writing.flush()
    for each in ids:
        writing.connection.execute(delete(shelves).where(shelves.c.document == each))
    if collection and ids:
        writing.connection.execute(insert(shelves), [{"document": each, "collection": collection} for each in ids])
    if ids:
        writing.enter("SHELVE", collection or "open", {"documents": ids})
