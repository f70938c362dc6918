"""The checker: every kind of fault is found, with its file, line and entry, in a plain sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from marsad.knowledge.check import Fault, check
from marsad.knowledge.folder import PACKAGE_FOLDER

MORPHOLOGY = """about: How words change.
paradigms:
  - {id: noun, pos: noun, endings: [{add: ""}, {add: ان, number: two}]}
"""
PLACES = "id,name,country,admin1,kind,precision,lat,lon,population,origin\na,A,SY,,town,town,35,36,,hand\n"
NAMES = "place,name,language,usage\na,ألف,ar,common\n"
GOOD = """about: A word.
words:
  - id: man
    class: people
    forms: [رجل]
    inflect: noun
    examples: ["رجل هنا"]
"""

Check = Callable[..., list[Fault]]


@pytest.fixture
def faults(tmp_path: Path) -> Check:
    """Check a small knowledge folder in which some files are as given."""

    def run(words: str = GOOD, **others: str) -> list[Fault]:
        files = {"languages/ar/morphology.yaml": MORPHOLOGY, "languages/ar/words.yaml": words}
        files |= {"gazetteer/places.csv": PLACES, "gazetteer/names.csv": NAMES}
        for name, text in (files | others).items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return check(tmp_path)

    return run


def places(faults: list[Fault]) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.entry) for fault in faults]


def test_a_lawful_folder_has_no_fault(faults: Check) -> None:
    assert faults() == []


def test_the_files_of_the_package_have_no_fault() -> None:
    assert [str(fault) for fault in check(PACKAGE_FOLDER)] == []


def test_a_fault_reads_as_file_line_entry_and_sentence() -> None:
    assert str(Fault("a.yaml", 3, "man", "it is wrong")) == "a.yaml:3: man: it is wrong"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  - {id: woman, class: people}", "forms: field required"),
        ("  - {id: woman, class: people, forms: []}", "forms: "),
        ('  - {id: woman, class: people, forms: [""]}', "forms.0: "),
        ("  - {id: Woman, class: people, forms: [امرأة]}", "id: "),
        ("  - {id: a woman, class: people, forms: [امرأة]}", "id: "),
        ("  - {id: woman, forms: [امرأة]}", "class: field required"),
        ("  - {id: woman, class: people, forms: [امرأة], colour: red}", "colour: "),
        ("  - {id: woman, class: people, forms: [امرأة], register: rude}", "register: "),
        ("  - {id: woman, class: people, forms: [امرأة], means: [one]}", "means: "),
        ("  - {id: man, class: people, forms: [رجال]}", "used twice"),
        ("  - {id: woman, class: people, forms: [امرأة], inflect: noun-f}", "'noun-f'"),
        ("  - {id: woman, class: people, forms: [امرأة], inflect: [noun, verb]}", "'verb'"),
        ("  - {id: woman, class: people, forms: [امراۀ, زنکه]}", "Persian kaf"),
        ("  - {id: woman, class: people, forms: [زنی]}", "Persian yeh"),
        ("  - {id: woman, class: people, forms: [امـرأة]}", "tatweel"),
        ("  - {id: woman, class: people, forms: [\u200fامرأة]}", "U+200F"),
    ],
)
def test_a_faulty_word_is_named_with_its_line(faults: Check, line: str, said: str) -> None:
    (fault,) = faults(GOOD + line + "\n")
    name = "man" if "id: man" in line else line.partition("id: ")[2].partition(",")[0]
    assert (fault.file, fault.line, fault.entry) == ("words.yaml", 8, name)
    assert said in fault.message


def test_a_faulty_rule_is_named_with_its_line(faults: Check) -> None:
    rules = 'rules:\n  - {id: r, pattern: "{people}", makes: group}\n  - {id: s, pattern: "{people}", by: x}\n'
    found = faults(GOOD + rules)
    assert places(found) == [("words.yaml", 9, "r"), ("words.yaml", 10, "s")]
    assert [fault.message for fault in found] == ["by: field required", "makes: field required"]


def test_an_unknown_list_of_a_file_is_a_fault(faults: Check) -> None:
    (fault,) = faults(GOOD + "wordz: []\n")
    assert (fault.file, fault.entry) == ("words.yaml", "wordz")


def test_a_file_that_says_nothing_of_itself_is_a_fault(faults: Check) -> None:
    (fault,) = faults(GOOD.partition("\n")[2])
    assert "field required" in fault.message


@pytest.mark.parametrize("text", ["about: [", "about: x\nwords:\n  - {id: a\n", 'about: "x', "about: x\n\tb: y\n"])
def test_what_is_no_yaml_is_one_fault_of_its_file(faults: Check, text: str) -> None:
    (fault,) = faults(text)
    assert (fault.file, fault.entry) == ("words.yaml", "file")
    assert "not readable as YAML" in fault.message


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "just words\n"])
def test_a_file_of_another_shape_is_a_fault(faults: Check, text: str) -> None:
    found = faults(text)
    assert {fault.file for fault in found} == {"words.yaml"}


def test_the_defaults_of_a_file_fill_its_words(faults: Check) -> None:
    assert faults("about: x\ndefaults: {class: people, inflect: noun}\nwords:\n  - {id: man, forms: [رجل]}\n") == []


def test_actors_and_sources_are_checked_too(faults: Check) -> None:
    found = faults(**{"actors/x.yaml": "about: x\nwords:\n  - {id: a}\n", "sources/y.yaml": "about: x\nwords: 7\n"})
    assert {fault.file for fault in found} == {"x.yaml", "y.yaml"}


def test_every_fault_of_every_file_is_given_in_order(faults: Check) -> None:
    found = faults(GOOD + "  - {id: b, class: x}\n  - {id: c, forms: [ج]}\n", **{"languages/ar/a.yaml": "about: ["})
    assert [(fault.file, fault.entry) for fault in found] == [
        ("a.yaml", "file"),
        ("words.yaml", "b"),
        ("words.yaml", "c"),
    ]


# The gazetteer


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,B,SY,,town,town,35,36,,hand", "used twice"),
        ("b,B,SY,,town,town,95,36,,hand", "no place on earth"),
        ("b,B,SY,,town,town,35,-190,,hand", "no place on earth"),
        ("b,B,SY,,town,town,north,36,,hand", "no place on earth"),
        ("b,B,SY,,town,town,,,,hand", "no place on earth"),
        ("b,B,SY", ""),
    ],
)
def test_a_faulty_place_is_named_with_its_line(faults: Check, row: str, said: str) -> None:
    (fault,) = faults(**{"gazetteer/places.csv": f"{PLACES}{row}\n"})
    assert (fault.file, fault.line, fault.entry) == ("places.csv", 3, row[0])
    assert said in fault.message


def test_a_name_of_no_place_is_named_with_its_line(faults: Check) -> None:
    (fault,) = faults(**{"gazetteer/names.csv": f"{NAMES}zz,باء,ar,common\n"})
    assert (fault.file, fault.line, fault.entry) == ("names.csv", 3, "باء")
    assert "'zz'" in fault.message


def test_a_folder_without_a_gazetteer_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    path = tmp_path / "languages" / "ar" / "words.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("about: x\n", encoding="utf-8")
    assert {fault.file for fault in check(tmp_path)} <= {"places.csv", "names.csv"}


# Examples


def seen(text: str) -> tuple[set[str], set[str]]:
    """Find the man wherever his letters stand, chosen or not."""
    found = {"ar/words/man"} if "رجل" in text else set()
    return found, found


def with_examples(folder: Path, examples: str) -> list[Fault]:
    for name, text in {
        "languages/ar/morphology.yaml": MORPHOLOGY,
        "gazetteer/places.csv": PLACES,
        "gazetteer/names.csv": NAMES,
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    word = f"about: x\nwords:\n  - {{id: man, class: people, forms: [رجل], {examples}}}\n"
    (folder / "languages/ar/words.yaml").write_text(word, encoding="utf-8")
    return check(folder, read_example=seen)


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        ('examples: ["رجل هنا"], not: ["امرأة هنا"]', []),
        ('examples: ["امرأة هنا"]', ["not found by it: امرأة هنا"]),
        ('not: ["رجل آلي"]', ["must not be: رجل آلي"]),
        ('examples: ["ما", "رجل", "ها"]', ["not found by it: ما", "not found by it: ها"]),
    ],
)
def test_every_example_is_tried_and_every_counterexample(tmp_path: Path, examples: str, said: list[str]) -> None:
    found = with_examples(tmp_path, examples)
    assert places(found) == [("words.yaml", 3, "man")] * len(said)
    assert all(any(words in fault.message for fault in found) for words in said)
