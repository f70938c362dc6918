"""PDF: the letters of its pages, in the order in which they are read; a number may still stand beside the wrong word."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from marsad.errors import SourceError
from marsad.ingest.fault import Notice
from marsad.ingest.forms.visual import paragraphs
from marsad.ingest.piece import Piece
from marsad.ingest.report import Found, Report
from marsad.ingest.taking import megabytes

if TYPE_CHECKING:
    from pypdf import PdfReader

MAGIC = b"%PDF"
_MOST_PAGES = 2000
_LIGATURE = re.compile(rb"<((?:06[0-9A-Fa-f]{2}){2,4})>")  # in a font's list of what its signs mean, in UTF-16
_RANGES = re.compile(rb"(beginbfrange.*?endbfrange)", re.DOTALL)  # signs counted on from the first: single letters
_LARGEST_PAGE = 4_000_000  # bytes of what draws a page: one of text has some ten thousand
_MOST_TIMES = 100  # what draws all pages shrinks to a tenth in a file of text
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
        text = "\n\n".join(_pages(pypdf.PdfReader(io.BytesIO(data)), len(data))).strip()
    except SourceError:
        raise
    except Exception as fault:  # noqa: BLE001  the library raises whatever its parts do
        raise SourceError(f"it can't be read as a PDF ({type(fault).__name__}); save its text as .txt") from None
    if not text:
        raise SourceError("there are no letters in this PDF: its pages are pictures; have its text recognised first")
    return text


def _pages(reader: PdfReader, size: int) -> Iterator[str]:
    """Give the text of each page; pages that inflate beyond all measure of the file's size are refused before they are read."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise SourceError("it is locked with a password; save it without one")
    if len(reader.pages) > _MOST_PAGES:
        raise SourceError(f"it has {len(reader.pages):,} pages, and the limit is {_MOST_PAGES:,}; split it")
    turned: list[Any] = []
    left = max(_LARGEST_PAGE, _MOST_TIMES * size)
    for number, page in enumerate(reader.pages, 1):
        left -= (drawn := _drawn(page))
        if drawn > _LARGEST_PAGE or left < 0:
            raise SourceError(f"page {number} inflates to {megabytes(drawn)}, as no pages of text of this size do")
        with suppress(*_odd()):
            _turn_ligatures(page, turned)
        yield paragraphs(page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False))


def _drawn(page: Any) -> int:
    """Count the bytes of what draws a page, inflated."""
    contents = page.get_contents()
    return len(contents.get_data()) if contents is not None else 0


def _turn_ligatures(page: Any, turned: list[Any]) -> None:
    """Let a sign that stands for several Arabic letters give them as they stand on the page, last first, like all others.

    Fonts are shared between pages, and `turned` keeps what was turned already.
    """
    for font in page["/Resources"]["/Font"].values():
        letters = font.get_object().get("/ToUnicode")
        stream = letters.get_object() if letters is not None else None
        if stream is None or any(stream is each for each in turned):
            continue
        turned.append(stream)
        parts = _RANGES.split(stream.get_data())
        parts[::2] = (_LIGATURE.sub(_backwards, part) for part in parts[::2])
        stream.set_data(b"".join(parts))


def _odd() -> tuple[type[Exception], ...]:
    """Name what odd fonts raise: they are left as they are."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415  slow to import, and other kinds need it not

    return KeyError, TypeError, AttributeError, ValueError, PyPdfError


def _backwards(found: re.Match[bytes]) -> bytes:
    letters = found[1]
    return b"<" + b"".join(letters[at : at + 4] for at in range(len(letters) - 4, -1, -4)) + b">"
