"""Numbers and days that no report should hold, and some do: they are read or left, and crash nothing."""

from __future__ import annotations

from datetime import date

import pytest

from marsad.knowledge.load import load
from marsad.model import codec
from marsad.model.document import Document, document_id
from marsad.pipeline import read

ODD = [
    "5/261,210",
    "1.234.567/2",
    "1 3/4,500",
    "100 123.456.789",
    "040.260.125",
    "قتل 0.125.300 مدنيا",
    "9^99^99^99^99^99 قتيل",
    "2e99e99e99",
    f"{'9' * 6000} قتيل",
    f"{'9' * 6000}/{'9' * 7000}",
    f"2^{'9' * 5000}",
    f"3,{'9' * 5000} قتيل",
    "قتل 10^20 مدنيا في قصف على بلدة سلقين أمس",
    "منذ 10^90 سنة",
    "قبل 4000 سنة",
    "مقتل ثلاثة خلال 4999 سنة من الغارات",
]


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:20])
@pytest.mark.parametrize("published", [None, date(1900, 1, 1), date(2100, 12, 31)])
def test_an_odd_number_crashes_nothing_and_can_be_kept(text: str, published: date | None) -> None:
    document = Document(document_id(text), text, "odd", published=published)
    reading, claims = read(document, load())
    codec.pack(claims)
    for mention in reading.mentions:
        document.check(mention.quote)
        codec.pack_value(mention.value)
