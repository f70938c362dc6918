"""Put into README.md what `marsad demo` prints now: some of its claims, all incidents, and the longest running total.

    python scripts/show_demo.py

Each goes between a pair of marks of its own; the text around them is written by hand.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHOWN = ("23", "9", "at least 30", "1087")
"""The numbers of the claims that are shown."""


def main() -> None:
    """Rewrite the parts of README.md that show the demo."""
    with tempfile.TemporaryDirectory() as folder:
        line = [sys.executable, "-m", "marsad", "demo", "--store", str(Path(folder, "demo.db"))]
        printed = subprocess.run(line, capture_output=True, check=True, cwd=ROOT)  # noqa: S603  our own program
    path = ROOT / "README.md"
    path.write_text(shown(path.read_text(encoding="utf-8"), printed.stdout.decode()), encoding="utf-8")


def shown(readme: str, printed: str) -> str:
    """Give the README with the parts of the demo in it."""
    claims, _, record = printed.partition("Events told")
    listed, of, series = record[record.index("new or changed\n") :].partition("\n")[2].partition(" of all\n")
    totals = series.rpartition("\nTo review")[0].split("\n\n")
    parts = {"claims": "\n".join(_claims(claims)), "incidents": listed + of, "tally": max(totals, key=len)}
    for name, part in parts.items():
        before, _, old = readme.partition(f"<!-- {name} -->\n")
        behind = old.partition(f"<!-- /{name} -->")[2]
        text = "\n".join(each.rstrip() for each in part.strip("\n").split("\n"))
        readme = f"{before}<!-- {name} -->\n```\n{text}\n```\n<!-- /{name} -->{behind}"
    return readme


def _claims(printed: str) -> Iterator[str]:
    """Give the head of the table of claims, the rows that are shown, and its end."""
    head, _, body = printed.strip("\n").partition("┩\n")
    rows = body.rstrip().split("\n")
    yield head + "┩"
    ruled = next(row for row in rows if row.startswith("├"))
    told = "\n".join(rows[:-1]).split("\n" + ruled + "\n")
    yield f"\n{ruled}\n".join(next(row for row in told if _number(row) == number) for number in SHOWN)
    yield rows[-1]


def _number(row: str) -> str:
    return row.split("│")[3].strip()


if __name__ == "__main__":
    main()
