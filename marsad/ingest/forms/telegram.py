"""Exports of Telegram Desktop (result.json): one report a message. They may be of any size, and are read as they come."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, BinaryIO

import msgspec

from marsad.errors import SourceError
from marsad.ingest.fault import Fault, Notice
from marsad.ingest.piece import Cut, Piece
from marsad.ingest.published import day
from marsad.ingest.report import Found, Report

_EXPORT = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*(?:"about"\s*:|"name"\s*:.*"messages"\s*:\s*\[)', re.DOTALL)
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"(?:\s*+:)?|["{}\[\]]', re.DOTALL)
_LETTER = re.compile(rb"\S")
_CHUNK = 1_000_000
_OUTLETS = (b"channel", b"group")
_STATED = (b"name", b"type")
_WORDLESS = (b"", b'""', b"[]", b"null")
_DEEPEST = 100


def is_export(head: bytes) -> bool:
    """Say whether a JSON file begins as an export of Telegram does: of one channel, or of everything."""
    return _EXPORT.match(head) is not None


def cut_export(name: str, stream: BinaryIO, limit: int) -> Iterator[Cut]:
    """Cut an export into its messages; service messages and pictures without words are counted, and where it breaks off, what stands before is given."""
    number = 0
    passed: Counter[str] = Counter()
    try:
        for outlet, data in _Walk(stream, limit).messages():
            number += 1
            what = _silent(data)
            if what:
                passed[what] += 1
            elif data:
                yield Piece(name, data, "message", number, outlet=outlet)
            else:
                yield Fault(name, f"message {number:,} is longer than the limit of {limit:,} bytes; it was left out")
    except SourceError as fault:
        yield Fault(name, f"{fault}; {number:,} messages before that place were read")
    if passed:
        yield passed_over(name, passed)
    elif not number:
        raise SourceError("the export holds no message")


def passed_over(name: str, passed: Mapping[str, int]) -> Notice:
    """Say how many messages of each kind say nothing."""
    counted = " and ".join(f"{count:,} {what}" for what, count in sorted(passed.items()))
    return Notice(name, f"passed over: {counted}")


class _Glance(msgspec.Struct):
    """What tells at a glance whether a message says anything."""

    type: str = ""
    text: msgspec.Raw = msgspec.Raw(b"")


def _silent(data: bytes) -> str:
    """Say what a message is that says nothing; a broken one is left to its opener."""
    try:
        seen = msgspec.json.decode(data, type=_Glance)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return ""
    if seen.type == "service":
        return "service messages"
    return "messages without words" if bytes(seen.text) in _WORDLESS else ""


def open_message(piece: Piece) -> Iterator[Found]:
    """Read the report of a message; its day is the day on the clock of whoever exported it."""
    where = f"{piece.name}, message {piece.number}"
    try:
        told = json.loads(piece.data)
        text = told.get("text")
        said = text if isinstance(text, str) else "".join(_run(each) for each in text)
    except (ValueError, RecursionError, TypeError, AttributeError, KeyError):
        raise SourceError(f"message {piece.number:,} can't be read: it is no message of Telegram") from None
    number = told.get("id")
    name = f"{piece.outlet}/{number}" if piece.outlet and isinstance(number, int) else where
    link = told.get("link")
    url = link if isinstance(link, str) and link.startswith("https://t.me/") else None
    published, complaint = _published(told.get("date"))
    if complaint:
        yield Notice(name, complaint)
    yield Report(name, said, None, published, piece.outlet, url, piece.data, "application/json")


def _run(given: Any) -> str:
    """Give the letters of a run of text, whatever is marked in it."""
    said = given["text"] if isinstance(given, dict) else given
    return said if isinstance(said, str) else ""


def _published(given: object) -> tuple[date | None, str]:
    try:
        return (day(given) if isinstance(given, str) else None), ""
    except ValueError as fault:
        return None, f'"date" is left out: {fault}'


@dataclass(slots=True)
class _Level:
    """An object or list that is open: its key, and the name and type that it states."""

    opens: bytes
    key: bytes = b""
    stated: dict[bytes, bytes] = field(default_factory=dict)


class _Walk:
    """One walk through a JSON file, token by token, that holds no more of it than a message."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self._held, self._at, self._mark = b"", 0, -1
        self._ended = False
        self._open: list[_Level] = []

    def messages(self) -> Iterator[tuple[str | None, bytes]]:
        """Give every object of every list `messages`, and the channel that it stands in; an overlong one as nothing."""
        key = b""
        while token := self._token():
            if token in b"{[":
                if token == b"{" and self._open and (self._open[-1].opens, self._open[-1].key) == (b"[", b"messages"):
                    yield self._channel(), self._object()
                    continue
                self._open.append(_Level(token, key))
                if len(self._open) > _DEEPEST:
                    raise SourceError("its lists go too deep")
            elif token in b"}]":
                del self._open[-1:]
            elif token.endswith(b":"):
                key = token[:-1].rstrip()[1:-1]
                continue
            elif key in _STATED and self._open:
                self._open[-1].stated[key] = token
            key = b""
        if self._open:
            raise SourceError("it breaks off before its end")

    def _channel(self) -> str | None:
        """Name the channel or group that a message stands in; the name of a person is no outlet."""
        stated = self._open[-2].stated if len(self._open) > 1 else {}
        if not any(each in stated.get(b"type", b"") for each in _OUTLETS):
            return None
        try:
            return str(json.loads(stated.get(b"name", b'""'))).strip() or None
        except ValueError:
            return None

    def _object(self) -> bytes:
        """Take an object whole, from the brace that was just read to its own end."""
        self._mark = self._at - 1
        depth = 1
        while depth:
            token = self._token()
            if not token:
                raise SourceError("it breaks off in a message")
            depth += (token in b"{[") - (token in b"}]")
            if self._mark >= 0 and self._at - self._mark > self._limit:
                self._mark = -1
        data = self._held[self._mark : self._at] if self._mark >= 0 else b""
        self._mark = -1
        return data

    def _token(self) -> bytes:
        """Give the next bracket, string, or key with its colon; nothing at the end, and where a string never ends."""
        while True:
            found = _TOKEN.search(self._held, self._at)
            if self._ended and found and found[0] == b'"':
                found, self._at = None, len(self._held)
            if found and (found[0] in b"{}[]" or self._ended or (len(found[0]) > 1 and self._followed(found.end()))):
                self._at = found.end()
                return found[0]
            if self._ended:
                return b""
            self._take_more(found.start() if found else len(self._held))

    def _followed(self, at: int) -> bool:
        """Say whether what follows a string is there already: it may be the colon of a key."""
        return _LETTER.search(self._held, at) is not None

    def _take_more(self, start: int) -> None:
        """Let go of what was walked through and of a message that is too long, and take as much again as is held."""
        if self._mark >= 0 and len(self._held) - self._mark > self._limit:
            self._mark = -1
        if len(self._held) - start > self._limit and self._mark < 0:
            raise SourceError(f"it holds a text longer than the limit of {self._limit:,} bytes")
        kept = min(start, self._mark) if self._mark >= 0 else start
        self._held = self._held[kept:]
        self._at = start - kept
        self._mark -= kept if self._mark >= 0 else 0
        more = self._stream.read(max(_CHUNK, len(self._held)))
        self._held += more
        self._ended = not more
