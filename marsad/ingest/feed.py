"""RSS and Atom: what a feed says of its entries; nothing in it is followed, and a feed that defines entities is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring

from marsad.errors import SourceError
from marsad.ingest.encoding import decode
from marsad.ingest.html import is_page
from marsad.ingest.published import day

LIMIT = 5_000_000
_MOST = 1000
_ENTITIES = re.compile(r"<!(?:ENTITY|ATTLIST|ELEMENT)", re.IGNORECASE)
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "blockquote", "section", "article", *(f"h{n}" for n in range(1, 7))})
_SILENT = frozenset({"script", "style", "iframe", "object", "noscript"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: how the feed names it, where it leads, and what the feed itself says of it; `updated` as it is written."""

    id: str
    link: str | None
    title: str | None
    published: date | None
    updated: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: what it calls itself, and its entries in its order; `more` were left out beyond the most that are read."""

    title: str | None
    entries: tuple[Entry, ...]
    more: int = 0


def feed(data: bytes, url: str = "") -> Feed:
    """Read a feed; what is none, is too large or defines entities is a `SourceError`. Links are resolved against `url`."""
    if len(data) > LIMIT:
        raise SourceError(
            f"the feed is larger than {LIMIT / 1_000_000:g} MB; ask its publisher for one of fewer entries"
        )
    text = decode(data)
    if is_page(text):
        raise SourceError("it is a web page and no feed; its feed (RSS or Atom) has an address of its own")
    if _ENTITIES.search(text):
        raise SourceError("it defines entities, which feeds have no need of and which can swell without end")
    told = _parsed(text)
    if not told.get("version"):
        raise SourceError("it is no feed; Marsad reads RSS and Atom")
    listed = told["entries"]
    entries = tuple(found for each in listed[:_MOST] if (found := _entry(dict(each), url)))
    return Feed(_line(told["feed"].get("title")), entries, max(0, len(listed) - _MOST))


def _parsed(text: str) -> Mapping[str, Any]:
    try:
        told: Mapping[str, Any] = feedparser.parse(
            BytesIO(text.encode("utf-8", "replace")),
            response_headers={"content-type": "application/xml; charset=utf-8"},
            resolve_relative_uris=False,
        )
    except Exception as fault:  # noqa: BLE001  the library lets through whatever its parsers raise on what is no feed
        raise SourceError(f"it can't be read as a feed ({type(fault).__name__})") from None
    return told


def _entry(told: Mapping[str, Any], base: str) -> Entry | None:
    """Give an entry that can be known again: by an id, or by where it leads."""
    link = _link(told.get("link"), base)
    key = _line(told.get("id")) or link
    if not key:
        return None
    return Entry(
        key,
        link,
        _line(told.get("title")),
        _day(told.get("published")),
        told.get("updated") or told.get("published"),
        _longest(told),
    )


def _longest(told: Mapping[str, Any]) -> str:
    """Give the longest of what the feed says of an entry, as text."""
    said = [each.get("value") or "" for each in told.get("content") or ()] + [told.get("summary") or ""]
    return plain(max(said, key=len))


def plain(written: str) -> str:
    """Give the text of a piece of HTML, its paragraphs on lines of their own."""
    try:
        root = fragment_fromstring(written, create_parent="div")
    except (etree.ParserError, ValueError):
        return written.strip()
    lines = ("".join(_said(root))).split("\n")
    return "\n\n".join(line for line in (" ".join(each.split()) for each in lines) if line)


def _said(root: HtmlElement) -> list[str]:
    """Give what a tree says, with a line's end where a block begins and ends."""
    out: list[str] = []
    silent = 0
    for event, node in etree.iterwalk(root, events=("start", "end", "comment")):
        if event == "comment":
            out.append("" if silent else node.tail or "")
            continue
        silent += (event == "start") - (event == "end") if node.tag in _SILENT else 0
        if node.tag in _BLOCKS:
            out.append("\n")
        if not silent:
            out.append((node.text if event == "start" else node.tail if node is not root else "") or "")
    return out


def _link(written: object, base: str) -> str | None:
    try:
        return urljoin(base, written.strip()) if isinstance(written, str) and written.strip() else None
    except ValueError:
        return None


def _line(written: object) -> str | None:
    return (" ".join(plain(written).split()) or None) if isinstance(written, str) else None


def _day(written: object) -> date | None:
    """Read the day of publication; None where it can't be read in one way."""
    try:
        return day(written) if isinstance(written, str) else None
    except ValueError:
        return None
