"""The page on inputs says what is so: every ending, every name of a column and every limit."""

from __future__ import annotations

import re
from pathlib import Path

from marsad.ingest import LIMIT, file, html, inflate, zipped
from marsad.ingest.forms import CUTTERS, columns, feed, parquet, pdf, record, word

PAGE = (Path(__file__).parents[3] / "docs/inputs.md").read_text(encoding="utf-8")


def test_every_ending_is_named_and_no_other() -> None:
    named = set(re.findall(r"`(\.\w+)`", PAGE))
    assert named == {each for each in CUTTERS if not each.endswith(".gz")}
    not_compressed = {each for each in CUTTERS if not each.endswith(".gz") and f"{each}.gz" not in CUTTERS}
    assert not_compressed == {".docx", ".parquet", ".wacz"}


def test_what_is_said_to_be_read_names_the_kinds() -> None:
    assert {each.strip(".,") for each in re.findall(r"\.\w+", file._OPENED)} <= {
        each.strip(".") for each in [*CUTTERS, ".gz"]
    }


def test_every_name_of_a_column_stands_in_its_row() -> None:
    for field, names in columns.NAMES.items():
        assert f"| {field} | {' '.join(f'`{name}`' for name in names)} |" in PAGE


def test_every_limit_is_the_one_that_holds() -> None:
    for said in (
        f"{LIMIT // 10**6} MB |",
        f"{inflate._MOST_OF_TAKEN // 10**6} MB out of any 64 KiB",
        f"{zipped._MOST_MEMBERS:,} files; {zipped._MOST_TIMES} times its size; a Word document {word._INFLATED // 10**6} MB",
        f"{html._MOST_TAGS:,} tags",
        f"a feed | {feed._DEEPEST} tags in each other, {feed._MOST_TAGS:,} in an entry",
        f"{record._LARGEST // 10**6} MB inflated",
        f"{parquet._LARGEST_GROUP // 10**9} GB",
        f"{pdf._MOST_PAGES:,} pages, {pdf._LARGEST_PAGE // 10**6} MB each inflated and all together {pdf._MOST_TIMES} times",
    ):
        assert said in PAGE, said
