"""Hamlets of an imported gazetteer: nearly any word is the name of one somewhere, so what counts is what stands around it."""

from __future__ import annotations

import pytest
from geonames_files import alternate_line, dump_line, zipped

from marsad.analyse import analyse
from marsad.ingest.gazetteer.keep import keep
from marsad.ingest.gazetteer.reading import read
from marsad.knowledge.known import Knowledge
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.value import PlaceRef

HAMLETS = {
    "1": ("الورد", {"lat": "36.30", "lon": "37.30"}),
    "2": ("الورد", {"lat": "15.50", "lon": "44.10", "country": "YE", "admin1": "16"}),
    "3": ("المعارك", {"lat": "36.25", "lon": "37.20"}),
    "4": ("تل الزهور البيض", {"lat": "36.31", "lon": "37.25"}),
    "5": ("محمد علي", {"lat": "36.32", "lon": "37.25"}),
    "6": ("شرق", {"lat": "36.32", "lon": "37.15"}),
    "7": ("الغيضة", {"lat": "36.40", "lon": "37.30"}),
    "8": ("النرجس", {"lat": "36.21", "lon": "37.12", "code": "PPLX"}),
    "9": ("دمشق", {"lat": "36.28", "lon": "37.05", "code": "PPLX"}),
    "10": ("الياسمين", {"lat": "36.50", "lon": "37.40"}),
    "11": ("الياسمين", {"lat": "35.20", "lon": "36.60", "admin1": "10"}),
    "12": ("الحراك", {"lat": "36.45", "lon": "37.35"}),
    "13": ("الياقوت", {"lat": "36.33", "lon": "37.33"}),
    "14": ("عدوان", {"lat": "35.87", "lon": "36.50", "admin1": "12"}),
    "15": ("الزنبق", {"lat": "36.20", "lon": "36.90"}),
    "16": ("الزنبق", {"lat": "36.20", "lon": "37.40"}),
}


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Give the embedded knowledge with a country file of a few hamlets."""
    folder = tmp_path_factory.mktemp("hamlets")
    (folder / "SY.zip").write_bytes(
        zipped("SY.txt", [dump_line(key, f"Hamlet {key}", **given) for key, (_, given) in HAMLETS.items()])
    )
    (folder / "names.txt").write_text(
        "\n".join(alternate_line(key, name) for key, (name, _) in HAMLETS.items()), encoding="utf-8"
    )
    keep(read(folder / "SY.zip", names=folder / "names.txt"), folder / "home")
    return load(imported=folder / "home")


def places(text: str, known: Knowledge) -> list[tuple[str, str | None]]:
    """Give the letters of each place with the id that it is pinned to."""
    mentions = analyse(Document(document_id(text), text, "test"), known).of("place")
    return [(found.quote.text, found.value.id) for found in mentions if isinstance(found.value, PlaceRef)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قصف طال قرية الورد بريف حلب", [("قرية الورد بريف حلب", "gn1")]),
        ("قتل مدني في قرية الورد وأصيب آخر في مدينة حلب", [("قرية الورد", "gn1"), ("مدينة حلب", "sy-aleppo")]),
        ("قتل مدني في قرية الورد قرب صنعاء", [("قرية الورد قرب صنعاء", "gn2")]),
        (
            "سقطت قذائف على قريتي الورد والياقوت قرب حلب",
            [("قريتي الورد", "gn1"), ("الياقوت", "gn13"), ("قرب حلب", "sy-aleppo")],
        ),
        ("انفجار لغم في قرية عدوان غربي إدلب", [("قرية عدوان غربي إدلب", "gn14")]),
        ("انفجار لغم في قرية الزنبق غربي حلب", [("قرية الزنبق غربي حلب", "gn15")]),
        ("انفجار لغم في قرية الزنبق شرقي حلب", [("قرية الزنبق شرقي حلب", "gn16")]),
        (
            "قصف قرية الزنبق ثم قرية الياقوت في حلب",
            [("قرية الزنبق", "gn16"), ("قرية الياقوت في حلب", "gn13")],
        ),
        ("اشتباكات في الورد بريف حلب", [("الورد بريف حلب", "gn1")]),
        ("انفجار في تل الزهور البيض شرق حلب", [("تل الزهور البيض شرق حلب", "gn4")]),
        ("غارة على حي النرجس في حلب", [("حي النرجس في حلب", "gn8")]),
        (
            "قصف بلدات خان طومان والغيضة قرب حلب",
            [("بلدات خان طومان", "sy-khan-tuman"), ("الغيضة", "gn7"), ("قرب حلب", "sy-aleppo")],
        ),
    ],
)
def test_a_hamlet_is_found_where_the_words_around_it_say_so(
    text: str, found: list[tuple[str, str]], known: Knowledge
) -> None:
    assert places(text, known) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("دارت المعارك في حلب", [("حلب", "sy-aleppo")]),
        ("في المعارك بريف حلب قتل جندي", [("ريف حلب", "sy-aleppo-province")]),
        ("أهدي الورد إلى محمد علي في حلب", [("حلب", "sy-aleppo")]),
        ("مخيم شرق حلب", [("شرق حلب", "sy-aleppo")]),
        ("قصف قريتي الورد والمعارك مستمرة في حلب", [("قريتي الورد", "gn1"), ("حلب", "sy-aleppo")]),
        ("مناطق المعارك قرب حلب", [("قرب حلب", "sy-aleppo")]),
        ("قتل مدني في ضاحية دمشق", [("ضاحية دمشق", "sy-damascus")]),
        ("قصف على مدينة الحراك بريف درعا", [("مدينة الحراك بريف درعا", "sy-al-hirak")]),
    ],
)
def test_a_word_is_no_hamlet_elsewhere_and_a_listed_place_is_meant_first(
    text: str, found: list[tuple[str, str]], known: Knowledge
) -> None:
    assert places(text, known) == found


def test_hamlets_of_one_name_that_both_fit_stay_apart_and_one_that_fits_nowhere_keeps_its_letters(
    known: Knowledge,
) -> None:
    apart = "قصف قرية الياسمين في سوريا"
    assert [place for _, place in places(apart, known)] == [None]
    text = "قتل مدني في طرابلس الليبية ثم في قرية الورد"
    assert ("قرية الورد", None) in places(text, known)


def test_a_report_that_names_no_hamlet_is_read_as_without_them(known: Knowledge) -> None:
    text = "قُتل ثلاثة مدنيين في غارات على مدينة سراقب بريف إدلب، ونزح العشرات من بلدة معرة حرمة."
    assert places(text, known) == places(text, load())
