"""Bringing a database to the tables that this version knows; one that is newer, or somebody else's, is left alone."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, inspect, text

from marsad.errors import StoreError
from marsad.store.schema_work import metadata

LATEST = "0004"
VERSION_TABLE = "marsad_schema"
Purpose = Literal["read", "write", "make"]
"""What a record is opened for: to read what is there, to write to what is there, or to make it where it is not."""
_FOLDER = Path(__file__).parent / "migrations"


def migrate(connection: Connection, name: str, purpose: Purpose = "make") -> None:
    """Apply the revisions that are missing, within the caller's transaction; a record to be read alone must have all."""
    found = _version(connection, name)
    if found == LATEST:
        return
    from alembic import command  # noqa: PLC0415  # slow to import, and needed once for a record
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if found and found not in known:
        raise StoreError(f"{name}: a newer Marsad made this record (schema {found}); update Marsad to open it")
    if not found and purpose != "make":
        raise StoreError(f"{name}: this is no record yet; `marsad read` makes it one")
    if purpose == "read":
        raise StoreError(
            f"{name}: an older Marsad made this record (schema {found}); `marsad read` brings it up to date"
        )
    command.upgrade(config, "head")


def _version(connection: Connection, name: str) -> str | None:
    """Give the revision of the database's tables, None where it has none of ours."""
    tables = set(inspect(connection).get_table_names())
    if VERSION_TABLE in tables:
        return str(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar())  # noqa: S608
    foreign = tables if connection.dialect.name == "sqlite" else tables & set(metadata.tables)
    if foreign:
        raise StoreError(f"{name}: this database holds something else (a table {min(foreign)!r}); name another")
    return None
