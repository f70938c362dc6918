"""The verbs of people's judgement: judge, and tally, which shows what is to be judged of running totals."""

from __future__ import annotations

import hashlib
import sys
from datetime import UTC, datetime
from typing import Annotated, get_args

import typer

from marsad.cli_record import HERE, Where, me, opened
from marsad.errors import MarsadError
from marsad.model.judgement import Field, Judgement, Verdict
from marsad.terminal import WIDTH

_FIELDS: tuple[Field, ...] = ("low", "high", "status", "date", "place", "perpetrator")


def judge(
    verdict: Annotated[str, typer.Argument(help="accept, correct, reject, same, different or withdraw.")],
    subjects: Annotated[
        list[str],
        typer.Argument(
            help="Claims; for same and different, incidents or accounts; for withdraw, a judgement; for correct, FIELD=VALUE too.",
            metavar="ID…",
        ),
    ],
    store: Where = HERE,
    by: Annotated[str, typer.Option(help="Who judges; you without.", metavar="NAME")] = "",
    reason: Annotated[str, typer.Option(help="Why, for those who come after.")] = "",
) -> None:
    """Sign a decision: two accounts tell of the same or of different incidents; a claim is right, wrong, or to be corrected.

    It takes effect at once, is kept for ever in the log, and `withdraw` restores what was before it. Claims are never edited.

    To correct a claim, write the field and its value after it: low, high, status, date, place or perpetrator.

    Examples: `marsad judge correct 5c1e low=3 high=3`; `marsad judge same 3f2a 77b1 --reason "one strike, two names"`; `marsad judge withdraw 5c1e`.
    """
    from marsad.record.desk import judge as sign
    from marsad.record.desk import newest_run, subjects_of

    wanted, corrections = _verdict(verdict), tuple(_correction(each) for each in subjects if "=" in each)
    with opened(store, "write") as record:
        with record.reading() as connection:
            about = subjects_of(connection, verdict, [each for each in subjects if "=" not in each])
            run = newest_run(connection)
        judgement = _judgement(wanted, about, by or me(), reason, corrections)
        changed = sign(record, judgement, run)
    sys.stdout.write(
        f"judgement {judgement.id} signed; {len(changed.written)} incidents written anew, {len(changed.gone)} gone\n"
    )


def tally(store: Where = HERE) -> None:
    """Show running totals: each series with its revisions, the arithmetic of its parts, and how it compares with the incidents.

    A total that falls, or parts that do not add up, are marked for review; nothing is overwritten. Series of two speakers are never merged.
    """
    from rich.console import Console

    from marsad.export.listing import tally_tables
    from marsad.record.desk import compared

    with opened(store, "read") as record, record.reading() as connection:
        Console(width=None if sys.stdout.isatty() else WIDTH).print(tally_tables(compared(connection)))


VERBS = (judge, tally)


def _judgement(
    verdict: Verdict, subjects: tuple[str, ...], by: str, reason: str, corrections: tuple[tuple[Field, str], ...]
) -> Judgement:
    now = datetime.now(UTC)
    text = "\0".join((verdict, *subjects, by, now.isoformat()))
    return Judgement(hashlib.sha256(text.encode()).hexdigest()[:16], verdict, subjects, by, now, reason, corrections)


def _verdict(word: str) -> Verdict:
    found = next((each for each in get_args(Verdict) if each == word), None)
    if found is None:
        raise MarsadError(f"{word} is no verdict: write one of {', '.join(get_args(Verdict))}")
    verdict: Verdict = found
    return verdict


def _correction(change: str) -> tuple[Field, str]:
    name, equals, value = change.partition("=")
    field = next((each for each in _FIELDS if each == name), None)
    if not equals or field is None:
        raise MarsadError(f"{change}: write FIELD=VALUE, with a field of {', '.join(_FIELDS)}")
    return field, value
