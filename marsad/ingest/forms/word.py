"""Word documents (.docx): paragraphs and tables in order; their properties give no day, for they tell when a file was made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from marsad.errors import SourceError
from marsad.ingest.piece import Piece
from marsad.ingest.report import Report
from marsad.ingest.zipped import opened_zip
from marsad.model.document import Media

_INFLATED = 200_000_000
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARAGRAPH, _TABLE, _ROW, _CELL = (_NAMESPACE + tag for tag in ("p", "tbl", "tr", "tc"))
_THROUGH = frozenset(_NAMESPACE + tag for tag in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_ASIDE = frozenset(_NAMESPACE + tag for tag in ("txbxContent", "del", "moveFrom", "pPr", "rPr"))
_WRITTEN = {_NAMESPACE + "tab": "\t", _NAMESPACE + "br": "\n", _NAMESPACE + "cr": "\n"}
_MEDIA: Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def open_word(piece: Piece) -> Iterator[Report]:
    """Read the report of a document; the first paragraph in the style Title is its title."""
    import docx  # noqa: PLC0415  # slow to import, and other kinds need it not

    opened_zip(io.BytesIO(piece.data), _INFLATED).close()
    try:
        document = docx.Document(io.BytesIO(piece.data))
        titles = (each.text.strip() for each in document.paragraphs[:20] if _is_title(each))
        title = next(filter(None, titles), None)
        text = "\n".join(_lines(document.element.body))
    except Exception as fault:  # noqa: BLE001  the library raises whatever its parts do
        raise SourceError(f"it can't be read as a Word document ({type(fault).__name__})") from None
    yield Report(piece.name, text, title, original=piece.data, media=_MEDIA)


def _is_title(paragraph: Any) -> bool:
    return bool(paragraph.style) and paragraph.style.name == "Title"


def _lines(block: Any) -> Iterator[str]:
    """Give a line for each paragraph and for each row of a table, in the order of the page."""
    for each in block:
        if each.tag == _PARAGRAPH:
            yield _text(each)
        elif each.tag == _TABLE:
            yield from (" | ".join(_cells(row)) for row in each.iterchildren(_ROW))
        elif each.tag in _THROUGH:
            yield from _lines(each)


def _cells(row: Any) -> Iterator[str]:
    for cell in row.iterchildren(_CELL):
        yield " ".join(line.strip() for line in _lines(cell) if line.strip())


def _text(paragraph: Any) -> str:
    """Give the letters of a paragraph: what was put in by a tracked change stands, what was taken out does not."""
    said: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        each = waiting.pop()
        if each.tag == _NAMESPACE + "t":
            said.append(each.text or "")
        elif each.tag in _WRITTEN:
            said.append(_WRITTEN[each.tag])
        elif each.tag not in _ASIDE:
            waiting.extend(reversed(each))
    return "".join(said)
