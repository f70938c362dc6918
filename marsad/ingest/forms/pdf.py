"""PDF: the letters of its pages, in the order in which they are read; a number may still stand beside the wrong word."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from marsad.errors import SourceError
from marsad.ingest.fault import Notice
from marsad.ingest.forms.visual import paragraphs
from marsad.ingest.piece import Piece
from marsad.ingest.report import Found, Report

if TYPE_CHECKING:
    from pypdf import PdfReader

MAGIC = b"%PDF"
_MOST_PAGES = 2000
_LARGEST_PAGE = 4_000_000  # bytes of what draws a page: one of text has some ten thousand
_CHECK = "numbers read from a PDF may stand beside the wrong word: check them against the page"


def open_pdf(piece: Piece) -> Iterator[Found]:
    """Read the report of a PDF, with a notice where it holds numbers; its properties give no day of publication."""
    text = text_of(piece.data)
    if any(letter.isdigit() for letter in text):
        yield Notice(piece.name, _CHECK)
    yield Report(piece.name, text, original=piece.data, media="application/pdf")


def text_of(data: bytes) -> str:
    """Give the text of a PDF; pages that are pictures hold none, and a `SourceError` says so."""
    import pypdf  # noqa: PLC0415  # slow to import, and other kinds need it not

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of each page
    try:
        text = "\n\n".join(_pages(pypdf.PdfReader(io.BytesIO(data)))).strip()
    except SourceError:
        raise
    except Exception as fault:  # noqa: BLE001  the library raises whatever its parts do
        raise SourceError(f"it can't be read as a PDF ({type(fault).__name__}); save its text as .txt") from None
    if not text:
        raise SourceError("there are no letters in this PDF: its pages are pictures; have its text recognised first")
    return text


def _pages(reader: PdfReader) -> Iterator[str]:
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError("it is locked with a password; save it without one")
    if len(reader.pages) > _MOST_PAGES:
        raise SourceError(f"it has {len(reader.pages):,} pages, and the limit is {_MOST_PAGES:,}; split it")
    for number, page in enumerate(reader.pages, 1):
        drawn = page.get_contents()
        if drawn is not None and len(drawn.get_data()) > _LARGEST_PAGE:
            raise SourceError(
                f"page {number} inflates to more than {_LARGEST_PAGE // 1_000_000} MB, as no page of text does"
            )
        yield paragraphs(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False))
