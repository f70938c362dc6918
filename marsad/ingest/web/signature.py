"""Whether a timestamp is signed by the certificate that it brings along: its letters are whole, whoever signed them.

The library checks signatures only where the authority's roots are at hand; without them, this much can still be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import Certificate, ExtendedKeyUsage, ExtensionNotFound, load_der_x509_certificate
from cryptography.x509.oid import ExtendedKeyUsageOID

from marsad.errors import SourceError

_SEQUENCE, _SET, _OCTETS, _ATTRIBUTES = 0x30, 0x31, 0x04, 0xA0
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_HASHES: tuple[hashes.HashAlgorithm, ...] = (hashes.SHA256(), hashes.SHA384(), hashes.SHA512())


@dataclass(frozen=True, slots=True)
class _Part:
    """One value of DER: its tag, what is in it, and all of it."""

    tag: int
    content: bytes
    whole: bytes

    def parts(self) -> list[_Part]:
        return list(_parts(self.content))


def check_signature(token: bytes) -> None:
    """Check a token (RFC 3161, DER) against the certificates in it; a `SourceError` says what is wrong."""
    try:
        told, attributes, signature, certificates = _signed(token)
    except (IndexError, StopIteration, ValueError) as fault:
        raise SourceError("its signature can't be read") from fault
    if not _names(attributes, told):
        raise SourceError("what it says is not what was signed")
    signed = bytes([_SET]) + attributes.whole[1:]
    if not any(_signs(each, signature, signed) for each in certificates if _may_stamp(each)):
        raise SourceError("no certificate that it brings along has signed it")


def _signed(token: bytes) -> tuple[bytes, _Part, bytes, list[Certificate]]:
    """Give what a token says, the attributes that were signed, the signature, and the certificates."""
    (whole,) = _parts(token)
    data = whole.parts()[1].parts()[0].parts()
    said = next(each for each in data if each.tag == _SEQUENCE)
    info = next(each for each in reversed(data) if each.tag == _SET and each is not data[1]).parts()[0].parts()
    attributes = next(each for each in info if each.tag == _ATTRIBUTES)
    signature = next(each for each in info if each.tag == _OCTETS)
    brought = (part for each in data if each.tag == _ATTRIBUTES for part in each.parts())
    certificates = [load_der_x509_certificate(each.whole) for each in brought]
    return said.parts()[1].parts()[0].content, attributes, signature.content, certificates


def _names(attributes: _Part, told: bytes) -> bool:
    """Say whether the signed attributes hold the hash of what is said."""
    named = (each.parts() for each in attributes.parts())
    held = [values.parts()[0].content for kind, values in named if kind.content == _MESSAGE_DIGEST]
    return len(held) == 1 and held[0] in {_hashed(each, told) for each in _HASHES}


def _hashed(kind: hashes.HashAlgorithm, data: bytes) -> bytes:
    made = hashes.Hash(kind)
    made.update(data)
    return made.finalize()


def _may_stamp(certificate: Certificate) -> bool:
    """Say whether a certificate is one for timestamps."""
    try:
        uses = certificate.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except (ExtensionNotFound, ValueError):
        return False
    return ExtendedKeyUsageOID.TIME_STAMPING in uses


def _signs(certificate: Certificate, signature: bytes, signed: bytes) -> bool:
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        return False
    for kind in _HASHES:
        try:
            if isinstance(key, rsa.RSAPublicKey):
                key.verify(signature, signed, padding.PKCS1v15(), kind)
                return True
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(signature, signed, ec.ECDSA(kind))
                return True
        except InvalidSignature:
            continue
    return False


def _parts(data: bytes) -> Iterator[_Part]:
    """Give the values of DER that stand one after another."""
    start = 0
    while start < len(data):
        size, body = data[start + 1], start + 2
        if size & 0x80:
            count = size & 0x7F
            size, body = int.from_bytes(data[body : body + count]), body + count
        end = body + size
        if end > len(data):
            raise ValueError("a value is cut off")
        yield _Part(data[start], data[body:end], data[start:end])
        start = end
