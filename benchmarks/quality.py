"""How well Marsad reads, by dimension: every figure of the evaluation folder in one table, against the floors.

    python benchmarks/quality.py [PART …] [--write] [--keep FOLDER] [--imported]

The reports and scorers lie outside the project, in the folder that MARSAD_EVAL names (`../shared/eval` without it); a part whose
data is not there is named as skipped. `--write` keeps the figures with the commit and raises the floors to them; it never lowers one.
`--keep` keeps what was read of the coded reports, for `benchmarks/compare.py`. `--imported` reads with the gazetteers that are imported
in MARSAD_HOME; without it the embedded one alone counts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import measures  # noqa: E402  the project may stand beside, not be installed
from marsad.pipeline import prepare  # noqa: E402

EVAL = Path(os.environ.get("MARSAD_EVAL") or ROOT.parent / "shared" / "eval")
FLOORS = Path(__file__).with_name("floors.json")
FIGURES = Path(__file__).with_name("figures.json")
SLACK = 0.005


def figures(part: str, *, imported: bool = False) -> dict[str, float] | None:
    """Give the figures of a part by name; None where its data is not here."""
    measure, needs = measures.PARTS[part]
    if not all((EVAL / need).exists() for need in needs):
        return None
    return {f"{part} {name}": round(value, 4) for name, value in measure(EVAL, prepare(imported=imported))}


def floors() -> dict[str, float]:
    """Give the pinned floors."""
    pinned: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    return pinned


def fallen(found: dict[str, float]) -> list[str]:
    """Name the figures that lie below their floor."""
    pinned = floors()
    low = [key for key, value in found.items() if value < pinned.get(key, 0.0)]
    return [f"{key}: {found[key]:.3f} is below its floor of {pinned[key]:.3f}" for key in low]


def write(found: dict[str, float]) -> None:
    """Keep the figures with the commit that they were measured on, and raise the floors to them."""
    pinned, measured = floors(), commit()
    raised = {key: max(pinned.get(key, 0.0), round(value - SLACK, 3)) for key, value in found.items()}
    FLOORS.write_text(json.dumps({**pinned, **raised}, indent=1) + "\n", encoding="utf-8")
    FIGURES.write_text(json.dumps({"commit": measured, "figures": found}, indent=1) + "\n", encoding="utf-8")


def commit() -> str:
    """Name the commit of this checkout, with a plus where files were changed since."""
    return _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain", "--untracked-files=no") else "")


def _git(*words: str) -> str:
    asked = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607  fixed words
    return asked.stdout.strip()


def keep(folder: Path, *, imported: bool = False) -> None:
    """Write what is read of the coded reports, one file a set."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("seed", "dev"):
        texts = EVAL / "gold" / ("seed_text.jsonl" if name == "seed" else "dev_texts.jsonl")
        rows = (
            json.dumps(row, ensure_ascii=False) + "\n" for row in measures.codings(texts, prepare(imported=imported))
        )
        (folder / f"{name}.jsonl").write_text("".join(rows), encoding="utf-8")


def main() -> None:
    """Print the table; with --write, keep it and raise the floors."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(measures.PARTS)}; all without")
    arguments.add_argument("--write", action="store_true", help="keep these figures and raise the floors to them")
    arguments.add_argument("--keep", type=Path, metavar="FOLDER", help="write the readings of the coded reports there")
    arguments.add_argument("--imported", action="store_true", help="use the gazetteers of MARSAD_HOME as well")
    given = arguments.parse_args()
    unknown = set(given.parts) - set(measures.PARTS)
    if unknown:
        arguments.error(f"no part is called {', '.join(sorted(unknown))}; the parts are {', '.join(measures.PARTS)}")
    found: dict[str, float] = {}
    print(f"{'figure':40} {'now':>7} {'floor':>7}")
    for part in given.parts or measures.PARTS:
        of_part = figures(part, imported=given.imported)
        found |= of_part or {}
        for key, value in (of_part or {}).items():
            print(
                f"{key:40} {value:7.3f} {floors().get(key, 0.0):7.3f}{'  FALLEN' if value < floors().get(key, 0.0) else ''}"
            )
        if of_part is None:
            print(f"{part}: skipped, its data is not in {EVAL.name}; MARSAD_EVAL names the folder")
    if given.write:
        write(found)
    if given.keep:
        keep(given.keep, imported=given.imported)


if __name__ == "__main__":
    main()
