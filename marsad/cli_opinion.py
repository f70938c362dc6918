"""The verb that asks a second reader about the reports of a record, and the second reading that `extract` can show."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from marsad.cli_record import HERE, Where, opened
from marsad.cli_second import PATIENCE, EndpointUrl, Insecure, ModelName, Second, Seconds, second_reader, summary
from marsad.errors import OpinionError
from marsad.terminal import WIDTH, documents, finish, progress, written

if TYPE_CHECKING:
    from marsad.model.opinion import Opinion
    from marsad.opinion.comparing import Comparison


def opine(
    store: Where = HERE,
    endpoint: EndpointUrl = "",
    model: ModelName = "",
    insecure: Insecure = False,
    seconds: Seconds = PATIENCE,
    closed: Annotated[
        bool, typer.Option("--closed", help="Send reports of closed collections as well; without it they stay here.")
    ] = False,
) -> None:
    """Ask a language model for a second opinion on the reports of the record that have none yet. It decides nothing.

    THE TEXT OF EACH REPORT, its title and its day of publication are sent to the host of --endpoint, and to no other; what that host
    does with them is its own affair, so name one that you trust, at best a model on this machine. What it answers is held against the
    report: only letters that stand there are kept, and every number, day and place is read in them by Marsad's own rules. Claims
    that it reads otherwise come first in the review queue; what only it finds is proposed on the page of the report. No claim is changed.

    If it is cut off, give the same again: it goes on where it stood.

    Example: `marsad opine --store work.db --endpoint http://127.0.0.1:11434/v1 --model qwen2.5:14b`.
    """
    from marsad.pipeline import prepare
    from marsad.record.opining import Asked
    from marsad.record.opining import opine as ask_about

    with (
        second_reader(Second(endpoint, model, insecure, seconds)) as reader,
        opened(store, "write") as record,
        progress("reports heard") as tick,
    ):
        opined = ask_about(record, reader, prepare(), Asked(closed=closed), tick)
    sys.stdout.write(f"{store}: {summary(opined)}")
    finish(opined.failed)


VERBS = (opine,)


def extract_beside(inputs: list[str], second: Second, output: Path | None, *, lines: bool) -> None:
    """Show what the rules and a second reader read in reports, side by side: as a table, or as JSON `lines`."""
    from marsad.opinion.comparing import compare
    from marsad.opinion.reader import Patience
    from marsad.pipeline import prepare, read

    problems: list[str] = []
    patience = Patience()
    with second_reader(second) as reader, written(output) as stream, progress() as tick:
        write = _lines(stream) if lines else _tables(stream)
        knowledge = prepare()
        for document in documents(inputs, problems):
            tick(document.name)
            reading, claims = read(document, knowledge)
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
