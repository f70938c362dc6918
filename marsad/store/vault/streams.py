"""What is read and written some bytes at a time, and what remembers what went wrong in it."""

from __future__ import annotations

from typing import Protocol


class Source(Protocol):
    """What gives bytes: at most as many as are asked for, none at its end."""

    def read(self, size: int, /) -> bytes:
        """Give some bytes."""


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take some bytes, all of them."""


class WatchedSource:
    """A source that a library reads, which may tell only that something went wrong: `fault` is what did."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self.fault: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """Give some bytes."""
        try:
            return self._source.read(size)
        except Exception as fault:
            self.fault = fault
            raise


class WatchedSink:
    """A sink that a library writes to; `fault` is what went wrong in it."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.fault: Exception | None = None

    def write(self, data: bytes) -> int:
        """Take some bytes; after a fault, none."""
        if self.fault:
            raise self.fault
        try:
            self._sink.write(bytes(data))
        except Exception as fault:
            self.fault = fault
            raise
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written to says itself when it is done."""
