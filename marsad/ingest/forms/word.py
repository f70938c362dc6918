"""Word documents (.docx): paragraphs and tables in order; their properties give no day, for they tell when a file was made."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from marsad.errors import SourceError
from marsad.ingest.fault import Notice
from marsad.ingest.piece import Piece
from marsad.ingest.report import Found, Report
from marsad.ingest.zipped import opened_zip
from marsad.model.document import Media

_INFLATED = 200_000_000
_NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/"


def _named(*tags: str) -> frozenset[str]:
    return frozenset(_NAMESPACE + tag for tag in tags)


_LETTERS, _PARAGRAPH, _TABLE, _ROW, _CELL = (_NAMESPACE + tag for tag in ("t", "p", "tbl", "tr", "tc"))
_RUN, _SIGN, _FIELD, _BOX, _OWN_MARK = (
    _NAMESPACE + tag for tag in ("r", "sym", "fldChar", "txbxContent", "customMarkFollows")
)
_CHOICES, _EQUATION, _EQUATIONS = _COMPATIBLE + "AlternateContent", _MATHS + "oMath", _MATHS + "oMathPara"
_THROUGH = _named("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag") | {
    _CHOICES, _COMPATIBLE + "Choice", _COMPATIBLE + "Fallback",
}  # fmt: skip
_ASIDE = _named("del", "moveFrom", "pPr", "rPr", "sdtPr", "customXmlPr", "smartTagPr")
_DELETED = {_ROW: f"{_NAMESPACE}trPr/{_NAMESPACE}del", _CELL: f"{_NAMESPACE}tcPr/{_NAMESPACE}cellDel"}
_RAISED = f"{_NAMESPACE}rPr/{_NAMESPACE}vertAlign[@{_NAMESPACE}val='superscript']"
_WRITTEN = {
    _NAMESPACE + tag: said for tag, said in
    (("tab", "\t"), ("ptab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))
}  # fmt: skip
_DAYS = _named("dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong")
_UNREAD = (
    {_BOX: "text boxes", _NAMESPACE + "object": "embedded objects"}
    | dict.fromkeys(_named("altChunk", "subDoc"), "documents within it")
    | dict.fromkeys(_named("ddList", "checkBox"), "choices of form fields")
    | dict.fromkeys((_DRAWN + "chart}chart", _DRAWN + "diagram}relIds"), "charts and diagrams")
)
_PARTS = frozenset({_PARAGRAPH, _TABLE, _EQUATIONS, *_UNREAD})
_ELSEWHERE = {
    "header": "headers and footers", "footer": "headers and footers", "footnotes": "footnotes", "endnotes": "footnotes",
}  # fmt: skip
_UNREADABLE = "\ufffd"  # stands for what can't be read, so that the digits beside it make no number with each other
_SUPERSCRIPT = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 2)
_MEDIA: Media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def open_word(piece: Piece) -> Iterator[Found]:
    """Read the report of a document; the first paragraph in the style Title is its title, and a notice names what was not read."""
    import docx  # noqa: PLC0415  # slow to import, and other kinds need it not

    opened_zip(io.BytesIO(piece.data), _INFLATED).close()
    try:
        document = docx.Document(io.BytesIO(piece.data))
        reading = _Reading()
        styled = (each._p for each in document.paragraphs[:20] if _is_title(each))  # noqa: SLF001  there is no other way to it
        title = next(filter(None, (_Reading().text(each).strip() for each in styled)), None)
        text = "\n".join(reading.lines(document.element.body))
        reading.unread.update(_elsewhere(document.part))
    except Exception as fault:  # noqa: BLE001  the library raises whatever its parts do
        raise SourceError(f"it can't be read as a Word document ({type(fault).__name__})") from None
    if reading.unread:
        listed = ", ".join(f"{what} ({count:,})" for what, count in sorted(reading.unread.items()))
        yield Notice(piece.name, f"not read of this Word document: {listed}")
    yield Report(piece.name, text, title, original=piece.data, media=_MEDIA)


def _is_title(paragraph: Any) -> bool:
    return bool(paragraph.style) and paragraph.style.name == "Title"


def _elsewhere(part: Any) -> Iterator[str]:
    """Name what holds words beside the body: notes one by one, headers and footers as parts."""
    from docx.oxml import parse_xml  # noqa: PLC0415  # slow to import, and other kinds need it not

    for each in part.rels.values():
        what = _ELSEWHERE.get(each.reltype.rpartition("/")[2])
        if what and not each.is_external:
            held = parse_xml(each.target_part.blob)
            yield from (what for text in (held if what == "footnotes" else (held,)) if _has_words(text))


def _has_words(element: Any) -> bool:
    """Say whether there are letters in it; the number of a page is none."""
    return any(letter.isalpha() for each in element.iter(_LETTERS) for letter in each.text or "")


@dataclass(slots=True)
class _Reading:
    """One reading of a document, which counts what it had to leave out."""

    unread: Counter[str] = field(default_factory=Counter)

    def lines(self, block: Any) -> Iterator[str]:
        """Give a line for each paragraph and for each row of a table, in the order of the page."""
        for each in _within(block, _PARTS):
            if each.tag == _TABLE:
                yield from (" | ".join(self._cells(row)) for row in _within(each, frozenset({_ROW})))
            elif each.tag in _UNREAD:
                self._leave(each)
            else:
                yield self.text(each)

    def _cells(self, row: Any) -> Iterator[str]:
        for cell in _within(row, frozenset({_CELL})):
            yield " ".join(line.strip() for line in self.lines(cell) if line.strip())

    def text(self, paragraph: Any) -> str:
        """Give the letters of a paragraph: what was put in by a tracked change stands, what was taken out does not.

        Of a field its outcome is said, not what it is reckoned from.
        """
        said: list[str] = []
        fields: list[bool] = []  # of those that are open here: whether their outcome is reached
        waiting = list(reversed(_inside(paragraph)))
        while waiting:
            each = waiting.pop()
            if each.tag == _FIELD:
                _follow(fields, each.get(_NAMESPACE + "fldCharType"))
            letters = self._letters(each)
            if letters is None:
                waiting.extend(reversed(_inside(each)))
            elif all(fields):
                said.append(letters)
        return "".join(said)

    def _letters(self, each: Any) -> str | None:
        """Give what an element says; None where that is said by what stands in it."""
        if each.tag == _LETTERS:
            letters = str(each.xpath("string()"))
            raised = each.getparent().tag == _RUN and each.getparent().find(_RAISED) is not None
            return letters.translate(_SUPERSCRIPT) if raised else letters
        if each.tag in _WRITTEN:
            return _WRITTEN[each.tag]
        if each.tag == _SIGN:
            return self._sign(each.get(_NAMESPACE + "char") or "")
        if each.tag == _EQUATION:
            return self._equation(each)
        if each.tag in _DAYS:
            self.unread["days that Word fills in"] += 1
            return _UNREADABLE
        return self._leave(each) if each.tag in _UNREAD else None

    def _sign(self, code: str) -> str:
        """Give a sign by its number; one that its font alone knows is counted."""
        with suppress(ValueError, OverflowError):
            if (sign := chr(int(code, 16))).isprintable():
                return sign
        self.unread["signs of symbol fonts"] += 1
        return _UNREADABLE

    def _equation(self, equation: Any) -> str:
        """Give an equation that is all on one line; of any other the letters would make numbers that are not there."""
        if all(each.tag == _MATHS + "r" for each in equation.iterchildren("*")):
            return "".join(each.text or "" for each in equation.iter(_MATHS + "t"))
        self.unread["equations"] += 1
        return _UNREADABLE

    def _leave(self, each: Any) -> str:
        if each.tag != _BOX or _has_words(each):
            self.unread[_UNREAD[each.tag]] += 1
        return ""


def _within(block: Any, tags: frozenset[str]) -> Iterator[Any]:
    """Give what is sought in a block, through all that only wraps it; what a tracked change took out is passed over."""
    for each in _inside(block):
        if each.tag in tags:
            yield each
        elif each.tag in _THROUGH:
            yield from _within(each, tags)


def _inside(element: Any) -> list[Any]:
    """Give what stands in an element and is part of the text; of several ways to write the same, that for the plainest reader."""
    parts = [each for each in element.iterchildren("*") if each.tag not in _ASIDE]
    if element.tag == _CHOICES:
        return parts[-1:] if parts and parts[-1].tag == _COMPATIBLE + "Fallback" else parts[:1]
    if any(each.get(_OWN_MARK) for each in parts):  # the mark of a note, written by hand
        return []
    return [each for each in parts if each.tag not in _DELETED or each.find(_DELETED[each.tag]) is None]


def _follow(fields: list[bool], step: str | None) -> None:
    """Follow a field to its beginning, its outcome or its end."""
    if step == "begin":
        fields.append(False)
    elif fields and step == "separate":
        fields[-1] = True
    elif fields and step == "end":
        fields.pop()
