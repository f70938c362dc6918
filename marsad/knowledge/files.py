"""Finding and reading the knowledge files, each checked against the schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from marsad.errors import KnowledgeError
from marsad.knowledge.schema import KnowledgeFile

_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_SHARED = ("actors", "sources")
UNREADABLE = (yaml.YAMLError, UnicodeError, RecursionError)
"""What comes of a file that is no YAML: besides its own faults, bytes that are no UTF-8, and nesting without end."""


def entry_files(folder: Path, language: str) -> Iterator[Path]:
    """Give the YAML files of one language with the actors and sources, in a fixed order."""
    for part in (f"languages/{language}", *_SHARED):
        yield from sorted((folder / part).glob("*.yaml"))


def read_file(path: Path) -> KnowledgeFile:
    """Read one file; all scalars stay strings. A file that does not fit the schema is a KnowledgeError."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        return KnowledgeFile.model_validate(with_defaults(data))
    except UNREADABLE as fault:
        raise KnowledgeError(f"{path.name}: not readable as YAML: {' '.join(str(fault).split())}") from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = " > ".join(str(part) for part in first["loc"])
        raise KnowledgeError(f"{path.name}: {where}: {first['msg']}; see marsad check") from fault


def with_defaults(data: Any) -> Any:
    """Fill the file's defaults into each of its words, where the file has the shape for it."""
    if not isinstance(data, dict) or not isinstance(data.get("words"), list):
        return data
    defaults = data.get("defaults") or {}
    if not isinstance(defaults, dict):
        return data
    return {**data, "words": [{**defaults, **word} if isinstance(word, dict) else word for word in data["words"]]}
