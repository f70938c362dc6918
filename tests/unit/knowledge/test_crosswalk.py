"""Crosswalks: every map leads into its list, every list has a grade, and what is wrong is said by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.errors import KnowledgeError
from marsad.knowledge.crosswalk import FOLDER, crosswalk, crosswalk_faults
from marsad.knowledge.folder import PACKAGE_FOLDER

NAMES = sorted(path.stem for path in (PACKAGE_FOLDER / FOLDER).glob("*.yaml"))


@pytest.mark.parametrize("name", NAMES)
def test_every_crosswalk_of_the_package_is_whole(name: str) -> None:
    assert crosswalk(name).about


def test_the_layouts_have_as_many_columns_as_their_formats() -> None:
    sizes = {"acled": ("events", 31), "ged": ("events", 49), "airwars": ("sources", 11)}
    assert {name: (table, len(crosswalk(name).columns(table))) for name, (table, _) in sizes.items()} == sizes
    assert len(crosswalk("ged").columns("events-19.1")) == 42


def test_what_is_not_listed_leads_nowhere() -> None:
    assert crosswalk("countries").to("alpha3", "SY") == "SYR"
    assert crosswalk("countries").to("alpha3", "ZZ") == ""
    assert crosswalk("countries").to("alpha3", None) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("about: a\nmaps: {m: {grade: V, into: none, values: {a: b}}}", "leads into 'none', which is no code list"),
        (
            "about: a\ncodes: {c: {grade: V, values: [x]}}\nmaps: {m: {grade: V, into: c, values: {a: b}}}",
            "takes 'a' to 'b', which 'c' does not list",
        ),
        ("about: a\ntables: {t: [{name: x}, {name: x}]}", "the table 't' has a column twice"),
        ("about: a\ncodes: {c: {grade: X}}", "codes > c > grade"),
        ("about: a\nmore: b", "more: extra inputs are not permitted"),
        ("about: [a", "not readable as yaml"),
    ],
)
def test_a_wrong_crosswalk_is_named_with_its_fault(tmp_path: Path, text: str, sentence: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "wrong.yaml").write_text(text, encoding="utf-8")
    ((path, line, said),) = crosswalk_faults(tmp_path)
    assert (path.name, line >= 1) == ("wrong.yaml", True)
    assert sentence.lower() in said.lower()
    with pytest.raises(KnowledgeError, match=r"wrong\.yaml"):
        crosswalk("wrong", tmp_path)


def test_a_crosswalk_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(KnowledgeError, match="there is no such crosswalk"):
        crosswalk("none")
