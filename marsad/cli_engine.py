"""The verbs for many reports: run, load, reconcile."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from marsad.cli_record import Where, me, opened
from marsad.errors import MarsadError
from marsad.terminal import Inputs, progress

if TYPE_CHECKING:
    from marsad.engine.executor import Executor
    from marsad.engine.folder import Folder
    from marsad.engine.manifest import Sum

Out = Annotated[Path, typer.Option("--out", help="The folder that the run fills, and goes on in.", metavar="DIR")]
Made = Annotated[Path, typer.Argument(help="The folder of a run.", metavar="DIR")]


def run(
    inputs: Inputs,
    out: Out,
    engine: Annotated[
        str,
        typer.Option(
            help="local: as many processes as there are processors; local:N; or dask://HOST:PORT, a Dask scheduler."
        ),
    ] = "local",
    shard: Annotated[int, typer.Option(help="Reports in one shard, the unit that is done or made again.")] = 250,
    patience: Annotated[float, typer.Option(help="Seconds that one report may take before it is left out.")] = 60.0,
    renew: Annotated[
        bool, typer.Option("--renew", help="Where the inputs have changed since, make those shards anew.")
    ] = False,
    store: Annotated[
        str, typer.Option("--store", help="Load what was made into this record as well.", metavar="URL")
    ] = "",
) -> None:
    """Read many reports in many processes, on this machine or a cluster, into Parquet: documents, claims, problems.

    It is cut into shards. Whatever stops it, the same command goes on where it stood, and the outcome is the same bytes. What
    can't be read is listed, and the exit code is then 1. The claims can be asked at once, with DuckDB or pandas.

    Example: `marsad run reports.jsonl --out work/`, then `marsad load work/ --store work.db`.
    """
    from marsad.engine.folder import Folder
    from marsad.engine.showing import Showing, shown

    executor = _executor(engine)
    folder = Folder(out.resolve())
    _checked(inputs, folder.path)
    with _stoppable("run"), Showing(inputs) as showing:
        total = _run(inputs, folder, (shard, patience, renew), executor, showing)
    shown(folder, total, showing)
    if store:
        load(out, store)
    if total.faults:
        raise typer.Exit(1)


def load(folder: Made, store: Where) -> None:
    """Take what a run made into the record, without reading a report again, and bring the incidents up to date.

    Every part is held against the manifest first. If it is cut off, give the same again. The record is the one that `marsad read`
    of the same inputs would have made.

    Example: `marsad load work/ --store work.db`.
    """
    from marsad.engine.folder import Folder
    from marsad.engine.load import load as load_all
    from marsad.engine.load import shards
    from marsad.engine.manifest import summary_of

    made = Folder(folder)
    shards(made)
    with _stoppable("load"), opened(store, "make") as record, progress("reports loaded") as tick:
        outcomes = load_all(made, record, me(), tick)
        written_anew = _refresh(record, made)
    counts = ", ".join(f"{number} {_WORDS[outcome]}" for outcome, number in sorted(outcomes.items()))
    sys.stdout.write(f"{store}: {counts or 'no report'}; {written_anew} incidents new or changed\n")
    if summary_of(made) is None:
        sys.stderr.write(f"note: {_unfinished(folder)}, and load it again\n")


def _unfinished(folder: Path) -> str:
    return f"the run in {folder} is not finished; finish it"


_WORDS = {"new": "new", "again": "read anew", "known": "known", "expunged": "expunged, not taken in"}


def reconcile(
    folder: Made,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Where the incidents go; into the folder of the run without.", metavar="DIR"),
    ] = None,
) -> None:
    """Join the claims of a run to incidents and running totals, straight from its parts and without a record.

    `incidents/` has a row an incident, with its day, place, sides and ranges; `tallies/` one for each running total. They are those
    that a record loaded with the run would have.

    Example: `marsad reconcile work/`.
    """
    from marsad.engine.folder import Folder
    from marsad.engine.gather import reconcile as reconcile_all
    from marsad.engine.manifest import summary_of

    finished = summary_of(Folder(folder))
    with _stoppable("reconcile"), progress("incidents made") as tick:
        incidents, tallies = reconcile_all(Folder(folder), out or folder, tick)
    sys.stdout.write(f"{out or folder}: {incidents} incidents, {tallies} running totals\n")
    if finished is None:
        sys.stderr.write(f"note: {_unfinished(folder)}, and join it again\n")


VERBS = (run, load, reconcile)


def _run(
    inputs: list[str],
    folder: Folder,
    given: tuple[int, float, bool],
    executor: Callable[[], Executor],
    showing: Any,
) -> Sum:
    from marsad import ingest
    from marsad.engine.running import Run
    from marsad.engine.terms import terms_now

    shard, patience, renew = given
    terms = terms_now(shard, patience)
    cuts = ingest.pieces(inputs, stdin=sys.stdin.buffer)
    return Run(folder, terms, renew, showing.told).run(cuts, executor)


def _checked(inputs: list[str], out: Path) -> None:
    """Refuse inputs that are not there, for a shard would be made of that, and a folder that would be read as it fills."""
    for given in inputs:
        path = Path(given)
        if given != "-" and not path.exists():
            raise MarsadError(f"{given}: there is no such file or folder")
        if given != "-" and out.is_relative_to(path.resolve()):
            raise MarsadError(f"--out {out}: lies in {given}, which is to be read; name a folder beside it")


def _executor(engine: str) -> Callable[[], Executor]:
    """Give what makes the executor that a word names."""
    kind, colon, rest = engine.partition(":")
    if kind == "local" and (not colon or (rest.isascii() and rest.isdigit() and int(rest))):
        from marsad.engine.local import Local
        from marsad.settings import processors

        return lambda: Local(int(rest) if rest else processors())
    host, colon, port = rest.removeprefix("//").rstrip("/").rpartition(":")
    if kind == "dask" and rest.startswith("//") and host and port.isascii() and port.isdigit():
        from marsad.engine.cluster import Cluster

        return lambda: Cluster(f"{host}:{port}")
    raise MarsadError(f"--engine {engine}: write local, local:4 for four processes, or dask://HOST:PORT")


def _refresh(record: Any, folder: Folder) -> int:
    from marsad.engine.terms import terms_of
    from marsad.record.building import processors
    from marsad.record.desk import run_of
    from marsad.record.refresh import refresh

    terms = terms_of(folder)
    if terms is None:
        raise MarsadError(f"{folder.terms}: is missing; give the command of the run again")
    with record.transaction(me()) as writing:
        return len(refresh(writing, run_of(terms.knowledge), processes=processors()).written)


@contextmanager
def _stoppable(verb: str) -> Iterator[None]:
    """End in good order when somebody stops it, and say how to go on."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(f"\nmarsad {verb}: stopped; give the same command again and it goes on where it stood\n")
        raise typer.Exit(130) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(*_: object) -> NoReturn:
    raise KeyboardInterrupt
