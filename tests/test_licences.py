"""Marsad is free of the GPL: of all that its lock names, for the tests too, each may be used under other terms."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

LOCK = tomllib.loads((Path(__file__).parents[1] / "uv.lock").read_text(encoding="utf-8"))
GPL = re.compile(r"\bA?GPL|(?<!Lesser )General Public License")


def terms(name: str) -> Iterator[str]:
    """Give each licence that a package may be used under, as its own metadata name them."""
    found = metadata(name)
    for field in ("License-Expression", "License"):
        yield from (said for told in found.get_all(field) or [] for said in told.split(" OR "))
    yield from (each for each in found.get_all("Classifier") or [] if each.startswith("License ::"))


def test_nothing_that_is_locked_is_under_the_gpl_alone() -> None:
    bound = []
    for name in [package["name"] for package in LOCK["package"]]:
        try:
            given = [each for each in terms(name) if each]
        except PackageNotFoundError:
            continue  # it is for another system
        if given and all(GPL.search(each) for each in given):
            bound.append((name, given))
    assert bound == []
    assert len(LOCK["package"]) > 40
