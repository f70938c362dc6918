"""Incidents against those that Airwars' analysts coded from the same pages, beside a baseline and splink.

    python benchmarks/incidents.py [--imported] [--keep FILE]

Three ways of linking the same accounts in one run: Marsad's; the baseline (same name of place and same day are one incident, and
the first number wins); and splink (trained without labels, on the candidate pairs of Marsad's blocking; `uv pip install splink`),
with Marsad's ranges. The pages and the scorer lie in the folder that MARSAD_EVAL names.

A page that only comes back to an incident days later is not counted among its pages, for the analysts file a page under what it
reports: the same holds for all three ways. The figures `with recalls` count it.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.scorer import module  # noqa: E402  the project may stand beside, not be installed
from marsad.export.summary import has_harm, summary  # noqa: E402
from marsad.ingest import read  # noqa: E402
from marsad.knowledge.known import Knowledge  # noqa: E402
from marsad.model.account import Account  # noqa: E402
from marsad.model.document import Document  # noqa: E402
from marsad.model.incident import Incident  # noqa: E402
from marsad.pipeline import extract, prepare  # noqa: E402
from marsad.reconcile import accounts, is_running, reconcile  # noqa: E402
from marsad.reconcile.block import candidates  # noqa: E402
from marsad.reconcile.sketch import sketch  # noqa: E402
from marsad.reconcile.view import incident  # noqa: E402
from marsad.record.intake import provenance  # noqa: E402

EVAL = Path(os.environ.get("MARSAD_EVAL") or ROOT.parent / "shared" / "eval")
Row = dict[str, Any]


def told(folder: Path, knowledge: Knowledge) -> list[Account]:
    """Read every page and give its accounts."""
    pages = [item for item in read([folder / "airwars" / "texts.jsonl"]) if isinstance(item, Document)]
    found = (accounts(extract(page, knowledge), provenance(page)) for page in pages)
    return [account for each in found for account in each if not is_running(account)]


def listed(incidents: Iterable[Incident]) -> list[Row]:
    """Give the incidents that the command line lists by default, in short form."""
    return [summary(each) for each in incidents if each.foreground and has_harm(each)]


def baseline(accounts: Sequence[Account]) -> list[Row]:
    """Link by equal place name and day alone, and take the first number that is told."""
    drawn = [sketch(account) for account in accounts]
    groups: defaultdict[tuple[str, ...], list[Account]] = defaultdict(list)
    for account, each in zip(accounts, drawn, strict=True):
        groups[each.name or account.id, str(each.last)].append(account)
    sketches = {each.id: each for each in drawn}
    found = [incident(group, sketches) for group in groups.values()]
    return [_first_number(each, groups_of(each, accounts)) for each in found if each.foreground and has_harm(each)]


def groups_of(found: Incident, accounts: Iterable[Account]) -> list[Account]:
    """Give the accounts of an incident."""
    wanted = set(found.accounts)
    return [account for account in accounts if account.id in wanted]


def _first_number(found: Incident, group: Sequence[Account]) -> Row:
    row = summary(found)
    for outcome in ("killed", "injured"):
        counts = [h.count for a in group for h in a.harms if h.outcome == outcome and h.count.low is not None]
        row[outcome] = {"civilian": [counts[0].low, counts[0].high] if counts else [None, None]}
    return row


def splinked(accounts: Sequence[Account]) -> list[Row]:
    """Link by splink, on the same candidate pairs, at the probability of one half."""
    from benchmarks.splinking import groups  # noqa: PLC0415  splink is asked for here alone

    sketches = {account.id: sketch(account) for account in accounts}
    by_id = {account.id: account for account in accounts}
    parts = groups(sketches, list(candidates(sketches.values())))
    return listed(incident([by_id[key] for key in part], sketches) for part in parts)


def figures(folder: Path, rows: Sequence[Row]) -> Iterator[tuple[str, float]]:
    """Score rows as the scorer does."""
    scorer = module(folder / "airwars.py")
    gold = scorer.load(folder / "airwars" / "incidents.jsonl")
    result, _ = scorer.score(gold, rows)
    yield "linking F1", result["linking"]["f1"]
    yield "B-cubed F1", result["bcubed"]
    whole, _ = scorer.score(gold, [{**row, "documents": row["documents"] + row["recalled"]} for row in rows])
    yield "linking F1 with recalls", whole["linking"]["f1"]
    yield "B-cubed F1 with recalls", whole["bcubed"]
    yield from result["fields"].items()


def main() -> None:
    """Print the three beside each other."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--imported", action="store_true", help="use the gazetteers of MARSAD_HOME as well")
    arguments.add_argument("--keep", type=Path, metavar="FILE", help="write Marsad's incidents there")
    given = arguments.parse_args()
    found = told(EVAL, prepare(imported=given.imported))
    ways = {"marsad": listed(reconcile(found)), "baseline": baseline(found)}
    try:
        ways["splink"] = splinked(found)
    except ImportError:
        print("splink is not installed: uv pip install 'splink>=5,<6'")
    if given.keep:
        given.keep.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ways["marsad"]), "utf-8")
    scored = {name: dict(figures(EVAL, rows)) for name, rows in ways.items()}
    print(f"{'':26}" + "".join(f"{name:>10}" for name in scored))
    for key in scored["marsad"]:
        print(f"{key:26}" + "".join(f"{each[key]:10.3f}" for each in scored.values()))


if __name__ == "__main__":
    main()
