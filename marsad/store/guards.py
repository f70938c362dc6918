"""What differs between the databases: the triggers that guard the log, and the index for searching."""

from __future__ import annotations

from sqlalchemy import Connection, text

_REFUSE = """CREATE FUNCTION marsad_log_guard() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$"""
_GUARD = """CREATE TRIGGER log_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log
    FOR EACH STATEMENT EXECUTE FUNCTION marsad_log_guard()"""

_INDEX = (
    "CREATE VIRTUAL TABLE search USING fts5(folded, content='documents', content_rowid='seq', "
    "tokenize='trigram case_sensitive 1', detail='none')"
)
_INDEXED = (
    "CREATE TRIGGER search_add AFTER INSERT ON documents WHEN new.folded IS NOT NULL BEGIN "
    "INSERT INTO search(rowid, folded) VALUES (new.seq, new.folded); END"
)
_UNINDEXED = (
    "CREATE TRIGGER search_drop AFTER UPDATE OF folded ON documents WHEN old.folded IS NOT NULL BEGIN "
    "INSERT INTO search(search, rowid, folded) VALUES ('delete', old.seq, old.folded); END"
)


def guard_log(connection: Connection) -> None:
    """Let the database refuse to change or delete a log entry."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(_REFUSE))
        connection.execute(text(_GUARD))
        return
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER log_no_{verb.lower()} BEFORE {verb} ON log "
            "BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END"
        )


def make_index(connection: Connection) -> None:
    """Index the folded text by its runs of three letters, where the database can."""
    if connection.dialect.name == "postgresql":
        _index_postgresql(connection)
        return
    for part in (_INDEX, _INDEXED, _UNINDEXED):
        connection.exec_driver_sql(part)


def _index_postgresql(connection: Connection) -> None:
    """Use pg_trgm if it is there or may be added; a search without it reads every text and finds the same."""
    there = "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_trgm'"
    may = "SELECT has_database_privilege(current_database(), 'CREATE')"
    if connection.execute(text(there)).scalar() and connection.execute(text(may)).scalar():
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        connection.execute(text("CREATE INDEX ix_documents_folded ON documents USING gin (folded gin_trgm_ops)"))
