"""What locks a backup and what opens it: a passphrase, or public keys and the private key to one of them (age, X25519)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from marsad.errors import StoreError
from marsad.store.vault import passphrase
from marsad.store.vault.streams import Sink, Source, WatchedSink, WatchedSource

SHORTEST = 12
"""The letters that a new passphrase needs at least: whoever has the file may guess for as long as they like."""
_MOST_KEYS = 1 << 16


@dataclass(frozen=True, slots=True)
class Passphrase:
    """What locks a backup and opens it."""

    words: str
    work: int = passphrase.WORK

    def __post_init__(self) -> None:
        passphrase.encoded(self.words)

    def __repr__(self) -> str:
        return "Passphrase(…)"


@dataclass(frozen=True, slots=True)
class Recipients:
    """The public keys that a backup is locked to."""

    keys: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Keys:
    """The private keys that may open a backup."""

    keys: tuple[Any, ...]

    def __repr__(self) -> str:
        return "Keys(…)"


Lock = Passphrase | Recipients
Opener = Passphrase | Keys


def recipients(told: Iterable[str]) -> Recipients:
    """Read public keys as `age-keygen` prints them."""
    return Recipients(tuple(_recipient(each) for each in told))


def _recipient(told: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(told.strip())
    except pyrage.RecipientError:
        raise StoreError(
            f"--to {told}: this is no public key; `age-keygen` prints one, which begins with age1"
        ) from None


def identities(path: Path) -> Keys:
    """Read the private keys of a file as `age-keygen` writes it."""
    try:
        with path.open("rb") as stream:
            lines = stream.read(_MOST_KEYS).decode("utf-8", "replace").splitlines()
    except OSError as fault:
        raise StoreError(f"{path}: can't be read ({fault.strerror})") from None
    told = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    try:
        keys = tuple(pyrage.x25519.Identity.from_str(each) for each in told)
    except pyrage.IdentityError:
        keys = ()
    if not keys:
        raise StoreError(f"{path}: holds no private key; `age-keygen` writes one, which begins with AGE-SECRET-KEY-1")
    return Keys(keys)


def with_witness(lock: Lock) -> tuple[Lock, Opener]:
    """Give a lock that can be tried at once, and what opens it: beside public keys, one whose other half is never kept."""
    if isinstance(lock, Passphrase):
        return lock, lock
    own = pyrage.x25519.Identity.generate()
    return replace(lock, keys=(*lock.keys, own.to_public())), Keys((own,))


def lock_up(source: Source, target: Sink, lock: Lock) -> None:
    """Write what a source gives as an age file."""
    if isinstance(lock, Passphrase):
        passphrase.lock(source, target, lock.words, lock.work)
        return
    reading, writing = WatchedSource(source), WatchedSink(target)
    try:
        pyrage.encrypt_io(reading, writing, list(lock.keys))
    except (pyrage.EncryptError, OSError) as fault:
        raise reading.fault or writing.fault or StoreError(f"it can't be locked ({fault})") from None


def open_up(source: BinaryIO, target: Sink, opener: Opener) -> None:
    """Write what an age file holds; only when this returns is all of it proved to be as it was written."""
    if isinstance(opener, Passphrase):
        passphrase.unlock(source, target, opener.words)
        return
    reading, writing = WatchedSource(source), WatchedSink(target)
    try:
        pyrage.decrypt_io(reading, writing, list(opener.keys))
    except (pyrage.DecryptError, OSError) as fault:
        said = "none of these keys opens it" if "No matching keys" in str(fault) else "it is cut short or was altered"
        raise reading.fault or writing.fault or StoreError(said) from None


def wants_passphrase(file: Path) -> bool:
    """Say whether a passphrase opens a backup rather than a key, by how it begins."""
    try:
        with file.open("rb") as stream:
            start = stream.read(len(passphrase.FIRST))
    except OSError as fault:
        raise StoreError(f"{file}: can't be read ({fault.strerror})") from None
    if not start.startswith(b"age-encryption.org/v1\n"):
        raise StoreError(f"{file}: this is no backup that `marsad backup` made")
    return start == passphrase.FIRST
