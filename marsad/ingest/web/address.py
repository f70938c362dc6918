"""Which addresses may be connected to: those of the public network, and hosts that the user allowed by name."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from typing import Self

import httpx

from marsad.errors import SourceError

Address = IPv4Address | IPv6Address
_PUBLIC = ipaddress.IPv6Network("2000::/3")  # all that was ever given out to hosts of the public network
_MOST_PORT = 65535
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_OURS_ONLY = (
    (ipaddress.IPv4Network("100.64.0.0/10"), "a provider's inner network"),
    (ipaddress.IPv4Network("192.88.99.0/24"), "a relay between networks"),
    (ipaddress.IPv4Network("168.63.129.16/32"), "a data centre's own service"),
)
_MARKS = (
    ("is_unspecified", "no host at all"),
    ("is_loopback", "this machine itself"),
    ("is_link_local", "the local link"),
    ("is_multicast", "a group of hosts"),
    ("is_reserved", "reserved"),
    ("is_private", "a private network"),
)


def objection(address: Address) -> str | None:
    """Say what an address is of, if it may not be connected to; None for one of the public network.

    An IPv6 address that carries an IPv4 address (mapped, 6to4, NAT64) is what it carries.
    """
    carried = _carried(address)
    if carried is not None:
        return objection(carried)
    told = next((of for network, of in _OURS_ONLY if address.version == 4 and address in network), None)
    told = told or next((of for mark, of in _MARKS if getattr(address, mark)), None)
    if told is None and (not address.is_global or (address.version == 6 and address not in _PUBLIC)):
        return "no public network"
    return told


def _carried(address: Address) -> IPv4Address | None:
    """Give the IPv4 address that an IPv6 address carries."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


@dataclass(frozen=True, slots=True)
class Allowed:
    """The hosts that may be connected to whatever their address is, each with a port, or with None for every port."""

    hosts: frozenset[tuple[str, int | None]]

    @classmethod
    def of(cls, given: Collection[str]) -> Self:
        """Read `HOST` or `HOST:PORT`, an IPv6 address in brackets."""
        return cls(frozenset(_host(each) for each in given))

    def holds(self, host: str, port: int) -> bool:
        """Say whether a host was allowed, by the very name that is asked for."""
        name = plain(host)
        return (name, None) in self.hosts or (name, port) in self.hosts


def plain(host: str) -> str:
    """Write a host's name the one way in which it is compared: ASCII, in small letters, without a last dot or brackets."""
    return host.lower().rstrip(".").strip("[]")


def _host(given: str) -> tuple[str, int | None]:
    host, port = given.strip(), ""
    if not host.endswith("]") and ":" in host:
        host, _, port = host.rpartition(":")
    try:
        name = httpx.URL(f"http://{host}").raw_host.decode()
    except (httpx.InvalidURL, ValueError):
        name = ""
    whole = name and not set(host) & set("/@?# %") and (not port or (port.isascii() and port.isdigit()))
    if not whole or int(port or 0) > _MOST_PORT or given.strip().endswith(":"):
        raise SourceError(f"--allow {given}: is no host; write its name as in the address, such as feeds.example:8080")
    return plain(name), int(port) if port else None
