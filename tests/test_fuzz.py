"""A short, repeatable stretch of fuzzing, so that no change breaks what hours of it have mended; `benchmarks/fuzz.py` runs for as long as wished."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.fuzz import tried
from benchmarks.targets import TARGETS, Ground, ground
from marsad.knowledge.load import load

CASES = {"words": 16, "reports": 20, "pdf": 5, "word": 6, "parquet": 6}


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    return ground(load(), None, str(tmp_path_factory.mktemp("fuzz")))


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_luck_makes_crashes_a_reader(name: str, on: Ground) -> None:
    for number in range(CASES.get(name, 15)):
        data = TARGETS[name].made(random.Random(f"test:{name}:{number}"), on)  # noqa: S311  luck that can be repeated
        fault = tried(name, data, on)
        assert fault is None, (fault, data[:400])


SPOILED = [
    ("knowledge", b"defaults: words\nwords: [{id: a, class: b, forms: [c]}]"),
    ("knowledge", b"words:\n  - id: \xed\xa0\x80"),
    ("knowledge", b"[" * 3_000),
    (
        "telegram",
        b'{"name": "x", "type": "public_channel", "messages": [{"id": 7, "type": "message", "text": [{"type": "bold"}]}]}',
    ),
    ("table", "id,text\n1,كلمة\n".encode("utf-16")[:-1]),
    ("tables", b"\x00\xff,name\n1,2\n"),
]


@pytest.mark.parametrize(("name", "data"), SPOILED, ids=lambda given: given if isinstance(given, str) else "")
def test_what_was_found_stays_mended(name: str, data: bytes, on: Ground) -> None:
    assert tried(name, data, on) is None


def test_a_target_can_be_tried_again_from_its_file(on: Ground, tmp_path: Path) -> None:
    kept = tmp_path / "folding-1.bin"
    kept.write_bytes("قت\u202eل".encode())
    assert tried(kept.name.split("-")[0], kept.read_bytes(), on) is None
