"""A number that was read from a PDF waits for review with a doubt of its own: it may stand beside the wrong word."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from records import administrator, report
from sqlalchemy import text

from marsad.knowledge.known import Knowledge
from marsad.model.account import Provenance
from marsad.model.codec import pack, unpack
from marsad.model.document import Document, Media
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.queueing import DOUBTS
from marsad.record.refresh import refresh
from marsad.store import Store

SAID = "قتل ثلاثة مدنيين وأصيب خمسة آخرون في قصف على مدينة حلب أمس الثلاثاء، بحسب مصدر طبي."
TOTAL = "وبلغ عدد القتلى منذ بداية العام 120 مدنيا، بحسب المرصد السوري لحقوق الإنسان."


@pytest.fixture
def doubts(tmp_path: Path, known: Knowledge) -> dict[str, set[str]]:
    """Give the doubts of the claims with numbers and of those without, by the media that their report came in."""
    path = str(tmp_path / "marsad.db")
    media: tuple[Media, ...] = ("text/html", "application/pdf", "application/warc", "application/warc+pdf")
    given = [replace(_report(number), media=each) for number, each in enumerate(media)]
    with Store.open(path) as store:
        take_in(store, given, known, "tester", lambda _: None)
        with store.transaction("tester") as writing:
            refresh(writing, run_of(known.version))
        bring_up(store)
    with administrator(path) as connection:
        rows = list(connection.execute(text("select document, kind, doubts from queue")))
    of = {each.id: each.media for each in given}
    found: dict[str, set[str]] = {}
    for document, kind, said in rows:
        found.setdefault(f"{of[document]} {kind}", set()).add("pdf" if "pdf" in said.split("|") else "")
    return found


def _report(number: int) -> Document:
    return report(f"{SAID} {TOTAL} ({number})", name=f"{number}.txt")


def test_claims_with_numbers_from_a_pdf_are_doubted_and_no_others(doubts: dict[str, set[str]]) -> None:
    assert {key for key, said in doubts.items() if said == {"pdf"}} == {
        "application/pdf harm",
        "application/warc+pdf harm",
    }
    assert {"text/html harm", "application/warc harm"} <= {key for key, said in doubts.items() if said == {""}}


def test_a_provenance_that_was_kept_before_media_were_is_read() -> None:
    kept = pack(Provenance("d", "a.txt")).replace(b',"media":"text/plain"', b"")
    assert b"media" not in kept
    assert unpack(Provenance, kept) == Provenance("d", "a.txt")


def test_every_doubt_has_its_words_in_both_languages() -> None:
    words = Path(__file__).parents[3] / "marsad/serve/words/doubt.yaml"
    told = yaml.safe_load(words.read_text(encoding="utf-8"))
    assert set(told) == set(DOUBTS)
    assert all(set(each) == {"ar", "en"} for each in told.values())
