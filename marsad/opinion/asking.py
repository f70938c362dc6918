"""Asking a language model behind an OpenAI-compatible address; the text of a report goes to that host and nowhere else."""

from __future__ import annotations

import ipaddress
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, Self

import httpx

from marsad.errors import OpinionError, SourceError
from marsad.ingest.web import Answer, Client, Limits
from marsad.opinion import prompt

SECONDS = 120.0
MOST_BYTES = 2_000_000
_TRIES = 3
_PAUSE = 2.0  # seconds before the second try, twice as many before the third
_LONGEST_PAUSE = 30.0
_BUSY = 429
_MOST_TOKENS = 8192
_SEED = 20190109
_LONGEST_NAME = 200
_SHOWN = 200
_PATH = "chat/completions"
_NO_KEY = frozenset(' "\\')
_SECRET = 16  # letters of a key that can't stand within another word by chance, as `none` or `1234` can

Pause = Callable[[float], None]
"""Waits so many seconds."""


class Poster(Protocol):
    """What sends a request: the one client for the network."""

    def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send something to an address."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is asked, and which; the key is never shown, stored or logged."""

    url: str
    model: str
    host: str
    key: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str, model: str, key: str = "", *, insecure: bool = False) -> Self:
        """Read what the user names; what would send reports or a key over an open line is refused."""
        parsed = _parsed(url)
        if parsed.scheme == "http" and not insecure and not _is_here(parsed.host):
            raise OpinionError(
                f"{url}: reports would go to {parsed.host} unencrypted; give an https:// address, or --insecure if the line is yours"
            )
        if not model.strip() or len(model) > _LONGEST_NAME or not model.isprintable():
            raise OpinionError("--model: name the model as its server calls it, such as qwen2.5:14b")
        if key and not (key.isascii() and key.isprintable() and _NO_KEY.isdisjoint(key)):
            raise OpinionError(
                "MARSAD_LLM_KEY holds what can't be a key: blanks, quotes, backslashes, line ends or letters beyond ASCII"
            )
        return cls(_completions(parsed), model.strip(), parsed.netloc.decode("ascii"), key)

    @property
    def name(self) -> str:
        """Name the reader, as the record does."""
        return f"llm:{self.model}@{self.host}"

    def client(self, seconds: float = SECONDS) -> Client:
        """Give the client that may go to this host, whatever its address, and wait so long for an answer."""
        return Client((self.host,), Limits(size=MOST_BYTES, seconds=seconds, patience=seconds, redirects=0))


def _parsed(url: str) -> httpx.URL:
    try:
        parsed = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")
    if (
        parsed.scheme not in ("http", "https")
        or not parsed.host
        or "%" in parsed.host
        or parsed.query
        or parsed.fragment
    ):
        raise OpinionError(
            f"--endpoint {url[:_SHOWN]}: is no address of a server; write one such as http://127.0.0.1:11434/v1"
        )
    if parsed.userinfo:
        raise OpinionError("--endpoint: leave name and password out of the address; a key goes into MARSAD_LLM_KEY")
    return parsed


def _is_here(host: str) -> bool:
    """Say whether a host is this machine itself, by what is written: no name is looked up."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


def _completions(parsed: httpx.URL) -> str:
    """Give the address that completions are asked of: what was given may end with it, with /v1, or with the host."""
    path = parsed.path.rstrip("/")
    if not path.endswith(f"/{_PATH}"):
        path = f"{path or '/v1'}/{_PATH}"
    return str(parsed.copy_with(path=path))


def request(endpoint: Endpoint, report: str, published: date | None) -> bytes:
    """Give the body of a request: the same for the same report, prompt and model."""
    asked = {
        "model": endpoint.model,
        "messages": prompt.messages(report, published),
        "temperature": 0,
        "seed": _SEED,
        "max_tokens": _MOST_TOKENS,
        "stream": False,
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "claims", "strict": True, "schema": prompt.schema()},
        },
    }
    return json.dumps(asked, separators=(",", ":")).encode("ascii")


def ask(post: Poster, endpoint: Endpoint, body: bytes, pause: Pause) -> bytes:
    """Send a request and give the bytes of the answer; a busy or failing server is asked again, later and later."""
    headers = {"Content-Type": "application/json"}
    if endpoint.key:
        headers["Authorization"] = f"Bearer {endpoint.key}"
    for attempt in range(1, _TRIES + 1):
        try:
            answer = post.post(endpoint.url, body, headers)
        except SourceError as fault:
            raise OpinionError(f"the second reader did not answer: {fault}") from fault
        if answer.is_success:
            return _without_key(endpoint, answer.body)
        if attempt < _TRIES and _passes(answer.status):
            pause(_wait(answer, attempt))
            continue
        raise OpinionError(_said(endpoint, answer))
    raise AssertionError("the last try answers or is refused")


def _without_key(endpoint: Endpoint, body: bytes) -> bytes:
    """Give an answer as it came; one that repeats the key is not taken, for what is taken is kept."""
    if endpoint.key and _whole(endpoint.key).search(body.decode("utf-8", "replace")):
        raise OpinionError(
            f"{endpoint.url}: the answer repeats the key of MARSAD_LLM_KEY, and is not kept; leave the key away where none is asked for"
        )
    return body


def _written(key: str) -> str:
    """Give the pattern of a key as JSON may write it: any letter as it is, behind backslashes, or by its number."""
    return "".join(rf"\\{{0,8}}+(?:{re.escape(each)}|u00(?i:{ord(each):02x}))" for each in key)


def _whole(key: str) -> re.Pattern[str]:
    """Give what finds a key; a short one only where it is no piece of another word, which it may be by chance."""
    letters = _written(key)
    return re.compile(letters if len(key) >= _SECRET else rf"(?:(?<![\w-])|(?<=\\[bfnrt])){letters}(?![\w-])")


def _passes(status: int) -> bool:
    return status == _BUSY or httpx.codes.is_server_error(status)


def _wait(answer: Answer, attempt: int) -> float:
    """Give the seconds to wait: those that the server asks for, or more with each try, and never long."""
    asked = answer.headers.get("retry-after", "")
    wanted = float(asked) if asked.isascii() and asked.isdigit() else _PAUSE * 2 ** (attempt - 1)
    return min(wanted, _LONGEST_PAUSE)


def _said(endpoint: Endpoint, answer: Answer) -> str:
    """Say why a server gave no answer, with the beginning of what it said, and nothing in it that could move a terminal."""
    if httpx.codes.is_redirect(answer.status):
        return f"{endpoint.url}: the server sends elsewhere ({answer.status}), where no report is sent; give the address itself as --endpoint"
    words = answer.body.decode("utf-8", "replace")
    if endpoint.key:
        words = re.sub(_written(endpoint.key), "…", words)
    words = words[: 4 * _SHOWN]
    shown = " ".join("".join(" " if _moves(letter) else letter for letter in words).split())[:_SHOWN]
    return f"{endpoint.url}: the server answered {answer.status}" + (f" ({shown})" if shown else "")


def _moves(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "CZ"
