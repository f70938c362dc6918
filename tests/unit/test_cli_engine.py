"""The verbs for many reports as a person types them: what they print, what they refuse, and what they exit with."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from runs import contents, write

ROOT = Path(__file__).parents[2]


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "marsad", *words]


def marsad(*words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(  # noqa: S603  our own program
        command(*words), capture_output=True, text=True, check=False, cwd=ROOT, env=os.environ | {"COLUMNS": "200"}
    )
    assert "Traceback" not in done.stderr
    return done


def test_a_run_says_what_came_of_it_and_lists_what_it_could_not_read(tmp_path: Path) -> None:
    inputs, out, store = write(tmp_path / "reports.jsonl"), tmp_path / "out", tmp_path / "work.db"
    done = marsad("run", str(inputs), "--out", str(out), "--shard", "4", "--engine", "local:1", "--store", str(store))
    assert done.returncode == 1
    assert "reports read  7" in done.stdout
    assert "7 new" in done.stdout
    assert "line 3" in done.stderr
    assert json.loads((out / "manifest.json").read_bytes())["total"]["documents"] == 7
    before = contents(out)
    again = marsad("run", str(inputs), "--out", str(out), "--shard", "4", "--engine", "local:1")
    assert "0 of them made now" in again.stdout
    assert contents(out) == before
    assert "incidents" in marsad("reconcile", str(out)).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "marsad/examples", "--out", "{}/o", "--engine", "local:0"), "write local, local:4"),
        (("run", "marsad/examples", "--out", "{}/o", "--engine", "dask://host"), "dask://HOST:PORT"),
        (("run", "marsad/examples", "--out", "{}/o", "--shard", "0"), "one report at least"),
        (("run", "nowhere.jsonl", "--out", "{}/o"), "nowhere.jsonl: there is no such file"),
        (("run", "{}", "--out", "{}/o"), "name a folder beside it"),
        (("load", "{}", "--store", "{}/work.db"), "holds no shard of a run"),
        (("reconcile", "{}"), "holds no shard of a run"),
    ],
)
def test_what_can_not_be_is_refused_in_one_sentence_and_nothing_is_made(
    words: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = marsad(*(word.format(tmp_path) for word in words))
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_is_stopped_says_how_to_go_on(tmp_path: Path) -> None:
    inputs, out = write(tmp_path / "reports.jsonl"), tmp_path / "out"
    words = command("run", str(inputs), "--out", str(out), "--shard", "1", "--engine", "local:1")
    process = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, cwd=ROOT)  # noqa: S603
    end = time.monotonic() + 60
    while not (out / "terms.json").exists() and time.monotonic() < end:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate()
    assert process.returncode == 130
    assert said.strip() == "marsad run: stopped; give the same command again and it goes on where it stood"
