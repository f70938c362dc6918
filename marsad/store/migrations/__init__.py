"""Alembic's revisions of the tables; applied whenever a record is opened."""
