"""From bytes to letters: the encodings that Arabic reports come in, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from marsad.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_PAGES = ("cp1256", "iso8859_6")
_COMMON = frozenset("اليمونرتبة")
_SAMPLE = 4000
_LEAST_COMMON = 0.4  # of the letters beyond ASCII: at least .55 in 600 reports, at most .18 in noise and mojibake
_MOST_CONTROL = 0.01
_MOST_STRAY = 0.05  # of the bytes beyond ASCII; of a code page nearly all are no UTF-8
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word document or a zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, a sound or a film"),
    (b"\x1f\x8b", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"7z\xbc\xaf", "a compressed file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_DECLARED = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*+=\s*+["']?\s*+([\w-]+)""", re.IGNORECASE)
_ASCII = bytes(range(128))
_CONTROL = bytes(code for code in range(32) if chr(code) not in "\t\n\r\f\x1a")


def decode(data: bytes) -> str:
    """Give the letters of a file; a `SourceError` names the first byte that can't be read.

    A byte-order mark decides, then strict UTF-8 (chance never makes Arabic of it), then the Arabic code
    page under which the letters look most like Arabic, with the page's own declaration to break a tie.
    """
    marked = next(((mark, name) for mark, name in _BOMS if data.startswith(mark)), None)
    if marked:
        mark, name = marked
        return _strictly(data, name, len(mark))
    refuse_binary(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _strictly(data, _page_of(data, error))


def encoding_of(head: bytes) -> str:
    """Name the encoding of a table by its first bytes, as `decode` does by all; a few stray ones in UTF-8 are the fault of their rows."""
    marked = next((name for mark, name in _BOMS if head.startswith(mark)), None)
    if marked:
        return marked
    refuse_binary(head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError as error:
        beyond = head.translate(None, _ASCII)
        stray = beyond.decode("utf-8", "replace").count("\ufffd")
        return "utf-8" if stray < _MOST_STRAY * len(beyond) else _page_of(head, error)
    return "utf-8"


def refuse_binary(data: bytes) -> None:
    """Raise a `SourceError` that says what the bytes are, where they are no text."""
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind:
        raise SourceError(f"it is {kind}, not text; save its text as .txt or .html")
    if b"\0" in data:
        at = data.index(b"\0")
        raise SourceError(f"it is no text: byte {at} is zero; if it is UTF-16 without a mark, save it as UTF-8")
    sample = data[:_SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROL)) > _MOST_CONTROL * len(sample):
        raise SourceError("it is no text: it is full of control bytes")


def _strictly(data: bytes, name: str, skip: int = 0) -> str:
    """Decode from byte `skip` on, once the encoding is known; a byte that breaks it is never replaced quietly."""
    try:
        return data[skip:].decode(name)
    except UnicodeDecodeError as error:
        at = skip + error.start
        raise SourceError(f"it is written in {name}, but byte {at} can't be read as that; save it as UTF-8") from None


def _page_of(data: bytes, error: UnicodeDecodeError) -> str:
    """Name the likeliest Arabic code page; where none is likely, report the byte that broke UTF-8."""
    sample = data.translate(None, _ASCII)[:_SAMPLE]
    page = max(_candidates(data), key=lambda name: _likeness(sample, name))
    if _likeness(sample, page) < _LEAST_COMMON:
        raise SourceError(
            f"byte {error.start} (0x{data[error.start]:02x}) is not valid UTF-8, and the file reads as no Arabic "
            "code page (windows-1256, ISO-8859-6); save it as UTF-8"
        )
    return page


def _candidates(data: bytes) -> list[str]:
    """List the code pages to try, the declared one first: the first of equals is taken."""
    found = _DECLARED.search(data[:_SAMPLE])
    try:
        declared = codecs.lookup(found[1].decode("ascii")).name.replace("-", "_") if found else ""
    except LookupError:
        declared = ""
    return sorted(_PAGES, key=lambda name: name != declared)


def _likeness(sample: bytes, page: str) -> float:
    """Say what share of the letters are the ten commonest of Arabic, less twice the Latin and unknown ones."""
    letters = sample.decode(page, "replace")
    common = sum(letter in _COMMON for letter in letters)
    strange = sum("\x80" <= letter <= "\x9f" or "\xc0" <= letter <= "\xff" or letter == "\ufffd" for letter in letters)
    return (common - 2 * strange) / max(1, len(letters))
