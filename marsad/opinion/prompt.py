"""What is asked of a second reader: the prompt, which is data, and the form of the answer."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import yaml

from marsad.knowledge.acttypes import act_types
from marsad.model.value import Outcome, Scope
from marsad.opinion.answer import MOST_LETTERS

_FILE = Path(__file__).with_name("prompt.yaml")
_DETAILS = ("when", "where", "by", "source")
_MARK = 16


def messages(report: str, published: date | None) -> list[dict[str, str]]:
    """Give the messages of one request; the mark about the report is a hash of it, so that no report can hold its own."""
    prompt = _prompt()
    mark = f"=== {hashlib.sha256(report.encode('utf-8', 'replace')).hexdigest()[:_MARK]} ==="
    asked = prompt["user"].replace("{mark}", mark).replace("{report}", report)
    day = prompt["published"].replace("{day}", published.isoformat()) if published else ""
    return [{"role": "system", "content": _system()}, {"role": "user", "content": f"{asked}{day}".strip()}]


@functools.cache
def version() -> str:
    """Name the prompt and the schema by a hash of both."""
    whole = json.dumps([_prompt(), _system(), schema()], ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()[:12]


@functools.cache
def schema() -> Mapping[str, Any]:
    """Give the JSON schema of an answer; closed lists are those of the record."""
    acts = [sub_type for listed in act_types().values() for sub_type in listed]
    harm = {"outcome": _one_of(get_args(Outcome)), "number": _LETTERS, "harm": _LETTERS, "victims": _PERHAPS}
    harm |= {"scope": _one_of(get_args(Scope))}
    act = {"type": _one_of(acts), "act": _LETTERS, "against": _PERHAPS}
    claim = {
        "anyOf": [_object({"kind": {"const": kind}} | own | _told()) for kind, own in (("harm", harm), ("act", act))]
    }
    return _object({"claims": {"type": "array", "items": claim}})


_LETTERS: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": MOST_LETTERS}
_PERHAPS: dict[str, Any] = {"anyOf": [_LETTERS, {"type": "null"}]}


def _told() -> dict[str, Any]:
    return dict.fromkeys(_DETAILS, _PERHAPS)


def _one_of(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


@functools.cache
def _prompt() -> Mapping[str, str]:
    found: dict[str, str] = yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    return found


@functools.cache
def _system() -> str:
    acts = "; ".join(sub_type for listed in act_types().values() for sub_type in listed)
    return _prompt()["system"].replace("{outcomes}", ", ".join(get_args(Outcome))).replace("{acts}", acts)
