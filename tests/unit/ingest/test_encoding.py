"""Arabic comes in five encodings; each is read exactly, and what is in none is refused with its first bad byte."""

from __future__ import annotations

import codecs

import pytest

from marsad.errors import SourceError
from marsad.ingest.encoding import decode

SHORT = "مقتل ثلاثة مدنيين في قصف على بلدة كفرنبل"
LONG = f"{SHORT}، وإصابة 12 آخرين؛ وقال شهود إن الطائرات عادت بعد ساعة.\r\n" * 20


@pytest.mark.parametrize("text", [SHORT, LONG])
@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256", "iso8859_6"])
def test_each_encoding_of_arabic_is_read_exactly(text: str, name: str) -> None:
    assert decode(text.encode(name)) == text


@pytest.mark.parametrize(("mark", "name"), [(codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF32_BE, "utf-32-be")])
def test_a_mark_tells_the_order_of_bytes(mark: bytes, name: str) -> None:
    assert decode(mark + LONG.encode(name)) == LONG


@pytest.mark.parametrize("said", ["windows-1256", "iso-8859-6", "utf-8", "no-such-thing"])
def test_a_false_declaration_does_no_harm(said: str) -> None:
    page = f'<html><head><meta charset="{said}"></head><body>{LONG}</body></html>'
    for name in ("utf-8", "cp1256", "iso8859_6"):
        assert decode(page.encode(name)) == page


def test_a_declaration_breaks_a_tie() -> None:
    page = '<?xml version="1.0" encoding="ISO-8859-6"?><p>اا</p>'
    assert decode(page.encode("iso8859_6")) == page


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_broken_utf8_is_refused_with_its_first_bad_byte_never_turned_into_nonsense(cut: int) -> None:
    data = LONG.encode()
    whole = len(data[:cut].decode(errors="ignore").encode())
    broken = data[:whole] + b"\xff" + data[whole:]
    with pytest.raises(SourceError, match=rf"byte {whole} \(0xff\) is not valid UTF-8"):
        decode(broken)


def test_an_odd_byte_after_a_mark_is_named() -> None:
    with pytest.raises(SourceError, match="byte 82 can't be read"):
        decode(LONG.encode("utf-16")[:83])


def test_other_code_pages_are_refused() -> None:
    for text, name in (("Армия сообщила о гибели двух человек", "cp1251"), ("À l'été, où déjà élevé", "latin-1")):
        with pytest.raises(SourceError, match="no Arabic code page"):
            decode(text.encode(name))
