"""Files that a passphrase opens, in the age format (version 1, its `scrypt` stanza), some bytes at a time.

The library that writes and reads age files takes what a passphrase locks as one piece in memory, which a record of gigabytes is
not. So the frame of the format is written here; what hides and proves the bytes is `cryptography`'s.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from marsad.errors import StoreError
from marsad.store.vault.streams import Sink, Source

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

WORK = 18
"""The logarithm of how much work a guess takes: 256 MB of memory and about a second, as the program `age` asks."""
_MOST_WORK = 20
"""A gigabyte: with twice as much, OpenSSL counts memory no further. The program `age` writes 18."""
_CHUNK = 64 * 1024
_TAG = 16
_MOST_HEADER = 1024
_HEADER = re.compile(
    rb"(age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n([A-Za-z0-9+/]{43})\n---) ([A-Za-z0-9+/]{43})\n"
)
FIRST = b"age-encryption.org/v1\n-> scrypt "
"""How a file begins that a passphrase opens."""


def lock(source: Source, target: Sink, passphrase: str, work: int = WORK) -> None:
    """Write what a source gives as an age file that the passphrase opens."""
    salt, key = secrets.token_bytes(16), secrets.token_bytes(16)
    hidden = _cipher(_stretched(passphrase, salt, work)).encrypt(bytes(12), key, None)
    head = b"age-encryption.org/v1\n-> scrypt %b %d\n%b\n---" % (_text(salt), work, _text(hidden))
    nonce = secrets.token_bytes(16)
    target.write(head + b" " + _proof(key, head) + b"\n" + nonce)
    cipher = _cipher(_derived(key, nonce, b"payload"))
    for number, piece in _pieces(source, _CHUNK):
        target.write(cipher.encrypt(number, piece, None))


def unlock(source: BinaryIO, target: Sink, passphrase: str) -> None:
    """Write what an age file holds that the passphrase opens; only when this returns is all of it proved to be as it was written."""
    found = _HEADER.match(start := source.read(_MOST_HEADER))
    if found is None:
        raise StoreError("its first lines are not those of a file that a passphrase opens")
    head, salt, work, hidden, proof = found.groups()
    key = _key(hidden, _stretched(passphrase, b64decode(salt + b"=="), int(work)))
    if not hmac.compare_digest(_proof(key, head), proof):
        raise StoreError("its first lines were altered")
    source.seek(found.end() - len(start), 1)
    cipher = _cipher(_derived(key, source.read(16), b"payload"))
    for number, piece in _pieces(source, _CHUNK + _TAG):
        target.write(_opened(cipher, number, piece))


def _key(hidden: bytes, stretched: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    try:
        return _cipher(stretched).decrypt(bytes(12), b64decode(hidden + b"="), None)
    except InvalidTag:
        raise StoreError("this passphrase does not open it") from None


def _opened(cipher: ChaCha20Poly1305, number: bytes, piece: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415

    try:
        return cipher.decrypt(number, piece, None)
    except (InvalidTag, ValueError):
        raise StoreError("it is cut short or was altered") from None


def _pieces(source: Source, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Cut a source into pieces, each with its number; the number of the last says that it is."""
    piece, number = source.read(size), 0
    while following := source.read(size):
        yield number.to_bytes(11, "big") + b"\0", piece
        piece, number = following, number + 1
    yield number.to_bytes(11, "big") + b"\1", piece


def _stretched(passphrase: str, salt: bytes, work: int) -> bytes:
    if work > _MOST_WORK:
        why = f"its passphrase asks for more work (2^{work}) than Marsad does (2^{_MOST_WORK})"
        raise StoreError(f"{why}; the program `age` may open it")
    said, memory = b"age-encryption.org/v1/scrypt" + salt, (1100 << work) + (1 << 20)
    try:
        return hashlib.scrypt(encoded(passphrase), salt=said, n=1 << work, r=8, p=1, maxmem=memory, dklen=32)
    except (MemoryError, ValueError):
        raise StoreError(f"its passphrase asks for {1 << work >> 10} MB of memory, which are not there") from None


def encoded(passphrase: str) -> bytes:
    """Give the bytes of a passphrase."""
    try:
        return passphrase.encode()
    except UnicodeEncodeError:
        raise StoreError("the passphrase has bytes that are no letters of UTF-8; write it in UTF-8") from None


def _cipher(key: bytes) -> ChaCha20Poly1305:
    try:
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415
    except ModuleNotFoundError:
        raise StoreError("a passphrase needs the package cryptography: install it with pip, or lock to a key") from None
    return ChaCha20Poly1305(key)


def _derived(key: bytes, salt: bytes, what: bytes) -> bytes:
    """Derive a key of 32 bytes (HKDF with SHA-256)."""
    return hmac.digest(hmac.digest(salt or bytes(32), key, "sha256"), what + b"\1", "sha256")


def _proof(key: bytes, head: bytes) -> bytes:
    return _text(hmac.digest(_derived(key, b"", b"header"), head, "sha256"))


def _text(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")
