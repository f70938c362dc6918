"""One collector for all corpora of the dimensions: the readings found must be exactly the readings expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml

from marsad.analyse import analyse
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.mention import Dimension, Mention

CORPORA = Path(__file__).parents[1] / "corpora"
OTHER_COLLECTORS = {"sentences", "folding", "attribution", "claims", "incidents"}
FILES = sorted(p for p in CORPORA.glob("*/*/*.yaml") if p.parts[-3] not in OTHER_COLLECTORS)


def cases() -> Iterator[Any]:
    for path in FILES:
        corpus = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for n, case in enumerate(corpus["cases"]):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            name = f"{path.parts[-3]}-{path.stem}-{n}"
            yield pytest.param(corpus, case, id=name, marks=marks)


@pytest.mark.parametrize(("corpus", "case"), list(cases()))
def test_found_is_exactly_what_is_expected(corpus: dict[str, Any], case: dict[str, Any]) -> None:
    dimension = case.get("dimension", corpus["dimension"])
    published = case.get("published", corpus.get("published"))
    text = case["text"]
    day = date.fromisoformat(published) if published and published != "null" else None
    reading = analyse(Document(document_id(text), text, "case", published=day), load())
    found = [m for m in reading.mentions if m.dimension == dimension]
    expected = case["expect"]
    assert [m.quote.text for m in found] == [e["quote"] for e in expected], case.get("why", "")
    for mention, wanted in zip(found, expected, strict=True):
        assert plain(mention, wanted.get("value", {})) == wanted.get("value", {})


def plain(mention: Mention, wanted: dict[str, Any]) -> dict[str, Any]:
    """Give the fields that a case asks for, as the strings of its file."""
    value = asdict(mention.value)
    return {key: _text(value.get(key, "no such field")) for key in wanted}


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _text(inner) for key, inner in value.items()}
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return "null" if value is None else str(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_a_corpus_names_a_dimension_and_has_negatives(path: Path) -> None:
    corpus = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert corpus["dimension"] in get_args(Dimension)
    assert any(not case["expect"] for case in corpus["cases"]), "a corpus needs a case that must find nothing"
