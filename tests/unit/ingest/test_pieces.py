"""Reading is two steps that can be done in two processes: cutting is cheap, and opening gives the same wherever it is done."""

from __future__ import annotations

import gzip
import io
import json
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from marsad.ingest import Fault, Notice, Piece, opened, pieces, read, received
from marsad.model.document import Document

SAID = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق."
LINES = "\n".join(json.dumps({"id": each, "text": f"{SAID} {each}"}, ensure_ascii=False) for each in "abc").encode()
FILES = {
    "a.txt": SAID.encode(),
    "b.html": f"<html><body><article><p>{SAID}</p><p>{SAID}</p></article></body></html>".encode(),
    "c.jsonl": LINES,
    "d.jsonl.gz": gzip.compress(LINES),
    "e.csv": f"id,text\n1,{SAID}\n2,x\n".encode(),
    "f.json": json.dumps([{"id": "x", "text": SAID}, {"id": "x", "text": SAID}]).encode(),
    "g.rss": f"<rss version='2.0'><channel><item><description>{SAID}</description></item></channel></rss>".encode(),
    "h.pdf": b"%PDF-1.7",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def spread(piece: Piece) -> list[Document | Fault | Notice]:
    return list(opened(piece))


def test_a_worker_elsewhere_opens_a_piece_as_it_would_be_opened_here(folder: Path) -> None:
    cut = [each for each in pieces([folder]) if isinstance(each, Piece)]
    assert len(cut) == 13
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        there = list(pool.map(spread, cut))
    assert there == [spread(each) for each in cut]
    assert [each.original for found in there for each in found if isinstance(each, Document)]


def test_reading_is_cutting_and_opening(folder: Path) -> None:
    apart = [found for each in pieces([folder]) for found in (opened(each) if isinstance(each, Piece) else [each])]
    together = list(read([folder]))
    assert [each for each in together if not (isinstance(each, Notice) and "same id" in each.message)] == apart


def test_an_id_used_twice_is_noticed_within_a_file_and_not_across_files(folder: Path) -> None:
    said = [str(each) for each in read([folder, folder / "c.jsonl", folder / "c.jsonl"]) if isinstance(each, Notice)]
    assert len([each for each in said if "same id" in each]) == 1


def test_what_is_sent_is_read_as_a_file_of_that_name_is(folder: Path) -> None:
    for path in sorted(folder.iterdir()):
        here = [getattr(each, "text", type(each)) for each in read([path])]
        with path.open("rb") as stream:
            assert [getattr(each, "text", type(each)) for each in received(path.name, stream)] == here


def test_cutting_opens_nothing(folder: Path) -> None:
    assert [each.kind for each in pieces([folder]) if isinstance(each, Piece)] == (
        ["text", "page", *["line"] * 6, *["row"] * 2, "json", "entry", "pdf"]
    )


def test_a_piece_is_small_when_it_is_sent() -> None:
    (piece,) = pieces(["-"], stdin=io.BytesIO(LINES.splitlines()[0]))
    assert isinstance(piece, Piece)
    assert len(pickle.dumps(piece)) < len(piece.data) + 400
