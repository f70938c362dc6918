"""JSON in and out, lossless: `load(dump(x)) == x` for every model type."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

Model = TypeVar("Model")


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def dump(value: object) -> bytes:
    """Write a model object as one JSON object in UTF-8."""
    return _adapter(type(value)).dump_json(value)


def load(kind: type[Model], data: bytes | str) -> Model:
    """Read a model object of `kind` back; pydantic's ValidationError says where the data do not fit."""
    value: Model = _adapter(kind).validate_json(data)
    return value
