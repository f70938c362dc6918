"""Timestamps by RFC 3161: asking an authority for one, and checking one that was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from marsad.errors import SourceError
from marsad.ingest.web.client import Client

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

MISSING = "timestamps need the extra `evidence`: install it with `pip install 'marsad[evidence]'`"
_QUERY, _REPLY = "application/timestamp-query", "application/timestamp-reply"


class MissingError(SourceError):
    """The library for timestamps is not installed."""

    def __init__(self) -> None:
        super().__init__(MISSING)


@dataclass(frozen=True, slots=True)
class Token:
    """An authority's answer as it was sent, and the moment that it signed (UTC, ISO 8601)."""

    answer: bytes
    at: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer says: the moment (UTC), and the number that the request had."""

    at: str
    nonce: int | None


def stamped(client: Client, authority: str, data: bytes) -> Token:
    """Have data stamped: only their SHA-256 is sent. An answer that is not of this request, or not signed, is refused."""
    try:
        from rfc3161_client import HashAlgorithm, TimestampRequestBuilder  # noqa: PLC0415  an extra
    except ImportError:
        raise MissingError from None
    request = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256).cert_request(cert_request=True)
    asked = request.build()
    answer = client.post(authority, asked.as_bytes(), {"Content-Type": _QUERY, "Accept": _REPLY})
    if not answer.is_success:
        raise SourceError(
            f"{authority}: the authority refused ({answer.status} {answer.reason}); is the address right?"
        )
    digest = hashlib.sha256(data).hexdigest()
    try:
        told = _granted(_decoded(answer.body), digest)
        check(answer.body, digest, ())
    except SourceError as refusal:
        raise SourceError(f"{authority}: {refusal}") from None
    if told.nonce != asked.nonce:
        raise SourceError(f"{authority}: the answer is not the one to this request; it was not kept")
    return Token(answer.body, told.at)


def check(answer: bytes, digest: str, roots: Sequence[Certificate]) -> str:
    """Check a kept answer against the hash (hexadecimal) that it must be of, and its signature against roots.

    Without roots, the signature is checked against the certificate that it brings along. Returns the moment that was signed; a
    `SourceError` says what is wrong.
    """
    told = _decoded(answer)
    said = _granted(told, digest)
    from marsad.ingest.web.signature import check_signature  # noqa: PLC0415  an extra

    check_signature(told.time_stamp_token())
    if roots:
        from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415  an extra

        try:
            VerifierBuilder(roots=list(roots)).build().verify(told, bytes.fromhex(digest))
        except (VerificationError, ValueError) as fault:
            raise SourceError(f"its signature does not lead to the roots that were given ({_words(fault)})") from None
    return said.at


def roots_of(path: Path) -> tuple[Certificate, ...]:
    """Read the certificates that an authority's signature must lead to."""
    try:
        from cryptography.x509 import load_pem_x509_certificates  # noqa: PLC0415  comes with the extra
    except ImportError:
        raise MissingError from None
    try:
        return tuple(load_pem_x509_certificates(path.read_bytes()))
    except OSError as fault:
        raise SourceError(
            f"{path}: can't be read ({fault.strerror}); give the authority's root certificates as PEM"
        ) from None
    except ValueError:
        raise SourceError(f"{path}: holds no certificates in PEM; give the authority's root certificates") from None


def _decoded(answer: bytes) -> TimeStampResponse:
    try:
        from rfc3161_client import decode_timestamp_response  # noqa: PLC0415  an extra
    except ImportError:
        raise MissingError from None
    try:
        return decode_timestamp_response(answer)
    except ValueError as fault:
        raise SourceError(f"it can't be read as a timestamp ({_words(fault)})") from None


def _granted(told: TimeStampResponse, digest: str) -> _Said:
    """Give what an answer says; one that grants nothing, or is of something else, is refused."""
    if told.status not in (0, 1):
        raise SourceError(f"the authority did not grant it ({' '.join(told.status_string) or told.status})")
    try:
        info = told.tst_info
        said = _Said(info.gen_time.astimezone(UTC).isoformat(timespec="seconds"), info.nonce)
        imprint = info.message_imprint.message.hex()
    except (ValueError, OverflowError) as fault:
        raise SourceError(f"it can't be read as a timestamp ({_words(fault)})") from None
    if imprint != digest:
        raise SourceError("the timestamp is not of what it is kept for")
    return said


def _words(fault: Exception) -> str:
    return " ".join(str(fault).split())[:200]
