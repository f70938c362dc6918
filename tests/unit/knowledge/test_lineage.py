"""The groups that are known: how many there are, and what they belonged to and became."""

from __future__ import annotations

import pytest

from marsad.knowledge.files import entry_files, read_file
from marsad.knowledge.folder import PACKAGE_FOLDER
from marsad.knowledge.lineage import distinct, group_names, loose_ties
from marsad.knowledge.schema import Tie, Word

WORDS = [word for path in entry_files(PACKAGE_FOLDER, "ar") for word in read_file(path).words]
ACTORS = [word for word in WORDS if word.cls.startswith("actor")]


def test_there_are_many_groups_with_a_lineage() -> None:
    assert len(distinct(ACTORS)) >= 800
    assert sum(1 for word in ACTORS if word.parents or word.became) >= 150


def test_a_group_of_several_entries_counts_once_and_a_states_force_not_at_all() -> None:
    words = [
        _group("hill-men", "Hill Men"),
        _group("hill-men-loaded", "Hill Men"),
        _group("army", "Military Forces of X"),
    ]
    assert distinct(words) == {"Hill Men"}


def test_every_tie_leads_to_a_group_that_is_known() -> None:
    assert not list(loose_ties(ACTORS, group_names(WORDS)))


def test_a_dated_parent_is_kept() -> None:
    nusra = next(word for word in ACTORS if word.id == "nusra")
    assert nusra.parents == [Tie(name="Al Qaeda", since="2012", until="2016")]
    assert nusra.became == [Tie(name="Jabhat Fatah al-Sham", since="2016")]


@pytest.mark.parametrize(
    ("tie", "fault"),
    [
        (Tie(name="Nobody"), "no group is called 'Nobody'"),
        (Tie(name="Hill Men"), "its own parent"),
        (Tie(name="Valley Men", since="2010", until="2008"), "years run backwards"),
    ],
)
def test_a_tie_that_cant_be_right_is_a_fault(tie: Tie, fault: str) -> None:
    word = _group("hill-men", "Hill Men", tie)
    found = list(loose_ties([word], {"Hill Men", "Valley Men"}))
    assert len(found) == 1
    assert fault in found[0][1]


def _group(id_: str, name: str, *parents: Tie) -> Word:
    means = {"name": name}
    return Word.model_validate({"id": id_, "class": "actor", "forms": ["س"], "means": means, "parents": list(parents)})
