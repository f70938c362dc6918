"""A saved page gives its article; date and outlet come from explicit metadata, never from a guess."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import SourceError
from marsad.ingest import Fault, read
from marsad.ingest.html import from_page
from marsad.model.document import Document

FIRST = (
    "قال مسعفون وشهود عيان إن ثلاثة مدنيين على الأقل قتلوا يوم الاثنين عندما سقطت قذيفة على السوق المركزي في البلدة."
)
SECOND = "وأضافوا أن اثني عشر شخصا أصيبوا ونقلوا إلى مستشفى قريب، ولم تعلن أي جهة مسؤوليتها عن القصف حتى الآن."
TITLE = "قتلى في قصف على سوق"


def page(head: str = "", inside: str = "") -> str:
    return f"""<!DOCTYPE html>
<html lang="ar" dir="rtl"><head><title>{TITLE} - وكالة المرصد</title>{head}</head><body>
<nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/sport">رياضة</a></li></ul></nav>
<article><h1>{TITLE}</h1>{inside}<p>{FIRST}</p><p>{SECOND}</p></article>
<footer>جميع الحقوق محفوظة 2024</footer></body></html>"""


def meta(key: str, content: str) -> str:
    return f'<meta property="{key}" content="{content}">'


def linked(content: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(content)}</script>'


def test_the_article_is_read_without_menu_and_footer(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(page(meta("og:site_name", "وكالة المرصد")), encoding="utf-8")
    (document,) = read([path])
    assert isinstance(document, Document), document
    assert document.text.splitlines()[0] == TITLE
    assert document.text.count(TITLE) == 1
    assert FIRST in document.text
    assert SECOND in document.text
    assert "رياضة" not in document.text
    assert "الحقوق" not in document.text
    assert document.title is not None
    assert document.quote(document.title).text == TITLE
    assert document.outlet == "وكالة المرصد"


@pytest.mark.parametrize("name", ["windows-1256", "iso-8859-6", "utf-8", "utf-16"])
def test_a_page_in_any_arabic_encoding_is_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(page(f'<meta charset="{name}">').encode(name))
    (document,) = read([path])
    assert isinstance(document, Document), document
    assert FIRST in document.text


def test_a_page_under_another_name_is_known_by_how_it_begins(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text('<?xml version="1.0" encoding="UTF-8"?>\n<!-- saved -->\n' + page(), encoding="utf-8")
    (document,) = read([path])
    assert isinstance(document, Document)
    assert "<p>" not in document.text


@pytest.mark.parametrize(
    ("head", "inside"),
    [
        (meta("article:published_time", "2019-01-09T10:00:00+03:00"), ""),
        ('<meta name="DC.date.issued" content="2019-01-09">', ""),
        ('<meta itemprop="datePublished" content="2019-01-09">', ""),
        (linked({"@type": "NewsArticle", "datePublished": "2019-01-09T23:00:00-05:00"}), ""),
        (linked([{"@graph": [{"@type": "WebPage"}, {"@type": "Article", "datePublished": "2019-01-09"}]}]), ""),
        ("", '<time datetime="2019-01-09T10:00">الأربعاء</time>'),
        ("", '<span itemprop="datePublished" content="2019-01-09">الأربعاء</span>'),
        ("", '<time datetime="2020-02-02">اليوم</time><time datetime="2019-01-09" pubdate>الأربعاء</time>'),
        (meta("article:published_time", "الأربعاء") + linked({"datePublished": "2019-01-09"}), ""),
    ],
)
def test_the_day_comes_from_explicit_metadata(head: str, inside: str) -> None:
    assert from_page("x", page(head, inside)).published == date(2019, 1, 9)


@pytest.mark.parametrize(
    ("head", "inside"),
    [
        ("", "<p>نشر في 9 كانون الثاني 2019</p>"),
        ("", "<p>2019-01-09</p>"),
        (meta("article:modified_time", "2019-01-09"), ""),
        ("", '<time datetime="2019-01-09">أ</time><time datetime="2019-01-10">ب</time>'),
        (meta("article:published_time", "03/06/2019"), ""),
        ('<script type="application/ld+json">{"datePublished": </script>', ""),
        ('<link rel="canonical" href="https://example.org/2019/01/09/report">', ""),
    ],
)
def test_a_day_that_is_not_stated_is_never_guessed(head: str, inside: str) -> None:
    assert from_page("x", page(head, inside)).published is None


def test_outlet_and_address_as_the_page_states_them() -> None:
    told = from_page("x", page(linked({"publisher": {"name": "صحيفة"}}) + meta("og:url", "https://example.org/1")))
    assert (told.outlet, told.url) == ("صحيفة", "https://example.org/1")
    assert from_page("x", page()).outlet is None


def test_a_page_without_an_article_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><head><title>عنوان</title></head><body></body></html>", encoding="utf-8")
    (fault,) = read([path])
    assert isinstance(fault, Fault)
    assert "no article" in fault.message


@given(st.text(alphabet="<>/!-abhtmlpdiv=\"'& \n\x0bقت", max_size=80))
def test_no_page_however_broken_stops_the_batch(noise: str) -> None:
    with suppress(SourceError):
        from_page("x", "<html>" + noise)
