"""What a database says when it fails, in one plain sentence."""

from __future__ import annotations

from sqlalchemy.exc import DataError, DBAPIError

from marsad.errors import AwayError, DatabaseError, StoreError

_GONE = "the server can't be reached"
_REFUSES = "the database refuses"
_AWAY = (
    ("locked", "another program is writing to this record; try again when it is done"),
    ("lock timeout", "another program is writing to this record; try again when it is done"),
    ("disk is full", "there is no space left to write to"),
    ("disk i/o error", "the disk can't be read or written: it may be full or failing"),
    ("no space left", "there is no space left to write to"),
    ("could not extend file", "there is no space left to write to"),
    ("fatal: database", "there is no such database on the server; make it first (createdb)"),
    ("fatal: role", "there is no such user on the server"),
    ("too many clients", "the server has no connection left"),
    ("connection", _GONE),
)
"""What passes, or may be mended by whoever keeps the database: trying again later may do."""
_SIGNS = (
    ("log is append-only", "the log may only be added to"),
    ("file is not a database", "this file is no database; name another with --store"),
    ("malformed", "this database is damaged; restore it from a backup"),
    ("readonly", "this record can't be written to; check the rights of the file and its folder"),
    ("read-only", "this record can't be written to; check the rights of the file and its folder"),
    ("permission denied", "the user of this database may not do that; check the rights"),
    ("unable to open", "it can't be opened or made; check that the folder is there and may be written to"),
    ("authentication", "the server refuses this user or password"),
)


def told(name: str, fault: DBAPIError | UnicodeEncodeError) -> StoreError:
    """Say of a record what is wrong and what to do; what is not known is given in the database's own words.

    What no database could hold is the fault of what was given, and names no database: whoever gave it may be told.
    """
    if isinstance(fault, UnicodeEncodeError):
        return StoreError("half a surrogate pair can't be stored")
    said = " ".join(str(fault.orig).split())
    if isinstance(fault, DataError):
        return StoreError(f"this can't be stored ({said})")
    for signs, kind in ((_SIGNS, DatabaseError), (_AWAY, AwayError)):
        for sign, plain in signs:
            if sign in said.lower():
                return kind(f"{name}: {plain} ({said})", plain)
    if fault.connection_invalidated:
        return AwayError(f"{name}: {_GONE} ({said})", _GONE)
    return DatabaseError(f"{name}: {_REFUSES}: {said}", _REFUSES)
