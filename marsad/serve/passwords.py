"""Passwords: kept as argon2 hashes alone, and compared in the same time whether the name is known or not."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from marsad.errors import MarsadError

SHORTEST = 12
_LONGEST = 1000
_hasher = PasswordHasher()
_NOBODY = _hasher.hash("nobody has this secret")


def hashed(secret: str) -> str:
    """Give the hash of a new password; one that is too short is refused."""
    if not SHORTEST <= len(secret) <= _LONGEST:
        raise MarsadError(f"a password needs at least {SHORTEST} letters")
    return _hasher.hash(secret)


def matches(kept: str | None, secret: str) -> bool:
    """Compare a password with its hash; a name that nobody has takes as long as a wrong password."""
    try:
        _hasher.verify(kept or _NOBODY, secret[:_LONGEST])
    except VerificationError:
        return False
    return kept is not None
