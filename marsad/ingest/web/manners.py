"""How Marsad behaves towards a server: robots.txt is asked for and kept to (RFC 9309), and between two pages there is a pause."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
from protego import Protego

from marsad.errors import SourceError
from marsad.ingest.web.answer import Answer
from marsad.ingest.web.client import Before, Client
from marsad.ingest.web.waiting import LaterError

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
        self._pages: dict[str, float] = {}

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Fetch an address if its host allows it, after the pause that is due (a minute at most); so is what it redirects to."""
        return self._client.get(url, headers, self._before)

    def page(self, url: str, may: Before) -> Answer:
        """Fetch a page if its host allows it, and `may` as well, which is told of every address that leads there.

        Where a host asks for more than a minute between two pages, and it is not over, it is a `LaterError`.
        """
        begun: set[str] = set()

        def before(address: str) -> None:
            may(address)
            self._before(address, page=host_of(address) not in begun)
            begun.add(host_of(address))

        return self._client.get(url, None, before)

    def forget(self) -> None:
        """Ask every host for its rules anew: at the beginning of a round."""
        self._rules.clear()

    def _before(self, url: str, *, page: bool = False) -> None:
        """Wait for the turn of an address; one that its host forbids is a `SourceError`."""
        host = host_of(url)
        if host not in self._rules:
            self._wait(host, self._delay)
            self._rules[host] = self._asked(host)
        rules = self._rules[host]
        if rules.told is None:
            raise SourceError(rules.why_not)
        if not rules.told.can_fetch(url, NAME):
            raise SourceError(f"{host}{_ROBOTS} forbids it; ask the publisher, or give a saved page")
        self._wait(host, max(self._delay, rules.told.crawl_delay(NAME) or 0.0), page=page)

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

    def _wait(self, host: str, delay: float, *, page: bool = False) -> None:
        """Let a host have its pause since the last time; only pages wait for all of one that is longer than a round waits."""
        due = max(self._next.get(host, 0.0), self._pages.get(host, 0.0) if page else 0.0)
        left = due - self._clock()
        if left > _LONGEST:
            raise LaterError(f"{host} asks for {delay:g} seconds between two pages, so they are left for another round")
        if left > 0:
            self._pause(left)
        now = self._clock()
        self._next[host] = now + min(delay, _LONGEST)
        if page:
            self._pages[host] = now + delay


def host_of(url: str) -> str:
    """Name the host of an address as the key of what holds for all of it: with scheme and port."""
    parsed = httpx.URL(url)
    return f"{parsed.scheme}://{parsed.netloc.decode()}"


def _readable(body: bytes) -> str:
    """Give the rules that are read: the first of them, without those that are all wildcards."""
    lines = body[:_MOST_RULES].decode("utf-8", "replace").lstrip("\ufeff").splitlines()
    return "\n".join(line for line in lines if line.count("*") <= _MOST_WILD)
