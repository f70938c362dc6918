"""Damage done to texts, bytes and JSON by luck that can be repeated: what `fuzz.py` feeds to every reader."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence

from benchmarks.soups import DIGITS, HARAKAT, LETTERS, STOPS

HOSTILE = (
    "\u202e", "\u2067", "\u2069", "\u200f", "\u200c", "\u200b", "\ufeff", "\u00ad", "\u061c", "\x00", "\ud800", "\udfff",
    "\x1a", "\u2028", "\x85", "\uffff", "\U0010ffff", "ﷲ", "ﷺ", "ﻻ", "İ", "ß", "\u0130", "\U0001f4a3", "ـ", "٫", "٬", "۔", "％", "١", "²", "Ⅻ", "௧",
)  # fmt: skip
_TAGS = ("<p>", "</p>", "<script>", "<!--", "]]>", "&#0;", "&amp;", "&#x110000;", "<meta charset=utf-16>", "<base href=//x>", "<time datetime='9999-99-99'>")  # fmt: skip
_NUMBERS = (
    "0",
    "-1",
    "1e999",
    "99999999999999999999",
    "NaN",
    "0.1",
    "2014",
    "٣",
    "1/0",
    "10^99",
    "31/02/2014",
    "24:61",
)


def damaged_text(luck: random.Random, text: str, times: int | None = None) -> str:
    """Splice, repeat, drop, swap and spoil a text some times."""
    for _ in range(luck.randint(1, 6) if times is None else times):
        text = luck.choice(_ON_TEXT)(luck, text) or text
    return text


def _place(luck: random.Random, text: Sequence[object]) -> tuple[int, int]:
    start = luck.randrange(len(text) + 1)
    return start, min(len(text), start + luck.choice((1, 1, 2, 5, 20, 200)))


def _drop(luck: random.Random, text: str) -> str:
    start, end = _place(luck, text)
    return text[:start] + text[end:]


def _repeat(luck: random.Random, text: str) -> str:
    start, end = _place(luck, text)
    return text[:start] + text[start:end] * luck.choice((2, 3, 20, 400)) + text[end:]


def _swap(luck: random.Random, text: str) -> str:
    words = text.split(" ")
    one, two = luck.randrange(len(words)), luck.randrange(len(words))
    words[one], words[two] = words[two], words[one]
    return " ".join(words)


def _insert(luck: random.Random, text: str) -> str:
    start, _ = _place(luck, text)
    put: str = luck.choice(
        (*HOSTILE, *_NUMBERS, *_TAGS, *STOPS, *HARAKAT, luck.choice(LETTERS), "\n", "\n\n", " ", "«", '"')
    )
    times: int = luck.choice((1, 1, 1, 2, 50, 1500))
    return text[:start] + put * times + text[start:]


def _redigit(luck: random.Random, text: str) -> str:
    return "".join(luck.choice(DIGITS) if letter.isdigit() and luck.random() < 0.5 else letter for letter in text)


def _turn(luck: random.Random, text: str) -> str:
    start, end = _place(luck, text)
    return text[:start] + text[start:end][::-1] + text[end:]


def _join(luck: random.Random, text: str) -> str:
    return text.replace(
        luck.choice((" ", ".", "\n", "،", "ال", "و")), luck.choice(("", " ", "،", "\n", "و")), luck.choice((1, 3, -1))
    )


_ON_TEXT: tuple[Callable[[random.Random, str], str], ...] = (
    _drop, _repeat, _swap, _insert, _insert, _redigit, _turn, _join,
)  # fmt: skip


def damaged_bytes(luck: random.Random, data: bytes) -> bytes:
    """Flip, cut, double and overwrite bytes some times."""
    spoiled = bytearray(data)
    for _ in range(luck.choice((0, 1, 1, 2, 4, 16))):
        start, end = _place(luck, spoiled)
        kind = luck.randrange(5)
        if kind == 0 and spoiled:
            spoiled[start % len(spoiled)] ^= 1 << luck.randrange(8)
        elif kind == 1:
            del spoiled[start:end]
        elif kind == 2:
            spoiled[start:start] = spoiled[start:end] * luck.choice((1, 2, 30))
        elif kind == 3:
            spoiled[start:end] = luck.randbytes(luck.choice((1, 4, 16)))
        else:
            spoiled[start:end] = luck.choice(
                (b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r\n", b"{", b'"', b"<", b"&")
            )
    return bytes(spoiled)


_ODD_VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 10**400, 1e308, float("nan"), "", "\0", "\ud800", [], {}, [[[]]], "9999-12-31", "0000-00-00", "x" * 5000, "قتل",
)  # fmt: skip


def damaged_json(luck: random.Random, value: object, depth: int = 0) -> object:
    """Change, drop, rename and double what a JSON value holds, here and there."""
    if luck.random() < 0.06 + 0.02 * depth:
        return luck.choice(_ODD_VALUES)
    if isinstance(value, dict):
        kept = {
            (key if luck.random() > 0.02 else luck.choice(("id", "", "\0", key * 2))): damaged_json(
                luck, each, depth + 1
            )
            for key, each in value.items()
            if luck.random() > 0.03
        }
        return kept | ({"extra": 1} if luck.random() < 0.03 else {})
    if isinstance(value, list):
        held = [damaged_json(luck, each, depth + 1) for each in value]
        return held * 2 if luck.random() < 0.03 else held
    if isinstance(value, str):
        return damaged_text(luck, value, 1) if luck.random() < 0.3 else value
    return value


def json_bytes(value: object) -> bytes:
    """Write a value as JSON, halves of surrogate pairs and all."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def deep(luck: random.Random) -> bytes:
    """Give JSON, markup or brackets nested by the thousand."""
    opened, closed = luck.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<div>", b"</div>"), (b"- ", b""), (b"(", b")")))
    count = luck.choice((50, 1000, 20_000))
    return opened * count + luck.choice((b"", b"1")) + closed * (count if luck.random() < 0.5 else 0)
