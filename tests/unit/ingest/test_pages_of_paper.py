"""Word documents and PDF: what stands on their pages, in the order in which it is read; no day is made of their properties."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from marsad.ingest import Fault, Notice, read
from marsad.ingest.forms.visual import as_read, paragraphs
from marsad.model.document import Document

SAID = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق."
MORE = "ولم تعلن أي جهة مسؤوليتها عن القصف."
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Found = list[Document | Fault | Notice]


def found(data: bytes) -> Found:
    return list(read(["-"], stdin=io.BytesIO(data)))


def word(*lines: str, title: str = "", then: Callable[[docx.document.Document], None] = lambda _: None) -> bytes:
    made = docx.Document()
    made.core_properties.created = made.core_properties.modified = datetime(2019, 1, 9)  # noqa: DTZ001
    if title:
        made.add_paragraph(title, style="Title")
    for line in lines:
        made.add_paragraph(line)
    then(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_paragraphs_and_tables_are_read_in_order(tmp_path: Path) -> None:
    def add(made: docx.document.Document) -> None:
        table = made.add_table(2, 2)
        for place, said in enumerate(("البلدة", "القتلى", "السوق", "3")):
            table.cell(place // 2, place % 2).text = said
        made.add_paragraph(MORE)

    path = tmp_path / "report.docx"
    path.write_bytes(word(SAID, title="قصف على سوق", then=add))
    (document,) = read([path])
    assert isinstance(document, Document)
    assert document.text == f"قصف على سوق\n{SAID}\nالبلدة | القتلى\nالسوق | 3\n{MORE}"
    assert document.title is not None
    assert document.quote(document.title).text == "قصف على سوق"
    assert document.published is None
    assert document.original == path.read_bytes()
    assert document.media.endswith("wordprocessingml.document")


def test_what_a_tracked_change_took_out_is_not_read_and_what_it_put_in_is() -> None:
    def add(made: docx.document.Document) -> None:
        changed = f"<w:p {WORD}><w:r><w:t>قتل </w:t></w:r><w:del><w:r><w:delText>خمسة</w:delText></w:r></w:del><w:ins><w:r><w:t>ثلاثة</w:t></w:r></w:ins><w:r><w:tab/><w:t>مدنيين</w:t></w:r></w:p>"
        held = f"<w:sdt {WORD}><w:sdtContent><w:p><w:r><w:t>{MORE}</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        for each in (changed, held):
            made.element.body.insert(1, parse_xml(each))

    (document,) = found(word(SAID, then=add))
    assert isinstance(document, Document)
    assert document.text == f"{SAID}\n{MORE}\nقتل ثلاثة\tمدنيين"


@pytest.mark.parametrize("text", ["", " \n"])
def test_a_word_document_without_words_is_a_fault(text: str) -> None:
    (fault,) = found(word(text))
    assert isinstance(fault, Fault)
    assert "no text" in fault.message


@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=40))
def test_no_damage_to_a_word_document_makes_it_fail(at: int, noise: bytes) -> None:
    at %= len(DOCUMENT)
    for each in found(DOCUMENT[:at] + noise + DOCUMENT[at + len(noise) :]):
        assert isinstance(each, Document | Fault | Notice)


DOCUMENT = word(SAID, MORE, title="قصف")


def test_a_zip_that_is_something_else_is_a_fault() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", SAID)
    (fault,) = found(out.getvalue())
    assert isinstance(fault, Fault)
    assert "unpack it" in fault.message


@pytest.fixture(scope="module")
def printed(browser: Browser) -> bytes:
    """A page that a real browser printed: Arabic with numbers of both kinds, Latin words, and lines that break."""
    page = browser.new_page()
    page.set_content(
        f"""<html lang="ar" dir="rtl"><body style="font-family: DejaVu Sans"><h1>قتلى في قصف على سوق شعبي</h1>
        <p>{LONG}</p><p>{MORE}</p></body></html>"""
    )
    made: bytes = page.pdf()
    page.close()
    return made


LONG = (
    "قال مسعفون يوم الاثنين 14 آذار 2022 إن 32 مدنيا قتلوا بينهم ١٢ طفلا في غارة جوية على السوق المركزي في البلدة، وأصيب "
    "45 آخرون (بينهم 3 من الكوادر الطبية) ونقلوا إلى مستشفيات قريبة، وأضافوا أن طائرة من طراز Su-24 نفذت الغارة عند الساعة 10:30 صباحا، "
    "ولا تزال فرق الإنقاذ تبحث عن مفقودين تحت الأنقاض."
)


def test_a_printed_page_is_read_in_reading_order_with_its_numbers_where_they_stood(printed: bytes) -> None:
    notice, document = found(printed)
    assert isinstance(notice, Notice)
    assert "check them against the page" in notice.message
    assert isinstance(document, Document)
    assert document.text == f"قتلى في قصف على سوق شعبي\n{LONG}\n{MORE}"
    assert (document.published, document.media, document.original) == (None, "application/pdf", printed)


def test_a_pdf_may_be_locked_and_says_so(printed: bytes) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(printed))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    (fault,) = found(out.getvalue())
    assert isinstance(fault, Fault)
    assert "password" in fault.message


def test_a_pdf_of_pictures_says_so() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    (fault,) = found(out.getvalue())
    assert isinstance(fault, Fault)
    assert "pictures" in fault.message


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%\xe2\xe3", b"%PDF-1.4\ntrailer<</Root 1 0 R>>", b"%PDF" + bytes(1000)])
def test_a_broken_pdf_is_one_fault(data: bytes) -> None:
    (fault,) = found(data)
    assert isinstance(fault, Fault)
    assert "\n" not in fault.message


@pytest.mark.parametrize(
    ("seen", "read_as"),
    [
        ("ﻻ نأ 12 ﻞﺘﻗ", "قتل 12 أن لا"),
        (".(٪٥٠) ةيلاتلا 2019/01/09 يف", "في 2019/01/09 التالية (٥٠٪)."),
        ("١٢٫٥ و 10.5% ةبسن", "نسبة 10.5% و ١٢٫٥"),
        ("Human Rights Watch تلاق", "قالت Human Rights Watch"),
        ("in 2019 Human Rights", "in 2019 Human Rights"),
        ("ﷲ دبع", "عبد الله"),
    ],
)
def test_a_line_as_it_stands_is_put_into_reading_order(seen: str, read_as: str) -> None:
    assert as_read(seen) == read_as


def test_lines_are_joined_to_paragraphs_but_not_over_a_stop_or_a_short_line() -> None:
    page = "\n".join(
        line[::-1]
        for line in (
            "عنوان",
            "سطر طويل يستمر في السطر التالي",
            "وينتهي هنا.",
            "فقرة أخرى طويلة تنتهي بنقطة هنا.",
            "ثالثة",
        )
    )
    assert paragraphs(page).split("\n") == [
        "عنوان",
        "سطر طويل يستمر في السطر التالي وينتهي هنا.",
        "فقرة أخرى طويلة تنتهي بنقطة هنا.",
        "ثالثة",
    ]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_line_makes_it_fail_and_no_digit_is_lost(line: str) -> None:
    digits = sorted(letter for letter in line if letter in "0123456789٠١٢٣٤٥٦٧٨٩")
    assert sorted(letter for letter in as_read(line) if letter in "0123456789٠١٢٣٤٥٦٧٨٩") == digits
