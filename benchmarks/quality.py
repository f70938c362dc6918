"""How well Marsad reads, by dimension: every figure of the evaluation folder in one table, against the floors.

    python benchmarks/quality.py [--write] [--imported]

The reports and scorers lie outside the project, in the folder that MARSAD_EVAL names (`../shared/eval` without it);
what is not there is left out. `--write` raises the floors to the figures; it never lowers one. `--imported` reads with the
gazetteers that are imported in MARSAD_HOME; without it the embedded one alone counts.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from marsad.export.codebook import codebook  # noqa: E402  the project may stand beside, not be installed
from marsad.ingest import read  # noqa: E402
from marsad.knowledge.known import Knowledge  # noqa: E402
from marsad.model.document import Document  # noqa: E402
from marsad.pipeline import extract, prepare  # noqa: E402

EVAL = Path(os.environ.get("MARSAD_EVAL") or ROOT.parent / "shared" / "eval")
FLOORS = Path(__file__).with_name("floors.json")
SLACK = 0.005
SETS = {"seed": ("seed.jsonl", "seed_text.jsonl"), "dev": ("dev.jsonl", "dev_texts.jsonl")}


def figures(*, imported: bool = False) -> dict[str, float]:
    """Give every figure that can be measured here, by name."""
    knowledge = prepare(imported=imported)
    found: dict[str, float] = {}
    for name, (gold, texts) in SETS.items():
        if (EVAL / "gold" / gold).exists() and (EVAL / "score.py").exists():
            found |= {
                f"{name} {key}": value for key, value in claims(EVAL / "gold" / gold, EVAL / "gold" / texts, knowledge)
            }
    return found


def claims(gold: Path, texts: Path, knowledge: Knowledge) -> Iterator[tuple[str, float]]:
    """Score the claims and events of one gold set."""
    scorer = module("score", EVAL / "score.py")
    predicted = [codebook(extract(item, knowledge)) for item in read([texts]) if isinstance(item, Document)]
    result, _ = scorer.score(scorer.load(gold), {row["id"]: row for row in predicted}, scorer.load(texts))
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


def module(name: str, path: Path) -> Any:
    """Load a scorer by its path."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def fallen(found: dict[str, float]) -> list[str]:
    """Name the figures that lie below their floor."""
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8"))
    low = [key for key, value in found.items() if value < floors.get(key, 0.0)]
    return [f"{key}: {found[key]:.3f} is below its floor of {floors[key]:.3f}" for key in low]


def main() -> None:
    """Print the table; with --write, raise the floors."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--write", action="store_true", help="raise the floors to these figures")
    arguments.add_argument("--imported", action="store_true", help="use the gazetteers of MARSAD_HOME as well")
    given = arguments.parse_args()
    floors: dict[str, float] = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    found = figures(imported=given.imported)
    print(f"{'figure':40} {'now':>7} {'floor':>7}")
    for key, value in found.items():
        print(f"{key:40} {value:7.3f} {floors.get(key, 0.0):7.3f}")
    if not found:
        print(f"nothing to measure in {EVAL.name}: name the folder in MARSAD_EVAL")
    if given.write:
        raised = {key: max(floors.get(key, 0.0), round(value - SLACK, 3)) for key, value in found.items()}
        FLOORS.write_text(json.dumps({**floors, **raised}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
