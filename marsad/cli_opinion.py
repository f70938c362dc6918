"""The verb that asks a second reader about the reports of a record."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from marsad.cli_record import HERE, Where, opened
from marsad.cli_second import PATIENCE, EndpointUrl, Insecure, ModelName, Second, Seconds, second_reader, summary
from marsad.terminal import finish, progress


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
