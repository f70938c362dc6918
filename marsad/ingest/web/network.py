"""Connections, each to the very address that was checked, and each cut off when its time is over."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

from marsad.errors import SourceError
from marsad.ingest.web.address import Address, Allowed, objection

Resolve = Callable[[str, int], list[str]]
"""Gives the numeric addresses of a host's name."""


def resolved(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host, each once."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


class Deadline:
    """The moment at which a request is over, whatever it is doing then."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self, wanted: float | None) -> float:
        """Give the seconds that a step may take: what it wants, and never more than are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise self.over()
        return min(left, wanted or left)

    @property
    def is_over(self) -> bool:
        """Say whether the moment has come."""
        return time.monotonic() >= self._end

    def over(self) -> SourceError:
        """Say that the time is over."""
        return SourceError(f"it took longer than {self._seconds:g} seconds in all; try again later")


class Network(httpcore.NetworkBackend):
    """Resolves names itself, refuses what is of no public network and was not allowed by name, and connects to what it checked."""

    def __init__(self, allowed: Allowed, resolve: Resolve = resolved) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._plain = httpcore.SyncBackend()
        self.deadline = Deadline(60)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers; all of them must be ones that may be connected to."""
        fault: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._plain.connect_tcp(
                    address, port, self.deadline.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as refusal:
                fault = refusal
            else:
                return _Timed(stream, self.deadline, (address, port))
        raise fault or httpcore.ConnectError("it has no address")

    def _checked(self, host: str, port: int) -> list[str]:
        """Give the addresses of a host; one that may not be connected to refuses the host."""
        given = host.strip("[]")
        found = self._in_time(given, port)
        if not self._allowed.holds(given, port):
            refused = next(((each, of) for each in found if (of := objection(_address(each)))), None)
            if refused:
                name = f"[{given}]:{port}" if ":" in given else f"{given}:{port}"
                raise SourceError(
                    f"it leads to {refused[0]} ({refused[1]}), where Marsad does not go by itself; "
                    f"if you mean it, allow it by name (--allow {name} of `watch` and `stamp`)"
                )
        return found

    def _in_time(self, host: str, port: int) -> list[str]:
        """Resolve a name; the system's own waiting is cut off at the deadline."""
        found: list[str] = []
        faults: list[OSError | UnicodeError] = []

        def ask() -> None:
            try:
                found.extend(self._resolve(host, port))
            except (OSError, UnicodeError) as fault:
                faults.append(fault)

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        asking.join(self.deadline.left(None))
        if asking.is_alive():
            raise self.deadline.over()
        if faults or not found:
            raise SourceError("its host is not known; is the name right, and is there a network?")
        return found


def _address(written: str) -> Address:
    return ipaddress.ip_address(written.partition("%")[0])


class _Timed(httpcore.NetworkStream):
    """A connection of which no step goes beyond the deadline.

    It keeps the address that it leads to: the system no longer knows that of a connection which was reset after a whole answer.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, server: tuple[str, int]) -> None:
        self._stream = stream
        self._deadline = deadline
        self._server = server

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Timed(secured, self._deadline, self._server)

    def get_extra_info(self, info: str) -> Any:
        return self._server if info == "server_addr" else self._stream.get_extra_info(info)
