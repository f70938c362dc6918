"""Signing in: one attempt, counted against its name and its address, and the token that it earns."""

from __future__ import annotations

from dataclasses import dataclass

from marsad.serve.bench import Bench
from marsad.serve.passwords import matches
from marsad.serve.typed import is_name
from marsad.store.people import account
from marsad.store.sessions import failed, paused_until, start_session, succeeded

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an attempt came to: a token, or none, and whether one has to wait."""

    token: str | None
    waits: bool = False


def attempt(here: Bench, name: str, secret: str, address: str) -> Outcome:
    """Sign a person in under a new token; too many failures for a name or from an address make both wait.

    What can't be a name is looked up and logged as none: whatever a stranger types there, the log lasts.
    """
    name = name if is_name(name) else ""
    keys = (f"name {name[:_SHOWN]}", f"from {address}")
    with here.store.reading() as connection:
        if any(paused_until(connection, key, here.now()) for key in keys):
            return Outcome(None, waits=True)
        found = account(connection, name)
    if not (matches(found.secret if found else None, secret) and found and found.active):
        with here.store.transaction(name[:_SHOWN] or "nobody") as writing:
            for key in keys:
                failed(writing, key)
            writing.enter("REFUSED", "sign-in", {"attempt": "SIGN-IN", "why": "wrong name or password"})
        return Outcome(None)
    with here.store.transaction(name) as writing:
        token = start_session(writing, name)
        succeeded(writing, keys[0])
    return Outcome(token)
