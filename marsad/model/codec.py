"""JSON in and out, lossless: `load(type(x), dump(x)) == x` for every model type.

`dump` and `load` check every key, for what comes from outside. `pack` and `unpack` are many times as fast and give the same
bytes for equal objects, for what is kept; a mention's value is packed by `pack_value`, under the name of its type.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Hashable
from typing import Any, TypeVar, get_args

import msgspec
from cattrs import BaseValidationError, transform_error
from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union

from marsad.errors import MarsadError, ModelError
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
    except (ValueError, RecursionError) as fault:
        raise ModelError("this JSON holds a number too long or lists too deep") from fault


_VALUES = {kind.__name__: kind for kind in get_args(Value)}
_ENCODER = msgspec.json.Encoder(order="deterministic")


@functools.cache
def _decoder(kind: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(kind)


def pack(value: object) -> bytes:
    """Write a model object as compact JSON: equal objects give equal bytes."""
    return _ENCODER.encode(value)


def unpack(kind: type[Model], data: bytes) -> Model:
    """Read back what `pack` wrote; anything else is a ModelError."""
    try:
        found: Model = _decoder(kind).decode(data)  # type: ignore[arg-type]  # every class is hashable
    except (msgspec.MsgspecError, UnicodeDecodeError, MarsadError) as fault:
        raise ModelError(f"this is no {kind.__name__}: {fault}") from fault
    return found


def pack_value(value: Value) -> bytes:
    """Write a mention's value as a JSON list of the name of its type and the value."""
    return pack([type(value).__name__, value])


def unpack_value(data: bytes) -> Value:
    """Read back what `pack_value` wrote."""
    name, value = unpack(tuple[str, msgspec.Raw], data)
    if name not in _VALUES:
        raise ModelError(f"there is no value called {name!r}")
    found: Value = unpack(_VALUES[name], bytes(value))
    return found
