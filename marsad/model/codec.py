"""JSON in and out, lossless: `load(type(x), dump(x)) == x` for every model type."""

from __future__ import annotations

import functools
import json
from typing import TypeVar

from cattrs import BaseValidationError, transform_error
from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from marsad.errors import ModelError
from marsad.model.value import Value

Model = TypeVar("Model")


@functools.cache
def _converter() -> JsonConverter:
    """Give the converter; a mention's value is written with the name of its type, for two types may have the same fields."""
    converter = make_converter(forbid_extra_keys=True)
    converter.register_structure_hook(str, _text)
    configure_tagged_union(Value, converter, tag_name="is")
    return converter


def _text(value: object, _: type[str]) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def dump(value: object) -> bytes:
    """Write a model object as one JSON object in UTF-8."""
    return _converter().dumps(value, ensure_ascii=False).encode()


def load(kind: type[Model], data: bytes | str) -> Model:
    """Read a model object of `kind` back; data that do not fit are a ModelError that says where."""
    try:
        return _converter().loads(data, kind)
    except json.JSONDecodeError as fault:
        raise ModelError(f"this is no JSON: {fault}") from fault
    except (BaseValidationError, AttributeError, TypeError) as fault:
        raise ModelError(f"this is no {kind.__name__}: {'; '.join(transform_error(fault))}") from fault
