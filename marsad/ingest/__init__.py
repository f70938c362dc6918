"""From outside to `Document`, in two steps: inputs are cut into pieces, and each piece is opened by itself.

`pieces` is cheap and streams; `opened` is costly and pure, so a worker process may do it; `read` is both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from marsad.ingest.fault import Fault, Notice
from marsad.ingest.file import LIMIT, cut, sent
from marsad.ingest.opening import opened
from marsad.ingest.piece import Cut, Piece
from marsad.ingest.report import Report, to_document
from marsad.model.document import Document

__all__ = ["LIMIT", "Fault", "Notice", "Piece", "Report", "opened", "pieces", "read", "received", "to_document"]


def pieces(
    inputs: Iterable[str | Path], *, limit: int = LIMIT, stdin: BinaryIO | None = None
) -> Iterator[Piece | Fault | Notice]:
    """Cut each input in turn, `-` from `stdin`, into pieces that `opened` takes; `limit` is in bytes, for one report.

    What can't be read comes out as a `Fault` at its place, so that one bad file never stops a batch.
    """
    for given in inputs:
        yield from cut(given, limit, stdin)


def read(
    inputs: Iterable[str | Path], *, limit: int = LIMIT, stdin: BinaryIO | None = None
) -> Iterator[Document | Fault | Notice]:
    """Cut each input and open every piece of it, in order, as `pieces` and `opened` say."""
    return _opened(pieces(inputs, limit=limit, stdin=stdin))


def received(name: str, stream: BinaryIO, *, limit: int = LIMIT) -> Iterator[Document | Fault | Notice]:
    """Read what somebody sent under a name, of whatever kind its ending says; the name is a name and opens no file."""
    return _opened(sent(name, stream, limit))


def _opened(cuts: Iterable[Cut]) -> Iterator[Document | Fault | Notice]:
    """Open pieces in order; a report with the id of another one of its container is noticed."""
    seen: set[str] = set()
    container, last = "", 0
    for each in cuts:
        if not isinstance(each, Piece):
            yield each
            continue
        if each.name != container or each.number <= last:
            seen = set()
        container, last = each.name, each.number
        for found in opened(each):
            if isinstance(found, Document):
                if found.name in seen:
                    yield Notice(found.name, f"{container}: another report above has the same id")
                seen.add(found.name)
            yield found
