"""Loading the knowledge once: compiled, and cached in memory and on disk under its version."""

from __future__ import annotations

import contextlib
import functools
import gc
import os
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from marsad.knowledge.folder import PACKAGE_FOLDER, compiler_version, version_of
from marsad.knowledge.imported import version_of_tables
from marsad.knowledge.known import Knowledge


def load(folder: Path | None = None, language: str = "ar", imported: Path | None = None) -> Knowledge:
    """Give the knowledge of a folder (the package's own by default), compiled once and kept in memory and on disk.

    `imported` is the folder of the gazetteers that the user has imported; what is in it becomes part of the version.
    """
    return _load(folder or PACKAGE_FOLDER, language, imported, version_of_tables(imported))


def version(folder: Path | None = None, imported: Path | None = None) -> str:
    """Name the knowledge that `load` would give, without loading it."""
    return _version(folder or PACKAGE_FOLDER, version_of_tables(imported))


def _version(folder: Path, tables: str) -> str:
    return version_of(folder) + (f"+{tables}" if tables else "")


@functools.lru_cache(maxsize=4)
def _load(folder: Path, language: str, imported: Path | None, tables: str) -> Knowledge:
    version = _version(folder, tables)
    cached = _cache_path(version, language)
    with contextlib.suppress(OSError, pickle.PickleError, EOFError, AttributeError, ValueError):
        with cached.open("rb") as stored, _uncollected():
            found: Knowledge = pickle.load(stored)  # noqa: S301  our own cache, in the user's own folder
        return found
    from marsad.knowledge.build import build  # noqa: PLC0415  the schema's library is slow to load, and a cache does without

    with _uncollected():
        knowledge = build(folder, language, version, imported)
    _keep(knowledge, cached)
    return knowledge


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from going through all that is made again and again, of which little is garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _cache_path(version: str, language: str) -> Path:
    python = "".join(map(str, sys.version_info[:2]))
    folder = os.environ.get("MARSAD_CACHE") or platformdirs.user_cache_dir("marsad")
    return Path(folder) / f"knowledge-{version}-{language}-{python}-{compiler_version()}.pickle"


def _keep(knowledge: Knowledge, path: Path) -> None:
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(pickle.dumps(knowledge, protocol=pickle.HIGHEST_PROTOCOL))
        draft.replace(path)
