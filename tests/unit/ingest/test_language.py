"""Marsad reads Arabic, says so of all else, and decides in no time."""

from __future__ import annotations

import time

import pytest

from marsad.ingest.language import refusal

ARABIC = [
    "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق المركزي في المدينة.",
    "مقتل مدني بحلب",
    "اعتقال ٣ شبان قرب نابلس",
    "اشتباكات عنيفة في گرميان وچمچمال شمال العراق بعد هجوم شنه مسلحون مجهولون على حاجز للجيش",
    "ارتفاع حصیلة القتلی فی قصف الیوم علی المدینة إلى 12 قتيلا",
]
OTHERS = [
    ("Medics said that three civilians were killed when a shell hit the central market.", "English"),
    ("L'armée a annoncé la mort de deux personnes dans une frappe aérienne.", "French"),
    ("Ordu, saldırıda iki kişinin öldüğünü ve beş kişinin yaralandığını açıkladı.", "Turkish"),
    ("ارتش اعلام کرد که در این حمله دو نفر کشته و پنج نفر زخمی شدند.", "Persian"),
    ("ارتش اعلام كرد كه در اين حمله دو نفر كشته شدند و شماري زخمي", "Persian"),
    ("فوج نے کہا ہے کہ حملے میں دو افراد ہلاک اور پانچ زخمی ہوئے ہیں۔", "Urdu"),
    ("سوپا ڕایگەیاند کە لە هێرشەکەدا دوو کەس کوژران و پێنج کەس بریندار بوون", "Kurdish"),
    ("د افغانستان په کندهار کې برید شوی او درې کسان وژل شوي دي", "Pashto"),
]


@pytest.mark.parametrize("text", ARABIC)
def test_arabic_is_read(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize(("text", "language"), OTHERS)
def test_another_language_is_named(text: str, language: str) -> None:
    assert refusal(text) == f"this report is in {language}; Marsad reads Arabic"


def test_figures_and_a_few_foreign_letters_are_no_arabic() -> None:
    for text in ("123 456", "OK", "—"):
        assert refusal(text) == "this report has hardly a letter of Arabic; Marsad reads Arabic"


def test_arabic_that_quotes_english_is_read() -> None:
    assert refusal(ARABIC[0] + "\n" + OTHERS[0][0] + "\n" + ARABIC[0]) is None


def test_a_typical_report_is_decided_in_a_tenth_of_a_millisecond() -> None:
    report = ARABIC[0] * 40
    start = time.process_time()
    for _ in range(200):
        refusal(report)
    assert (time.process_time() - start) / 200 < 1e-4
