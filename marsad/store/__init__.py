"""Keeping the record: documents, claims, judgements and the view of them, under a log that shows every change."""

from __future__ import annotations

from marsad.store.accounts import AccountRecord, Cell
from marsad.store.intake import Read, put_reading, put_readings
from marsad.store.open import Store
from marsad.store.writing import Writing

__all__ = ["AccountRecord", "Cell", "Read", "Store", "Writing", "put_reading", "put_readings"]
