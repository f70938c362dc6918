"""Modality in short texts: only what reaches a word of harm or act counts."""

from __future__ import annotations

import pytest

from marsad.analyse import analyse
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.value import Modality


def kinds(text: str) -> list[str]:
    reading = analyse(Document(document_id(text), text, "test"), load())
    return [m.value.kind for m in reading.of("modality") if isinstance(m.value, Modality)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("نفى الجيش مقتل جنود", "denied"),
        ("لم تسقط قتلى", "denied"),
        ("دون وقوع إصابات", "denied"),
        ("أنباء عن مقتل قائد", "hedged"),
        ("قد تقصف القوات المدينة", "hedged"),
        ("هدد بهجوم", "planned"),
        ("في حال مقتل مدنيين", "hypothetical"),
        ("دأبت على قصف القرى", "habitual"),
    ],
)
def test_each_kind_is_read(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "وقد قتل خمسة",
        "ما لا يقل عن خمسة قتلى",
        "لا تزال المعارك مستمرة",
        "نفت مسؤوليتها عن الهجوم",
        "دعا إلى اجتماع بعد مقتل جنود",
        "لم تعلن أي جهة مسؤوليتها عن التفجير",
    ],
)
def test_what_does_not_touch_the_deed_is_no_modality(text: str) -> None:
    assert kinds(text) == []
