"""The corpus of claims: what short reports claim must be found, all of it and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml

from marsad.export.codebook import codebook
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.span import Span
from marsad.pipeline import extract

Found = dict[str, Any]
Wanted = dict[str, Any]

FILES = sorted((Path(__file__).parents[1] / "corpora" / "claims").glob("*/*.yaml"))
HARM_FIELDS = {"outcome", "min", "max", "qualifier", "number_quote", "victims", "part_of", "scope", "since"} | {
    "perpetrator", "date", "place", "sources", "modality",
}  # fmt: skip
VICTIM_FIELDS = {"quote", "actor", "actor_quote", "status", "demographic"}
EVENT_FIELDS = {"type", "sub_type", "place", "date", "actors"}
ATTACHED = ("وال", "بال", "لل", "ال", "و", "ف", "ب", "ل", "ك")


def read(path: Path) -> dict[str, Any]:
    corpus: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return corpus


def cases() -> Iterator[Any]:
    for path in FILES:
        corpus = read(path)
        for n, case in enumerate(corpus["cases"], 1):
            marks = [pytest.mark.xfail(reason=case["xfail"], strict=True)] if "xfail" in case else []
            given = {"published": corpus.get("published", "null"), **case}
            yield pytest.param(given, id=f"{path.stem}-{n}", marks=marks)


@pytest.mark.parametrize("case", list(cases()))
def test_a_report_claims_exactly_what_is_expected(case: dict[str, Any]) -> None:
    found = codebook(extract(document(case), load()))
    problems = list(differences(found, case["expect"]))
    if problems:
        why = f"\n({case['why']})" if "why" in case else ""
        pytest.fail(f"{case['text']}{why}\n  " + "\n  ".join(problems), pytrace=False)


def document(case: dict[str, Any]) -> Document:
    title, body = case.get("title", ""), case["text"]
    text = f"{title}\n\n{body}" if title else body
    day = None if case["published"] == "null" else date.fromisoformat(case["published"])
    return Document(document_id(text), text, "case", Span(0, len(title)) if title else None, day)


def differences(found: Found, wanted: dict[str, Any]) -> Iterator[str]:
    """Say in a sentence each what differs: relevance first, then the claims, then the events."""
    if "relevant" in wanted and found["relevant"] != (wanted["relevant"] == "yes"):
        yield f"relevant: expected {wanted['relevant']}"
    if "casualties" in wanted:
        yield from _casualties(found["casualties"], wanted["casualties"])
    if "events" in wanted:
        yield from _events(found["events"], wanted["events"])


def _casualties(found: list[Found], wanted: list[Wanted]) -> Iterator[str]:
    pairs = _pairs(found, wanted, _bounds, lambda one, other: len(list(_harm(one, other))))
    yield from _unpaired(found, wanted, _bounds)
    numbers = {one["id"]: wanted.index(other) + 1 for one, other in pairs}
    for one, other in pairs:
        parts = [("part_of", numbers.get(one["part_of"], one["part_of"]))] if "part_of" in other else []
        wrong = [*_harm(one, other), *_unequal(dict(parts), {key: other[key] for key, _ in parts})]
        yield from (f"{_words(one)}: {problem}" for problem in wrong)


def _events(found: list[Found], wanted: list[Wanted]) -> Iterator[str]:
    yield from _unpaired(found, wanted, _kind)
    for one, other in _pairs(found, wanted, _kind, lambda one, other: len(list(_event(one, other)))):
        yield from (f"event {one['sub_type']} ({one['trigger']}): {problem}" for problem in _event(one, other))


def _bounds(claim: dict[str, Any]) -> tuple[str, ...]:
    return claim["outcome"], _text(claim["min"]), _text(claim["max"])


def _kind(event: dict[str, Any]) -> tuple[str, ...]:
    return event["type"], event["sub_type"]


def _pairs(
    found: list[Found],
    wanted: list[Wanted],
    key: Callable[[dict[str, Any]], tuple[str, ...]],
    cost: Callable[[Found, Wanted], int],
) -> list[tuple[Found, Wanted]]:
    """Pair what has the same key; among several of one key, so that least differs."""
    pairs: list[tuple[Found, Wanted]] = []
    for kind in dict.fromkeys(map(key, wanted)):
        here, there = [one for one in found if key(one) == kind], [one for one in wanted if key(one) == kind]
        longer, shorter = (here, there) if len(here) >= len(there) else (there, here)
        ways = [list(zip(way, shorter, strict=True)) for way in permutations(longer, len(shorter))]
        ways = ways if longer is here else [[(b, a) for a, b in way] for way in ways]
        pairs += min(ways, key=lambda way: sum(cost(*pair) for pair in way), default=[])
    return pairs


def _unpaired(
    found: list[Found], wanted: list[Wanted], key: Callable[[dict[str, Any]], tuple[str, ...]]
) -> Iterator[str]:
    here, there = Counter(map(key, found)), Counter(map(key, wanted))
    for kind in (there - here).elements():
        yield f"not found: {_label(kind)}"
    for kind in (here - there).elements():
        words = "; ".join(_words(one) for one in found if key(one) == kind)
        yield f"found, not expected: {_label(kind)} «{words}»"


def _label(kind: tuple[str, ...]) -> str:
    return f"{kind[0]} {kind[1]} to {kind[2]}" if len(kind) == 3 else " / ".join(kind)


def _words(one: Found) -> str:
    return f"{one['outcome']} {one['number_quote']}" if "outcome" in one else f"{one['trigger']}"


def _harm(found: Found, wanted: Wanted) -> Iterator[str]:
    """Compare the fields that a case gives, but for `part_of`, which needs the pairs."""
    flat = {**found, **_setting(found), "sources": [said["name"] for said in found["sources"]]}
    plain = {key: value for key, value in wanted.items() if key not in {"part_of", "victims", "number_quote"}}
    yield from _unequal(flat, plain)
    if "number_quote" in wanted:
        yield from _unlike("number_quote", found["number_quote"], wanted["number_quote"])
    for key, value in wanted.get("victims", {}).items():
        compare = _unlike if "quote" in key else _unequal_field
        yield from compare(key, found["victims"][key], value)


def _event(found: Found, wanted: Wanted) -> Iterator[str]:
    yield from _unequal({**found, **_setting(found)}, {key: wanted[key] for key in wanted if key != "actors"})
    here = {(actor["name"], actor["role"]) for actor in found["actors"]}
    for actor in wanted.get("actors", []):
        if (actor["name"], actor["role"]) not in here:
            yield f"no {actor['role']} {actor['name']} among {sorted(here)}"


def _setting(found: Found) -> dict[str, Any]:
    day, place = found["date"], found["place"]
    days = None if day is None else day["start"] if day["start"] == day["end"] else f"{day['start']}..{day['end']}"
    return {"date": days, "place": place and place["name"]}


def _unequal(found: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    for key, value in wanted.items():
        yield from _unequal_field(key, found[key], value)


def _unequal_field(key: str, found: Any, wanted: Any) -> Iterator[str]:
    if _parties(key, _text(found)) != _parties(key, _text(wanted)):
        yield f"{key}: expected {_text(wanted)}, found {_text(found)}"


def _parties(key: str, text: str) -> object:
    return sorted(text.split("; ")) if key == "perpetrator" else text


def _unlike(key: str, found: str | None, wanted: str) -> Iterator[str]:
    """A quote may have the particles that are written onto it, or not; a noun that counts itself its adjectives too."""
    shapes = {wanted, *(f"{particle}{wanted}" for particle in ATTACHED)}
    shapes |= {wanted.removeprefix(particle) for particle in ATTACHED}
    words = _text(found).split(" ")
    starts = [words[: len(shape.split(" "))] for shape in shapes] if key == "number_quote" else []
    if _text(found) not in shapes and not any(" ".join(start) in shapes for start in starts):
        yield f"{key}: expected «{wanted}», found «{_text(found)}»"


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "null" if value is None else str(value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_claims_has_ten_cases_two_of_them_negative(path: Path) -> None:
    corpus = read(path)
    negatives = [case for case in corpus["cases"] if case["expect"].get("casualties") == []]
    assert len(corpus["cases"]) >= 10
    assert len(negatives) >= 2
    assert corpus["about"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_case_asks_for_fields_that_there_are_and_quotes_its_text(path: Path) -> None:
    for case in read(path)["cases"]:
        assert set(case) <= {"text", "title", "published", "why", "xfail", "expect"}
        text = f"{case.get('title', '')} {case['text']}"
        for harm in case["expect"].get("casualties", []):
            victims = harm.get("victims", {})
            assert set(harm) <= HARM_FIELDS
            assert set(victims) <= VICTIM_FIELDS
            quotes = [harm.get("number_quote", ""), victims.get("quote", ""), victims.get("actor_quote", "")]
            assert [quote for quote in quotes if quote not in text] == []
        assert all(set(event) <= EVENT_FIELDS for event in case["expect"].get("events", []))


def test_no_text_stands_in_the_corpus_twice() -> None:
    texts = Counter((case["text"], case.get("published")) for path in FILES for case in read(path)["cases"])
    assert [text for (text, _), times in texts.items() if times > 1] == []
