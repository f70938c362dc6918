"""What number stands for a vague one, by the practice of a data set."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

import yaml

from marsad.text.fold import fold_word

_TABLE = Path(__file__).parent / "crosswalks" / "acled-vague.yaml"


@functools.cache
def vague_numbers() -> Mapping[str, int]:
    """Give the number for each folded vague word, in every language of the table."""
    table = yaml.load(_TABLE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return {
        fold_word(form): int(row["number"])
        for name, row in table.items()
        if name != "about"
        for forms in row["forms"].values()
        for form in forms
    }
