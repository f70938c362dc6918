"""JSON Lines as a validator sees them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from marsad.errors import MarsadError


def objects(path: Path) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Give each line with its number: an object, or the sentence that says why it is none."""
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                yield number, _object(number, line)
    except UnicodeDecodeError as fault:
        raise MarsadError(f"{path.name}: is no UTF-8") from fault
    except OSError as fault:
        raise MarsadError(f"{path.name}: can't be read: {fault.strerror}") from fault


def _object(number: int, line: str) -> dict[str, Any] | str:
    try:
        found = json.loads(line)
    except json.JSONDecodeError as fault:
        return f"row {number}: is no JSON: {fault.msg}"
    return found if isinstance(found, dict) else f"row {number}: is no object"
