"""Putting a claim down by hand: the letters that it rests on, its values, and the signature that makes it stand."""

from __future__ import annotations

from collections.abc import Mapping

from marsad.errors import MarsadError
from marsad.model.document import Document
from marsad.model.judgement import Field, Judgement, Letters
from marsad.record.decision import Decision, signed
from marsad.record.desk import judge, newest_run
from marsad.store import Store
from marsad.store.judgements import signing_time


def put_down(store: Store, by: str, report: Document, values: Mapping[Field | Letters, str], reason: str) -> Judgement:
    """Sign a claim of a report and let it take effect; values that are empty are not said."""
    said = {name: value.strip() for name, value in values.items() if value.strip()}
    with store.reading() as connection:
        run, now = newest_run(connection), signing_time(connection, store.clock())
    judgement = signed(Decision("add", (report.id,), 0, reason), by, now, said)
    judge(store, judgement, run)
    return judgement


def letters_of(report: Document, words: str) -> tuple[str, str]:
    """Find where words stand in a report, as they are written there; they must stand there once."""
    wanted = words.strip()
    if not wanted:
        raise MarsadError(
            "a claim needs the letters that it rests on: select some words of the report, or write them as they stand there"
        )
    first = report.text.find(wanted)
    if first < 0:
        raise MarsadError("these words do not stand in the report so: copy them as they are written there")
    if report.text.find(wanted, first + 1) >= 0:
        raise MarsadError(
            "these words stand in the report more than once: select them in the text, or write more of them"
        )
    return str(first), str(first + len(wanted))
