"""Hashes of rows: what a row says, and what one log entry wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from operator import itemgetter
from typing import Any

import msgspec
from sqlalchemy import RowMapping, Table

from marsad.store.schema import LASTING, sealed_columns

Row = dict[str, Any]
_ENCODE = msgspec.json.Encoder().encode


def digest(data: bytes) -> str:
    """Hash bytes: SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


@cache
def _picker(table: Table) -> Any:
    return itemgetter(*sealed_columns(table))


def row_hash(table: Table, row: Row | RowMapping) -> str:
    """Hash the sealed columns of a row, with the name of its table, in the order of the table."""
    return digest(_ENCODE((str(table.name), _picker(table)(row))))


def stub_hash(table: Table, row: Row | RowMapping) -> str:
    """Hash what an expunged row keeps: its entry of the log, its hash, its ids."""
    kept = [row[name] for name in sealed_columns(table) if name in LASTING]
    return digest(_ENCODE((str(table.name), row["seq"], row["sha256"], kept)))


def rows_digest(hashes: Iterable[str]) -> str:
    """Hash the hashes of rows, in no order."""
    return digest("\n".join(sorted(hashes)).encode())


def canonical(value: object) -> str:
    """Write a JSON value in one way: keys sorted, no blanks."""
    return msgspec.json.encode(value, order="sorted").decode()
