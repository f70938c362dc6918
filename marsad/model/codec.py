"""JSON in and out, lossless: `load(type(x), dump(x)) == x` for every model type."""

from __future__ import annotations

import functools
from typing import TypeVar

from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from marsad.model.value import Value

Model = TypeVar("Model")


@functools.cache
def _converter() -> JsonConverter:
    """Give the converter; a mention's value is written with the name of its type, for two types may have the same fields."""
    converter = make_converter(forbid_extra_keys=True)
    configure_tagged_union(Value, converter, tag_name="is")
    return converter


def dump(value: object) -> bytes:
    """Write a model object as one JSON object in UTF-8."""
    return _converter().dumps(value, ensure_ascii=False).encode()


def load(kind: type[Model], data: bytes | str) -> Model:
    """Read a model object of `kind` back; data that do not fit are a cattrs ClassValidationError that says where."""
    return _converter().loads(data, kind)
