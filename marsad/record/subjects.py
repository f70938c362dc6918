"""What a decision is about: things that are in the record as it is now, and that whoever decides may see."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from marsad.errors import StoreError
from marsad.export.entry import Claim
from marsad.model.judgement import Judgement, Verdict
from marsad.model.person import Person
from marsad.store.accounts import accounts_by_id
from marsad.store.claims import claims_by_id
from marsad.store.documents import provenances
from marsad.store.incidents import incident
from marsad.store.judged import judgements_by_id
from marsad.store.rights import may_see_document

PAIRED = ("same", "different")


class UnknownError(StoreError):
    """A thing that is not in the record, or that somebody may not know to be there; both are told alike."""

    def __init__(self, kind: str, key: str) -> None:
        super().__init__(f"there is no {kind} {key} in this record")


def resolved(connection: Connection, person: Person, verdict: Verdict, keys: Iterable[str]) -> tuple[str, ...]:
    """Give the ids that are judged: of claims, of a judgement, or of accounts, an incident standing for its first."""
    wanted = tuple(dict.fromkeys(keys))
    if verdict == "withdraw":
        return _judgements(connection, person, wanted)
    if verdict in PAIRED:
        return tuple(dict.fromkeys(_account(connection, person, key) for key in wanted))
    if verdict == "add":
        return _documents(connection, person, wanted)
    claims = {each.id: each for each in claims_by_id(connection, wanted)}
    for key in wanted:
        if key not in claims or not may_see_document(connection, person, claims[key].document):
            raise UnknownError("claim", key)
    return wanted


def judged_claim(connection: Connection, key: str) -> Claim:
    """Give a claim that is judged."""
    found = claims_by_id(connection, [key])
    if not found:
        raise UnknownError("claim", key)
    return found[0]


def may_see_judgement(connection: Connection, person: Person, judgement: Judgement) -> bool:
    """Say whether a person may see all that a judgement is about."""
    if person.collections is None:
        return True
    try:
        resolved(connection, person, judgement.verdict, judgement.subjects)
    except StoreError:
        return False
    return True


def _judgements(connection: Connection, person: Person, keys: tuple[str, ...]) -> tuple[str, ...]:
    found = {each.judgement.id: each.judgement for each in judgements_by_id(connection, keys)}
    for key in keys:
        if key not in found or not may_see_judgement(connection, person, found[key]):
            raise UnknownError("judgement", key)
    return keys


def _documents(connection: Connection, person: Person, keys: tuple[str, ...]) -> tuple[str, ...]:
    there = {each.document for each in provenances(connection, keys)}
    for key in keys:
        if key not in there or not may_see_document(connection, person, key):
            raise UnknownError("document", key)
    return keys


def _account(connection: Connection, person: Person, key: str) -> str:
    there = accounts_by_id(connection, [key])
    try:
        account = there[0].id if there else incident(connection, key).accounts[0]
    except StoreError:
        raise UnknownError("account or incident", key) from None
    if not may_see_document(connection, person, accounts_by_id(connection, [account])[0].document):
        raise UnknownError("account or incident", key)
    return account
