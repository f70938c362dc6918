"""The verbs that send the record out and hold it against others: export, compare."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from marsad.cli_record import HERE, Where, me, opened
from marsad.terminal import WIDTH, Output, progress, written


def export(
    form: Annotated[
        str, typer.Argument(help="acled-31, ged-25.1, hxl-1.1, plover-0.8, airwars-like, sdg-16.1.2, incidents-csv …")
    ],
    output: Annotated[Path, typer.Option("-o", "--output", help="A folder, or a file for formats of one table.")],
    store: Where = HERE,
    profile: Annotated[
        str, typer.Option(help="What may leave, by name: `public` coarsens places and names no private person.")
    ] = "public",
    check: Annotated[bool, typer.Option("--check", help="Only check a file or folder that is there already.")] = False,
) -> None:
    """Write the record in a format of the field, with a report of what the format loses and a manifest with hashes.

    Every export is checked against the rules of its format before this ends. Formats: acled-31, ged-25.1, hxl-1.1, plover-0.8,
    airwars-like, sdg-16.1.2, and incidents or claims as -csv, -jsonl, -parquet, -geojson.

    Example: `marsad export acled-31 -o acled/`.
    """
    from marsad.export.validating import validate

    if not check:
        _write(form, output, store, profile)
    faults = list(validate(form, output))
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(
        f"{output}: {'no fault' if not faults else f'{len(faults)} faults'} found by the rules of {form}\n"
    )
    if faults:
        raise typer.Exit(1)


def _write(form: str, output: Path, store: str, profile: str) -> None:
    from marsad.record.publish import Publication, publish

    with opened(store, "write") as record, progress("incidents written") as tick:
        wanted = Publication(form, output, profile, datetime.now(UTC).date(), me())
        manifest = publish(record, wanted, tick)
    for made in manifest.files:
        rows = "" if made.rows is None else f", {made.rows} rows"
        sys.stdout.write(f"{made.name}{rows}, SHA-256 {made.sha256[:16]}…\n")
    if manifest.counts["left_out"]:
        sys.stdout.write(f"{manifest.counts['left_out']} incidents can't be written so; loss.json says which and why\n")


def compare(
    reference: Annotated[
        Path, typer.Argument(help="A CSV of ACLED, UCDP GED or Airwars, told by its columns.", metavar="FILE")
    ],
    store: Where = HERE,
    output: Output = None,
) -> None:
    """Hold the record against the events of another: matched pairs, what each has alone, and deaths against our range.

    The file is only read; nothing of it enters the record. With `-o` the rows are written as JSON Lines.

    Example: `marsad compare acled-syria.csv`.
    """
    import json

    from marsad.ingest.reference import read_reference
    from marsad.reconcile.referring import compare as hold_against
    from marsad.reconcile.referring import rows
    from marsad.store.incidents import current_incidents

    events = read_reference(reference)
    with opened(store, "read") as record, record.reading() as connection:
        found = list(rows(hold_against(current_incidents(connection), events)))
    log_import(store, reference.name, len(found))
    with written(output) as stream:
        if output:
            stream.writelines(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in found)
        else:
            _show(found)


def log_import(store: str, name: str, rows: int) -> None:
    """Keep in the log that the record was held against a file."""
    with opened(store, "write") as record, record.transaction(me()) as writing:
        writing.enter("IMPORT", name, {"rows": rows})


def _show(rows: list[Mapping[str, object]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(*(rows[0] if rows else ()), header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*("" if value is None else str(value) for value in row.values()))
    Console(width=None if sys.stdout.isatty() else WIDTH).print(table)
    sys.stdout.write(f"{len(rows)} rows\n")


VERBS = (export, compare)
