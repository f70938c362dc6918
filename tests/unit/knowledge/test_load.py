"""Loading: compiled once, kept in memory and on disk, and another version whenever a byte of the data changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from marsad.errors import KnowledgeError
from marsad.knowledge import build as building
from marsad.knowledge import load as loading
from marsad.knowledge.build import build
from marsad.knowledge.files import read_file
from marsad.knowledge.folder import PACKAGE_FOLDER, compiler_version, version_of
from marsad.knowledge.load import load
from marsad.model.mention import DIMENSIONS

FILES = {
    "languages/ar/words.yaml": "about: x\nwords:\n  - {id: man, class: people, forms: [رجل, صاحب بيت]}\n",
    "languages/ar/rules.yaml": 'about: x\nrules:\n  - {id: r, pattern: "{people}", makes: group, by: p}\n',
    "languages/ar/more.yaml": "about: x\nabbreviations: [أ]\ndisguised: [شهيد]\nlacks: {ar-x: not yet}\n",
    "actors/x.yaml": "about: x\nwords:\n  - {id: army, class: actor, forms: [الجيش], means: {name: Army}}\n",
    "gazetteer/places.csv": "id,name,country,admin1,kind,precision,lat,lon,population,origin\na,A,SY,,town,town,35,36,,hand\n",
    "gazetteer/names.csv": "place,name,language,usage\na,ألف,ar,common\na,Alf,en,common\n",
    "README.md": "not data",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a small knowledge folder, with a cache of its own."""
    monkeypatch.setenv("MARSAD_CACHE", str(tmp_path / "cache"))
    for name, text in FILES.items():
        path = tmp_path / "knowledge" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "knowledge"


def test_the_knowledge_of_a_folder_is_loaded_once(folder: Path) -> None:
    assert load(folder) is load(folder)
    assert load() is load()


def test_all_that_a_folder_says_is_compiled(folder: Path) -> None:
    knowledge = build(folder, "ar", "v")
    assert (knowledge.version, knowledge.language) == ("v", "ar")
    assert {text for text in ("رجل", "الجيش", "لجيش", "صاحب بيت", "الف") if text not in knowledge.automaton} == set()
    assert "alf" not in knowledge.automaton
    assert [(rule.id, rule.layer) for rule in knowledge.rules] == [("ar/rules/r", "rules")]
    assert knowledge.places["a"].name == "A"
    assert knowledge.abbreviations == {"ا"}
    assert "شهيد" in knowledge.disguised
    assert knowledge.lacks == {"ar-x": "not yet"}


def test_a_disguised_word_is_known_behind_what_is_written_onto_it() -> None:
    disguised = load().disguised
    assert {word for word in ("داعش", "وداعش", "لداعش", "القسام", "والقسام") if word not in disguised} == set()
    assert {word for word in ("قداعش", "داعشو", "") if word in disguised} == set()


def test_code_that_changes_changes_the_version_of_the_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.knowledge.folder.PACKAGE_FOLDER", tmp_path / "knowledge")
    versions = [compiler_version()]
    for name, code in (("text/fold.py", "x = 1"), ("text/fold.py", "x = 2"), ("knowledge/build.py", "")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(code, encoding="utf-8")
        versions.append(compiler_version())
    assert len(set(versions)) == 4


@pytest.mark.parametrize("name", [name for name in FILES if name != "README.md"])
def test_any_byte_of_the_data_changes_the_version(folder: Path, name: str) -> None:
    before = version_of(folder)
    with (folder / name).open("ab") as stream:
        stream.write(b"\n")
    assert version_of(folder) != before


def test_a_file_that_is_renamed_added_or_taken_away_changes_the_version(folder: Path) -> None:
    versions = [version_of(folder)]
    (folder / "actors/x.yaml").rename(folder / "actors/y.yaml")
    versions.append(version_of(folder))
    (folder / "actors/z.yaml").write_text("about: x\n", encoding="utf-8")
    versions.append(version_of(folder))
    (folder / "actors/y.yaml").unlink()
    versions.append(version_of(folder))
    assert len(set(versions)) == 4


def test_what_is_no_data_changes_nothing(folder: Path) -> None:
    before = version_of(folder)
    (folder / "README.md").write_text("other words", encoding="utf-8")
    assert version_of(folder) == before


def test_the_version_is_the_same_wherever_the_folder_lies(folder: Path, tmp_path: Path) -> None:
    before = version_of(folder)
    folder.rename(tmp_path / "elsewhere")
    assert version_of(tmp_path / "elsewhere") == before


def test_the_second_process_reads_what_the_first_has_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(folder)
    loading._load.cache_clear()

    def refuse(*_: object) -> None:
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(building, "build", refuse)
    again = load(folder)
    assert again is not first
    assert (again.version, again.rules, again.places) == (first.version, first.rules, first.places)
    assert sorted(again.automaton.keys()) == sorted(first.automaton.keys())


def test_a_change_of_the_files_is_seen_by_the_next_process(folder: Path) -> None:
    first = load(folder)
    (folder / "actors/x.yaml").unlink()
    loading._load.cache_clear()
    assert load(folder).version != first.version
    assert "الجيش" not in load(folder).automaton


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"garbage\n.", b"\x80\x05", b"cos\nnothing\n."])
def test_a_cache_that_is_broken_is_made_afresh(folder: Path, tmp_path: Path, rubbish: bytes) -> None:
    load(folder)
    loading._load.cache_clear()
    (kept,) = (tmp_path / "cache").iterdir()
    kept.write_bytes(rubbish)
    assert "رجل" in load(folder).automaton


def test_where_no_cache_can_be_kept_it_loads_all_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("MARSAD_CACHE", str(tmp_path / "file" / "cache"))
    assert "رجل" in load(folder).automaton


@pytest.mark.parametrize("language", ["xx", "en"])
def test_a_language_that_is_not_known_is_refused(tmp_path: Path, language: str) -> None:
    with pytest.raises(KnowledgeError, match=language):
        build(tmp_path, language, "v")


@pytest.mark.parametrize(
    "text",
    [
        "about: [",
        "about: x\nwords:\n  - {id: a}\n",
        "about: x\nwords:\n  - {id: a, class: x, forms: [a], inflect: none}\n",
    ],
)
def test_a_faulty_file_stops_the_loading_with_its_name(folder: Path, text: str) -> None:
    (folder / "languages/ar/words.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="words"):
        build(folder, "ar", "v")


def test_the_knowledge_of_the_package_is_there() -> None:
    knowledge = load(PACKAGE_FOLDER)
    assert knowledge.version == version_of(PACKAGE_FOLDER)
    assert len(knowledge.places) > 1000
    assert len({rule.layer for rule in knowledge.rules}) > 5


def test_every_dimension_is_declared_and_what_is_lacking_is_said() -> None:
    pack = read_file(PACKAGE_FOLDER / "languages" / "ar" / "pack.yaml")
    assert sorted(pack.supports) == sorted(DIMENSIONS)
    assert dict(load().lacks) == pack.lacks
    assert not set(pack.lacks) & set(pack.supports)
