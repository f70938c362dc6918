"""The guarded client against a host that behaves badly: all of it is refused or bounded, each with one clear sentence."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from feed_host import RESET, Asked, Host, answer, bomb, endless, endless_headers, hosting, moved

from marsad.errors import SourceError
from marsad.ingest.web import Client, Limits
from marsad.ingest.web.answer import unpacked

UNKNOWN = ("http://LOCALHOST.", "http://１")  # not every system knows them at all
LIMITS = Limits(size=300_000, seconds=1.5, patience=0.5)


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting() as running:
        yield running


@pytest.fixture
def client(host: Host) -> Iterator[Client]:
    with Client([host.name], LIMITS) as opened:
        yield opened


def refusal(client: Client, url: str) -> str:
    begun = time.monotonic()
    with pytest.raises(SourceError) as caught:
        client.get(url)
    assert time.monotonic() - begun < 5
    said = str(caught.value)
    assert "\n" not in said
    assert said.startswith(url.partition("#")[0]) or url in said
    return said


def test_a_page_comes_with_its_headers_and_says_who_asks(host: Host, client: Client) -> None:
    host.routes["/a"] = answer("<p>سلام</p>", "text/html", "X-Name: Ü")
    found = client.get(host.url("/a?b=1"), {"If-None-Match": '"x"'})
    assert (found.status, found.body.decode(), found.url) == (200, "<p>سلام</p>", host.url("/a?b=1"))
    assert (found.address, found.hops) == ("127.0.0.1", ())
    asked = host.asked[0]
    assert asked.headers["host"] == host.name
    assert asked.headers["user-agent"].startswith("marsad/")
    assert asked.headers["if-none-match"] == '"x"'
    assert not asked.headers.keys() & {"cookie", "authorization", "referer"}


def test_what_is_sent_is_sent_whole_and_nowhere_else(host: Host, client: Client) -> None:
    host.routes["/in"] = answer("ok")
    host.routes["/moved"] = moved("/in", "307 Temporary Redirect")
    assert client.post(host.url("/in"), b"12345" * 1000, {"Content-Type": "a/b"}).body == b"ok"
    assert host.asked[0].body == b"12345" * 1000
    assert client.post(host.url("/moved"), b"1").status == 307


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.2:{port}/", "http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "http://192.168.1.1/", "http://[::1]:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/", "http://2130706433:{port}/", "http://0x7f000001:{port}/", "http://0x7f.1:{port}/",
        "http://127.1:{port}/", "http://localhost:{port}/", "http://LOCALHOST.:{port}/", "http://0.0.0.0:{port}/", "http://100.64.0.1/",
        "http://127.0.0.1/", "http://１２７.0.0.1/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "//127.0.0.2:{port}/x",
    ],
)  # fmt: skip
def test_no_redirect_leads_within(host: Host, client: Client, to: str) -> None:
    host.routes["/go"] = moved(to.format(port=host.port))
    said = refusal(client, host.url("/go"))
    if not to.startswith(UNKNOWN):
        assert "where Marsad does not go by itself" in said
        assert "--allow" in said
    assert host.paths() == ["/go"]


@pytest.mark.parametrize(
    ("to", "why"),
    [
        ("file:///etc/passwd", "no web address"),
        ("gopher://127.0.0.1/", "no web address"),
        ("http://0177.0.0.1/", "no web address"),
        ("http://me:secret@127.0.0.1/", "carries a name or password"),
        ("http://" + "a" * 3000, "no web address"),
        ("/loop", "redirected more than 5 times"),
    ],
)
def test_no_redirect_leads_astray(host: Host, client: Client, to: str, why: str) -> None:
    host.routes["/loop"] = moved("/loop")
    host.routes["/go"] = moved(to)
    said = refusal(client, host.url("/go"))
    assert why in said
    assert "secret" not in said


def test_a_redirect_within_what_is_allowed_is_followed_and_told(host: Host, client: Client) -> None:
    host.routes |= {
        "/a": moved("b?x=1#part"),
        "/b": moved(host.url("/c"), "308 Permanent Redirect"),
        "/c": answer("there"),
    }
    seen: list[str] = []
    found = client.get(host.url("/a"), before=seen.append)
    assert (found.url, found.hops) == (host.url("/c"), (host.url("/a"), host.url("/b?x=1")))
    assert seen == [host.url("/a"), host.url("/b?x=1"), host.url("/c")]


def lying(size: int, body: bytes) -> bytes:
    return f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n\r\n".encode() + body


def test_streams_without_end_are_cut_off(host: Host, client: Client) -> None:
    host.routes |= {"/endless": endless(b"a" * 10_000), "/headers": endless_headers}
    assert "larger than the limit of 0.3 MB" in refusal(client, host.url("/endless"))
    assert "broke off" in refusal(client, host.url("/headers"))


@pytest.mark.parametrize("at", ["head", "body"])
def test_a_server_that_drips_is_cut_off_in_all(host: Host, client: Client, at: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n" + (
        b"X-Slow: " + b"a" * 5000 if at == "head" else b"\r\n" + b"a" * 5000
    )
    host.routes["/drip"] = host.drip(head, 0.01)
    assert "longer than 1.5 seconds in all" in refusal(client, host.url("/drip"))


def test_a_silent_server_is_left(host: Host, client: Client) -> None:
    def silent(_: Asked) -> Iterator[bytes]:
        host.over.wait(5)
        yield b""

    host.routes["/silent"] = silent
    assert "fell silent" in refusal(client, host.url("/silent"))


def test_lies_about_length_are_refused_or_bounded(host: Host, client: Client) -> None:
    host.routes |= {
        "/short": lying(1000, b"only this"),
        "/long": lying(4, b"fourand more"),
        "/huge": lying(10**15, b"x"),
        "/odd": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        "/two": b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
    }
    assert "broke off" in refusal(client, host.url("/short"))
    assert client.get(host.url("/long")).body == b"four"
    assert "larger than the limit" in refusal(client, host.url("/huge"))
    assert "broke off" in refusal(client, host.url("/odd"))
    assert "broke off" in refusal(client, host.url("/two"))


def test_what_is_packed_is_unpacked_up_to_the_limit(host: Host, client: Client) -> None:
    packed = gzip.compress(b"a" * 1000)
    host.routes |= {
        "/packed": answer(packed + gzip.compress(b"b"), "text/html", "Content-Encoding: gzip"),
        "/bomb": bomb(64),
        "/cut": answer(packed[:-9], "text/html", "Content-Encoding: gzip"),
        "/not": answer("plain", "text/html", "Content-Encoding: gzip"),
        "/twice": answer(gzip.compress(packed), "text/html", "Content-Encoding: gzip, gzip"),
        "/br": answer(b"\x0b", "text/html", "Content-Encoding: br"),
    }
    assert client.get(host.url("/packed")).body == b"a" * 1000 + b"b"
    assert "larger than the limit of 0.3 MB as unpacked" in refusal(client, host.url("/bomb"))
    assert "broke off" in refusal(client, host.url("/cut"))
    assert "can't be unpacked" in refusal(client, host.url("/not"))
    assert "was not asked for" in refusal(client, host.url("/twice"))
    assert "was not asked for" in refusal(client, host.url("/br"))


def test_a_connection_that_is_reset_after_a_whole_answer_was_answered(
    host: Host, client: Client, tmp_path: Path
) -> None:
    taken = threading.Event()

    def hasty(_: Asked) -> Iterator[bytes]:
        yield answer("whole")
        taken.wait(5)
        yield RESET

    def tick(*_: object) -> None:
        taken.set()
        time.sleep(0.2)  # until the reset is here

    host.routes["/hasty"] = hasty
    found = client.save(host.url("/hasty"), tmp_path / "saved", tick)
    assert (found.status, found.address) == (200, "127.0.0.1")
    assert (tmp_path / "saved").read_bytes() == b"whole"


def test_many_small_members_take_no_time_and_endless_ones_are_refused(host: Host, client: Client) -> None:
    many = b"".join(gzip.compress(b"%d" % n, mtime=0) + bytes(n % 3) for n in range(5000))
    host.routes["/many"] = answer(many, "text/html", "Content-Encoding: x-gzip")
    assert client.get(host.url("/many")).body == b"".join(b"%d" % n for n in range(5000))
    begun = time.process_time()
    with pytest.raises(SourceError, match="more than 10,000 parts"):
        unpacked(gzip.compress(b"", mtime=0) * 100_000, "gzip", 20_000_000)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("junk", [b"", b"hello\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"\x16\x03\x01" * 50])
def test_what_is_no_http_is_refused(host: Host, client: Client, junk: bytes) -> None:
    host.routes["/junk"] = junk
    assert "broke off" in refusal(client, host.url("/junk"))


def test_a_name_is_resolved_once_and_the_checked_address_is_gone_to(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    gone_to: list[object] = []

    def connect(address: object, *_: object, **__: object) -> None:
        gone_to.append(address)
        raise OSError("no network here")

    monkeypatch.setattr("socket.create_connection", connect)

    def rebinding(name: str, _: int) -> list[str]:
        asked.append(name)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    with Client((), LIMITS, rebinding) as client:
        assert "can't be reached" in refusal(client, f"http://feeds.example:{host.port}/")
    assert (asked, gone_to) == (["feeds.example"], [("93.184.215.14", host.port)])


def test_a_host_of_which_one_address_is_within_is_refused_whole() -> None:
    with Client((), LIMITS, lambda *_: ["93.184.215.14", "10.0.0.7"]) as client:
        assert "10.0.0.7 (a private network)" in refusal(client, "http://feeds.example/")


def test_a_host_allowed_by_name_is_asked_under_its_name(host: Host) -> None:
    host.routes["/"] = answer("in")
    with Client([f"feeds.example:{host.port}"], LIMITS, lambda *_: ["127.0.0.1"]) as client:
        assert client.get(f"http://feeds.example:{host.port}/").body == b"in"
        assert host.asked[0].headers["host"] == f"feeds.example:{host.port}"
        assert "does not go" in refusal(client, f"http://other.example:{host.port}/")


def test_names_that_nobody_resolves_are_told_in_time() -> None:
    def slow(*_: object) -> list[str]:
        time.sleep(1)
        return []

    with Client((), Limits(seconds=0.2), slow) as client:
        assert "longer than 0.2 seconds" in refusal(client, "http://slow.example/")

    def unknown(*_: object) -> list[str]:
        raise OSError("nodename nor servname")

    with Client((), LIMITS, unknown) as client:
        assert "its host is not known" in refusal(client, "http://no.example/")


def test_proxies_of_the_environment_are_not_heeded(host: Host, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    host.routes["/"] = answer("in")
    assert client.get(host.url("/")).body == b"in"
