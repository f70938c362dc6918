"""What the workbench looks at: incidents by what maps and lists filter on, and claims by what puts them before others in the queue.

Both are made of the view and can be made anew at any time; `position` is the log entry up to which they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from marsad.store.batches import batches
from marsad.store.opinions import opined_since
from marsad.store.running import SERIES
from marsad.store.schema import accounts, claims, incidents, readings, tombstones
from marsad.store.schema_work import board, facets, queue
from marsad.store.seal import Row

_NAME = "board"
_BATCH = 500


def position(connection: Connection) -> int:
    """Give the number of the log entry up to which the board is made."""
    return connection.execute(select(board.c.seq).where(board.c.name == _NAME)).scalar() or 0


def set_position(connection: Connection, seq: int) -> None:
    """Note up to which log entry the board is made."""
    connection.execute(delete(board).where(board.c.name == _NAME))
    connection.execute(insert(board).values(name=_NAME, seq=seq))


def incidents_since(connection: Connection, seq: int) -> tuple[list[str], list[str]]:
    """Give the ids of the incidents that were written after a log entry and are there, and of those that are gone."""
    changed = select(incidents.c.id).where(incidents.c.seq > seq).distinct().order_by(incidents.c.id)
    ids = list(connection.execute(changed).scalars())
    there: set[str] = set()
    for part in batches(ids, _BATCH):
        asked = select(incidents.c.id).where(incidents.c.id.in_(part), incidents.c.current == 1)
        there.update(connection.execute(asked).scalars())
    return [each for each in ids if each in there], [each for each in ids if each not in there]


def documents_since(connection: Connection, seq: int) -> list[str]:
    """Give the documents that were read, spoken of by a second reader, or expunged after a log entry."""
    read = connection.execute(select(readings.c.document).where(readings.c.seq > seq).distinct()).scalars()
    expunged = connection.execute(select(tombstones.c.document).where(tombstones.c.seq > seq)).scalars()
    return sorted({*read, *expunged, *opined_since(connection, seq)})


def incidents_telling(connection: Connection, documents: Iterable[str]) -> set[str]:
    """Give the incidents that some documents tell of; a document that was read again may have left some of them as they were."""
    found: set[str] = set()
    for part in batches(documents, _BATCH):
        asked = select(accounts.c.incident).where(accounts.c.document.in_(part), accounts.c.current == 1)
        found.update(each for each in connection.execute(asked.distinct()).scalars() if each)
    return found


def loose_claims(connection: Connection, documents: Iterable[str]) -> list[str]:
    """Give the current claims of documents that are of no occurrence: running totals."""
    found: list[str] = []
    loose = claims.c.account.is_(None) | claims.c.account.startswith(SERIES)
    for part in batches(documents, _BATCH):
        asked = select(claims.c.id).where(claims.c.document.in_(part), claims.c.current == 1, loose)
        found += connection.execute(asked.order_by(claims.c.id)).scalars()
    return found


def drop_facets(connection: Connection, ids: Iterable[str]) -> None:
    """Take incidents off the board, with their claims."""
    for part in batches(ids, _BATCH):
        connection.execute(delete(facets).where(facets.c.incident.in_(part)))
        connection.execute(delete(queue).where(queue.c.incident.in_(part)))


def drop_documents(connection: Connection, ids: Iterable[str]) -> None:
    """Take the claims of documents out of the queue."""
    for part in batches(ids, _BATCH):
        connection.execute(delete(queue).where(queue.c.document.in_(part)))


def put_facets(connection: Connection, rows: Sequence[Row]) -> None:
    """Put incidents on the board."""
    keys = [row["incident"] for row in rows]
    connection.execute(delete(facets).where(facets.c.incident.in_(keys)))
    if rows:
        connection.execute(insert(facets), rows)


def put_queue(connection: Connection, rows: Sequence[Row]) -> None:
    """Put claims into the queue, in place of what stood there of them."""
    for part in batches(rows, _BATCH):
        connection.execute(delete(queue).where(queue.c.claim.in_([row["claim"] for row in part])))
        connection.execute(insert(queue), part)


def set_state(connection: Connection, claim: str, state: str, judged_by: str) -> None:
    """Say how far the review of a claim is, and who judged it."""
    connection.execute(queue.update().where(queue.c.claim == claim).values(state=state, judged_by=judged_by))


def incident_of_claims(connection: Connection, ids: Iterable[str]) -> dict[str, str | None]:
    """Give the incident that each claim stands in."""
    found: dict[str, str | None] = {}
    for part in batches(ids, _BATCH):
        asked = (
            select(claims.c.id, accounts.c.incident)
            .join(accounts, (accounts.c.id == claims.c.account) & (accounts.c.current == 1))
            .where(claims.c.id.in_(part), claims.c.current == 1)
        )
        found.update((row.id, row.incident) for row in connection.execute(asked))
    return found
