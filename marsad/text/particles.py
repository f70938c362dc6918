"""Attached particles: what may be written onto a word, before and behind it; the scanner of `rules/` cuts it off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Particles:
    """What may be attached to each part of speech.

    A prefix is a whole run of letters (و + ال is listed as one) with the names of its particles in order.
    """

    prefixes: Mapping[str, Mapping[str, tuple[str, ...]]]
    suffixes: Mapping[str, tuple[str, ...]]
