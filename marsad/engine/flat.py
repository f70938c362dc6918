"""The tables of a run, row by row: documents with their packed readings, claims as columns, and problems as sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from marsad.engine.folder import CLAIMS, DOCUMENTS, PROBLEMS
from marsad.engine.packed import packed, unpacked
from marsad.export.claims import TABLE, cells
from marsad.export.profile import Profile
from marsad.ingest import Fault, Notice
from marsad.knowledge.crosswalk import Column, crosswalk
from marsad.model.document import Document
from marsad.model.span import Span
from marsad.record.intake import provenance
from marsad.store import Read
from marsad.store.claims import Claim

Found = Read | Fault | Notice
"""What came of a piece: a report that was read, or a sentence on what could not be."""
WORKING = Profile("run", grid=0.0, finest="site", quotes=True, links="all", documents=True)
"""What the claims of a run show: places and letters as they are, and private persons by what they are."""
_TYPES = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "date": pa.date32()}
_DOCUMENTS = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("text", pa.string()),
        ("title_start", pa.int32()),
        ("title_end", pa.int32()),
        ("published", pa.date32()),
        ("outlet", pa.string()),
        ("url", pa.string()),
        ("language", pa.string()),
        ("media", pa.string()),
        ("relevant", pa.bool_()),
        ("claims", pa.int32()),
        ("knowledge", pa.string()),
        ("original", pa.binary()),
        ("reading", pa.binary()),
    ]
)
_PROBLEMS = pa.schema([("name", pa.string()), ("sentence", pa.string()), ("fault", pa.bool_())])


@dataclass(slots=True)
class Rows:
    """The rows of one shard, gathered report by report."""

    tables: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: {DOCUMENTS: [], CLAIMS: [], PROBLEMS: []},
    )
    faults: int = 0

    def add(self, found: Found) -> None:
        """Take in what came of a piece."""
        if isinstance(found, Read):
            self.tables[DOCUMENTS].append(_document(found))
            self.tables[CLAIMS] += _claims(found)
            return
        fault = isinstance(found, Fault)
        self.faults += fault
        self.tables[PROBLEMS].append({"name": found.name, "sentence": found.message, "fault": fault})

    def parts(self) -> dict[str, bytes]:
        """Give the bytes of each part: the same rows give the same bytes."""
        return {name: parquet(rows, _schema(name)) for name, rows in self.tables.items()}


def parquet(rows: Iterable[Mapping[str, Any]], schema: pa.Schema) -> bytes:
    """Write rows as Parquet."""
    sink = BytesIO()
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), sink, compression="zstd")
    return sink.getvalue()


def typed(columns: Iterable[Column]) -> pa.Schema:
    """Give the types of a table of ours."""
    return pa.schema([(each.name, _TYPES[each.kind]) for each in columns])


def _schema(table: str) -> pa.Schema:
    if table == CLAIMS:
        shown = (each for each in crosswalk("record").tables[TABLE] if each.name != "incident")
        return typed([*shown, Column(name="place_id"), Column(name="account")])
    return _DOCUMENTS if table == DOCUMENTS else _PROBLEMS


def _document(read: Read) -> dict[str, Any]:
    document, told = read.document, read.claims
    return {
        "id": document.id,
        "name": document.name,
        "text": document.text,
        "title_start": document.title.start if document.title else None,
        "title_end": document.title.end if document.title else None,
        "published": document.published,
        "outlet": document.outlet,
        "url": document.url,
        "language": document.language,
        "media": document.media,
        "relevant": told.relevant,
        "claims": len(told.acts) + len(told.harms),
        "knowledge": read.knowledge,
        "original": document.original,
        "reading": packed(read),
    }


def _claims(read: Read) -> list[dict[str, Any]]:
    whence = provenance(read.document)
    account_of = {claim: account.id for account in read.accounts for claim in account.claims}
    told: tuple[Claim, ...] = (*read.claims.acts, *read.claims.harms)
    return [
        {
            **cells(each, whence, WORKING),
            "place_id": each.statement.where.place.id if each.statement.where else None,
            "account": account_of.get(each.id),
        }
        for each in told
    ]


def read_of(row: Mapping[str, Any]) -> Read:
    """Give back the report and its reading from a row of the documents."""
    title = Span(row["title_start"], row["title_end"]) if row["title_start"] is not None else None
    document = Document(
        row["id"],
        row["text"],
        row["name"],
        title,
        row["published"],
        row["outlet"],
        row["url"],
        row["language"],
        row["original"],
        row["media"],
    )
    return unpacked(document, row["reading"])
