"""The crosswalks: how the record's own terms map to the columns and code lists of others, each list with its grade."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from marsad.errors import KnowledgeError
from marsad.knowledge.files import UNREADABLE
from marsad.knowledge.folder import PACKAGE_FOLDER

FOLDER = "crosswalks"
_LOADER: type = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
Grade = Literal["V", "S", "M", "own"]
"""V read in the format's own code, documents or data; S in another that quotes it; M general knowledge; own our choice."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Strict):
    """One column of a table, in its place; `tag` is its hashtag, where the format has such.

    `codes` names the list that its cells are of, `needed` says that no cell of it is empty.
    """

    name: str
    kind: Literal["text", "integer", "number", "date"] = "text"
    tag: str = ""
    codes: str = ""
    needed: bool = False


class Listed(_Strict):
    """A closed list or a mapping, with its grade and where it was read."""

    grade: Grade
    source: str = ""
    into: str = ""
    values: Mapping[str, str] = {}

    @field_validator("values", mode="before")
    @classmethod
    def _named(cls, values: Any) -> Any:
        return dict(zip(values, values, strict=True)) if isinstance(values, list) else values


class Setting(_Strict):
    """One number or word that a coding rule needs; empty where it is not established."""

    grade: Grade
    source: str = ""
    value: str


class Crosswalk(_Strict):
    """One format: the columns of its tables in order, its code lists, what maps into them, and what it has no room for.

    `left_out` and `losses` are the sentences of the loss report, by the name of the reason or of what is lost.
    """

    about: str
    format: str = ""
    tables: Mapping[str, tuple[Column, ...]] = {}
    codes: Mapping[str, Listed] = {}
    maps: Mapping[str, Listed] = {}
    settings: Mapping[str, Setting] = {}
    left_out: Mapping[str, str] = {}
    losses: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _mapped(self) -> Crosswalk:
        for name, table in self.maps.items():
            if table.into and table.into not in self.codes:
                raise ValueError(f"the map {name!r} leads into {table.into!r}, which is no code list of this file")
            known = self.codes[table.into].values if table.into else None
            for key, value in table.values.items():
                if known is not None and value not in known:
                    raise ValueError(f"the map {name!r} takes {key!r} to {value!r}, which {table.into!r} does not list")
        for name, columns in self.tables.items():
            if len({column.name for column in columns}) < len(columns):
                raise ValueError(f"the table {name!r} has a column twice")
            for column in columns:
                if column.codes and column.codes not in self.codes:
                    raise ValueError(
                        f"the column {column.name!r} is of {column.codes!r}, which is no code list of this file"
                    )
        return self

    def columns(self, table: str) -> tuple[str, ...]:
        """Give the names of a table's columns, in order."""
        return tuple(column.name for column in self.tables[table])

    def to(self, name: str, key: str | None) -> str:
        """Give what a term maps to; empty where there is no term or nothing is listed for it."""
        return self.maps[name].values.get(key or "", "")

    def lists(self, name: str) -> Mapping[str, str]:
        """Give the values of a code list with their labels."""
        return self.codes[name].values

    def number(self, name: str) -> int:
        """Give a setting that is a whole number."""
        return int(self.settings[name].value)


@functools.cache
def crosswalk(name: str, folder: Path | None = None) -> Crosswalk:
    """Load one crosswalk by the name of its file; a wrong one is a KnowledgeError."""
    path = (folder or PACKAGE_FOLDER) / FOLDER / f"{name}.yaml"
    try:
        return Crosswalk.model_validate(_read(path))
    except OSError as fault:
        raise KnowledgeError(f"{path.name}: there is no such crosswalk") from fault
    except (*UNREADABLE, ValidationError) as fault:
        raise KnowledgeError(f"{path.name}: {_first(fault)}; see marsad check") from fault


def crosswalk_faults(folder: Path) -> Iterator[tuple[Path, int, str]]:
    """Give what is wrong with the crosswalks of a knowledge folder: file, line and sentence."""
    for path in sorted((folder / FOLDER).glob("*.yaml")):
        try:
            Crosswalk.model_validate(_read(path))
        except ValidationError as fault:
            for error in fault.errors():
                yield path, 1, _sentence(error)
        except UNREADABLE as fault:
            yield path, _line(fault), _first(fault)


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)


def _line(fault: Exception) -> int:
    mark = getattr(fault, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _first(fault: Exception) -> str:
    if isinstance(fault, ValidationError):
        return _sentence(fault.errors()[0])
    return f"not readable as YAML: {' '.join(str(fault).split())}"


def _sentence(error: Any) -> str:
    where = " > ".join(str(part) for part in error["loc"])
    said = str(error["msg"]).removeprefix("Value error, ")
    return f"{where}: {said.lower()}" if where else said
