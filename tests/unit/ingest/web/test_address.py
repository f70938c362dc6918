"""Which addresses are connected to: none that is not of the public network, however it is written or carried."""

from __future__ import annotations

import ipaddress
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marsad.errors import SourceError
from marsad.ingest.web.address import Allowed, objection

INNER = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/29", "192.0.2.0/24",
    "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip
INNER6 = (
    "::/96",
    "::1/128",
    "fe80::/10",
    "fec0::/10",
    "fc00::/7",
    "ff00::/8",
    "2001:db8::/32",
    "2001::/32",
    "100::/64",
)
inner = st.sampled_from(INNER).flatmap(lambda network: st.ip_addresses(network=network))
inner6 = st.sampled_from(INNER6).flatmap(lambda network: st.ip_addresses(network=network))


def carrying(address: IPv4Address) -> list[IPv6Address]:
    return [
        IPv6Address(f"::ffff:{address}"),
        IPv6Address(int(IPv6Address("64:ff9b::")) + int(address)),
        IPv6Address(int(IPv6Address("2002::")) + (int(address) << 80) + 1),
    ]


@given(inner)
def test_no_inner_address_is_gone_to_nor_what_carries_one(address: IPv4Address) -> None:
    assert objection(address)
    assert all(objection(each) for each in carrying(address))


@given(inner6)
def test_no_inner_address_of_the_sixth_version_is_gone_to(address: IPv6Address) -> None:
    assert objection(address)


@given(st.ip_addresses(v=4))
def test_what_carries_an_address_is_judged_as_it_is(address: IPv4Address) -> None:
    assert {objection(each) is None for each in carrying(address)} == {objection(address) is None}


@given(st.ip_addresses())
def test_what_is_gone_to_is_global_and_of_one_host(address: IPv4Address | IPv6Address) -> None:
    if objection(address) is None:
        assert not any((address.is_multicast, address.is_loopback, address.is_link_local, address.is_unspecified))
        carried = address.version == 6 and address in ipaddress.ip_network("64:ff9b::/96")
        assert address.is_global or carried


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
)
def test_the_public_network_is_gone_to(address: str) -> None:
    assert objection(ipaddress.ip_address(address)) is None


@pytest.mark.parametrize(
    ("given", "held", "refused"),
    [
        ("Feeds.Example", ("feeds.example.", 8080), ("www.feeds.example", 80)),
        ("feeds.example:8080", ("feeds.example", 8080), ("feeds.example", 80)),
        ("feeds.example:80", ("feeds.example", 80), ("feeds.example", 443)),
        ("[::1]:99", ("::1", 99), ("::1", 98)),
        ("[::1]", ("::1", 98), ("127.0.0.1", 98)),
        ("localhost", ("localhost", 1), ("127.0.0.1", 1)),
        ("مثال.سورية", ("xn--mgbh0fb.xn--ogbpf8fl", 443), ("مثال", 443)),
    ],
)
def test_a_host_is_allowed_by_the_very_name(given: str, held: tuple[str, int], refused: tuple[str, int]) -> None:
    allowed = Allowed.of([given])
    assert allowed.holds(*held)
    assert not allowed.holds(*refused)


@pytest.mark.parametrize("given", ["", "http://a.example/", "a.example/b", "u:p@a.example", "a b", "a:99999999"])
def test_what_is_no_host_is_not_allowed(given: str) -> None:
    with pytest.raises(SourceError, match="is no host"):
        Allowed.of([given])
