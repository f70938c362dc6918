"""Exports of Telegram Desktop as web pages (messages.html): one report a message, cut where the page's own marks say that one begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import BinaryIO

from lxml import etree
from lxml.html import HtmlElement

from marsad.errors import SourceError
from marsad.ingest.encoding import decode
from marsad.ingest.fault import Notice
from marsad.ingest.forms.telegram import passed_over
from marsad.ingest.html import plain, tree_of
from marsad.ingest.piece import Cut, Piece
from marsad.ingest.report import Found, Report
from marsad.ingest.taking import taken

_CHAT = re.compile(rb'<div class="page_body chat_page">')
_NAME = re.compile(rb'<div class="text bold">([^<]*+)</div>')
_BEGINS = re.compile(rb'<div class="message (default|service)[^"]*" id="message(-?\d+)">')
_FROM = re.compile(rb'<div class="from_name">([^<]*+)</div>')  # that of what is forwarded holds its day as well
_WORDS = b'<div class="text">'
_CROWD = 3


def is_chat(head: bytes) -> bool:
    """Say whether a page begins as one of Telegram's messages does."""
    return _CHAT.search(head) is not None


def cut_chat(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut a page into its messages; service messages and pictures without words are counted."""
    data = taken(stream, limit)
    begun = list(_BEGINS.finditer(data))
    if not begun:
        raise SourceError("the export holds no message")
    outlet = _outlet(data, begun[0].start())
    ends = [each.start() for each in begun[1:]] + [len(data)]
    passed: Counter[str] = Counter()
    for number, (begin, end) in enumerate(zip(begun, ends, strict=True), 1):
        message = data[begin.start() : end].rstrip()
        if begin[1] == b"service":
            passed["service messages"] += 1
        elif _WORDS not in message:
            passed["messages without words"] += 1
        else:
            yield Piece(name, message, "post", number, outlet=outlet, layout=(begin[2].decode(),))
    if passed:
        yield passed_over(name, passed)


def _outlet(data: bytes, begin: int) -> str | None:
    """Name the channel or group; the page does not say which it is, and the name of a person is no outlet.

    A channel speaks in its own name alone, and more than two speak in a group alone.
    """
    stated = _NAME.search(data, 0, begin)
    speakers = {each[1].strip() for each in _FROM.finditer(data, begin)}
    if stated and (speakers == {stated[1].strip()} or len(speakers) >= _CROWD):
        return " ".join(unescape(stated[1].decode("utf-8", "replace")).split()) or None
    return None


def open_post(piece: Piece) -> Iterator[Found]:
    """Read the report of a message; its day is the day on the clock of whoever exported it."""
    where = f"{piece.name}, message {piece.number}"
    name = f"{piece.outlet}/{piece.layout[0]}" if piece.outlet else where
    tree = tree_of(f"<div>{decode(piece.data)}</div>")
    said = "\n".join(
        plain(etree.tostring(each, encoding="unicode", with_tail=False)) for each in _outermost(_of(tree, "text"))
    )
    published = _day(tree)
    if not published:
        yield Notice(name, "it does not say in the way of Telegram when it was sent; its day is left out")
    yield Report(name, said, None, published, piece.outlet, None, piece.data, "text/html")


def _of(tree: HtmlElement, name: str) -> list[HtmlElement]:
    return [each for each in tree.iter("div") if name in (each.get("class") or "").split()]


def _outermost(found: list[HtmlElement]) -> list[HtmlElement]:
    """Leave out what stands within another of them, since that says it already."""
    known = set(found)
    return [each for each in found if known.isdisjoint(each.iterancestors("div"))]


def _day(tree: HtmlElement) -> date | None:
    """Give the day of `09.01.2019 23:30:00 UTC+03:00`, the first that a message states: that of what it forwards comes later."""
    stated = next((each.get("title") or "" for each in _of(tree, "date")), "")
    try:
        return datetime.strptime(stated[:10], "%d.%m.%Y").date()  # noqa: DTZ007  a day on the clock of whoever exported it
    except ValueError:
        return None
