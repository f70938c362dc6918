"""Marsad beside what people use for want of it: a keyword list, patterns for numbers and dates, dateparser's search.

    uv run --with 'dateparser>=1.2,<2' python benchmarks/beside.py REPORTS.jsonl [--most 100]

Speed: reports per CPU-second over the same reports, each tool in turn, three rounds, the median. Quality: over the coded reports of the
folder that MARSAD_EVAL names, what each finds of the reports that tell of political violence, of the numbers of the dead, and of the days;
a report's answers are compared as sets (F1). Neither the keywords nor the patterns were made with an eye on the coded reports.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import dateparser.search

from marsad.ingest import read
from marsad.model.document import Document
from marsad.pipeline import extract, prepare

EVAL = Path(os.environ.get("MARSAD_EVAL") or Path(__file__).parents[2] / "shared" / "eval")
ROUNDS = 3
KILLED = "قتل قتلى قتيل مقتل قتلوا قتلت استشهد شهداء شهيد لقي مصرع مصرعهم ضحايا وفاة"
WORDS = (
    f"{KILLED} جرح جرحى جريح أصيب إصابة مصابين اعتقل اعتقال خطف قصف هجوم انفجار اشتباكات غارة عبوة تفجير تظاهر احتجاج"
)
MONTHS = ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"]
LEVANTINE = [
    "كانون_الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين_الأول",
    "تشرين_الثاني",
    "كانون_الأول",
]
MONTH = {name.replace("_", " "): place for names in (MONTHS, LEVANTINE) for place, name in enumerate(names, start=1)}
_KEYWORD = re.compile(rf"\b(?:و|ب|ال|وال|لل)?(?:{'|'.join(WORDS.split())})\b")
_DEAD = "|".join(KILLED.split())
_COUNT = re.compile(rf"(?:{_DEAD})\W+(?:\w+\W+){{0,2}}?(\d+)|(\d+)\W+(?:\w+\W+){{0,1}}?(?:{_DEAD})")
_DAY = re.compile(rf"(\d{{1,2}})\s+(?:من\s+)?({'|'.join(MONTH)})(?:/\w+)?(?:\s+(?:عام\s+)?(\d{{4}}))?")
_NUMERIC = re.compile(r"\b(\d{1,2})[/-](\d{1,2})[/-](\d{4})\b")


@dataclass(frozen=True, slots=True)
class Found:
    """What a tool says of a report; None where it has no word on it."""

    relevant: bool | None = None
    killed: frozenset[int] | None = None
    days: frozenset[date] | None = None


def keywords(document: Document) -> Found:
    """Say that a report with a word of violence tells of some."""
    return Found(relevant=_KEYWORD.search(document.text) is not None)


def patterns(document: Document) -> Found:
    """Take the digits beside a word for the dead, and what looks like a date."""
    killed = frozenset(int(one or other) for one, other in _COUNT.findall(document.text))
    year = document.published.year if document.published else None
    told = [(int(day), MONTH[month], int(of) if of else year) for day, month, of in _DAY.findall(document.text)]
    told += [(int(day), int(month), int(of)) for day, month, of in _NUMERIC.findall(document.text)]
    return Found(None, killed, frozenset(filter(None, (_day(*parts) for parts in told))))


def searched(document: Document) -> Found:
    """Take what dateparser's search finds, relative to the day of publication."""
    base = datetime.combine(document.published, datetime.min.time()) if document.published else None
    settings = {"RELATIVE_BASE": base} if base else {}
    hits = dateparser.search.search_dates(document.text, languages=["ar"], settings=settings) or []
    return Found(days=frozenset(moment.date() for _, moment in hits))


def marsad() -> Callable[[Document], Found]:
    """Load the knowledge and give what reads with it."""
    knowledge = prepare(imported=False)

    def reader(document: Document) -> Found:
        claims = extract(document, knowledge)
        killed = frozenset(each.count.low for each in claims.harms if each.outcome == "killed" and each.count.low)
        said = [each.statement.when for each in (*claims.acts, *claims.harms)]
        return Found(claims.relevant, killed, frozenset(each.time.start for each in said if each and each.time.start))

    return reader


def coded(record: Mapping[str, object]) -> Found:
    """Give what people coded of a report, in the same terms."""
    harms, events = (record.get(key, []) for key in ("casualties", "events"))
    killed = frozenset(each["min"] for each in harms if each["outcome"] == "killed" and each["min"])  # type: ignore[attr-defined]
    dated = (each["date"] for each in (*harms, *events) if each.get("date"))  # type: ignore[misc]
    days = frozenset(date.fromisoformat(each["start"]) for each in dated if each.get("start"))
    return Found(bool(record["relevant"]), killed, days)


def f1(pairs: Iterable[tuple[frozenset[object], frozenset[object]]]) -> float:
    """Compare sets report by report: twice what is shared over all that either has."""
    told = list(pairs)
    shared = sum(len(one & other) for one, other in told)
    return 2 * shared / max(1, sum(len(one) + len(other) for one, other in told))


def quality(tool: Callable[[Document], Found]) -> dict[str, float | None]:
    """Give the F1 of a tool over the coded reports, for what it has a word on."""
    gold = {line["id"]: coded(line) for line in _lines(EVAL / "gold" / "dev.jsonl")}
    pairs = [
        (tool(each), gold[each.name])
        for each in read([EVAL / "gold" / "dev_texts.jsonl"])
        if isinstance(each, Document)
    ]
    return {part: _f1_of(part, pairs) for part in ("relevant", "killed", "days")}


def _f1_of(part: str, pairs: list[tuple[Found, Found]]) -> float | None:
    if getattr(pairs[0][0], part) is None:
        return None
    return f1((_as_set(getattr(mine, part)), _as_set(getattr(gold, part))) for mine, gold in pairs)


def _as_set(value: object) -> frozenset[object]:
    return value if isinstance(value, frozenset) else frozenset({True} if value else ())


def _day(day: int, month: int, year: int | None) -> date | None:
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _lines(path: Path) -> Iterable[dict[str, object]]:
    return map(json.loads, path.read_text(encoding="utf-8").splitlines())


def _cpu(tool: Callable[[Document], Found], documents: list[Document]) -> float:
    start = time.process_time()
    for document in documents:
        tool(document)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("reports", type=Path)
    arguments.add_argument("--most", type=int, default=100)
    given = arguments.parse_args()
    documents = [item for item in read([given.reports]) if isinstance(item, Document)][: given.most]
    tools = {"keyword list": keywords, "patterns": patterns, "dateparser search": searched, "Marsad": marsad()}
    for tool in tools.values():
        tool(documents[0])
    spent = [{name: _cpu(tool, documents) for name, tool in tools.items()} for _ in range(ROUNDS)]
    print(f"{len(documents)} reports of {sum(len(each.text) for each in documents) / len(documents):.0f} letters")
    print(f"{'':20}{'reports/CPU s':>14}{'relevant F1':>13}{'killed F1':>11}{'days F1':>9}")
    for name, tool in tools.items():
        rate = len(documents) / statistics.median(each[name] for each in spent)
        scores = "".join(f"{'–' if value is None else format(value, '.2f'):>11}" for value in quality(tool).values())
        print(f"{name:20}{rate:14,.1f}  {scores}")


if __name__ == "__main__":
    main()
