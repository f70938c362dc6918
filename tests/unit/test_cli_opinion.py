"""The verbs that can ask a second reader, as a person types them: what they say, what they refuse, and that nothing is sent unasked."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from llm_host import Host, Reply, claims, harm, hosting, report_of

from marsad import pipeline
from marsad.analyse.reading import Reading
from marsad.cli import main
from marsad.knowledge.known import Knowledge
from marsad.model.claim import Claims
from marsad.model.document import Document

TEXT = "قُتل تسعة مدنيين وأصيب 21 آخرون، أمس، في غارات روسية على مدينة سراقب بريف إدلب."
EMPTY: Mapping[str, str] = MappingProxyType({})
KEY = "sk-do-not-tell-anybody"
SAYS = claims(
    harm("killed", "تسعة مدنيين", "قُتل", where="سراقب"), harm("injured", "21", "أصيب", victims="مدنيين", scope="cumulative"), harm("killed", "مئة", "قتل")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Done:
    """What a verb printed and exited with."""

    stdout: str
    stderr: str
    returncode: int


class Marsad:
    """Runs the command line within this process, where the knowledge is loaded once."""

    def __init__(self, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.patch = patch
        self.capture = capture

    def __call__(self, *words: str, host: Host | None = None, more: Mapping[str, str] = EMPTY) -> Done:
        named = ["--endpoint", host.url, "--model", "small"] if host else []
        for name, value in {"COLUMNS": "200", **more}.items():
            self.patch.setenv(name, value)
        self.patch.setattr(sys, "argv", ["marsad", *words, *named])
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = self.capture.readouterr()
        return Done(told.out, told.err, int(ended.value.code or 0))


@pytest.fixture
def marsad(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Marsad:
    return Marsad(monkeypatch, capsys)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "report.jsonl"
    path.write_text(
        json.dumps({"id": "one", "text": TEXT, "published": "2019-01-09"}, ensure_ascii=False), encoding="utf-8"
    )
    return str(path)


def test_without_the_option_nothing_is_sent(marsad: Marsad, file: str, tmp_path: Path) -> None:
    with hosting(SAYS) as host:
        environment = {"MARSAD_LLM_ENDPOINT": host.url, "MARSAD_LLM_MODEL": "small", "MARSAD_LLM_KEY": KEY}
        assert marsad("extract", file, more=environment).returncode == 0
        assert marsad("read", file, "--store", str(tmp_path / "a.db"), more=environment).returncode == 0
        assert host.asked == []


def test_extract_shows_both_readings(marsad: Marsad, file: str) -> None:
    with hosting(SAYS) as host:
        table = marsad("extract", file, "--reader", "llm", host=host, more={"MARSAD_LLM_KEY": KEY})
        lines = marsad("extract", file, "--reader", "llm", "--format", "jsonl", host=host)
        assert TEXT in report_of(host.asked[0])
        assert host.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert table.returncode == 0, table.stderr
    for words in ("agreed", "differs", "only the rules", "cumulative", "refused: number absent 1"):
        assert words in table.stdout
    assert KEY not in table.stdout + table.stderr
    found: dict[str, Any] = json.loads(lines.stdout)
    assert [each["ours"]["count"]["low"] for each in found["agreed"]] == [9]
    assert found["differing"][0]["differences"][0]["field"] == "scope"
    assert found["refused"] == [{"part": "number", "reason": "absent", "times": 1}]


@pytest.mark.parametrize("second", [True, False])
def test_a_report_on_which_marsad_fails_is_listed_and_the_rest_goes_on(
    marsad: Marsad, file: str, monkeypatch: pytest.MonkeyPatch, second: bool
) -> None:
    reading = pipeline.read

    def failing(document: Document, knowledge: Knowledge) -> tuple[Reading, Claims]:
        if document.name == "two":
            raise RecursionError("too deep")
        return reading(document, knowledge)

    monkeypatch.setattr(pipeline, "read", failing)
    first = Path(file).read_text(encoding="utf-8").strip()
    Path(file).write_text(f"{first.replace('one', 'two')}\n{first}\n", encoding="utf-8")
    with hosting(SAYS) as host:
        done = marsad("extract", file, *(["--reader", "llm"] if second else []), host=host if second else None)
    assert done.returncode == 1
    assert "two: Marsad failed on this report (RecursionError: too deep)" in done.stderr
    assert "injured" in done.stdout


def test_read_keeps_what_a_second_reader_says_and_opine_asks_about_the_rest(
    marsad: Marsad, file: str, tmp_path: Path
) -> None:
    store = str(tmp_path / "a.db")
    assert marsad("read", file, "--store", store).returncode == 0
    with hosting(SAYS) as host:
        again = marsad("read", file, "--store", store, "--reader", "llm", host=host)
        assert "1 known" in again.stdout
        assert "second reader: 1 reports heard; 1 claims agreed, 1 read otherwise" in again.stdout
        rest = marsad("opine", "--store", store, host=host)
        assert "0 reports heard" in rest.stdout
        assert len(host.asked) == 1
    assert "no faults found" in marsad("verify", "--store", store).stdout


def test_an_endpoint_that_fails_is_one_sentence_and_the_record_is_as_without_it(
    marsad: Marsad, file: str, tmp_path: Path
) -> None:
    plain, second = str(tmp_path / "a.db"), str(tmp_path / "b.db")
    with hosting(Reply(b"no such model", 404)) as host:
        refused = marsad("read", file, "--store", second, "--reader", "llm", host=host)
    assert refused.returncode == 1
    assert "the server answered 404 (no such model)" in refused.stderr
    marsad("read", file, "--store", plain)
    listed = [marsad("incidents", "--store", each, "--format", "jsonl").stdout for each in (plain, second)]
    assert listed[0] == listed[1] != ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--endpoint", "http://llm.example/v1", "--model", "small"], "--insecure"),
        (["--endpoint", "llm", "--model", "small"], "is no address of a server"),
        (["--model", "small"], "needs --endpoint"),
        (["--endpoint", "http://127.0.0.1:9/v1"], "needs --endpoint"),
        (
            ["--endpoint", "http://127.0.0.1:9/v1", "--model", "small", "--format", "codebook"],
            "no place for a second reading",
        ),
    ],
)
def test_what_names_no_second_reader_is_one_sentence(marsad: Marsad, file: str, words: list[str], said: str) -> None:
    done = marsad("extract", file, "--reader", "llm", *words)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("verb", ["extract", "read", "opine"])
def test_the_help_says_what_leaves_the_machine(marsad: Marsad, verb: str) -> None:
    shown = " ".join(marsad(verb, "--help").stdout.replace("│", " ").split())
    assert "THE TEXT OF EACH REPORT" in shown
    assert "MARSAD_LLM_KEY" in shown
