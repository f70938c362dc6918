"""Indexes whose first column tells rows apart: by one that begins with `current`, SQLite went through all that is current for every id."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

GONE = (
    ("accounts", ("current", "incident")),
    ("accounts", ("incident",)),
    ("incidents", ("current", "day_first")),
)
"""The second is the beginning of the one that is made; by the day of an incident the board is asked, not the incidents."""


def upgrade() -> None:
    """Put the column that tells accounts apart first."""
    for table, columns in GONE:
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    op.create_index("ix_accounts_incident_current", "accounts", ("incident", "current"))
