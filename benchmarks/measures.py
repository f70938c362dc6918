"""What is measured of Marsad's reading, one part a set of the evaluation folder: claims, numbers, dates, event detection.

A part gives its figures by name, each between 0 and 1; a part whose data is not there is skipped by its caller.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks import adapters, gsr, incidents
from benchmarks.scorer import module
from marsad.export.codebook import codebook
from marsad.ingest import read
from marsad.knowledge.known import Knowledge
from marsad.model.document import Document
from marsad.pipeline import extract
from marsad.reconcile import reconcile

Figures = Iterator[tuple[str, float]]

NUMBERS = {
    "Number/int-words": "words",
    "Number/int-digits": "digits",
    "NumberModel/ref": "all",
    "OrdinalModel/ref": "ordinals",
}
RESOLVED = {"DateParser/ref": "days", "DatePeriodParser/ref": "periods", "DurationParser/ref": "durations"}
FOUND = {"DateExtractor/ref": "days found", "DatePeriodExtractor/ref": "periods found"}


def seed(folder: Path, knowledge: Knowledge) -> Figures:
    """Measure the worked example."""
    return claims(folder, knowledge, "seed.jsonl", "seed_text.jsonl")


def dev(folder: Path, knowledge: Knowledge) -> Figures:
    """Measure the coded reports."""
    return claims(folder, knowledge, "dev.jsonl", "dev_texts.jsonl")


def claims(folder: Path, knowledge: Knowledge, gold: str, texts: str) -> Figures:
    """Score the claims and events of one gold set."""
    scorer = module(folder / "score.py")
    gold_rows, text_rows = scorer.load(folder / "gold" / gold), scorer.load(folder / "gold" / texts)
    predicted = {row["id"]: row for row in codings(folder / "gold" / texts, knowledge)}
    result, _ = scorer.score(gold_rows, predicted, text_rows)
    yield "relevant F1", result["relevant"]["f1"]
    yield "grounded", result["grounded"]
    for level in ("count", "who", "full"):
        yield f"casualties {level} F1", result["casualties"][level]["f1"]
    for attribute, value in result["casualties"]["accuracy"].items():
        yield f"accuracy of {attribute}", value
    for level in ("type", "sub_type", "actors"):
        yield f"events {level} F1", result["events"][level]["f1"]
    yield "events date", result["events"]["date"]
    yield "events place", result["events"]["place"]


def codings(texts: Path, knowledge: Knowledge) -> Iterable[dict[str, Any]]:
    """Read every report of a file and give it in the codebook's form."""
    return (codebook(extract(item, knowledge)) for item in read([texts]) if isinstance(item, Document))


def numbers(folder: Path, knowledge: Knowledge) -> Figures:
    """Measure the third-party specification of numbers: right values, and right values on the right letters."""
    rows = module(folder / "eval_numbers.py").evaluate(adapters.numbers, quiet=True)
    for key, name in NUMBERS.items():
        yield f"{name} value", rows[key]["value"]
        yield f"{name} joint F1", rows[key]["joint"][2]


def dates(folder: Path, knowledge: Knowledge) -> Figures:
    """Measure the third-party specifications of dates, periods and durations."""
    rows = module(folder / "eval_dates.py").evaluate(adapters.dates, quiet=True)
    for key, name in RESOLVED.items():
        yield name, rows[key]["any"]
    for key, name in FOUND.items():
        yield f"{name} span F1", rows[key]["f1"]


def detection(folder: Path, knowledge: Knowledge) -> Figures:
    """Measure event detection in single sentences that were coded by others."""
    result = _run_gsr(folder, knowledge)
    for name, row in result.items():
        yield f"{name} precision", row["P"]
        yield f"{name} recall", row["R"]
        yield f"{name} F1", row["F1"]
        yield f"{name} quiet on easy negatives", 1 - row["fpr_easy"]


def airwars(folder: Path, knowledge: Knowledge) -> Figures:
    """Measure the incidents that are rebuilt from pages, against those that analysts coded from them."""
    yield from incidents.figures(folder, incidents.listed(reconcile(incidents.told(folder, knowledge))))


def _run_gsr(folder: Path, knowledge: Knowledge) -> dict[str, Any]:
    """Run the scorer as its command line does, for it has no other door."""
    with tempfile.TemporaryDirectory() as place:
        predicted, result = Path(place, "predicted.jsonl"), Path(place, "result.json")
        predicted.write_text(
            "".join(json.dumps(row) + "\n" for row in gsr.predictions(folder / "gsr", knowledge)), encoding="utf-8"
        )
        said, sys.argv = sys.argv, ["eval_gsr.py", str(predicted), "--gold", str(folder / "gsr"), "--json", str(result)]
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                module(folder / "eval_gsr.py").main()
        finally:
            sys.argv = said
        found: dict[str, Any] = json.loads(result.read_text(encoding="utf-8"))
        return found


PARTS: dict[str, tuple[Callable[[Path, Knowledge], Figures], tuple[str, ...]]] = {
    "seed": (seed, ("score.py", "gold/seed.jsonl")),
    "dev": (dev, ("score.py", "gold/dev.jsonl")),
    "numbers": (numbers, ("eval_numbers.py", "specs/Number")),
    "dates": (dates, ("eval_dates.py", "specs/DateTime")),
    "airwars": (airwars, ("airwars.py", "airwars/texts.jsonl")),
    "gsr": (detection, ("eval_gsr.py", "gsr/assault_gsr.csv")),
}
"""Each part's measure, and the files of the evaluation folder that it needs."""
