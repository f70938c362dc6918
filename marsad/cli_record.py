"""The verbs that keep the record and look into it: read, incidents, show, search, verify."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    summary,
)
from marsad.errors import MarsadError
from marsad.model.document import Document
from marsad.terminal import WIDTH, Inputs, Output, documents, finish, progress, written

if TYPE_CHECKING:
    from marsad.knowledge.known import Knowledge
    from marsad.opinion.reader import Reader
    from marsad.record.intake import Taken
    from marsad.store import Store
    from marsad.store.log import Head
    from marsad.store.migrate import Purpose

Where = Annotated[
    str,
    typer.Option(
        "--store",
        envvar="MARSAD_STORE",
        help="The record: a file, or the URL of a database such as postgresql://host/name.",
        metavar="URL",
    ),
]
HERE = "marsad.db"


class Form(StrEnum):
    """What `incidents` writes."""

    TABLE = "table"
    JSONL = "jsonl"


def read(
    inputs: Inputs,
    store: Where = HERE,
    reader: ReadBy = Readers.RULES,
    endpoint: EndpointUrl = "",
    model: ModelName = "",
    insecure: Insecure = False,
    seconds: Seconds = PATIENCE,
) -> None:
    """Read reports into the record: store them, take out their claims, and bring the incidents up to date.

    A report that is in the record already changes nothing. What can't be read is listed at the end, and the exit code is
    then 1; the rest is kept all the same. If it is cut off, give the same again: it goes on where it stood.

    With `--reader llm` a language model is then asked for a second opinion on these reports, as by `marsad opine`.

    Example: `marsad read reports/ --store work.db`, then `marsad incidents --store work.db`.
    """
    if reader is Readers.RULES:
        _read(inputs, store, None)
        return
    with second_reader(Second(endpoint, model, insecure, seconds)) as second:
        _read(inputs, store, second)


def _read(inputs: list[str], store: str, second: Reader | None) -> None:
    from marsad.pipeline import prepare

    problems: list[str] = []
    keys: set[str] = set()
    knowledge = prepare()
    with opened(store, "make") as record:
        with progress() as tick:
            taken = _take(record, _noted(documents(inputs, problems), keys), knowledge, tick)
            written_anew = _refresh(record, knowledge)
        counts = ", ".join(f"{number} {_WORDS[outcome]}" for outcome, number in sorted(taken.outcomes.items()))
        sys.stdout.write(f"{store}: {counts or 'no report'}; {written_anew} incidents new or changed\n")
        problems += taken.failed
        if second:
            problems += _opine(record, second, knowledge, keys)
    finish(problems)


def _noted(reports: Iterable[Document], keys: set[str]) -> Iterator[Document]:
    """Pass reports on, and note which they are."""
    for each in reports:
        keys.add(each.id)
        yield each


def _opine(record: Store, second: Reader, knowledge: Knowledge, keys: set[str]) -> list[str]:
    """Ask a second reader about some reports; give the problems."""
    from marsad.record.opining import Asked, opine

    with progress("reports heard") as tick:
        opined = opine(record, second, knowledge, Asked(frozenset(keys)), tick)
    sys.stdout.write(summary(opined))
    return opined.failed


_WORDS = {"new": "new", "again": "read anew", "known": "known", "expunged": "expunged, not taken in"}


def incidents(
    store: Where = HERE,
    form: Annotated[Form, typer.Option("--format", help="A table to read, or JSON Lines.")] = Form.TABLE,
    output: Output = None,
    days: Annotated[
        str, typer.Option(help="Only of these days: 2024-01-01:2024-06-30, or open on one side.", metavar="FROM:TO")
    ] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Those without reported dead or hurt, and those told as known, as well.")
    ] = False,
) -> None:
    """List the incidents of the record: when, where, how many, by whom, and how many independent sources say so.

    Without `--all` these are the incidents that a report tells as news and in which people were reported killed or injured. Numbers are
    the least and the most that any source reports (`airwars_min_max`), of civilians and of all.

    Example: `marsad incidents --days 2024-01-01: --format jsonl -o incidents.jsonl`.
    """
    from marsad.export.listing import listing
    from marsad.export.summary import has_harm, summary_line
    from marsad.record.desk import between
    from marsad.store.incidents import current_incidents

    since, until = _days(days)
    with opened(store, "read") as record, record.reading() as connection, written(output) as stream:
        told = between(current_incidents(connection), since, until)
        chosen = (each for each in told if everything or (each.foreground and has_harm(each)))
        if form is Form.JSONL:
            stream.writelines(f"{summary_line(each)}\n" for each in chosen)
            return
        from rich.console import Console

        console = Console(file=stream, width=None if stream.isatty() else WIDTH)
        console.print(
            listing(sorted(chosen, key=lambda each: (each.dating.start if each.dating else date.max, each.id)))
        )


def show(
    incident: Annotated[str, typer.Argument(help="The id of an incident or account, or its first letters.")],
    store: Where = HERE,
) -> None:
    """Show one incident: its claims with their letters and sources, its ranges and why, and what links its reports.

    An id that was given out once leads to what became of it, whatever was joined or parted since.

    Example: `marsad show 3f2a`.
    """
    from rich.console import Console

    from marsad.export.dossier import dossier
    from marsad.record.desk import entries, found

    with opened(store, "read") as record, record.reading() as connection:
        one = next(entries(connection, [found(connection, incident)]))
        Console(width=None if sys.stdout.isatty() else WIDTH).print(dossier(one))


def search(
    words: Annotated[
        list[str], typer.Argument(help="Words that a report must have, in any spelling.", metavar="WORD…")
    ],
    store: Where = HERE,
    limit: Annotated[int, typer.Option(min=1, help="At most so many reports.")] = 20,
) -> None:
    """Find reports by their words: spelling variants and attached particles do not matter.

    Words in quotation marks stand together. Example: `marsad search بحلب '"قذائف هاون"'`.
    """
    from marsad.store.search import search as search_record

    with opened(store, "read") as record, record.reading() as connection:
        hits = search_record(connection, " ".join(words), limit)
    for hit in hits:
        about = ", ".join(filter(None, (str(hit.published or "undated"), hit.outlet)))
        places = f"{len(hit.spans)} place{'s' if len(hit.spans) > 1 else ''}"
        sys.stdout.write(f"{hit.name}  ({about}; {places})\n    \u2068{' '.join(hit.snippet.text.split())}\u2069\n")
    sys.stdout.write(f"{len(hits)} reports found\n")


def verify(
    store: Where = HERE,
    noted: Annotated[
        list[str] | None,
        typer.Option(
            "--head", help="A log entry noted down earlier, which must still be there.", metavar="NUMBER:HASH"
        ),
    ] = None,
    roots: Annotated[
        Path | None,
        typer.Option("--authority-roots", help="Certificates that timestamps must lead to.", metavar="FILE.pem"),
    ] = None,
) -> None:
    """Check the record: walk the log's chain and every stored hash, and name what is not as it was written.

    Each fetched page is checked within its WARC record, and each timestamp against what it is of and who signed it.

    It needs no network and changes nothing. Note down the head that it prints: whoever cuts the log short, or writes all of it
    anew, is found out by `marsad verify --head NUMBER:HASH`.
    """
    from marsad.record.evidence import examine
    from marsad.store.log import head
    from marsad.store.verify import verify as verify_record

    heads = [noted_head(each) for each in noted or ()]

    with opened(store, "read") as record, record.reading() as connection:
        evidence = examine(connection, roots)
        faults, last = (*verify_record(connection, heads), *evidence.faults), head(connection)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    for note in evidence.notes:
        sys.stderr.write(f"note: {note}\n")
    if evidence.pages or evidence.stamps:
        sys.stdout.write(f"{evidence.pages} fetched originals and {evidence.stamps} timestamps checked\n")
    sys.stdout.write(
        f"{len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'} found; head {last.seq}:{last.hash}\n"
    )
    raise typer.Exit(1 if faults else 0)


VERBS = (read, incidents, show, search, verify)


def opened(url: str, purpose: Purpose) -> Store:
    """Open the record; only to "make" it, it need not be there, and to "read" it, not a byte of it is changed."""
    from marsad.store import Store

    return Store.open(url, purpose=purpose)


def noted_head(written_head: str) -> Head:
    """Read a head as `verify` prints it."""
    from marsad.store.log import Head

    number, colon, found = written_head.partition(":")
    if not (colon and number.isascii() and number.isdigit() and len(found) == 64):
        raise MarsadError(f"--head {written_head}: write it as `marsad verify` prints it, NUMBER:HASH")
    return Head(int(number), found)


def me() -> str:
    """Name who works here, for the log."""
    try:
        return getpass.getuser()
    except OSError:
        return "unknown"


def _take(record: Store, reports: Iterable[Document], knowledge: Knowledge, tick: Callable[[str], None]) -> Taken:
    from marsad.record.intake import take_in

    return take_in(record, reports, knowledge, me(), tick)


def _refresh(record: Store, knowledge: Knowledge) -> int:
    from marsad.record.building import processors
    from marsad.record.desk import run_of
    from marsad.record.refresh import refresh

    with record.transaction(me()) as writing:
        return len(refresh(writing, run_of(knowledge.version), processes=processors()).written)


def _days(days: str) -> tuple[date | None, date | None]:
    since, colon, until = days.partition(":")
    try:
        first, last = (date.fromisoformat(each) if each else None for each in (since, until if colon else since))
    except ValueError:
        raise MarsadError(f"--days {days}: write 2024-01-01:2024-06-30, or leave one side open") from None
    return first, last
