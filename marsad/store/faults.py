"""What a database says when it fails, in one plain sentence."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError

_SIGNS = (
    ("log is append-only", "the log may only be added to"),
    ("file is not a database", "this file is no database; name another with --store"),
    ("malformed", "this database is damaged; restore it from a backup"),
    ("locked", "another program is writing to this record; try again when it is done"),
    ("lock timeout", "another program is writing to this record; try again when it is done"),
    ("readonly", "this record can't be written to; check the rights of the file and its folder"),
    ("read-only", "this record can't be written to; check the rights of the file and its folder"),
    ("permission denied", "the user of this database may not do that; check the rights"),
    ("unable to open", "it can't be opened or made; check that the folder is there and may be written to"),
    ("disk is full", "there is no space left to write to"),
    ("no space left", "there is no space left to write to"),
    ("authentication", "the server refuses this user or password"),
    ("fatal: database", "there is no such database on the server; make it first (createdb)"),
    ("fatal: role", "there is no such user on the server"),
    ("connection", "the server can't be reached"),
)


def sentence(fault: DBAPIError | UnicodeEncodeError) -> str:
    """Say what is wrong and what to do; what is not known is given in the database's own words."""
    if isinstance(fault, UnicodeEncodeError):
        return "half a surrogate pair can't be stored"
    said = " ".join(str(fault.orig).split())
    known = next((plain for sign, plain in _SIGNS if sign in said.lower()), None)
    return f"{known} ({said})" if known else f"the database refuses: {said}"
