"""Processes of this machine that make shards: each on its own, so that one that dies takes nothing with it but its shard."""

from __future__ import annotations

import sys
from collections import deque
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Self

from marsad.engine.executor import Ended
from marsad.engine.plan import Shard
from marsad.errors import MarsadError

_MOMENT = 0.2


def context() -> Any:  # the kinds of context have no type in common that starts processes
    """Give the way to start processes: forked of a small one that has the knowledge already, or anew where the system can't.

    That small process is started before it has any thread, and by itself, so forking it is safe; what it loaded is in memory once.
    """
    if sys.platform != "linux":
        return get_context("spawn")
    forked = get_context("forkserver")
    forked.set_forkserver_preload(["marsad.engine.warm"])
    return forked


@dataclass(slots=True)
class Worker:
    """A process, the line to it, and the shard in its hands."""

    process: BaseProcess
    line: Connection
    shard: Shard | None = None


class Local:
    """So many processes of this machine."""

    def __init__(self, processes: int) -> None:
        if processes < 1:
            raise MarsadError("--engine local:N: N processes, one at least")
        self.width = 2 * processes
        self._processes = processes
        self._context = context()
        self._workers: list[Worker] = []
        self._waiting: deque[Shard] = deque()

    def __enter__(self) -> Self:
        """Begin; processes are started as there is work for them."""
        return self

    def __exit__(self, *_: object) -> None:
        """End every process at once."""
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def hand(self, shard: Shard) -> None:
        """Take a shard to make."""
        self._waiting.append(shard)
        self._feed()

    def wait(self) -> list[Ended]:
        """Give the shards that have ended, waiting a moment for one."""
        ended = []
        ready = wait([each.line for each in self._workers], _MOMENT)
        for worker in [each for each in self._workers if each.line in ready]:
            if worker.shard:
                ended.append(self._heard(worker, worker.shard))
            else:  # an idle one was killed
                self._lose(worker)
        self._feed()
        return ended

    def _heard(self, worker: Worker, shard: Shard) -> Ended:
        worker.shard = None
        try:
            refusal = str(worker.line.recv())
        except (EOFError, OSError):
            self._lose(worker)
            return Ended(shard, "died")
        return Ended(shard, "refused", refusal) if refusal else Ended(shard, "made")

    def _lose(self, worker: Worker) -> None:
        _end(worker)
        self._workers.remove(worker)

    def _feed(self) -> None:
        """Give each idle process a shard, and start another where there is work for one."""
        while self._waiting:
            worker = next((each for each in self._workers if each.shard is None), None)
            if worker is None:
                if len(self._workers) >= self._processes:
                    return
                worker = self._started()
            shard = self._waiting.popleft()
            worker.shard = shard
            try:
                worker.line.send(shard)
            except OSError:  # it died while it was idle: that is no fault of the shard
                self._waiting.appendleft(shard)
                self._lose(worker)

    def _started(self) -> Worker:
        worker = started(self._context, _serve)
        self._workers.append(worker)
        return worker


def started(made: Any, what: Any) -> Worker:
    """Start a process that answers on a line of its own."""
    here, there = made.Pipe()
    process = made.Process(target=what, args=(there,), daemon=True)
    try:
        process.start()
    except OSError as fault:
        raise MarsadError(
            f"no process could be started ({fault.strerror}); give fewer with --engine local:N"
        ) from fault
    finally:
        there.close()
    return Worker(process, here)


def _end(worker: Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.line.close()


def _serve(line: Connection) -> None:
    """Be a worker; what that takes is loaded in its own process alone."""
    from marsad.engine.worker import serve  # noqa: PLC0415  as said

    serve(line)
