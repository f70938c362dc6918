"""Word documents and PDF: what stands on their pages, in the order in which it is read; no day is made of their properties."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, NumberObject, StreamObject

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


def paragraph(*runs: str) -> str:
    return f"<w:p {WORD}>{''.join(runs)}</w:p>"


def run(said: str) -> str:
    return f"<w:r>{said}</w:r>"


def letters(said: str) -> str:
    return run(f"<w:t xml:space='preserve'>{said}</w:t>")


def of_body(*blocks: str) -> tuple[str, str]:
    """Give the text of a document with these blocks behind its first paragraph, and what its notice says."""

    def add(made: docx.document.Document) -> None:
        for each in reversed(blocks):
            made.element.body.insert(1, parse_xml(each))

    *notices, document = found(word(SAID, then=add))
    assert isinstance(document, Document)
    return document.text.removeprefix(f"{SAID}\n"), "".join(str(each) for each in notices)


@pytest.mark.parametrize(
    ("mark", "read_as"),
    [
        ("<w:noBreakHyphen/>", "15-20"),
        ("<w:ptab w:relativeTo='margin' w:alignment='center' w:leader='none'/>", "15\t20"),
        ("<w:cr/>", "15\n20"),
        ("<w:sym w:font='Arial' w:char='2013'/>", "15–20"),
        ("<w:sym w:font='Symbol' w:char='F02D'/>", "15\ufffd20"),
        ("<w:sym w:font='Symbol' w:char='D800'/>", "15\ufffd20"),
        ("<w:sym w:font='Symbol' w:char='x'/>", "15\ufffd20"),
        ("<w:dayShort/>", "15\ufffd20"),
    ],
)
def test_two_numbers_with_a_mark_between_them_never_become_one(mark: str, read_as: str) -> None:
    said, notice = of_body(paragraph(run(f"<w:t>قتل 15</w:t>{mark}<w:t>20 مدنيا</w:t>")))
    assert said == f"قتل {read_as} مدنيا"
    assert ("not read" in notice) == ("\ufffd" in said)


def test_the_mark_of_a_note_makes_no_number_with_the_letters_before_it() -> None:
    raised = "<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r>"
    by_hand = run('<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>3</w:t>')
    assert of_body(paragraph(letters("قتل 15"), raised, letters(" مدنيا"), by_hand))[0] == "قتل 15² مدنيا"


def test_of_a_field_its_outcome_is_read_and_not_what_it_is_reckoned_from() -> None:
    def field(code: str, outcome: str) -> str:
        marks = [run(f"<w:fldChar w:fldCharType='{each}'/>") for each in ("begin", "separate", "end")]
        return f"{marks[0]}{code}{marks[1]}{letters(outcome)}{marks[2]}"

    total = field(f"{run('<w:instrText>=</w:instrText>')}{field('', '5')}{field('', '3')}", "8")
    simple = f"<w:fldSimple w:instr='DATE'>{letters('9 آذار')}</w:fldSimple>"
    assert of_body(paragraph(letters("قتل "), total, letters(" في "), simple))[0] == "قتل 8 في 9 آذار"


MATHS = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def test_an_equation_on_one_line_is_read_and_another_is_said_to_be_left_out() -> None:
    plain = f"<m:oMath {MATHS}><m:r><m:t>15+3</m:t></m:r></m:oMath>"
    one, half = (f"<m:{tag}><m:r><m:t>{said}</m:t></m:r></m:{tag}>" for tag, said in (("num", "1"), ("den", "2")))
    built = f"<m:oMath {MATHS}><m:f>{one}{half}</m:f></m:oMath>"
    assert of_body(paragraph(letters("قتل "), plain))[0] == "قتل 15+3"
    said, notice = of_body(paragraph(letters("قتل "), built))
    assert said == "قتل \ufffd"
    assert "equations (1)" in notice


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{paragraph(letters(each))}</w:tc>' for each in cells)}</w:tr>"


def test_rows_and_cells_within_content_controls_are_read_and_those_taken_out_are_not() -> None:
    held = f"<w:sdt><w:sdtPr/><w:sdtContent>{row('السوق', '3')}</w:sdtContent></w:sdt>"
    cell = f"<w:tc>{paragraph(letters('7'))}</w:tc>"
    in_row = f"<w:tr><w:customXml w:element='x'><w:tc>{paragraph(letters('الجسر'))}</w:tc></w:customXml><w:sdt><w:sdtContent>{cell}</w:sdtContent></w:sdt></w:tr>"
    gone = row("الحقل", "9").replace("<w:tr>", "<w:tr><w:trPr><w:del w:id='1' w:author='x'/></w:trPr>")
    table = f"<w:tbl {WORD}>{row('البلدة', 'القتلى')}{held}{in_row}{gone}</w:tbl>"
    assert of_body(table) == ("البلدة | القتلى\nالسوق | 3\nالجسر | 7", "")


COMPATIBLE = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def test_what_is_written_in_two_ways_is_read_once() -> None:
    twice = f"<mc:Choice Requires='x'>{letters('15')}</mc:Choice><mc:Fallback>{letters('15')}</mc:Fallback>"
    choices = f"<mc:AlternateContent {COMPATIBLE}>{twice}</mc:AlternateContent>"
    assert of_body(paragraph(letters("قتل "), choices, letters(" مدنيا")))[0] == "قتل 15 مدنيا"
    block = f"<mc:AlternateContent {COMPATIBLE} {WORD}><mc:Choice Requires='x'>{paragraph(letters(MORE))}</mc:Choice></mc:AlternateContent>"
    assert of_body(block)[0] == MORE


def test_what_is_not_read_is_said() -> None:
    box = run(f"<w:pict><w:txbxContent>{paragraph(letters(MORE))}</w:txbxContent></w:pict>")
    empty = run(f"<w:pict><w:txbxContent>{paragraph()}</w:txbxContent></w:pict>")
    choice = run(
        "<w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/></w:ddList></w:ffData></w:fldChar>"
    )
    within = f"<w:altChunk {WORD}/>"
    _, notice = of_body(paragraph(box, empty, choice), within)
    assert notice.endswith(
        "not read of this Word document: choices of form fields (1), documents within it (1), text boxes (1)"
    )


def test_words_in_headers_and_footnotes_are_said_not_to_be_read() -> None:
    def add(made: docx.document.Document) -> None:
        made.sections[0].header.paragraphs[0].text = "وكالة"
        made.sections[0].footer.paragraphs[0].text = "3"
        notes = f"<w:footnotes {WORD}><w:footnote w:id='1'>{paragraph(letters(MORE))}</w:footnote><w:footnote w:id='0'/></w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes.encode(), made.part.package)
        made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    notice, document = found(word(SAID, then=add))
    assert str(notice).endswith("not read of this Word document: footnotes (1), headers and footers (1)")
    assert isinstance(document, Document)


def test_a_title_with_a_tracked_change_is_not_said_twice() -> None:
    def add(made: docx.document.Document) -> None:
        made.paragraphs[0]._p.append(parse_xml(f"<w:ins {WORD}>{letters(' شعبي')}</w:ins>"))

    (document,) = found(word(SAID, title="قصف على سوق", then=add))
    assert isinstance(document, Document)
    assert document.text == f"قصف على سوق شعبي\n{SAID}"


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


def test_a_sign_that_stands_for_two_letters_gives_them_in_their_order(printed: bytes) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(printed))
    changed = 0
    for font in writer.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
        letters = font.get_object()["/ToUnicode"].get_object()
        data = letters.get_data()
        for first, last in re.findall(rb"<(\w+)> <(\w+)> <FEFB>", data):  # lam and alef, as Word writes them
            spelled = b"".join(b"<%s> <06440627>\n" % each for each in (first, last))
            data = data.replace(b"<%s> <%s> <FEFB>\n" % (first, last), b"")
            data = data.replace(b"endcmap", b"2 beginbfchar\n%sendbfchar\nendcmap" % spelled)
            changed += 1
        letters.set_data(data)
    assert changed
    _, document = found(saved(writer))
    assert isinstance(document, Document)
    assert document.text == f"قتلى في قصف على سوق شعبي\n{LONG}\n{MORE}"


def test_a_pdf_may_be_locked_and_says_so(printed: bytes) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(printed))
    writer.encrypt("secret", algorithm="RC4-128")
    (fault,) = found(saved(writer))
    assert isinstance(fault, Fault)
    assert "password" in fault.message


def test_a_pdf_of_pictures_says_so() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    (fault,) = found(saved(writer))
    assert isinstance(fault, Fault)
    assert "pictures" in fault.message


def drawn_apart(printed: bytes, *, own: str = "", times: int = 1, itself: bool = False) -> bytes:
    """Put what draws a page into a part of it, as programs do that stamp pages; `own` is what the page draws itself."""
    writer = pypdf.PdfWriter(io.BytesIO(printed))
    page = writer.pages[0]
    part = StreamObject()
    contents = page.get_contents()
    assert contents is not None
    part.set_data(contents.get_data() + (b"\n/X1 Do" if itself else b""))
    held = page["/Resources"]
    assert isinstance(held, DictionaryObject)
    kept = writer._add_object(part)
    fonts = held["/Font"]
    assert isinstance(fonts, DictionaryObject)
    plain = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts[NameObject("/Plain")] = DictionaryObject({NameObject(key): NameObject(each) for key, each in plain.items()})
    inner = {"/Font": fonts} | ({"/XObject": DictionaryObject({NameObject("/X1"): kept})} if itself else {})
    resources = DictionaryObject({NameObject(key): each for key, each in inner.items()})
    for key, each in (("/Subtype", NameObject("/Form")), ("/Type", NameObject("/XObject")), ("/Resources", resources)):
        part[NameObject(key)] = each
    part[NameObject("/BBox")] = ArrayObject([FloatObject(each) for each in (0, 0, 600, 900)])
    held[NameObject("/XObject")] = DictionaryObject({NameObject("/Part A"): kept})
    drawing = StreamObject()
    drawing.set_data(own.encode() + b"\nq /Part#20A Do Q" * times)
    page[NameObject("/Contents")] = writer._add_object(drawing)
    return saved(writer)


def saved(writer: pypdf.PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("more", [{}, {"times": 3}, {"itself": True}])
def test_what_a_page_draws_as_a_part_is_read_once_like_the_page(printed: bytes, more: dict[str, Any]) -> None:
    _, document = found(drawn_apart(printed, **more))
    assert isinstance(document, Document)
    assert document.text == f"قتلى في قصف على سوق شعبي\n{LONG}\n{MORE}"


def test_letters_of_the_page_itself_do_not_hide_those_of_its_parts(printed: bytes) -> None:
    _, document = found(drawn_apart(printed, own="BT /Plain 12 Tf 9 9 Td (Page 1) Tj ET"))
    assert isinstance(document, Document)
    assert document.text.endswith(f"Page 1\nقتلى في قصف على سوق شعبي\n{LONG}\n{MORE}")


def test_a_part_that_a_page_holds_and_does_not_draw_is_not_read(printed: bytes) -> None:
    (fault,) = found(drawn_apart(printed, times=0))
    assert isinstance(fault, Fault)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_whose_lines_do_not_stand_upright_is_read_the_same(printed: bytes, turn: int) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(printed))
    writer.pages[0].rotate(turn).transfer_rotation_to_content()
    _, document = found(saved(writer))
    assert isinstance(document, Document)
    assert document.text == f"قتلى في قصف على سوق شعبي\n{LONG}\n{MORE}"


def test_what_was_filled_into_a_field_is_read_and_what_is_hidden_is_not(printed: bytes) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(drawn_apart(printed)))
    page = writer.pages[0]
    part = page["/Resources"]["/XObject"].raw_get("/Part A")  # type: ignore[index]
    page[NameObject("/Contents")] = writer._add_object(StreamObject())
    shown = DictionaryObject({NameObject("/N"): part})
    field = DictionaryObject({NameObject("/Subtype"): NameObject("/Widget"), NameObject("/AP"): shown})
    page[NameObject("/Annots")] = ArrayObject([writer._add_object(field)])
    _, document = found(saved(writer))
    assert isinstance(document, Document)
    assert LONG in document.text
    field[NameObject("/F")] = NumberObject(2)
    assert [type(each) for each in found(saved(writer))] == [Fault]


def test_pages_without_letters_are_named(printed: bytes) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(printed))
    writer.insert_blank_page(200, 200, 0)
    writer.add_blank_page(200, 200)
    _, notice, document = found(saved(writer))
    assert isinstance(notice, Notice)
    assert "no letters on 2 of its 3 pages (1, 3)" in notice.message
    assert isinstance(document, Document)
    assert document.text == f"قتلى في قصف على سوق شعبي\n{LONG}\n{MORE}"


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
