"""Reading what may be too much to hold: some rows at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVarTuple

from sqlalchemy import Connection, Row, Select

Columns = TypeVarTuple("Columns")
_AT_ONCE = 1000


def stream(connection: Connection, asked: Select[*Columns], at_once: int = _AT_ONCE) -> Iterator[Row[*Columns]]:
    """Give the rows of a query as they are asked for; other queries may go on beside it."""
    with connection.execute(asked, execution_options={"yield_per": at_once}) as result:
        yield from result
