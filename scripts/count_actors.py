"""Count the groups and forces of the knowledge files and show what they belonged to.

    python scripts/count_actors.py [--ties]

A group counts once, whatever the number of its entries; the forces of states under their generic names do not count.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from marsad.knowledge.files import entry_files, read_file  # noqa: E402  the project may stand beside, not be installed
from marsad.knowledge.folder import PACKAGE_FOLDER  # noqa: E402
from marsad.knowledge.lineage import distinct  # noqa: E402
from marsad.knowledge.schema import Word  # noqa: E402


def words() -> dict[str, list[Word]]:
    """Give the entries of each file of actors, by the file's name."""
    paths = [path for path in entry_files(PACKAGE_FOLDER, "ar") if path.parent.name == "actors"]
    return {path.stem: list(read_file(path).words) for path in paths}


def ties(entries: list[Word]) -> list[str]:
    """Write each entry's parents and successors as one line."""
    lines = []
    for word in entries:
        for kind, found in (("part of", word.parents), ("became", word.became)):
            lines += [f"{word.means['name']}: {kind} {tie.name} {tie.since or ''}-{tie.until or ''}" for tie in found]
    return lines


def main() -> None:
    """Print the count by file and in all; with --ties, the lineage."""
    found = words()
    for name, entries in found.items():
        print(f"{name:24}{len(distinct(entries)):5}")
    every = [word for entries in found.values() for word in entries]
    print(f"{'distinct groups':24}{len(distinct(every)):5}   with a lineage {len(ties(every))}")
    if "--ties" in sys.argv:
        print("\n".join(sorted(ties(every))))


if __name__ == "__main__":
    main()
