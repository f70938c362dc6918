"""Lists of feeds: a line each, or OPML as feed readers write it."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from marsad.errors import SourceError
from marsad.ingest.encoding import decode

_LIMIT = 5_000_000


def listed(path: Path) -> tuple[str, ...]:
    """Give the addresses of a list, each once, in its order; `#` begins a remark."""
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise SourceError(
            f"{path}: can't be read ({fault.strerror}); give a list with an address a line, or OPML"
        ) from None
    if len(data) > _LIMIT:
        raise SourceError(f"{path}: is larger than {_LIMIT / 1_000_000:g} MB; is it a list of feeds?")
    text = decode(data)
    found = _opml(text, path) if text.lstrip("\ufeff \r\n\t").startswith("<") else _lines(text)
    if not found:
        raise SourceError(f"{path}: names no feed; write an address a line, or give OPML with xmlUrl")
    return tuple(dict.fromkeys(found))


def _lines(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line.split()[0] for line in lines if line and not line.startswith("#")]


def _opml(text: str, path: Path) -> list[str]:
    if "<!ENTITY" in text.upper():
        raise SourceError(f"{path}: defines entities, which a list of feeds has no need of")
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), reader)
    except etree.XMLSyntaxError as fault:
        raise SourceError(f"{path}: is no OPML ({fault.msg})") from None
    return [address.strip() for each in root.iter("outline") if (address := each.get("xmlUrl"))]
