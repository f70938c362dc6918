"""A saved web page: its article, and what its metadata state."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from marsad.errors import SourceError
from marsad.ingest.published import day
from marsad.ingest.report import Report

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_BLANKS = re.compile(r"\s+")
_DATE_KEYS = (
    "article:published_time", "og:published_time", "og:article:published_time", "article.published", "datepublished",
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.issued", "dcterms.date", "dc.date", "citation_publication_date", "date",
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figcaption", "figure",
     "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table",
     "tbody", "thead", "tr", "ul")
)  # fmt: skip
_MOST_TAGS = 50_000  # a long page has ten thousand
_UNSAID = frozenset({"script", "style", "template", "noscript", "head"})


def is_page(text: str) -> bool:
    """Say whether a text begins as a web page does."""
    return _PAGE.match(text) is not None


def from_page(name: str, text: str, original: bytes = b"") -> Report:
    """Read the article of a page; date and outlet come from explicit metadata alone and are None without them."""
    tree = tree_of(text)
    told = _metadata(tree)
    linked = list(_linked_data(tree))
    report = Report(
        name=name,
        title=_title(tree, told.get("og:title")),
        published=_published(tree, told, linked),
        outlet=told.get("og:site_name") or _publisher(linked),
        url=_address(tree) or told.get("og:url"),
        text=_article(tree),  # last: it may take the tree apart
        original=original,
        media="text/html",
    )
    if not report.text:
        raise SourceError("no article was found in this page; save its text as .txt")
    return report


def plain(markup: str) -> str:
    """Take the tags off a piece of HTML; blocks become lines, and everything else stays."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    said: list[str] = []
    unsaid = 0
    for event, each in etree.iterwalk(tree_of(f"<div>{markup}</div>"), events=("start", "end", "comment", "pi")):
        if each.tag in _UNSAID:
            unsaid += 1 if event == "start" else -1
        said.append("\n" if each.tag in _BLOCKS else "")
        piece = each.text if event == "start" else each.tail
        said.append("" if unsaid or not piece else _BLANKS.sub(" ", piece))
    lines = (" ".join(line.split()) for line in "".join(said).split("\n"))
    return "\n".join(filter(None, lines))


def tree_of(text: str) -> HtmlElement:
    """Parse the page, however untidy; one that no writer of pages would write is refused before it takes minutes."""
    tags = text.count("<")
    if tags > _MOST_TAGS:
        raise SourceError(f"it holds {tags:,} tags, and the limit for a page is {_MOST_TAGS:,}; save its text as .txt")
    parser = HTMLParser(encoding="utf-8")
    try:
        tree = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise SourceError(f"it can't be read as a web page ({error})") from None
    if any(each.type_name == "ERR_RESOURCE_LIMIT" for each in parser.error_log):
        raise SourceError(
            "its tags stand more than 250 deep in each other, so a part of it can't be read; save its text as .txt"
        )
    return tree


def _article(tree: HtmlElement) -> str:
    """Take the text of the article without menus, adverts and comments."""
    import trafilatura  # noqa: PLC0415  # a second to import, and plain text and JSON need it not

    return trafilatura.extract(tree, include_comments=False, include_tables=True) or ""


def _metadata(tree: HtmlElement) -> dict[str, str]:
    """Collect the page's meta tags by lower-case name; the first of a name counts."""
    told: dict[str, str] = {}
    for tag in tree.iter("meta"):
        key = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        content = " ".join((tag.get("content") or "").split())
        if key and content:
            told.setdefault(key, content)
    return told


def _linked_data(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's JSON-LD, however nested; a broken block is passed over."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            waiting = deque([json.loads(script.text_content())])
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.popleft()
            if isinstance(item, dict):
                yield item
            waiting.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())


def _published(tree: HtmlElement, told: dict[str, str], linked: list[dict[str, Any]]) -> date | None:
    """Give the first readable of: meta tag, JSON-LD, `<time>`; never a date out of the running text."""
    stated = [told.get(key) for key in _DATE_KEYS] + [item.get("datePublished") for item in linked]
    return next((found for found in map(_day, stated) if found), None) or _time(tree)


def _time(tree: HtmlElement) -> date | None:
    """Give the day of what is marked as publication, or the one day that every `<time>` agrees on."""
    marked = tree.xpath("//time[@pubdate] | //*[@itemprop='datePublished']")
    times = marked or tree.xpath("//article//time") or tree.xpath("//time")
    days = {_day(tag.get("datetime") or tag.get("content")) for tag in times}
    return days.pop() if len(days) == 1 else None


def _day(written: object) -> date | None:
    """Read a date that a page states; None where it can't be read in one way."""
    try:
        return day(written) if isinstance(written, str) else None
    except ValueError:
        return None


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    """Name the outlet as JSON-LD does."""
    named = (item["publisher"].get("name") for item in linked if isinstance(item.get("publisher"), dict))
    return next((name for name in named if isinstance(name, str) and name.strip()), None)


def _title(tree: HtmlElement, stated: str | None) -> str | None:
    """Take the stated title, without the outlet's name where a heading shows it; else the one heading, else `<title>`."""
    headings = [heading for heading in (_line(tag) for tag in tree.iter("h1")) if heading]
    if stated:
        return next((heading for heading in headings if heading in stated), stated)
    return headings[0] if len(headings) == 1 else next((_line(tag) for tag in tree.iter("title")), None)


def _line(tag: HtmlElement) -> str:
    """Give what a tag says, on one line."""
    return " ".join(tag.text_content().split())


def _address(tree: HtmlElement) -> str | None:
    """Give the address that the page calls its own."""
    links = tree.xpath("//link[@rel='canonical']/@href")
    return str(links[0]) if links else None
