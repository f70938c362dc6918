"""What a container is cut into: the bytes of one report or few, which a worker elsewhere may open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from marsad.ingest.fault import Fault, Notice, writable

Kind = Literal[
    "any", "text", "page", "json", "line", "cells", "row", "entry", "record", "message", "post", "word", "pdf"
]
"""Which opener takes the bytes; `any`: they have to say themselves whether they are JSON, a page or text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that are opened by themselves, wherever that is: a file, a line, a row or a record of a larger one.

    `name` is how the user calls the container, `number` the place in it (from 1), 0 where the piece is all of it.
    The rest is what the container states of the piece; `layout` how the container writes it, as its kind needs.
    """

    name: str
    data: bytes
    kind: Kind
    number: int = 0
    title: str | None = None
    published: date | None = None
    outlet: str | None = None
    url: str | None = None
    layout: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("name", "title", "outlet", "url"):
            stated = getattr(self, name)
            if stated and not stated.isascii():
                object.__setattr__(self, name, writable(stated))


Cut = Piece | Fault | Notice
