"""PDF: the letters of its pages, in the order in which they are read; a number may still stand beside the wrong word."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
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
_RANGE, _RANGE_END = b"beginbfrange", b"endbfrange"
_DRAWS = re.compile(rb"(/[^\s/<>\[\](){}%]++)\s++Do(?![^\s/<>\[\](){}%])")
_MATRIX = re.compile(rb"(?<![-+.\d])" + rb"([-+.\d]++)\s++" * 4 + rb"[-+.\d]++\s++[-+.\d]++\s++(?:cm|Tm)(?!\w)")
_TURNS = (b"", b"0 1 -1 0", b"-1 0 0 -1", b"0 -1 1 0")
_WRITTEN_ON, _HIDDEN = ("/FreeText", "/Widget"), 0b100010  # hidden, or not to be seen on a screen
_MOST_NAMED = 20
_LARGEST_PAGE = 4_000_000  # bytes of what draws a page: one of text has some ten thousand
_MOST_TIMES = 100  # what draws all pages shrinks to a tenth in a file of text
_CHECK = "numbers read from a PDF may stand beside the wrong word: check them against the page"


def open_pdf(piece: Piece) -> Iterator[Found]:
    """Read the report of a PDF, with a notice where it holds numbers or pages without letters; its properties give no day of publication."""
    pages = _pages_of(piece.data)
    text = _joined(pages)
    if any(letter.isdigit() for letter in text):
        yield Notice(piece.name, _CHECK)
    if bare := [number for number, page in enumerate(pages, 1) if not page]:
        yield Notice(piece.name, _without_letters(bare, len(pages)))
    yield Report(piece.name, text, original=piece.data, media="application/pdf")


def text_of(data: bytes) -> str:
    """Give the text of a PDF; pages that are pictures hold none, and a `SourceError` says so where all of them are."""
    return _joined(_pages_of(data))


def _joined(pages: list[str]) -> str:
    return "\n\n".join(filter(None, pages))


def _without_letters(bare: list[int], pages: int) -> str:
    listed = ", ".join(f"{each:,}" for each in bare[:_MOST_NAMED]) + (" …" if len(bare) > _MOST_NAMED else "")
    advice = "what stands there as a picture was not read; have its text recognised first"
    return f"there are no letters on {len(bare):,} of its {pages:,} pages ({listed}): {advice}"


def _pages_of(data: bytes) -> list[str]:
    """Give the text of each page; a PDF without any letters is a `SourceError`."""
    import pypdf  # noqa: PLC0415  # slow to import, and other kinds need it not

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of each oddity of each page
    try:
        pages = list(_Reading(pypdf.PdfReader(io.BytesIO(data)), max(_LARGEST_PAGE, _MOST_TIMES * len(data))).pages())
    except SourceError:
        raise
    except Exception as fault:  # noqa: BLE001  the library raises whatever its parts do
        raise SourceError(f"it can't be read as a PDF ({type(fault).__name__}); save its text as .txt") from None
    if not any(pages):
        raise SourceError("there are no letters in this PDF: its pages are pictures; have its text recognised first")
    return pages


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What draws a page, or a part of one that is kept by itself, and what it draws with."""

    stream: Any
    resources: Any

    def parts(self) -> Iterator[_Sheet]:
        """Give the parts that it draws, in their order, each once."""
        kept = _held(self.resources, "/XObject")
        for name in dict.fromkeys(_DRAWS.findall(self.stream.get_data()) if kept else ()):
            yield from self.part(_held(kept, _spelled(name)))

    def part(self, form: Any) -> Iterator[_Sheet]:
        """Give a part as a sheet, if it is one; fonts that it does not name are those of the page."""
        if _held(form, "/Subtype") == "/Form":
            yield _Sheet(form, _held(form, "/Resources") or self.resources)

    def entries(self, page: Any) -> Iterator[_Sheet]:
        """Give what was filled into the fields of a page or written on it, as it is shown."""
        for each in _held(page, "/Annots") or ():
            entry = each.get_object()
            if _held(entry, "/Subtype") in _WRITTEN_ON and not int(_held(entry, "/F") or 0) & _HIDDEN:
                yield from self.part(_held(_held(entry, "/AP"), "/N"))


@dataclass(slots=True)
class _Reading:
    """One reading of a PDF, within the bytes that may draw all of its pages."""

    reader: PdfReader
    left: int
    _turned: list[Any] = field(default_factory=list)
    _known: dict[int, tuple[str, Any]] = field(default_factory=dict)

    def pages(self) -> Iterator[str]:
        """Give the text of each page; pages that inflate beyond all measure of the file's size are refused before they are read."""
        if self.reader.is_encrypted and not self.reader.decrypt(""):
            raise SourceError("it is locked with a password; save it without one")
        if len(self.reader.pages) > _MOST_PAGES:
            raise SourceError(f"it has {len(self.reader.pages):,} pages, and the limit is {_MOST_PAGES:,}; split it")
        for number, page in enumerate(self.reader.pages, 1):
            yield "\n".join(filter(None, self._said(number, page)))

    def _said(self, number: int, page: Any) -> Iterator[str]:
        """Give what stands on a page, then what stands in each part that it draws, as the library does not look there."""
        from pypdf.generic import DecodedStreamObject  # noqa: PLC0415  slow to import, and other kinds need it not

        contents = page.get_contents()
        first = _Sheet(DecodedStreamObject() if contents is None else contents, _held(page, "/Resources"))
        waiting, met, drawn = [*reversed([first, *first.entries(page)])], set[int](), 0
        while waiting:
            sheet = waiting.pop()
            if id(sheet.stream) in met:
                continue
            met.add(id(sheet.stream))
            size = len(sheet.stream.get_data())
            drawn, self.left = drawn + size, self.left - size
            if drawn > _LARGEST_PAGE or self.left < 0:
                raise SourceError(f"page {number} inflates to {megabytes(drawn)}, as no pages of text of this size do")
            yield self._text(sheet) if sheet is first else self._text_of_part(sheet)
            waiting.extend(reversed(list(sheet.parts())))

    def _text(self, sheet: _Sheet) -> str:
        with suppress(*_odd()):
            _turn_ligatures(sheet.resources, self._turned)
        return "\n".join(filter(None, (paragraphs(each) for each in self._layouts(sheet))))

    def _text_of_part(self, part: _Sheet) -> str:
        """Give the text of a part, which many pages may draw and which is read once; its stream is held, so that its id stays its own."""
        if id(part.stream) not in self._known:
            self._known[id(part.stream)] = (self._text(part), part.stream)
        return self._known[id(part.stream)][0]

    def _layouts(self, sheet: _Sheet) -> Iterator[str]:
        """Lay a sheet out once for each way in which its lines stand, since the library leaves out what does not stand upright."""
        from pypdf import PageObject  # noqa: PLC0415  slow to import, and other kinds need it not
        from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject  # noqa: PLC0415  likewise

        data = sheet.stream.get_data()
        for turn in _turns(data) if b"BT" in data else ():
            stream = DecodedStreamObject()
            stream.set_data(b"q %s 0 0 cm\n%s\nQ" % (turn, data) if turn else data)
            page = PageObject(self.reader)
            page[NameObject("/Contents")] = stream
            page[NameObject("/Resources")] = sheet.resources or DictionaryObject()
            yield page.extract_text(extraction_mode="layout", layout_mode_space_vertically=False)


def _turns(data: bytes) -> tuple[bytes, ...]:
    """Give the turns under which each line of a sheet stands upright once; where some stand aslant, all are read as they are."""
    ways = [[_number(each) for each in way] for way in _MATRIX.findall(data)]
    aslant = any((a or d) and (b or c) for a, b, c, d in ways)
    upright = all(not b and (a > 0 or d > 0) for a, b, _, d in ways)
    return _TURNS[:1] if aslant or upright else _TURNS


def _number(written: bytes) -> float:
    try:
        return round(float(written), 6)
    except ValueError:
        return 0.0


def _spelled(name: bytes) -> str:
    """Give a name as the library keeps it; some of its letters may be written as numbers."""
    from pypdf.generic import NameObject  # noqa: PLC0415  slow to import, and other kinds need it not

    plain = name.isascii() and b"#" not in name
    return name.decode() if plain else str(NameObject.read_from_stream(io.BytesIO(name), None))


def _held(held: Any, key: str) -> Any:
    """Give what an object holds under a name, wherever in the file it stands."""
    found = held.get(key) if isinstance(held, dict) else None
    return found.get_object() if found is not None else None


def _turn_ligatures(resources: Any, turned: list[Any]) -> None:
    """Let a sign that stands for several Arabic letters give them as they stand on the page, last first, like all others.

    Fonts are shared between pages, and `turned` keeps what was turned already.
    """
    for font in resources["/Font"].values():
        letters = font.get_object().get("/ToUnicode")
        stream = letters.get_object() if letters is not None else None
        if stream is None or any(stream is each for each in turned):
            continue
        turned.append(stream)
        first, *behind = stream.get_data().split(_RANGE)
        stream.set_data(_RANGE.join([_LIGATURE.sub(_backwards, first), *map(_behind_range, behind)]))


def _behind_range(part: bytes) -> bytes:
    """Turn what stands behind a range: the signs in it are counted on from its first, so they are single letters."""
    within, end, behind = part.partition(_RANGE_END)
    return within + end + _LIGATURE.sub(_backwards, behind)


def _odd() -> tuple[type[Exception], ...]:
    """Name what odd fonts raise: they are left as they are."""
    from pypdf.errors import PyPdfError  # noqa: PLC0415  slow to import, and other kinds need it not

    return KeyError, TypeError, AttributeError, ValueError, PyPdfError


def _backwards(found: re.Match[bytes]) -> bytes:
    letters = found[1]
    return b"<" + b"".join(letters[at : at + 4] for at in range(len(letters) - 4, -1, -4)) + b">"
