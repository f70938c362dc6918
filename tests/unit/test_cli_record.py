"""The verbs of the record as a person types them: what they print, what they refuse, and what they exit with."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def marsad(*words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "marsad", *words],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"COLUMNS": "200"},
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("record") / "work.db")
    done = marsad("read", "marsad/examples", "--store", path)
    assert (done.returncode, "9 new" in done.stdout) == (0, True)
    return path


@pytest.fixture(scope="module")
def rows(store: str, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, object]]:
    out = tmp_path_factory.mktemp("out") / "incidents.jsonl"
    assert marsad("incidents", "--store", store, "--format", "jsonl", "-o", str(out)).returncode == 0
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_incidents_have_the_form_that_scorers_read(rows: list[dict[str, object]]) -> None:
    assert {"id", "documents", "date", "place", "killed", "injured", "initiators"} <= set(rows[0])
    assert all(isinstance(row["documents"], list) and row["documents"] for row in rows)


def test_show_tells_the_ranges_with_their_rules_and_the_words_of_the_claims(
    store: str, rows: list[dict[str, object]]
) -> None:
    strike = next(row for row in rows if "strike-0107" in str(row["documents"]))
    said = marsad("show", str(strike["id"])[:8], "--store", store).stdout
    assert "airwars_min_max@1" in said
    assert "الشعفة" in said
    assert "independent sources" in said


def test_search_finds_a_word_with_its_particles(store: str) -> None:
    assert "checkpoint-0109" in marsad("search", "حاجز", "طيب", "--store", store).stdout


def test_tally_shows_the_series_and_its_states(store: str) -> None:
    said = marsad("tally", "--store", store).stdout
    assert "since 2018-09-10" in said
    assert "1069" in said


def test_export_writes_a_checked_format_with_its_losses(store: str, tmp_path: Path) -> None:
    done = marsad("export", "acled-31", "-o", str(tmp_path / "acled"), "--store", store)
    assert (done.returncode, "no fault" in done.stdout) == (0, True)
    assert {"events.csv", "loss.json", "manifest.json"} == {path.name for path in (tmp_path / "acled").iterdir()}
    compared = marsad("compare", str(tmp_path / "acled" / "events.csv"), "--store", store)
    assert "within" in compared.stdout


def test_verify_finds_no_fault_and_prints_the_head(store: str) -> None:
    done = marsad("verify", "--store", store)
    assert (done.returncode, "no faults found" in done.stdout) == (0, True)
    head = done.stdout.split("head ")[1].strip()
    assert marsad("verify", "--head", head, "--store", store).returncode == 0
    other = marsad("verify", "--head", f"1:{'0' * 64}", "--store", store)
    assert (other.returncode, "log entry 1 is not the one whose hash was noted down" in other.stdout) == (1, True)


@pytest.mark.parametrize("words", [("incidents",), ("judge", "accept", "a1"), ("export", "hxl-1.1", "-o", "out")])
def test_no_verb_but_read_makes_a_record(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = marsad(*words, "--store", str(tmp_path / "none.db"))
    assert (done.returncode, "there is no record here" in done.stderr) == (1, True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "zzzz"), "zzzz"),
        (("incidents", "--days", "yesterday:"), "--days"),
        (("judge", "perhaps", "a1"), "no verdict"),
        (("judge", "correct", "a1", "height=3"), "height=3"),
        (("export", "acled-99", "-o", "out"), "acled-99"),
        (("search", " "), "no word"),
        (("verify", "--head", "12"), "--head 12"),
    ],
)
def test_what_is_refused_is_one_sentence(store: str, words: tuple[str, ...], said: str) -> None:
    done = marsad(*words, "--store", store)
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_store_that_is_no_database_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is a text and no database, however long it is made to be " * 40)
    done = marsad("incidents", "--store", str(tmp_path / "text.db"))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(("name", "said"), [(" ", "name the person"), ("a\nb", "can't be a name")])
def test_nobody_is_admitted_under_a_name_that_nobody_can_type(tmp_path: Path, name: str, said: str) -> None:
    done = marsad("admit", name, "--store", str(tmp_path / "a.db"))
    assert done.returncode == 1
    assert said in done.stderr
    assert not (tmp_path / "a.db").exists()
