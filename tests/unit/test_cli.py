"""The real command line in a process of its own: what it writes, what it says of bad input, and what it exits with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from marsad.cli import _range
from marsad.errors import MarsadError
from marsad.model.document import Document
from scripts.show_demo import shown

ROOT = Path(__file__).parents[2]
REPORT = "قُتل ثلاثة مدنيين وأصيب 12 آخرون، أمس، في غارات روسية على مدينة سراقب، بحسب المرصد السوري لحقوق الإنسان."
OTHER = "اعتقل الجيش الإسرائيلي 15 فلسطينياً في مداهمات بالضفة الغربية فجر اليوم الأربعاء."
LINE = json.dumps(
    {"id": "one", "title": "غارات على سراقب", "text": REPORT, "published": "2019-01-09"}, ensure_ascii=False
)


class Ran:
    """What one run of the command line left behind; a traceback fails the test at once."""

    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout.decode(), done.stderr.decode()
        if "Traceback" in self.err:
            pytest.fail(f"a traceback was shown: {self.said[-1]}", pytrace=False)

    @property
    def said(self) -> list[str]:
        """The sentences on the error stream."""
        return self.err.splitlines()


def marsad(*words: str, stdin: bytes = b"", cwd: Path = ROOT, seed: str = "random") -> Ran:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed, "NO_COLOR": "1", "COLUMNS": "120"}
    line = [sys.executable, "-m", "marsad", *words]
    return Ran(subprocess.run(line, input=stdin, capture_output=True, cwd=cwd, env=env, timeout=60, check=False))  # noqa: S603  our own program


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_the_demo_shows_a_record_with_the_letters_that_state_it(tmp_path: Path) -> None:
    ran = marsad("demo", "--store", str(tmp_path / "demo.db"))
    assert (ran.code, ran.said) == (0, [])
    for part in ("Casualties claimed", "Events told", "23", "at least 30", "Syrian Democratic Forces", "2019-01-06"):
        assert part in ran.out
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert (tmp_path / "demo.db").is_file()
    assert shown(readme, ran.out) == readme, "run `python scripts/show_demo.py`: README.md shows another demo"


def test_without_words_it_teaches_and_names_every_verb() -> None:
    ran = marsad()
    text = ran.out + ran.err
    assert {verb for verb in ("extract", "explain", "check", "demo") if verb not in text} == set()


def test_help_teaches_options_forms_and_an_example() -> None:
    ran = marsad("extract", "--help")
    taught = ["--format", "--output", "table", "jsonl", "codebook", "published", "Examples", "standard input"]
    assert ran.code == 0
    assert [word for word in taught if word not in ran.out] == []


def test_jsonl_is_one_object_a_report_with_quotes_at_their_spans() -> None:
    lines = [
        json.loads(line) for line in marsad("extract", "-", "--format", "jsonl", stdin=LINE.encode()).out.splitlines()
    ]
    (claims,) = lines
    text = f"غارات على سراقب\n\n{REPORT}"
    assert (claims["name"], claims["published"], claims["relevant"]) == ("one", "2019-01-09", True)
    quotes = list(quotes_in(claims))
    assert len(quotes) > 5
    assert [quote for span, quote in quotes if text[span["start"] : span["end"]] != quote] == []


def quotes_in(value: object) -> list[tuple[dict[str, int], str]]:
    if isinstance(value, list):
        return [found for one in value for found in quotes_in(one)]
    if not isinstance(value, dict):
        return []
    own = [(value["span"], value["text"])] if set(value) == {"span", "text"} else []
    return own + [found for one in value.values() for found in quotes_in(one)]


def test_the_codebook_form_goes_to_a_file_and_the_screen_stays_empty(tmp_path: Path) -> None:
    lines = f"{LINE}\n{json.dumps({'id': 'two', 'text': OTHER})}\n"
    (tmp_path / "reports.jsonl").write_text(lines, encoding="utf-8")
    ran = marsad("extract", "reports.jsonl", "--format", "codebook", "-o", "claims.jsonl", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    first, second = map(json.loads, (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines())
    assert (first["id"], first["published"], second["id"], second["published"]) == ("one", "2019-01-09", "two", None)
    assert {(one["outcome"], one["min"]) for one in first["casualties"]} == {("killed", 3), ("injured", 12)}
    assert {key for one in first["casualties"] for key in one} >= {
        "sources",
        "part_of",
        "modality",
        "scope",
        "evidence",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claims.jsonl", "reports.jsonl"]


def test_a_dash_is_standard_input_and_the_default_is_a_table() -> None:
    ran = marsad("extract", "-", stdin=OTHER.encode("cp1256"))
    assert (ran.code, ran.said) == (0, [])
    for part in ("stdin", "published not known", "detained", "15", "Military Forces of Israel", "Arrests"):
        assert part in ran.out


def test_the_same_reports_give_the_same_bytes_in_another_process() -> None:
    one, other = (marsad("demo", "--format", "jsonl", seed=seed) for seed in ("1", "2"))
    assert one.out == other.out
    assert one.out.strip()


# Bad input: one clear sentence each, and the rest of the batch is written


def bad_files(folder: Path) -> dict[str, str]:
    """Write files that can't be read; give what must be said of each."""
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (folder / "broken.txt").write_bytes("قتل ثلاثة مدنيين".encode() + b"\xff\xfe\xd8 rest in latin \xd9")
    (folder / "english.txt").write_text(
        "Three civilians were killed on Sunday in air raids on a market town.", encoding="utf-8"
    )
    with (folder / "large.txt").open("wb") as stream:
        os.truncate(stream.fileno(), 50_000_000)
    said = {"empty.txt": "empty", "picture.txt": "picture", "binary.txt": "no text", "broken.txt": "UTF-8"}
    return said | {"english.txt": "Arabic", "large.txt": "50.0 MB", "gone.txt": "no such file"}


def test_each_bad_file_is_one_clear_sentence_and_the_others_are_read(tmp_path: Path) -> None:
    said = bad_files(tmp_path)
    (tmp_path / "good.txt").write_text(REPORT, encoding="utf-8")
    ran = marsad("extract", *said, "good.txt", "--format", "codebook", "-o", "claims.jsonl", cwd=tmp_path)
    assert ran.code == 1
    assert [line.partition(":")[0] for line in ran.said] == list(said)
    for line in ran.said:
        assert said[line.partition(":")[0]] in line
    (found,) = map(json.loads, (tmp_path / "claims.jsonl").read_text(encoding="utf-8").splitlines())
    assert found["id"] == "good.txt"


def test_a_broken_line_in_the_middle_of_a_batch_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    lines = [LINE, '{"id": "two", "text": "قتل', "[1, 2]", '{"id": "three"}', json.dumps({"id": "four", "text": OTHER})]
    (tmp_path / "reports.jsonl").write_text("\n".join(lines), encoding="utf-8")
    ran = marsad("extract", "reports.jsonl", "--format", "jsonl", cwd=tmp_path)
    assert ran.code == 1
    assert [json.loads(line)["name"] for line in ran.out.splitlines()] == ["one", "four"]
    assert [re.search(r"line (\d)", line).group(1) for line in ran.said] == ["2", "3", "4"]  # type: ignore[union-attr]


def test_a_day_of_publication_that_is_no_day_is_a_note_and_no_failure() -> None:
    line = json.dumps({"id": "one", "text": REPORT, "published": "last week"})
    ran = marsad("extract", "-", "--format", "codebook", stdin=line.encode())
    assert ran.code == 0
    assert [sentence.startswith("note: one: ") and "published" in sentence for sentence in ran.said] == [True]
    assert json.loads(ran.out)["published"] is None


@pytest.mark.parametrize("place", ["no/such/folder/claims.jsonl", "folder"])
def test_an_output_that_cant_be_written_is_one_sentence(report: Path, place: str) -> None:
    (report.parent / "folder").mkdir()
    ran = marsad("extract", str(report), "-o", place, cwd=report.parent)
    assert (ran.code, ran.out) == (1, "")
    assert [sentence.startswith("marsad: ") and "-o" in sentence for sentence in ran.said] == [True]
    assert sorted(path.name for path in report.parent.rglob("*")) == ["folder", "report.txt"]


# Explain


def test_explain_shows_a_tree_of_rules_and_words_for_the_letters_asked_for(report: Path) -> None:
    start = REPORT.index("ثلاثة")
    ran = marsad("explain", str(report), "--at", f"{start}:{start + 5}")
    assert (ran.code, ran.said) == (0, [])
    assert re.search(r"^number: .*low=3, high=3", ran.out, re.MULTILINE)
    assert "ثلاثة  [" in ran.out
    assert f"{start}:{start + 5}" in ran.out
    assert "سراقب" not in ran.out


def test_explain_at_nonsense_says_what_to_write(report: Path) -> None:
    ran = marsad("explain", str(report), "--at", "nonsense")
    assert (ran.code, ran.out) == (1, "")
    assert [sentence.startswith("marsad: ") and "120:160" in sentence for sentence in ran.said] == [True]


@pytest.mark.parametrize("at", ["5", "9:3", "-4:2", "3:5x", "7:7", ":", "1:2:3", "²:9"])
def test_offsets_that_are_no_span_are_refused(at: str) -> None:
    with pytest.raises(MarsadError, match="--at"):
        _range(at, Document("x", REPORT, "report"))


def test_explain_beyond_the_end_says_that_nothing_was_read(report: Path) -> None:
    ran = marsad("explain", str(report), "--at", "100000:100010")
    assert ran.code in (0, 1)
    assert len((ran.out + ran.err).splitlines()) == 1


# Check


def test_check_finds_no_fault_in_the_files_of_the_package() -> None:
    ran = marsad("check", "--no-examples")
    assert (ran.code, ran.out, ran.err) == (0, "no fault found\n", "")


def test_check_names_file_line_and_entry_of_a_fault_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "languages" / "ar").mkdir(parents=True)
    (tmp_path / "languages" / "ar" / "words.yaml").write_text(
        "about: x\nwords:\n  - {id: a, class: harm}\n", encoding="utf-8"
    )
    ran = marsad("check", str(tmp_path))
    assert ran.code == 1
    assert ran.out.splitlines()[0].startswith("words.yaml:3: a: ")
    assert ran.out.splitlines()[-1] == "3 faults found"


def test_check_of_a_folder_that_is_not_there_is_one_sentence() -> None:
    ran = marsad("check", "no/such/folder")
    assert ran.code == 1
    assert len((ran.out + ran.err).strip().splitlines()) == 1
