"""Reports without end for trials of the record: sentences of given reports put together anew, each report another than all before."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

_END = re.compile(r"(?<=[.؟!])\s+|\n+")
_DAYS = 120
_LEAST = 300
"""Letters: what is shorter is taken for the summary of a report where it comes in a feed."""
_FIRST = date(2019, 1, 1)


def reports(given: Path, seed: int) -> Iterator[dict[str, str]]:
    """Give reports as JSON Lines have them: some sentences, a day and an outlet of those given, in the order that a seed sets."""
    told = [json.loads(line) for line in given.read_text(encoding="utf-8").splitlines() if line.strip()]
    pool = sorted({each.strip() for one in told for each in _END.split(one["text"]) if len(each.strip()) > 40})
    outlets = sorted({one.get("outlet") or "وكالة" for one in told})
    chance, seen = random.Random(seed), set[str]()  # noqa: S311  reports, no secrets
    while True:
        chance.shuffle(pool)
        number = next((n for n in range(2, len(pool)) if sum(map(len, pool[:n])) >= _LEAST), len(pool))
        text = " ".join(pool[: number + chance.randint(0, 2)])
        day = _FIRST + timedelta(days=chance.randrange(_DAYS))
        outlet = chance.choice(outlets)
        if (key := f"{text}{day}{outlet}") in seen:
            continue
        seen.add(key)
        yield {"id": f"r{len(seen):06}", "published": day.isoformat(), "outlet": outlet, "text": text}


def write(given: Path, target: Path, number: int, seed: int) -> Path:
    """Write so many reports as JSON Lines."""
    made = (json.dumps(one, ensure_ascii=False) for one, _ in zip(reports(given, seed), range(number), strict=False))
    target.write_text("".join(f"{line}\n" for line in made), encoding="utf-8")
    return target
