"""The verb that reads reports and shows what they claim, alone or beside a second reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from marsad.cli_second import (
    PATIENCE,
    EndpointUrl,
    Insecure,
    ModelName,
    ReadBy,
    Readers,
    Second,
    Seconds,
    second_reader,
)
from marsad.errors import MarsadError, OpinionError
from marsad.knowledge.known import Knowledge
from marsad.model.claim import Claims
from marsad.model.document import Document
from marsad.terminal import WIDTH, Inputs, Output, documents, finish, progress, written

if TYPE_CHECKING:
    from marsad.analyse.reading import Reading
    from marsad.model.opinion import Opinion
    from marsad.opinion.comparing import Comparison


class Format(StrEnum):
    """What `extract` writes."""

    TABLE = "table"
    JSONL = "jsonl"
    CODEBOOK = "codebook"


def extract(
    inputs: Inputs,
    form: Annotated[
        Format, typer.Option("--format", help="A table to read, JSON Lines, or the codebook's JSON.")
    ] = Format.TABLE,
    output: Output = None,
    reader: ReadBy = Readers.RULES,
    endpoint: EndpointUrl = "",
    model: ModelName = "",
    insecure: Insecure = False,
    seconds: Seconds = PATIENCE,
) -> None:
    """Read reports and give their claims, each with the letters that state it.

    Reports are text, web pages, JSON Lines or tables (CSV, Parquet) with `id, title, text, published, outlet, url`,
    feeds (RSS, Atom), web archives (WARC, WACZ), exports of Telegram, Word and PDF. What can't be read is listed at
    the end, and the exit code is then 1; the rest is read all the same. Numbers that come from a PDF are noted there.

    With `--reader llm` what a language model reads is shown beside it; it is off by default, and then nothing leaves this machine.

    Examples: `marsad extract report.txt`; `marsad extract crawl.warc.gz result.json feed.rss`;
    `marsad extract reports.jsonl --format codebook -o claims.jsonl`;
    `marsad extract report.txt --reader llm --endpoint http://127.0.0.1:11434/v1 --model qwen2.5:14b`.
    """
    if reader is Readers.LLM:
        if form is Format.CODEBOOK:
            raise MarsadError(
                "--reader llm is shown as a table or as jsonl: the codebook has no place for a second reading"
            )
        second = Second(endpoint, model, insecure, seconds)
        extract_beside(inputs, second, output, lines=form is Format.JSONL)
        return
    from marsad.pipeline import prepare

    problems: list[str] = []
    with _writer(form, output) as write, progress() as tick:
        knowledge = prepare()
        for document in documents(inputs, problems):
            tick(document.name)
            found = _read(document, knowledge, problems)
            if found:
                write(found[1])
    finish(problems)


VERBS = (extract,)


def _read(document: Document, knowledge: Knowledge, problems: list[str]) -> tuple[Reading, Claims] | None:
    """Read a document; a fault of ours in one is listed like any other, and the batch goes on."""
    from marsad.pipeline import read

    try:
        return read(document, knowledge)
    except Exception as fault:  # noqa: BLE001  whatever it is, the rest of the batch must not be lost
        problems.append(
            f"{document.name}: Marsad failed on this report ({type(fault).__name__}: {fault}); please report it"
        )
        return None


@contextmanager
def _writer(form: Format, output: Path | None) -> Iterator[Callable[[Claims], None]]:
    """Give what writes one report's claims."""
    with written(output) as stream:
        yield _write(form, stream)


def _write(form: Format, stream: TextIO) -> Callable[[Claims], None]:
    if form is Format.TABLE:
        return _table_writer(stream)
    line = _line(form)

    def write(claims: Claims) -> None:
        stream.write(line(claims) + "\n")

    return write


def _line(form: Format) -> Callable[[Claims], str]:
    from marsad.export.codebook import codebook_line
    from marsad.model import codec

    return codebook_line if form is Format.CODEBOOK else lambda claims: codec.dump(claims).decode()


def _table_writer(stream: TextIO) -> Callable[[Claims], None]:
    from rich.console import Console

    from marsad.export.table import tables

    console = Console(file=stream, width=None if stream.isatty() else WIDTH)
    return lambda claims: console.print(tables(claims))


def extract_beside(inputs: list[str], second: Second, output: Path | None, *, lines: bool) -> None:
    """Show what the rules and a second reader read in reports, side by side: as a table, or as JSON `lines`."""
    from marsad.opinion.comparing import compare
    from marsad.opinion.reader import Patience
    from marsad.pipeline import prepare

    problems: list[str] = []
    patience = Patience()
    with second_reader(second) as reader, written(output) as stream, progress() as tick:
        write = _lines(stream) if lines else _tables(stream)
        knowledge = prepare()
        for document in documents(inputs, problems):
            tick(document.name)
            found = _read(document, knowledge, problems)
            if not found:
                continue
            reading, claims = found
            try:
                opinion = reader.opinion(reading)
            except OpinionError as fault:
                problems.append(f"{document.name}: {fault}")
                if patience.is_over(answered=False):
                    break
                continue
            patience.is_over(answered=True)
            write(document.name, opinion, compare(claims, opinion))
    finish(problems)


Write = Callable[[str, "Opinion", "Comparison"], None]


def _tables(stream: TextIO) -> Write:
    from rich.console import Console

    from marsad.opinion.table import tables

    console = Console(file=stream, width=None if stream.isatty() else WIDTH)
    return lambda name, opinion, told: console.print(tables(name, opinion, told))


def _lines(stream: TextIO) -> Write:
    from marsad.opinion.table import line

    def write(name: str, opinion: Opinion, told: Comparison) -> None:
        stream.write(line(name, opinion, told) + "\n")

    return write
