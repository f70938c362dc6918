"""The one client through which Marsad speaks to the network: guarded against where an address leads and what it sends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import httpcore
import httpx

from marsad import __version__
from marsad.errors import SourceError
from marsad.ingest.web.address import Allowed
from marsad.ingest.web.answer import Answer, Limits, too_large, unpacked
from marsad.ingest.web.network import Deadline, Network, Resolve, resolved
from marsad.ingest.web.waiting import LaterError

AGENT = f"marsad/{__version__}"
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_ADDRESS = 2000
_SHOWN = 120
Before = Callable[[str], None]
"""Told of every address before it is asked, redirects as well; raises a `SourceError` to forbid it."""
Tick = Callable[[str, int, int], None]
"""Told, while a file comes in: its address, the bytes so far, and all of them (0 where that is not known)."""


@dataclass(frozen=True, slots=True)
class _Ask:
    """One request: `hops` are the addresses that led to it."""

    method: str
    url: httpx.URL
    headers: Mapping[str, str]
    body: bytes = b""
    hops: tuple[str, ...] = ()


class Client:
    """Asks servers of the public network, and hosts allowed by name (`HOST` or `HOST:PORT`), within limits.

    It keeps no cookies, sends no credentials, heeds no proxy of the environment, follows redirects by hand, and checks each. All that
    goes wrong is a `SourceError` of one sentence. One request at a time.
    """

    def __init__(self, allowed: Collection[str] = (), limits: Limits = Limits(), resolve: Resolve = resolved) -> None:  # noqa: B008  frozen
        self._limits = limits
        self._network = Network(Allowed.of(allowed), resolve)
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), max_keepalive_connections=0, network_backend=self._network
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, where: TracebackType | None
    ) -> None:
        self._pool.close()

    def get(self, url: str, headers: Mapping[str, str] | None = None, before: Before | None = None) -> Answer:
        """Fetch an address, wherever it is redirected to; whatever status the server gave."""
        asked = _Ask("GET", _parsed(url), {"Accept-Encoding": "gzip", **(headers or {})})
        with self._answered(asked, before) as (ask, answer):
            return self._taken(ask, answer)

    def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send something to an address; it is sent nowhere else, so a redirect is given as it came."""
        asked = _Ask("POST", _parsed(url), {"Accept-Encoding": "gzip", **(headers or {})}, body)
        with self._answered(asked) as (ask, answer):
            return self._taken(ask, answer)

    def save(self, url: str, path: Path, tick: Tick) -> Answer:
        """Fetch an address into a file; only a success is written. The answer has no body."""
        with self._answered(_Ask("GET", _parsed(url), {})) as (ask, answer), path.open("wb") as out:
            headers = httpx.Headers(answer.headers)
            size, done = _length(headers), 0
            for piece in self._pieces(answer) if answer.status == httpx.codes.OK else ():
                out.write(piece)
                done += len(piece)
                tick(url, done, size)
            return _answer(ask, answer, b"", b"")

    def _taken(self, ask: _Ask, answer: httpcore.Response) -> Answer:
        raw = b"".join(self._pieces(answer))
        packed = ",".join(httpx.Headers(answer.headers).get_list("content-encoding"))
        return _answer(ask, answer, raw, unpacked(raw, packed, self._limits.size))

    def _pieces(self, answer: httpcore.Response) -> Iterator[bytes]:
        """Give a body as it comes, up to the limit."""
        size = self._limits.size
        if _length(httpx.Headers(answer.headers)) > size:
            raise SourceError(too_large(size))
        done = 0
        for piece in answer.iter_stream():
            done += len(piece)
            if done > size:
                raise SourceError(too_large(size))
            yield piece

    @contextmanager
    def _answered(self, ask: _Ask, before: Before | None = None) -> Iterator[tuple[_Ask, httpcore.Response]]:
        """Give the answer at the end of all redirects, each of which is checked like the first address."""
        while True:
            with _plainly(ask, self._network):
                if before:
                    before(str(ask.url))
                self._network.deadline = Deadline(self._limits.seconds)
                with self._sent(ask) as answer:
                    further = _further(ask, answer, self._limits.redirects)
                    if further is None:
                        yield ask, answer
                        return
            ask = further

    def _sent(self, ask: _Ask) -> AbstractContextManager[httpcore.Response]:
        url, patience = ask.url, self._limits.patience
        headers = {b"Host": url.netloc, b"User-Agent": AGENT.encode(), b"Accept": b"*/*"}
        headers |= {name.encode("latin-1"): value.encode("latin-1", "replace") for name, value in ask.headers.items()}
        if ask.method == "POST":
            headers[b"Content-Length"] = str(len(ask.body)).encode()
        target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), patience)
        return self._pool.stream(
            ask.method,
            target,
            headers=list(headers.items()),
            content=ask.body or None,
            extensions={"timeout": timeouts},
        )


def _parsed(url: str) -> httpx.URL:
    """Read an address; what is no address of the web, or carries a password, is refused."""
    try:
        parsed = httpx.URL(url.strip()) if len(url) <= _MOST_ADDRESS else httpx.URL("")
    except (httpx.InvalidURL, ValueError):
        parsed = httpx.URL("")
    if parsed.scheme not in ("http", "https") or not parsed.host or "%" in parsed.host:
        shown = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
        raise SourceError(f"{shown!r} is no web address; give one that begins with http:// or https://")
    if parsed.userinfo:
        raise SourceError(f"{_bare(parsed)}: the address carries a name or password; leave it out")
    return _bare(parsed)


def _bare(url: httpx.URL) -> httpx.URL:
    return url.copy_with(userinfo=b"", fragment=None)


def _further(ask: _Ask, answer: httpcore.Response, most: int) -> _Ask | None:
    """Give the request that a redirect asks for; None if the answer is none that is followed."""
    to = httpx.Headers(answer.headers).get("location")
    if answer.status not in _MOVED or to is None or ask.method != "GET":
        return None
    if len(ask.hops) >= most:
        raise SourceError(f"it was redirected more than {most} times; give the address where it is at last")
    try:
        url = _parsed(str(ask.url.join(to)))
    except (httpx.InvalidURL, ValueError):
        url = _parsed(to)
    if ask.url.scheme == "https" and url.scheme == "http":
        raise SourceError(f"it redirects to {url}, which is not encrypted; give that address yourself if you mean it")
    return replace(ask, url=url, hops=(*ask.hops, str(ask.url)))


def _answer(ask: _Ask, answer: httpcore.Response, raw: bytes, body: bytes) -> Answer:
    told = answer.extensions.get("reason_phrase", b"").decode("latin-1")
    stream = answer.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr")[0] if stream else ""
    return Answer(
        str(ask.url), answer.status, httpx.Headers(answer.headers), body, raw, told, str(address), hops=ask.hops
    )


def _length(headers: httpx.Headers) -> int:
    given = headers.get("content-length", "")
    return int(given) if given.isascii() and given.isdigit() else 0


@contextmanager
def _plainly(ask: _Ask, network: Network) -> Iterator[None]:
    """Say what went wrong in one sentence that begins with the address."""
    where = f"{ask.hops[0]}: redirected to {ask.url}" if ask.hops else str(ask.url)
    try:
        yield
    except LaterError as refusal:
        raise LaterError(f"{where}: {refusal}") from refusal
    except SourceError as refusal:
        raise SourceError(f"{where}: {refusal}") from refusal
    except httpcore.TimeoutException as fault:
        why = str(network.deadline.over()) if network.deadline.is_over else "the server fell silent; try again later"
        raise SourceError(f"{where}: {why}") from fault
    except (httpcore.ConnectError, httpcore.UnsupportedProtocol) as fault:
        raise SourceError(f"{where}: can't be reached ({_words(fault)}); is the address right?") from fault
    except (httpcore.NetworkError, httpcore.ProtocolError) as fault:
        raise SourceError(f"{where}: the connection broke off ({_words(fault)}); try again later") from fault


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())[:_SHOWN] or type(fault).__name__
