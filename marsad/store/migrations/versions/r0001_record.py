"""The first tables."""

from __future__ import annotations

from alembic import op

from marsad.store.guards import guard_log, make_index
from marsad.store.schema import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table, guard the log, and make the index for searching."""
    connection = op.get_bind()
    metadata.create_all(connection)
    guard_log(connection)
    make_index(connection)
