"""A second opinion: a reader beside the rules, asked only where the user names one; it proposes, and people decide."""

from __future__ import annotations

from marsad.opinion.asking import Endpoint
from marsad.opinion.comparing import Comparison, compare, compared
from marsad.opinion.reader import Reader

__all__ = ["Comparison", "Endpoint", "Reader", "compare", "compared"]
