"""The command line: verbs only; the one file that knows every part.

Each verb imports what it needs when it runs, so that the help is there at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad import (
    cli_engine,
    cli_export,
    cli_extract,
    cli_gazetteer,
    cli_opinion,
    cli_record,
    cli_review,
    cli_serve,
    cli_vault,
    cli_watch,
)
from marsad.errors import MarsadError
from marsad.terminal import documents, finish

if TYPE_CHECKING:
    from marsad.model.document import Document

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    help="""Marsad (مرصد) reads Arabic reports of armed conflict and gives what they claim: who did what to whom,
    how many, where, when, and according to whom, each value tied to the letters that state it.

    Start with `marsad demo`, then `marsad extract report.txt`.""",
)
app.add_typer(cli_gazetteer.app, name="gazetteer")
_VERBS = (
    *cli_extract.VERBS,
    *cli_record.VERBS,
    *cli_review.VERBS,
    *cli_export.VERBS,
    *cli_engine.VERBS,
    *cli_serve.VERBS,
    *cli_watch.VERBS,
    *cli_opinion.VERBS,
    *cli_vault.VERBS,
)
for verb in _VERBS:
    app.command()(verb)


@app.command()
def explain(
    file: Annotated[str, typer.Argument(help="One report.")],
    at: Annotated[str, typer.Option("--at", help="START:END, characters of the stored text; all of it without.")] = "",
) -> None:
    """Show how the letters of a report were read: each reading as a tree of rules and words, and the readings that lost.

    Example: `marsad explain report.txt --at 120:160`.
    """
    from marsad.analyse.explain import derivations
    from marsad.pipeline import prepare

    problems: list[str] = []
    knowledge = prepare()
    for document in documents([file], problems):
        for line in derivations(document, knowledge, _range(at, document)):
            sys.stdout.write(f"{line}\n")
    finish(problems)


@app.command()
def check(
    folder: Annotated[Path | None, typer.Argument(help="A knowledge folder; the package's own without.")] = None,
    examples: Annotated[bool, typer.Option(help="Try the examples of every entry as well.")] = True,
) -> None:
    """Check the knowledge files: every fault with file, line, entry and a plain sentence.

    Run it after you changed a word, a rule, a place or an actor.
    """
    from rich.console import Console

    from marsad.knowledge.check import check as check_knowledge

    if folder and not folder.is_dir():
        raise MarsadError(
            f"{folder}: there is no such folder; name one that holds languages, actors, sources and gazetteer"
        )
    with Console(stderr=True).status("reading the files and trying their examples"):
        faults = check_knowledge(folder)
        if examples and not faults:
            faults = check_knowledge(folder, read_example=_example_reader(folder))
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(faults)} faults found\n" if faults else "no fault found\n")
    raise typer.Exit(1 if faults else 0)


@app.command()
def demo(
    form: Annotated[cli_extract.Format, typer.Option("--format", help="As for extract.")] = cli_extract.Format.TABLE,
    store: Annotated[
        str, typer.Option(help="The record to make, which is left to be looked at.", metavar="FILE")
    ] = "marsad-demo.db",
) -> None:
    """Read the reports that come with Marsad: the claims of a real one, and the incidents and tallies of nine of the same days.

    Beside the real report of January 2019 stand eight written for this: conflicting numbers, a copied wire, a corrected toll, a
    belligerent's own figure. The record stays: `marsad serve --store marsad-demo.db` opens it in the browser.
    """
    with resources.as_file(resources.files("marsad") / "examples") as examples:
        cli_extract.extract([str(examples / "report.jsonl")], form)
        if form is cli_extract.Format.TABLE:
            cli_record.read([str(examples)], store)
            cli_record.incidents(store)
            cli_review.tally(store)
            sys.stdout.write(f"\nTo review, map and publish this record in the browser: marsad serve --store {store}\n")


def _example_reader(folder: Path | None) -> Callable[[str], tuple[set[str], set[str]]]:
    from marsad.analyse.explain import seen_in
    from marsad.knowledge.load import load

    knowledge = load(folder)
    return lambda text: seen_in(text, knowledge)


def _range(at: str, document: Document) -> tuple[int, int]:
    if not at:
        return 0, len(document.text)
    start, colon, end = at.partition(":")
    if not (colon and at.isascii() and start.isdigit() and end.isdigit() and int(start) < int(end)):
        raise MarsadError(f"--at {at}: write two character offsets, the first below the second, such as 120:160")
    return int(start), int(end)


def main() -> None:
    """Run the command line; an error is one sentence and a non-zero exit, never a traceback."""
    try:
        app()
    except MarsadError as error:
        sys.stderr.write(f"marsad: {error}\n")
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)


__all__ = ["app", "main"]
