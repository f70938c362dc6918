"""Who speaks where: the chains that the corpora expect, and what holds for every text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.analyse import analyse
from marsad.analyse.reading import Reading
from marsad.claims.attribution import Attribution, attribute
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.span import Span

FILES = sorted((Path(__file__).parents[3] / "corpora" / "attribution").glob("*/*.yaml"))
SPOKEN = "قال المرصد السوري إن ثلاثة قتلوا. وأضاف أن خمسة أصيبوا.\nيذكر أن القصف مستمر، بحسب رويترز."


def read(text: str, outlet: str | None = None, title: int = 0) -> Reading:
    document = Document(document_id(text), text, "case", Span(0, title) if title else None, outlet=outlet)
    return analyse(document, load())


def chain(reading: Reading, attribution: Attribution, word: str) -> list[str]:
    """Give the names of the chain at the first token of a word that stands once in the text."""
    assert reading.document.text.count(word) == 1
    place = reading.document.text.index(word)
    token = next(token.index for token in reading.tokens if token.end > place)
    return [said.source.name for said in attribution.at(token)]


def cases() -> Iterator[Any]:
    for path in FILES:
        for n, case in enumerate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["cases"]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            yield pytest.param(case, id=f"{path.stem}-{n}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_the_chain_at_a_word_is_the_one_expected(case: dict[str, Any]) -> None:
    reading = read(case["text"], case.get("outlet"))
    attribution = attribute(reading)
    found = {wanted["word"]: chain(reading, attribution, wanted["word"]) for wanted in case["expect"]}
    assert found == {wanted["word"]: wanted["chain"] for wanted in case["expect"]}, case.get("why", "")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_file_has_a_case_where_the_outlet_speaks(path: Path) -> None:
    corpus = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert any(not wanted["chain"] for case in corpus["cases"] for wanted in case["expect"])


def test_every_token_has_a_chain_and_the_way_it_was_found() -> None:
    reading = read(SPOKEN)
    attribution = attribute(reading)
    assert len(attribution.chains) == len(attribution.rules) == len(reading.tokens)
    for token in reading.tokens:
        assert bool(attribution.at(token.index)) == (attribution.rule(token.index) != "own-voice")


def test_every_link_is_tied_to_letters_of_the_text() -> None:
    reading = read(SPOKEN)
    for said in {said for links in attribute(reading).chains for said in links}:
        assert reading.document.check(said.quote) == said.quote


def test_nobody_speaks_in_an_empty_text() -> None:
    assert attribute(read(" ")).chains == ()


def test_a_title_is_not_reached_by_a_source_named_at_the_end() -> None:
    reading = read("مقتل سبعة في قصف\nقتل خمسة في القرية.\nجاء ذلك بحسب مصادر محلية.", title=16)
    attribution = attribute(reading)
    assert chain(reading, attribution, "سبعة") == []
    assert chain(reading, attribution, "خمسة") == ["local sources"]


def test_a_pointing_noun_keeps_the_letters_of_the_name() -> None:
    reading = read("قال سامر حداد لرويترز إن ثلاثة قتلوا.\nوقال حداد إن خمسة أصيبوا.")
    last = attribute(reading).at(len(reading.tokens) - 1)
    assert [said.quote.text for said in last] == ["سامر حداد", "لرويترز"]
