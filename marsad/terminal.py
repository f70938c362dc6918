"""What every verb does at the terminal: reports read in, faults listed, progress shown, files written whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.model.document import Document

WIDTH = 150
Inputs = Annotated[
    list[str],
    typer.Argument(
        help="Files of reports, folders of them, or `-` for standard input: text, web pages, JSON Lines, CSV, Parquet, "
        "feeds, web archives, Telegram exports, Word and PDF, most of them also compressed (.gz).",
        metavar="INPUT…",
    ),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="Write to this file instead of the screen.")]


def documents(inputs: list[str], problems: list[str]) -> Iterator[Document]:
    """Read every input; what can't be read is added to the problems, and the rest goes on."""
    from marsad import ingest
    from marsad.model.document import Document

    for item in ingest.read(inputs, stdin=sys.stdin.buffer):
        if isinstance(item, Document):
            yield item
        else:
            problems.append(("" if isinstance(item, ingest.Fault) else "note: ") + str(item))


def finish(problems: list[str]) -> None:
    """List the problems; unless all are mere notes, the exit code is 1."""
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if any(not problem.startswith("note: ") for problem in problems):
        raise typer.Exit(1)


@contextmanager
def written(output: Path | None) -> Iterator[TextIO]:
    """Give the stream to write to: the screen, or a file that appears whole or not at all."""
    if output and output.is_dir():
        raise MarsadError(f"{output}: is a folder; name a file with -o")
    draft = output.with_name(f".{output.name}.{os.getpid()}") if output else None
    try:
        stream = draft.open("w", encoding="utf-8") if draft else sys.stdout
    except OSError as refusal:
        raise MarsadError(f"{output}: can't be written ({refusal.strerror}); choose another place with -o") from refusal
    try:
        yield stream
        if draft and output:
            stream.close()
            draft.replace(output)
    finally:
        if draft:
            stream.close()
            draft.unlink(missing_ok=True)


@contextmanager
def progress(what: str = "reports read") -> Iterator[Callable[[str], None]]:
    """Show on the error stream, in a terminal, how much is done."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn(f"{{task.completed}} {what}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=None)
        yield lambda name: shown.update(task, advance=1, description=name[-40:])
