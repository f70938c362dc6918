"""Checking the evidence of a record beyond its hashes: every kept WARC record, and every timestamp."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from marsad.errors import SourceError
from marsad.ingest.web import warc
from marsad.ingest.web.answer import Limits
from marsad.ingest.web.authority import MissingError, check, roots_of
from marsad.store.fault import Fault
from marsad.store.stamps import Stamp, all_stamps, fetched, statement_of

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(slots=True)
class Evidence:
    """What was checked: how many records and timestamps, the faults, and what could not be checked, in a sentence each."""

    pages: int = 0
    stamps: int = 0
    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def examine(connection: Connection, authority_roots: Path | None = None) -> Evidence:
    """Check the evidence of a record; `authority_roots` are the certificates that signatures of timestamps must lead to."""
    found = Evidence()
    found.faults += _pages(connection, found)
    try:
        roots = roots_of(authority_roots) if authority_roots else ()
        for stamp in all_stamps(connection):
            found.stamps += 1
            fault = _wrong(connection, stamp) or _unsigned(stamp, roots)
            found.faults += [fault] if fault else []
    except MissingError as refusal:
        found.notes.append(f"the timestamps were not checked: {refusal}")
        return found
    if found.stamps and not roots:
        found.notes.append(_UNROOTED.format(found.stamps))
    return found


_UNROOTED = (
    "{} timestamps are of what they are kept for, and signed by the certificates that they bring along; whose these are was not "
    "checked: give the authority's own roots with --authority-roots FILE.pem"
)


def _pages(connection: Connection, found: Evidence) -> Iterator[Fault]:
    """Check that each kept record holds what its digests say, and is of the address that its document names."""
    for each in fetched(connection):
        found.pages += 1
        try:
            record = warc.opened(each.content, Limits().size)
        except SourceError as refusal:
            yield Fault("originals", each.document, f"the fetched original of document {each.document}: {refusal}")
            continue
        if record.url != each.url:
            what = f"the fetched original of document {each.document} is of {record.url}, and the document names {each.url}"
            yield Fault("originals", each.document, what)


def _wrong(connection: Connection, stamp: Stamp) -> Fault | None:
    """Check that a timestamp is of what the record has."""
    if stamp.entry is None:
        return None
    statement = statement_of(connection, stamp.entry)
    if statement is not None and hashlib.sha256(statement).hexdigest() == stamp.digest:
        return None
    return Fault(
        "stamps", str(stamp.entry), f"the timestamp of {stamp.at} is not of log entry {stamp.entry} as it is now"
    )


def _unsigned(stamp: Stamp, roots: Sequence[Certificate]) -> Fault | None:
    """Check what a timestamp says and who signed it."""
    of = f"document {stamp.document}" if stamp.document else f"log entry {stamp.entry}"
    try:
        at = check(stamp.token, stamp.digest, roots)
    except MissingError:
        raise
    except SourceError as refusal:
        return Fault("stamps", stamp.document or str(stamp.entry), f"the timestamp of {of}: {refusal}")
    if at != stamp.at:
        what = f"the timestamp of {of} was signed at {at}, and the record says {stamp.at}"
        return Fault("stamps", stamp.document or str(stamp.entry), what)
    return None
