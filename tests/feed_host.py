"""A host on this machine that behaves as the worst of the web does: it answers over real sockets, and says what it was asked."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat

Route = Callable[["Asked"], Iterable[bytes]] | bytes
RESET = b"reset"
"""The piece of an answer that is not sent: the connection is reset there, as servers do that are in a hurry."""


@dataclass(frozen=True)
class Asked:
    """One request: its path, its headers by small names, and its body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Host:
    """A running host: what each path answers may be changed while it runs; `asked` are the requests so far."""

    port: int = 0
    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.name}{path}"

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    def feed(self, path: str, *entries: str, etag: str = "") -> str:
        self.routes[path] = answer(rss(*entries), "application/rss+xml", *([f"ETag: {etag}"] if etag else []))
        return self.url(path)

    def drip(self, data: bytes, pause: float) -> Callable[[Asked], Iterable[bytes]]:
        """Send a byte at a time."""

        def send(_: Asked) -> Iterator[bytes]:
            for each in data:
                yield bytes([each])
                if self.over.wait(pause):
                    return

        return send


def answer(body: bytes | str, kind: str = "text/html; charset=utf-8", *headers: str, status: str = "200 OK") -> bytes:
    """Write an answer as a well-behaved server does."""
    data = body.encode() if isinstance(body, str) else body
    lines = (
        f"HTTP/1.1 {status}",
        f"Content-Type: {kind}",
        f"Content-Length: {len(data)}",
        "Connection: close",
        *headers,
    )
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + data


def moved(to: str, status: str = "302 Found") -> bytes:
    return answer("", "text/plain", f"Location: {to}", status=status)


def endless(piece: bytes) -> Callable[[Asked], Iterable[bytes]]:
    """Send a body without an end."""
    return lambda _: (
        each for part in ([b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"], repeat(piece)) for each in part
    )


def endless_headers(_: Asked) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    yield from repeat(b"X-More: " + b"a" * 1000 + b"\r\n")


def bomb(megabytes: int) -> bytes:
    """Write a page that swells a thousandfold."""
    packed = gzip.compress(b"<html>" + b" " * (megabytes << 20), mtime=0)
    return answer(packed, "text/html", "Content-Encoding: gzip")


def rss(*items: str, title: str = "شبكة المثال", head: str = "") -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(link: str, title: str = "خبر", told: str = "", when: str = "Tue, 03 Mar 2026 08:00:00 +0300") -> str:
    said = f"<description><![CDATA[{told}]]></description>" if told else ""
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{when}</pubDate>{said}</item>"


def article(title: str, text: str, head: str = "") -> str:
    return f"<!doctype html><html lang='ar'><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>"


@contextmanager
def hosting() -> Iterator[Host]:
    """Run a host on a free port until it is no longer needed."""
    host = Host()
    listener = socket.create_server(("127.0.0.1", 0))
    host.port = listener.getsockname()[1]
    serving = threading.Thread(target=_serve, args=(host, listener), daemon=True)
    serving.start()
    try:
        yield host
    finally:
        host.over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        serving.join(10)


def _serve(host: Host, listener: socket.socket) -> None:
    while not host.over.is_set():
        try:
            came, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_answer, args=(host, came), daemon=True).start()


def _answer(host: Host, came: socket.socket) -> None:
    with came:
        came.settimeout(10)
        try:
            asked = _read(came)
            host.asked.append(asked)
            route = host.routes.get(asked.path.partition("?")[0], answer("nothing here", status="404 Not Found"))
            for piece in [route] if isinstance(route, bytes) else route(asked):
                if piece is RESET:
                    came.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                came.sendall(piece)
            came.shutdown(socket.SHUT_WR)
            end = time.monotonic() + 2
            while came.recv(4096) and time.monotonic() < end:
                pass
        except OSError:
            return


def _read(came: socket.socket) -> Asked:
    data = b""
    while b"\r\n\r\n" not in data:
        data += came.recv(4096) or b"\r\n\r\n"
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    method, path, *_ = [*first.split(" "), "", ""]
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += came.recv(65536)
    return Asked(method, path, headers, body)
