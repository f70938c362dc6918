"""How Marsad behaves towards a server: robots.txt is asked for and kept to (RFC 9309), and between two pages there is a pause."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
from protego import Protego

from marsad.errors import SourceError
from marsad.ingest.web.answer import Answer
from marsad.ingest.web.client import Client

NAME = "marsad"
_ROBOTS = "/robots.txt"
_MOST_RULES = 500 * 1024  # what RFC 9309 asks to be read at least
_MOST_WILD = 8  # a rule with more wildcards than anybody writes takes a matcher longer than it is worth
_LONGEST = 60.0  # seconds that are waited for a page within a round
Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class _Rules:
    """What a host allows: its robots.txt, or why it can't be asked now."""

    told: Protego | None
    why_not: str = ""


class Manners:
    """Fetches pages as a polite reader does; the rules of each host are asked for once."""

    def __init__(
        self,
        client: Client,
        delay: float = 1.0,
        pause: Pause = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._delay = delay
        self._pause = pause
        self._clock = clock
        self._rules: dict[str, _Rules] = {}
        self._next: dict[str, float] = {}

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch an address if its host allows it, after the pause that is due; so is what it redirects to."""
        return self._client.get(url, headers, self._before)

    def forget(self) -> None:
        """Ask every host for its rules anew: at the beginning of a round."""
        self._rules.clear()

    def _before(self, url: str) -> None:
        """Wait for the turn of an address; one that its host forbids is a `SourceError`."""
        parsed = httpx.URL(url)
        host = f"{parsed.scheme}://{parsed.netloc.decode()}"
        if host not in self._rules:
            self._wait(host, self._delay)
            self._rules[host] = self._asked(host)
        rules = self._rules[host]
        if rules.told is None:
            raise SourceError(rules.why_not)
        if not rules.told.can_fetch(url, NAME):
            raise SourceError(f"{host}{_ROBOTS} forbids it; ask the publisher, or give a saved page")
        self._wait(host, max(self._delay, rules.told.crawl_delay(NAME) or 0.0))

    def _asked(self, host: str) -> _Rules:
        """Ask a host for its rules: without any, all is allowed; while it can't say, nothing is."""
        try:
            answer = self._client.get(host + _ROBOTS)
        except SourceError as refusal:
            return _Rules(None, f"its rules can't be asked for ({refusal})")
        if answer.is_success:
            return _Rules(Protego.parse(_readable(answer.body)))
        if answer.status in (429, *range(500, 600)):
            return _Rules(None, f"{host}{_ROBOTS} can't be had now ({answer.status}), so nothing is fetched; try later")
        return _Rules(Protego.parse(""))

    def _wait(self, host: str, delay: float) -> None:
        """Let a host have its pause since the last time."""
        left = self._next.get(host, 0.0) - self._clock()
        if left > _LONGEST:
            raise SourceError(f"{host} asks for {delay:g} seconds between two pages; it is left for the next round")
        if left > 0:
            self._pause(left)
        self._next[host] = self._clock() + delay


def _readable(body: bytes) -> str:
    """Give the rules that are read: the first of them, without those that are all wildcards."""
    lines = body[:_MOST_RULES].decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    return "\n".join(line for line in lines if line.count("*") <= _MOST_WILD)
