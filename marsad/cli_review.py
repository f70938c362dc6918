"""The verbs of people's judgement: judge, and tally, which shows what is to be judged of running totals."""

from __future__ import annotations

import sys
from typing import Annotated, get_args

import typer

from marsad.cli_record import HERE, Where, me, opened
from marsad.errors import MarsadError
from marsad.model.judgement import Field, Letters, Verdict
from marsad.terminal import WIDTH

_FIELDS: tuple[Field | Letters, ...] = (*get_args(Field), *get_args(Letters))


def judge(
    verdict: Annotated[str, typer.Argument(help="accept, correct, reject, add, same, different or withdraw.")],
    subjects: Annotated[
        list[str],
        typer.Argument(
            help="Claims; for same and different, incidents or accounts; for withdraw, a judgement; for add, a document; for correct and add, FIELD=VALUE too.",
            metavar="ID…",
        ),
    ],
    store: Where = HERE,
    by: Annotated[str, typer.Option(help="Who judges; you without.", metavar="NAME")] = "",
    reason: Annotated[str, typer.Option(help="Why, for those who come after.")] = "",
) -> None:
    """Sign a decision: two accounts tell of the same or of different incidents; a claim is right, wrong, or to be corrected.

    It takes effect at once, is kept for ever in the log, and `withdraw` restores what was before it. Claims are never edited.

    To correct a claim, write the field and its value after it: low, high, outcome, status, demographic, date (one day, or the first and
    last with a slash between), place (an id of the gazetteer), perpetrator, source, stance or scope; nothing after the sign says that it is
    not told. To add a claim that Marsad missed, give a document, start and end of the letters that it rests on, and its values.

    Examples: `marsad judge correct 5c1e low=3 high=3`; `marsad judge add 77b10c5d0e1f2a3b start=10 end=17 outcome=killed low=2 high=2`; `marsad judge same 3f2a 77b1 --reason "one strike, two names"`; `marsad judge withdraw 5c1e`.
    """
    from marsad.record.decision import Decision, signed
    from marsad.record.desk import judge as sign
    from marsad.record.desk import newest_run, subjects_of
    from marsad.store.judgements import signing_time

    wanted, corrections = _verdict(verdict), tuple(_correction(each) for each in subjects if "=" in each)
    with opened(store, "write") as record:
        with record.reading() as connection:
            about = subjects_of(connection, verdict, [each for each in subjects if "=" not in each])
            run, now = newest_run(connection), signing_time(connection, record.clock())
        judgement = signed(Decision(wanted, about, 0, reason), by or me(), now, dict(corrections))
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


def _verdict(word: str) -> Verdict:
    found = next((each for each in get_args(Verdict) if each == word), None)
    if found is None:
        raise MarsadError(f"{word} is no verdict: write one of {', '.join(get_args(Verdict))}")
    verdict: Verdict = found
    return verdict


def _correction(change: str) -> tuple[Field | Letters, str]:
    name, equals, value = change.partition("=")
    field = next((each for each in _FIELDS if each == name), None)
    if not equals or field is None:
        raise MarsadError(f"{change}: write FIELD=VALUE, with a field of {', '.join(_FIELDS)}")
    return field, _placed(value) if field == "place" else value


def _placed(value: str) -> str:
    """Give a place by its id in the gazetteer; what is no such id is given on as it is."""
    from marsad.knowledge.finding import place_called
    from marsad.model.codec import pack
    from marsad.pipeline import prepare

    place = place_called(prepare(), value) if value else None
    return pack(place).decode() if place else value
