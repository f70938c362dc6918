"""Particles: which cuts are lawful, and in what order."""

from __future__ import annotations

from marsad.text.particles import Cut, Particles, cuts

PARTICLES = Particles(
    prefixes={
        "noun": {
            "و": ("wa",),
            "ب": ("bi",),
            "ل": ("li",),
            "ال": ("al",),
            "لل": ("li", "al"),
            "وال": ("wa", "al"),
            "وب": ("wa", "bi"),
            "بال": ("bi", "al"),
        },
        "verb": {"و": ("wa",), "س": ("sa",)},
    },
    suffixes={"noun": ("هما", "ه", "ها", "هم")},
)


def test_the_whole_word_comes_first_then_shorter_prefixes() -> None:
    assert list(cuts("والجنود", "noun", PARTICLES)) == [
        Cut("", (), "والجنود", ""),
        Cut("و", ("wa",), "الجنود", ""),
        Cut("وال", ("wa", "al"), "جنود", ""),
    ]


def test_li_swallows_the_article() -> None:
    assert [(cut.names, cut.stem) for cut in cuts("للجيش", "noun", PARTICLES)] == [
        ((), "للجيش"),
        (("li",), "لجيش"),
        (("li", "al"), "جيش"),
    ]


def test_suffixes_shorter_first_with_each_prefix() -> None:
    assert [(cut.prefix, cut.stem, cut.suffix) for cut in cuts("بمقتله", "noun", PARTICLES)] == [
        ("", "بمقتله", ""),
        ("", "بمقتل", "ه"),
        ("ب", "مقتله", ""),
        ("ب", "مقتل", "ه"),
    ]


def test_a_stem_keeps_two_letters() -> None:
    assert [cut.stem for cut in cuts("بها", "noun", PARTICLES)] == ["بها", "ها"]
    assert [cut.stem for cut in cuts("و", "noun", PARTICLES)] == ["و"]


def test_each_part_of_speech_has_its_own() -> None:
    assert [cut.stem for cut in cuts("سيقتل", "verb", PARTICLES)] == ["سيقتل", "يقتل"]
    assert [cut.stem for cut in cuts("سيقتل", "noun", PARTICLES)] == ["سيقتل"]
    assert [cut.stem for cut in cuts("سيقتل", "name", PARTICLES)] == ["سيقتل"]
