"""Alembic's entry: runs the revisions on the connection, and in the transaction, that `migrate` gives it."""

from __future__ import annotations

from alembic import context

from marsad.store.migrate import VERSION_TABLE
from marsad.store.schema_work import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, version_table=VERSION_TABLE
)
with context.begin_transaction():
    context.run_migrations()
