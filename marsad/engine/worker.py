"""A process that makes shards as they come, until the run that asks for them is no more."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection

from marsad.engine.folder import unwritable
from marsad.engine.plan import Shard
from marsad.engine.shard import known, make, read_here
from marsad.errors import MarsadError
from marsad.ingest import Piece


def serve(line: Connection) -> None:
    """Make shards as they come, and answer each with nothing, or with the sentence of why it can't be made."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            shard: Shard = line.recv()
        except (EOFError, OSError):
            return
        line.send(_refusal(shard, line))


def _refusal(shard: Shard, line: Connection) -> str:
    try:
        knowledge = known(shard)
        make(shard, lambda pieces: read_here(_while_wanted(pieces, line), knowledge, shard.terms.patience))
    except MarsadError as fault:
        return str(fault)
    except OSError as fault:
        return str(unwritable(shard.folder.path, fault))
    return ""


def _while_wanted(pieces: Iterable[Piece], line: Connection) -> Iterator[Piece]:
    """Give pieces while the run is there that asked for them: it says nothing meanwhile, so the line can only have been cut."""
    for piece in pieces:
        if line.poll():
            sys.exit()
        yield piece
