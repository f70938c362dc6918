"""The closed list of acts: ACLED's event types, each with its sub-event types."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping

from marsad.knowledge.files import read_file
from marsad.knowledge.folder import PACKAGE_FOLDER


@functools.cache
def act_types() -> Mapping[str, tuple[str, ...]]:
    """Give each type with its sub-types, in the order of the list."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in read_file(PACKAGE_FOLDER / "ontology" / "acts.yaml").words:
        found[word.means["type"]].append(word.means["value"])
    return {kind: tuple(each) for kind, each in found.items()}
