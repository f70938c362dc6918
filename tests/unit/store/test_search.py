"""Searching: spelling and attached particles do not matter, and both databases give the same in the same order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import postgresql
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records import Clock, reading, report

from marsad.errors import StoreError
from marsad.model.document import Document, document_id
from marsad.store import Store, put_readings
from marsad.store.search import search
from marsad.text.fold import fold

TEXTS = (
    "قُتل ثلاثة مدنيين بحلب في قصفٍ مدفعيّ.",
    "أعلنت إدلب الحداد، وأصيب خمسة بقذائف هاون على حلـب القديمة.",
    "افتتح الوزير معرض الكتاب 100% في دمشق_القديمة و'حلب'.",
    "وصل وفد من ادلب إلى دمشق، وقال قذائف كثيرة سقطت، ثم ذكر هاون.",
    "سقطت قذائف\nهاون في Homs و HAMA قرب الجسر.",
)


def dated(number: int, text: str) -> Document:
    published = date(2019, 1, 1 + number) if number != 2 else None
    return replace(
        report(text, f"{number}.txt", f"outlet {number}"),
        id=document_id(text, None, published, f"outlet {number}"),
        published=published,
    )


DOCUMENTS = [dated(number, text) for number, text in enumerate(TEXTS)]


def fill(store: Store) -> Store:
    with store.transaction("amal") as writing:
        put_readings(writing, [reading(each) for each in DOCUMENTS])
    return store


@pytest.fixture
def filled(store: Store) -> Store:
    return fill(store)


def found(store: Store, query: str) -> list[str]:
    with store.reading() as connection:
        return [hit.name for hit in search(connection, query)]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("حلب", ["1.txt", "0.txt", "2.txt"]),  # newest first, what has no day last; بحلب and حلـب too
        ("ادلب", ["3.txt", "1.txt"]),
        ("إِدْلِب", ["3.txt", "1.txt"]),
        ("قتل", ["0.txt"]),
        ("قذائف هاون", ["4.txt", "3.txt", "1.txt"]),
        ('"قذائف هاون"', ["4.txt", "1.txt"]),  # they stand together, over the end of a line too
        ("HOMS hama", ["4.txt"]),
        ("في", ["4.txt", "0.txt", "2.txt"]),
        ("حلب دمشق", ["2.txt"]),
        ("100%", ["2.txt"]),
        ("دمشق_", ["2.txt"]),
        ("%", ["2.txt"]),
        ("_", ["2.txt"]),
        ("'حلب'", ["2.txt"]),
        ("١٠٠", ["2.txt"]),
        ("بغداد", []),
        ("حلب' OR 1=1 --", []),
        ('"حلب" NOT', []),
        ("NEAR(حلب)", []),
        ("folded:حلب", []),
        ("\\", []),
    ],
)
def test_words_are_found_in_any_dress(filled: Store, query: str, names: list[str]) -> None:
    assert found(filled, query) == names


def test_a_hit_says_where_the_words_stand_in_the_stored_text(filled: Store) -> None:
    with filled.reading() as connection:
        hit = next(hit for hit in search(connection, "قصف حلب") if hit.name == "0.txt")
    document = DOCUMENTS[0]
    assert [document.quote(span).text for span in hit.spans] == ["حلب", "قصفٍ"]
    assert (hit.document, hit.published, hit.outlet) == (document.id, document.published, "outlet 0")
    assert document.check(hit.snippet) == hit.snippet
    assert hit.snippet.text == document.text


def test_a_snippet_of_a_long_report_ends_at_whole_words(store: Store) -> None:
    text = f"{'مدينة بعيدة ' * 40}حلب {'قرية قريبة ' * 40}"
    with store.transaction("amal") as writing:
        put_readings(writing, [reading(report(text))])
    with store.reading() as connection:
        (hit,) = search(connection, "حلب")
    assert set(hit.snippet.text.split()) == {"مدينة", "بعيدة", "حلب", "قرية", "قريبة"}
    assert len(hit.snippet.text) < 200


def test_a_limit_holds(filled: Store) -> None:
    with filled.reading() as connection:
        assert [hit.name for hit in search(connection, "حلب", 2)] == ["1.txt", "0.txt"]


@pytest.mark.parametrize("query", ["", "  ", '""', "\0", "\u200f"])
def test_a_query_without_a_word_is_a_sentence(filled: Store, query: str) -> None:
    with pytest.raises(StoreError, match="no word to search for"):
        found(filled, query)


@pytest.fixture(scope="module")
def both(server: postgresql.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    path: Path = tmp_path_factory.mktemp("both") / "marsad.db"
    with Store.open(str(path), Clock()) as one, Store.open(server.database(), Clock()) as other:
        yield fill(one), fill(other)


WORDS = sorted({word for text in TEXTS for word in text.split()})
PARTS = st.sampled_from(WORDS).flatmap(lambda word: st.integers(0, len(word) - 1).map(lambda at: word[at : at + 4]))
QUERIES = st.lists(PARTS | st.text(st.characters(codec="utf-8"), min_size=1, max_size=3), min_size=1, max_size=3)


@settings(max_examples=60)
@given(QUERIES.map(" ".join))
def test_both_databases_find_the_same_as_reading_every_text(both: tuple[Store, Store], query: str) -> None:
    terms = [fold(term).text.strip() for term in query.replace("\0", " ").replace('"', " ").split()]
    terms = [word for term in terms for word in term.split()]
    query = query.replace('"', " ")
    if not terms:
        return
    one, other = (found(store, query) for store in both)
    plain = {each.name for each in DOCUMENTS if all(term in fold(each.text).text for term in terms)}
    assert one == other
    assert set(one) == plain
