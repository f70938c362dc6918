"""What a run goes by: another program, knowledge or setting would make other bytes, so they must stay while a folder fills."""

from __future__ import annotations

from dataclasses import dataclass, fields

from marsad import __version__, settings
from marsad.engine.folder import Folder, put, unwritable
from marsad.errors import MarsadError, ModelError
from marsad.knowledge.load import version
from marsad.model.codec import pack, unpack

SCHEMA = 1
"""The layout of the parts; it goes up whenever a column changes."""
SHARD = 250
PATIENCE = 60.0
_LONGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What makes the bytes: the versions, how many reports a shard has, and how many seconds a report may take."""

    knowledge: str
    shard: int = SHARD
    patience: float = PATIENCE
    marsad: str = __version__
    schema: int = SCHEMA

    def __post_init__(self) -> None:
        if self.shard < 1:
            raise MarsadError("--shard: a shard has one report at least")
        if not 0 < self.patience <= _LONGEST:
            raise MarsadError(f"--patience: a report needs some time; give seconds above 0 and up to {_LONGEST:,}")


def terms_now(shard: int = SHARD, patience: float = PATIENCE) -> Terms:
    """Give the terms of this Marsad, with the knowledge that it would read with: the gazetteers that the user imported are part of it."""
    return Terms(version(imported=settings.gazetteers()), shard, patience)


_WORDS = {
    "knowledge": "the knowledge {0}, and now it is {1}",
    "shard": "--shard {0}, and now it is {1}",
    "patience": "--patience {0:g}, and now it is {1:g}",
    "marsad": "Marsad {0}, and this is {1}",
    "schema": "the layout {0} of the parts, and now it is {1}",
}


def agree(folder: Folder, terms: Terms) -> None:
    """Note down what a run goes by in a new folder; refuse a folder that was begun otherwise."""
    held = terms_of(folder)
    if held is None:
        try:
            put(folder.terms, pack(terms) + b"\n")
        except OSError as fault:
            raise unwritable(folder.path, fault) from fault
        return
    others = [
        _WORDS[each.name].format(getattr(held, each.name), getattr(terms, each.name))
        for each in fields(Terms)
        if getattr(held, each.name) != getattr(terms, each.name)
    ]
    if others:
        raise MarsadError(
            f"{folder.path}: was begun with {'; with '.join(others)}. Go on as it was begun, or name another folder with --out"
        )


def terms_of(folder: Folder) -> Terms | None:
    """Give what a folder was begun with; None where it is new."""
    try:
        return unpack(Terms, folder.terms.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise MarsadError(f"{folder.terms}: can't be read ({fault.strerror})") from fault
    except ModelError as fault:
        raise MarsadError(
            f"{folder.terms}: is not what a run writes there; name another folder with --out, or remove this one"
        ) from fault
