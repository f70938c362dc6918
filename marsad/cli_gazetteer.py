"""The verbs of `marsad gazetteer`: full lists of places on demand, beside the embedded one."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad import settings
from marsad.errors import MarsadError

if TYPE_CHECKING:
    from marsad.ingest.gazetteer.reading import Table
    from marsad.knowledge.imported import About

app = typer.Typer(
    no_args_is_help=True,
    help="""Add full lists of places to the embedded ones, so that any village is found on the map.

    Start with `marsad gazetteer fetch SY IQ`, or import a file that you have: `marsad gazetteer import SY.zip`.
    All is kept in your own folder (MARSAD_HOME) and used from then on; `marsad gazetteer list` shows it.""",
)
_MOST_BAD = 20
_WIDTH = 150
_PATIENCE = 2.0  # seconds until progress is shown


class Form(StrEnum):
    """What `import` reads: the forms of the readers, named here so that the help need not load them."""

    GEONAMES = "geonames"
    OCHA = "ocha"
    WHOSONFIRST = "whosonfirst"
    OWN = "own"


@app.command("fetch")
def fetch_countries(
    countries: Annotated[
        list[str], typer.Argument(help="Codes of two letters (ISO 3166), such as SY.", metavar="CODE…")
    ],
    source: Annotated[
        str, typer.Option("--from", help="Another server with GeoNames' files; MARSAD_GEONAMES as well.", metavar="URL")
    ] = "",
) -> None:
    """Fetch countries from GeoNames and import them: the one verb of places that opens a connection.

    A country that can't be fetched is named at the end, and the exit code is then 1; the others are imported all the same.

    Example: `marsad gazetteer fetch SY IQ YE`.
    """
    from marsad.ingest.gazetteer.fetch import fetch

    base = source or settings.geonames()
    with _progress() as tick:
        _import((country, partial(fetch, country, base, tick)) for country in dict.fromkeys(countries))


@app.command("import")
def import_files(
    files: Annotated[list[Path], typer.Argument(help="Tables; they may be in a .zip or .gz.", metavar="FILE…")],
    form: Annotated[Form | None, typer.Option("--as", help="What the files are, where it is not recognised.")] = None,
    names: Annotated[
        Path | None, typer.Option("--names", help="GeoNames' alternate names for the file; else looked for beside it.")
    ] = None,
) -> None:
    """Import lists of places: GeoNames, OCHA's P-codes, Who's On First, or your own.

    Your own is a CSV with the header `name,country,admin1,kind,lat,lon,ar`: the neutral English name, the country's code,
    its province, one of province, district, town, village, camp, quarter, site, region, sea and river, degrees north and
    east, and the Arabic names with a bar between them; a ? before a name that is also an ordinary word.

    A row that is wrong is named with its line and skipped; a file is imported again in place of its last import.

    Examples: `marsad gazetteer import SY.zip IQ.zip`; `marsad gazetteer import syr_adm.csv --as ocha`.
    """
    _import((str(file), partial(_read, file, form, names)) for file in files)


@app.command("list")
def list_imported() -> None:
    """Show what is imported: name, source, day, places and names, with the licence and what you must say of the source.

    Example: `marsad gazetteer list`.
    """
    from marsad.knowledge.imported import tables

    found = tables(settings.gazetteers())
    if not found:
        sys.stdout.write("nothing is imported; `marsad gazetteer fetch SY` fetches a country\n")
        return
    _show(found)
    for attribution in dict.fromkeys(about.attribution for about in found if about.attribution):
        sys.stdout.write(f"{attribution}.\n")


@app.command("remove")
def remove_imported(
    names: Annotated[list[str], typer.Argument(help="Names as `marsad gazetteer list` gives them.", metavar="NAME…")],
) -> None:
    """Take imported places away again; what is embedded stays.

    Example: `marsad gazetteer remove geonames-sy`.
    """
    from marsad.ingest.gazetteer.keep import remove

    for name in names:
        remove(name, settings.gazetteers())
        sys.stdout.write(f"{name}: removed\n")


def _import(readers: Iterable[tuple[str, Callable[[], Table]]]) -> None:
    """Read and keep each table; what can't be read is said at the end, and the others go on."""
    from marsad.ingest.gazetteer.keep import keep

    problems: list[str] = []
    kept = 0
    for name, reader in readers:
        try:
            table = reader()
            again = "; its last import is replaced" if (settings.gazetteers() / table.name).exists() else ""
            sys.stdout.write(f"{_told(keep(table, settings.gazetteers()), table)}{again}\n")
        except MarsadError as refusal:
            problems.append(str(refusal) if name in str(refusal) else f"{name}: {refusal}")
        else:
            kept += 1
            problems += [f"{table.file}, {bad}; skipped" for bad in table.bad[:_MOST_BAD]]
            if len(table.bad) > _MOST_BAD:
                problems.append(f"{table.file}: {len(table.bad) - _MOST_BAD:,} more rows are wrong and were skipped")
    if kept:
        _compile()
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    raise typer.Exit(1 if problems else 0)


def _read(file: Path, form: Form | None, names: Path | None) -> Table:
    from rich.console import Console

    from marsad.ingest.gazetteer import reading

    with Console(stderr=True).status(f"reading {file.name}"):
        return reading.read(file, reading.Form(form.value) if form else None, names)


def _told(about: About, table: Table) -> str:
    nameless = f"; {table.nameless:,} without an Arabic name were left out" if table.nameless else ""
    return f"{about.name}: {about.places:,} places, {about.names:,} names ({about.source}, {about.date}){nameless}"


def _compile() -> None:
    """Make the places ready, so that the next report does not wait for it."""
    from rich.console import Console

    from marsad.pipeline import prepare

    with Console(stderr=True).status("making the places ready for reading"):
        prepare()


def _show(found: list[About]) -> None:
    from rich.console import Console
    from rich.table import Table as Shown

    shown = Shown("name", "source", "file", "of", "places", "names", "licence")
    for about in found:
        numbers = f"{about.places:,}", f"{about.names:,}"
        shown.add_row(about.name, about.source, about.file, about.date, *numbers, about.licence)
    Console(width=None if sys.stdout.isatty() else _WIDTH).print(shown)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show on the error stream, in a terminal, what comes in, once it has taken two seconds."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

    console = Console(stderr=True)
    progress = Progress(
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), console=console, transient=True
    )
    begun = time.monotonic()
    tasks: dict[str, TaskID] = {}

    def tick(address: str, done: int, size: int) -> None:
        if address not in tasks:
            tasks[address] = progress.add_task("/".join(address.split("/")[-2:]), total=size or None)
        progress.update(tasks[address], completed=done)
        if console.is_terminal and time.monotonic() - begun > _PATIENCE:
            progress.start()

    try:
        yield tick
    finally:
        if progress.live.is_started:
            progress.stop()


__all__ = ["app"]
