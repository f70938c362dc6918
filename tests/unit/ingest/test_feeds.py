"""A feed gives one report an entry, with all that the feed says of it; nothing outside it is opened, and no entity defined in it."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.ingest import Fault, Notice, pieces, read
from marsad.ingest.html import plain
from marsad.model.document import Document

SAID = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق."
MORE = "ولم تعلن أي جهة مسؤوليتها عن القصف."
SPACES = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def rss(*items: str, head: str = "<title>وكالة المرصد</title>") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" {SPACES}><channel>{head}{"".join(items)}</channel></rss>'


def atom(*entries: str) -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>وكالة المرصد</title>{"".join(entries)}</feed>'


ITEM = f"""<item><title>قصف على سوق</title><link>https://example.org/1</link><guid>tag:1</guid>
<pubDate>Wed, 09 Jan 2019 23:30:00 -0500</pubDate><description>ملخص الخبر</description>
<content:encoded><![CDATA[<p>{SAID}</p><script>x()</script><p>{MORE}&nbsp;</p>]]></content:encoded></item>"""


def found(feed: str | bytes) -> list[Document | Fault | Notice]:
    data = feed.encode() if isinstance(feed, str) else feed
    return list(read(["-"], stdin=io.BytesIO(data)))


def one(feed: str | bytes) -> Document:
    (document,) = found(feed)
    assert isinstance(document, Document), document
    return document


def test_an_entry_is_a_report_with_its_full_content() -> None:
    document = one(rss(ITEM))
    assert document.text == f"قصف على سوق\n\n{SAID}\n{MORE}"
    assert (document.name, document.published) == ("tag:1", date(2019, 1, 9))
    assert (document.outlet, document.url) == ("وكالة المرصد", "https://example.org/1")
    assert document.media == "application/xml"


def test_the_very_bytes_of_the_entry_are_kept() -> None:
    first, second = found(rss(ITEM, ITEM.replace("tag:1", "tag:2")))
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.original == ITEM.encode()
    assert second.original == ITEM.replace("tag:1", "tag:2").encode()


def test_a_summary_is_read_where_there_is_no_content() -> None:
    assert one(
        rss(f"<item><title>قصف</title><description>{SAID} &lt;b&gt;{MORE}&lt;/b&gt;</description></item>")
    ).text == (f"قصف\n\n{SAID} {MORE}")


@pytest.mark.parametrize(
    ("feed", "day"),
    [
        (
            rss(f"<item><dc:date>2019-01-09T01:00:00Z</dc:date><description>{SAID}</description></item>"),
            date(2019, 1, 9),
        ),
        (
            atom(f"<entry><published>2019-01-09T01:00:00Z</published><summary>{SAID}</summary></entry>"),
            date(2019, 1, 9),
        ),
        (atom(f"<entry><updated>2019-01-09T01:00:00Z</updated><summary>{SAID}</summary></entry>"), None),
        (rss(f"<item><description>{SAID}</description></item>", head="<pubDate>2019-01-09</pubDate>"), None),
    ],
)
def test_the_day_is_that_of_publication_never_of_a_change_or_of_the_feed(feed: str, day: date | None) -> None:
    assert one(feed).published == day


def test_a_day_that_cannot_be_read_is_left_out_with_a_notice() -> None:
    notice, document = found(rss(f"<item><pubDate>أمس</pubDate><description>{SAID}</description></item>"))
    assert isinstance(notice, Notice)
    assert isinstance(document, Document)
    assert document.published is None


def test_rss_of_the_first_kind_is_read() -> None:
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
    document = one(
        f"<rdf:RDF {rdf}><channel><title>مرصد</title></channel><item><title>قصف</title><description>{SAID}</description></item></rdf:RDF>"
    )
    assert (document.outlet, document.text) == ("مرصد", f"قصف\n\n{SAID}")


def test_a_feed_in_an_arabic_code_page_is_read() -> None:
    feed = rss(f"<item><description>{SAID}</description></item>").replace("UTF-8", "windows-1256")
    document = one(feed.encode("cp1256"))
    assert (document.text, document.outlet) == (SAID, "وكالة المرصد")


def test_an_address_that_is_none_is_left_out() -> None:
    assert one(rss(f"<item><link>javascript:x</link><description>{SAID}</description></item>")).url is None


def test_entities_that_no_feed_defines_do_not_end_the_reading() -> None:
    assert one(rss(f"<item><description>{SAID}&nbsp;{MORE}</description></item>")).text == f"{SAID}\xa0{MORE}"


def test_of_a_feed_that_breaks_off_the_entries_before_are_read() -> None:
    whole = rss(ITEM, ITEM.replace("tag:1", "tag:2"))
    document, fault = found(whole[: whole.index("tag:2")])
    assert isinstance(document, Document)
    assert isinstance(fault, Fault)
    assert "of its entries 1" in fault.message


@pytest.mark.parametrize(
    ("definition", "used"),
    [
        ("".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)), "&a9;"),
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        ('<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;', ""),
    ],
)
def test_entities_are_refused_at_once_and_nothing_is_fetched(definition: str, used: str) -> None:
    began = time.monotonic()
    feed = (
        f'<!DOCTYPE rss [{definition}]><rss version="2.0"><channel><item><title>{used}</title></item></channel></rss>'
    )
    (fault,) = found(feed)
    assert isinstance(fault, Fault)
    assert "entities" in fault.message
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<rss><channel></channel></rss>", "holds no entry"),
        (rss("<item>" + "<b>" * 100_000 + "</b>" * 100_000 + "</item>"), "deep"),
        (rss(f"<item><description><![CDATA[{'<b>' * 2000}{SAID}]]></description></item>"), "deep"),
    ],
)
def test_a_feed_that_cannot_be_read_is_one_fault(text: str, said: str) -> None:
    (fault,) = found(text)
    assert isinstance(fault, Fault)
    assert said in fault.message


def test_xml_that_is_no_feed_is_named_by_its_root(tmp_path: Path) -> None:
    path = tmp_path / "page.xml"
    path.write_text("<sitemap><url/></sitemap>", encoding="utf-8")
    (fault,) = read([path])
    assert isinstance(fault, Fault)
    assert "<sitemap>" in fault.message


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=60))
def test_letters_of_an_entry_come_through_whatever_they_are(tail: str) -> None:
    said = SAID + tail.replace("]]>", "").replace("<", "").replace("&", "").replace(">", "")
    document = one(rss(f"<item><description><![CDATA[{said}]]></description></item>"))
    assert document.text == said.strip()


@given(st.binary(max_size=200))
def test_no_bytes_make_it_fail(noise: bytes) -> None:
    data = rss(ITEM).encode()
    for broken in (data[:300] + noise + data[300:], b"<rss" + noise):
        for each in found(broken):
            assert isinstance(each, Document | Fault | Notice)


@given(st.text("<>/&;pbdivr! -ا\n", max_size=80))
def test_tags_are_taken_off_and_nothing_fails(markup: str) -> None:
    assert "\n\n" not in plain(f"<p>{SAID}</p>{markup}<p>{MORE}</p>")


def test_blocks_become_lines_and_comments_are_no_end() -> None:
    assert plain("قبل<!-- x -->بعد<br>سطر<ul><li>أول<li>ثان</ul><style>p{}</style>ذيل") == "قبلبعد\nسطر\nأول\nثان\nذيل"


def test_a_feed_is_cut_without_opening_an_entry() -> None:
    cut = list(pieces(["-"], stdin=io.BytesIO(rss(ITEM, "<item></item>").encode())))
    assert [getattr(each, "number", 0) for each in cut] == [1, 2]
