"""What a model answers, at the boundary: whatever comes is claims of the right form, or refused and counted."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_host import act, claims, harm, said

from marsad.opinion.answer import MOST_CLAIMS, HarmSaid, answer

ONE = harm("killed", "ثلاثة", "قتل")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*ONE, "claims", "choices"]), inner, max_size=6)
    ),
    max_leaves=20,
)


def refused(body: bytes) -> list[tuple[str, str, int]]:
    return [(each.part, each.reason, each.times) for each in answer(body).refused]


def test_claims_of_the_right_form_are_taken() -> None:
    found = answer(claims(ONE, act("Attack", "هجوم", where="")).body)
    assert found.refused == ()
    assert [each.kind for each in found.said] == ["harm", "act"]
    assert found.said[1].where is None


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "no-completion"),
        (b"<html><body>502 Bad Gateway</body></html>", "no-completion"),
        (b'{"choices": []}', "no-completion"),
        (b'{"choices": [{"message": {"content": null}}]}', "no-completion"),
        (b'{"choices": [{"message": {"content": 7}}]}', "no-completion"),
        (b'{"choices": [{"message": {"content": "\\ud800"}}]}', "no-completion"),
        (b"\xff\xfe\x00", "no-completion"),
        (b"[" * 200_000, "no-completion"),
        (said("x" * 400_001).body, "no-completion"),
        (said("I can not help with that.").body, "no-json"),
        (said("<p>{}</p>").body, "no-json"),
        (said("[" * 200_000).body, "no-json"),
        (said('{"claims": [' + '{"a":' * 5_000).body, "no-json"),
        (said('{"claims": [{"kind": "harm", "number": NaN}]}').body, "no-json"),
        (said('{"claims": [{"number": "\\ud800"}]}').body, "no-json"),
        (said("[]").body, "no-claims"),
        (said('{"claims": {"kind": "harm"}}').body, "no-claims"),
        (said('"claims"').body, "no-claims"),
    ],
)
def test_what_is_no_answer_is_refused_whole(body: bytes, reason: str) -> None:
    assert answer(body).said == ()
    assert refused(body) == [("answer", reason, 1)]


@pytest.mark.parametrize(
    "wrong",
    [
        7, None, "harm", [], {},
        {**ONE, "kind": "deed"},
        {**ONE, "number": 3},
        {**ONE, "number": 10**4000},
        {**ONE, "number": ""},
        {**ONE, "number": "ق" * 401},
        {**ONE, "number": {"quote": "ثلاثة"}},
        {**ONE, "scope": "everything"},
        {**ONE, "where": ["حلب"]},
        {key: value for key, value in ONE.items() if key != "harm"},
    ],
)  # fmt: skip
def test_a_claim_of_another_form_is_refused_and_takes_no_other_with_it(wrong: Any) -> None:
    body = claims(ONE, wrong, ONE).body
    assert len(answer(body).said) == 2
    assert refused(body) == [("claim", "malformed", 1)]


def test_what_nobody_asked_for_is_not_looked_at() -> None:
    (found,) = answer(claims({**ONE, "value": 99, "count": {"low": 1}, "start": -5, "__proto__": "x"}).body).said
    assert isinstance(found, HarmSaid)
    assert set(found.model_dump()) == {"kind", *ONE} - {"value"}


def test_of_thousands_of_claims_the_first_are_taken() -> None:
    body = claims(*[ONE] * 1500).body
    assert len(answer(body).said) == MOST_CLAIMS
    assert refused(body) == [("claim", "too-many", 1500 - MOST_CLAIMS)]


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "```\n{}\n```", "\n\n  {}  \n"])
def test_a_fence_of_markdown_is_taken_off(fence: str) -> None:
    content = fence.replace("{}", json.dumps({"claims": [ONE]}))
    assert len(answer(said(content).body).said) == 1


@given(JSON)
def test_any_json_is_claims_or_refusals(found: Any) -> None:
    for body in (json.dumps(found).encode(), said(json.dumps({"claims": [found]})).body, claims(found).body):
        told = answer(body)
        assert all(each.times > 0 for each in told.refused)
        assert told.said or told.refused
