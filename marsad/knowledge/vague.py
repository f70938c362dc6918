"""What number stands for a vague one, by the practice of a data set."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from marsad.knowledge.crosswalk import crosswalk
from marsad.text.fold import fold_word


@functools.cache
def vague_numbers() -> Mapping[str, int]:
    """Give ACLED's number for each folded vague word, in every language of the table."""
    return {fold_word(form): int(number) for form, number in crosswalk("acled").maps["vague"].values.items()}
