"""A Dask cluster that makes shards: its workers write the parts themselves, and whether one is made is seen in the folder.

Nothing but the shard's name goes out and nothing but its end comes back, so a worker that dies loses no more than what it was at.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from typing import Any, Self

from marsad.engine.executor import Ended
from marsad.engine.folder import unwritable
from marsad.engine.manifest import made_of
from marsad.engine.plan import Shard
from marsad.errors import MarsadError

_MOMENT = 0.2
_START = 60.0
_GONE = 60.0
_MISSING = "Dask is not installed: install marsad[cluster] here and on every worker, or run on this machine with --engine local"


def make_there(shard: Shard) -> str:
    """Make a shard on a worker: nothing comes back, or the sentence of why it can't be made."""
    from marsad.engine.shard import run  # noqa: PLC0415  what reading needs is loaded on the workers alone

    try:
        run(shard)
    except MarsadError as fault:
        return str(fault)
    except OSError as fault:
        return str(unwritable(shard.folder.path, fault))
    return ""


def _quieten() -> None:
    """Keep Dask's own words off the screen, whose parts each have a level and a channel of their own: what is wrong is said in a sentence."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)


class Cluster:
    """The workers of a scheduler at HOST:PORT."""

    def __init__(self, address: str) -> None:
        self._address = f"tcp://{address}"
        self._client: Any = None
        self._handed: dict[Any, Shard] = {}
        self._news = threading.Event()
        self._width = 2
        self._counted = 0.0
        self._seen = time.monotonic()

    @property
    def width(self) -> int:
        """Say how many shards the workers shall have in their hands: two each, counted anew now and then."""
        if time.monotonic() - self._counted > 1:
            self._counted = time.monotonic()
            self._width = 2 * max(1, self._workers())
        return self._width

    def __enter__(self) -> Self:
        """Reach the scheduler, and see that it has a worker."""
        try:
            from distributed import Client  # noqa: PLC0415  an extra that most do without
        except ImportError as fault:
            raise MarsadError(_MISSING) from fault
        reach: Any = Client
        _quieten()
        try:
            self._client = reach(self._address, timeout=_START, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as fault:
            raise MarsadError(f"no Dask scheduler answers at {self._address}; start one: dask scheduler") from fault
        try:
            self._client.wait_for_workers(1, timeout=_START)
        except TimeoutError as fault:
            self.__exit__()
            raise MarsadError(
                f"the scheduler at {self._address} has no worker; start some: dask worker {self._address} --nthreads 1"
            ) from fault
        return self

    def __exit__(self, *_: object) -> None:
        """Take back what is not made and leave the scheduler."""
        if self._client:
            with suppress(Exception):
                self._client.cancel(list(self._handed), force=True)
            with suppress(Exception):
                self._client.close(timeout=2)
            self._client = None

    def hand(self, shard: Shard) -> None:
        """Take a shard to make."""
        try:
            future = self._client.submit(make_there, shard, pure=False, retries=1)
        except Exception as fault:
            raise self._lost() from fault
        self._handed[future] = shard
        future.add_done_callback(lambda _: self._news.set())

    def wait(self) -> list[Ended]:
        """Give the shards that have ended, waiting a moment for one."""
        self._news.wait(_MOMENT)
        self._news.clear()
        ended = [future for future in self._handed if future.done()]
        if not ended:
            self._watch()
        return [self._ended(future, self._handed.pop(future)) for future in ended]

    def _ended(self, future: Any, shard: Shard) -> Ended:
        """Tell how a shard ended; whatever the cluster says of it, a row in the folder says that it is made."""
        if future.status in {"cancelled", "lost"}:
            raise self._lost()
        if future.status == "error":
            return Ended(shard, "died")
        try:
            refusal = "" if made_of(shard.folder, shard.number) else str(future.result(timeout=_START))
        except Exception:  # noqa: BLE001  its worker died with the answer
            return Ended(shard, "died")
        if refusal:
            return Ended(shard, "refused", refusal)
        return Ended(shard, "made")

    def _workers(self) -> int:
        with suppress(Exception):
            return len(self._client.scheduler_info(n_workers=-1)["workers"])
        return 0

    def _watch(self) -> None:
        """Give up on a scheduler that is gone, and on one that has had no worker for a minute."""
        if self._client.status != "running":
            raise self._lost()
        if self._workers():
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > _GONE:
            raise MarsadError(
                f"the scheduler at {self._address} has had no worker for a minute; start some, and give the same "
                "command again: it goes on where it stood"
            )

    def _lost(self) -> MarsadError:
        return MarsadError(
            f"the scheduler at {self._address} is gone; start it and its workers again, and give the same command: "
            "it goes on where it stood"
        )
