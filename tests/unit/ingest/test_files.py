"""Files, folders and standard input: every bad one is one clear fault, and the rest goes on."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from marsad.ingest import LIMIT, Fault, Notice, read
from marsad.model.document import Document

REPORT = "قال مسعفون إن ثلاثة مدنيين قتلوا في قصف على السوق.\n\nولم تعلن أي جهة مسؤوليتها.\n"


def faults(path: Path | str, limit: int = LIMIT) -> list[str]:
    return [found.message for found in read([path], limit=limit) if isinstance(found, Fault)]


def one(path: Path | str) -> Document:
    (found,) = read([path])
    assert isinstance(found, Document), found
    return found


def test_a_text_is_stored_letter_for_letter(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    text = "\n  " + REPORT.replace("\n", "\r\n") + "\u200f\u0640 \t"
    path.write_bytes(text.encode())
    document = one(path)
    assert document.text == text
    assert document.name == str(path)
    assert (document.title, document.published, document.language) == (None, None, "ar")


def test_a_file_without_an_ending_is_read_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "report"
    path.write_text(REPORT, encoding="utf-8")
    assert one(path).text == REPORT


def test_the_same_text_has_the_same_id_wherever_it_lies(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    first, second = (one(tmp_path / name) for name in ("a.txt", "b.txt"))
    assert first.id == second.id


def test_a_folder_is_read_in_the_order_of_names_at_every_depth(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "z/c.txt", ".hidden/d.txt", ".e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    names = [found.name for found in read([tmp_path])]
    assert names == [str(tmp_path / name) for name in ("a.txt", "b.txt", "z/c.txt")]


def test_files_of_other_kinds_in_a_folder_are_named_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "b.odt").write_bytes(b"PK")
    document, notice = read([tmp_path])
    assert isinstance(document, Document)
    assert isinstance(notice, Notice)
    assert ".odt" in notice.message


def test_a_folder_without_anything_to_read_is_a_fault(tmp_path: Path) -> None:
    assert ["nothing to read" in message for message in faults(tmp_path)] == [True]


def test_a_broken_link_in_a_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    assert faults(tmp_path) == ["there is no such file"]


def test_one_bad_file_never_stops_a_batch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(b"\x00\x01\x02")
    kinds = [type(found) for found in read([tmp_path, tmp_path / "b.txt"])]
    assert kinds == [Fault, Document, Fault, Document]


def test_a_missing_file_and_a_web_address_are_faults() -> None:
    assert faults("no/such/file.txt") == ["there is no such file"]
    assert "save the page" in faults("https://example.org/report")[0]
    assert "can't be opened" in faults("zero\0byte")[0]


def test_an_empty_file_and_a_blank_file_are_faults(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(b"")
    assert faults(path) == ["the file is empty"]
    path.write_text(" \n\n\t", encoding="utf-8")
    assert faults(path) == ["there is no text in it"]


def test_a_large_file_is_refused_unread_with_its_size_the_limit_and_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        os.truncate(stream.fileno(), 50_000_000)
    (message,) = faults(path)
    assert "50.0 MB" in message
    assert "20.0 MB" in message
    assert "split it" in message


def test_the_limit_is_the_callers_and_holds_for_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, encoding="utf-8")
    size = path.stat().st_size
    assert faults(path, limit=size) == []
    assert len(faults(path, limit=size - 1)) == 1
    (found,) = read(["-"], limit=size - 1, stdin=io.BytesIO(REPORT.encode()))
    assert isinstance(found, Fault)
    assert "larger than the limit" in found.message


def test_standard_input_is_read_as_text_page_or_json() -> None:
    page = f"<html><head><title>عنوان</title></head><body><article><p>{REPORT * 4}</p></article></body></html>"
    lines = f'{{"id": "one", "text": "{REPORT.strip()[:50]}"}}\n'
    names = {}
    for kind, content in (("text", REPORT), ("page", page), ("lines", lines), ("list", f"[{lines}]")):
        (found,) = read(["-"], stdin=io.BytesIO(content.encode()))
        assert isinstance(found, Document), found
        names[kind] = found.name
    assert names == {"text": "stdin", "page": "stdin", "lines": "one", "list": "one"}


def test_a_text_that_opens_with_a_bracket_is_no_json() -> None:
    (found,) = read(["-"], stdin=io.BytesIO(f"[خاص] {REPORT}".encode()))
    assert isinstance(found, Document)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (b"PK\x03\x04rest", "a Word document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        ("تقرير\0".encode(), "zero"),
        (bytes(range(1, 9)) * 20, "control bytes"),
        ("قتل مدني".encode("utf-16-le"), "UTF-16"),
    ],
)
def test_a_binary_file_is_refused_with_what_it_is(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(content)
    (message,) = faults(path)
    assert said in message
    assert "\n" not in message
