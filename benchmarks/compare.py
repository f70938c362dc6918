"""What a change gained and lost, claim by claim: two readings of the coded reports against the gold.

    python benchmarks/quality.py --keep before    (on the commit before; likewise after)
    python benchmarks/compare.py before after

A claim is gained where its gold is matched after and was not before, lost the other way round; mended and broken are the
attributes of claims matched in both. Claims of no gold that came or went are listed as well.
"""

from __future__ import annotations

import argparse
import collections
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.quality import EVAL  # noqa: E402
from benchmarks.scorer import module  # noqa: E402  the project may stand beside, not be installed

SETS = ("seed", "dev")
Change = tuple[str, str, str]
"""What happened, the report, and the claim in short."""


def changes(scorer: Any, gold: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
    """Give every gain and loss of one set."""
    for key, coded in gold.items():
        old, new = _verdicts(scorer, coded, before.get(key)), _verdicts(scorer, coded, after.get(key))
        for n, claim in enumerate(coded["casualties"]):
            for what in _changed(old[0].get(n), new[0].get(n)):
                yield what, key, _short(claim)
        for what, one, other in (("new and wrong", new[1], old[1]), ("gone and was wrong", old[1], new[1])):
            for short in (one - other).elements():
                yield what, key, short


def _changed(old: dict[str, bool] | None, new: dict[str, bool] | None) -> Iterator[str]:
    if old is None or new is None:
        if old is not new:
            yield "gained" if old is None else "lost"
        return
    for attribute, right in new.items():
        if right != old[attribute]:
            yield f"{'mended' if right else 'broken'} {attribute}"


def _verdicts(scorer: Any, coded: Any, read: Any) -> tuple[dict[int, dict[str, bool]], collections.Counter[str]]:
    """Give, by gold claim, which attributes of its match are right; and the claims that match none."""
    found = read["casualties"] if read else []
    pairs = scorer.match(coded["casualties"], found, scorer.casualty_score)
    right = {
        i: {name: bool(check(coded["casualties"][i], found[j])) for name, check in scorer.CHECKS.items()}
        for i, j in pairs
    }
    used = {j for _, j in pairs}
    return right, collections.Counter(_short(claim) for j, claim in enumerate(found) if j not in used)


def _short(claim: dict[str, Any]) -> str:
    count = "-".join("?" if n is None else str(n) for n in dict.fromkeys((claim["min"], claim["max"])))
    return f"{claim['outcome']} {count} {claim['victims']['quote']}"


def main() -> None:
    """Print every change, then how many there are of each kind."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("before", type=Path)
    arguments.add_argument("after", type=Path)
    given = arguments.parse_args()
    scorer = module(EVAL / "score.py")
    totals: collections.Counter[str] = collections.Counter()
    for name in SETS:
        before, after = (scorer.load(folder / f"{name}.jsonl") for folder in (given.before, given.after))
        for what, report, claim in changes(scorer, scorer.load(EVAL / "gold" / f"{name}.jsonl"), before, after):
            totals[what] += 1
            print(f"{what:22} {report:28} {claim}")
    print("\n" + ("\n".join(f"{n:4} {what}" for what, n in totals.most_common()) or "no difference"))


if __name__ == "__main__":
    main()
