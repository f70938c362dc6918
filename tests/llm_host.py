"""A host on this machine that speaks as OpenAI-compatible servers do: real sockets, and each test scripts what it answers."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """What the host sends: a status, headers, a body; with a `drip` in seconds, byte by byte and never whole."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    drip: float = 0.0
    silent: float = 0.0


Script = Callable[[dict[str, Any]], Reply]
"""Gives the reply to a request."""


@dataclass(slots=True)
class Host:
    """A running host: where it is, what it was asked, and with which headers."""

    url: str
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)


def said(content: str) -> Reply:
    """Give a completion with some content."""
    message = {"role": "assistant", "content": content}
    body = {
        "id": "x",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
    }
    return Reply(json.dumps(body).encode(), headers=(("Content-Type", "application/json"),))


def claims(*found: Any) -> Reply:
    """Give a completion that lists claims."""
    return said(json.dumps({"claims": found}, ensure_ascii=False))


def harm(outcome: str, number: str, word: str, **told: Any) -> dict[str, Any]:
    """Write a claim of harm as a model does."""
    empty = dict.fromkeys(("victims", "when", "where", "by", "source"))
    return {"kind": "harm", "outcome": outcome, "number": number, "harm": word, "scope": "incident", **empty, **told}


def act(kind: str, word: str, **told: Any) -> dict[str, Any]:
    """Write a claim of an act as a model does."""
    return {
        "kind": "act",
        "type": kind,
        "act": word,
        **dict.fromkeys(("when", "where", "by", "against", "source")),
        **told,
    }


def report_of(asked: dict[str, Any]) -> str:
    """Give the message in which the host was shown a report."""
    return str(asked["messages"][1]["content"])


@contextmanager
def hosting(script: Script | Reply) -> Iterator[Host]:
    """Run a host that answers every request as the script says."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            host.asked.append(asked)
            host.headers.append(dict(self.headers.items()))
            _send(self, script(asked) if callable(script) else script)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host = Host(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _send(handler: BaseHTTPRequestHandler, reply: Reply) -> None:
    try:
        time.sleep(reply.silent)
        handler.send_response(reply.status)
        for name, value in reply.headers:
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body)))
        handler.end_headers()
        if not reply.drip:
            handler.wfile.write(reply.body)
        for byte in reply.body if reply.drip else b"":
            handler.wfile.write(bytes([byte]))
            time.sleep(reply.drip)
    except OSError:
        pass  # the client has hung up, as it should
