"""Timestamps of a real authority on this machine: kept, checked by us and by openssl, and found out when they were changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from authority import Authority, openssl
from feed_host import Asked, Host, answer, hosting
from records import FIRST, SECOND, administrator, reading, report
from sqlalchemy import text

from marsad.errors import SourceError
from marsad.ingest.web import Client, Limits
from marsad.ingest.web.authority import check, roots_of, stamped
from marsad.record.evidence import Evidence, examine
from marsad.record.stamping import Stamper
from marsad.store import Store, put_reading
from marsad.store.log import head
from marsad.store.stamps import all_stamps, head_statement, originals_of, unstamped
from marsad.store.verify import verify


@pytest.fixture(scope="module", params=["rsa:2048", "ec"])
def authority(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority") / "made", request.param)


@pytest.fixture
def host(authority: Authority) -> Iterator[Host]:
    with hosting() as running:
        running.routes["/tsa"] = authority
        yield running


@pytest.fixture
def stamper(host: Host, tmp_path: Path, blank_file: Path) -> Iterator[Stamper]:
    (tmp_path / "work.db").write_bytes(blank_file.read_bytes())
    with (
        Store.open(str(tmp_path / "work.db")) as store,
        Client([host.name], Limits(seconds=20, patience=20)) as client,
    ):
        with store.transaction("test") as writing:
            put_reading(writing, reading(report(FIRST)))
            put_reading(writing, reading(report(SECOND)))
        yield Stamper(store, client, host.url("/tsa"), "test")


def examined(stamper: Stamper, roots: Path | None = None) -> Evidence:
    with stamper.store.reading() as connection:
        return examine(connection, roots)


def stamp_all(stamper: Stamper) -> list[str]:
    with stamper.store.reading() as connection:
        wanted = unstamped(connection)
    return stamper.originals(wanted, lambda _: None) + stamper.end()[1]


def test_originals_and_the_log_are_stamped_once(stamper: Stamper, authority: Authority, host: Host) -> None:
    assert stamp_all(stamper) == []
    assert stamp_all(stamper) == []
    assert len(host.asked) == 3
    found = examined(stamper, authority.root)
    assert (found.stamps, found.faults, found.notes) == (3, [], [])
    with stamper.store.reading() as connection:
        assert verify(connection) == ()
        assert [each.document is None for each in all_stamps(connection)] == [False, False, True]
    alone = examined(stamper)
    assert alone.faults == []
    assert "signed by the certificates that they bring along" in alone.notes[0]


def test_only_hashes_are_sent(stamper: Stamper, host: Host) -> None:
    stamp_all(stamper)
    assert all(len(each.body) < 100 for each in host.asked)
    assert not any(FIRST.encode("cp1256")[:20] in each.body for each in host.asked)


def test_openssl_agrees(stamper: Stamper, authority: Authority, tmp_path: Path) -> None:
    stamp_all(stamper)
    with stamper.store.reading() as connection:
        kept = tuple(all_stamps(connection))
        last = head(connection)
        originals = {
            each.digest: each.content for one in kept if one.document for each in originals_of(connection, one.document)
        }
    for stamp in kept:
        (tmp_path / "token").write_bytes(stamp.token)
        if stamp.document:
            (tmp_path / "data").write_bytes(originals[stamp.digest])
        else:
            assert stamp.entry == last.seq - 1
            (tmp_path / "data").write_bytes(_statement(stamper, stamp.entry))
        given = ("-in", str(tmp_path / "token"), "-data", str(tmp_path / "data"), "-CAfile", str(authority.root))
        assert "Verification: OK" in openssl("ts", "-verify", *given)


def _statement(stamper: Stamper, entry: int) -> bytes:
    from marsad.store.log import Head, entries

    with stamper.store.reading() as connection:
        return next(head_statement(Head(each.seq, each.hash)) for each in entries(connection) if each.seq == entry)


def test_a_changed_token_is_found_out(stamper: Stamper, authority: Authority) -> None:
    stamp_all(stamper)
    with stamper.store.reading() as connection:
        first = next(all_stamps(connection))
    roots = roots_of(authority.root)
    for data in (first.token[:-7] + bytes([first.token[-7] ^ 1]) + first.token[-6:], b"", first.token[:40]):
        for given in ((), roots):
            with pytest.raises(SourceError):
                check(data, first.digest, given)
    with pytest.raises(SourceError, match="not of what it is kept for"):
        check(first.token, "0" * 64, roots)
    assert check(first.token, first.digest, roots) == first.at


def test_no_byte_of_what_was_signed_can_be_changed_unseen(authority: Authority, host: Host) -> None:
    with Client([host.name], Limits(seconds=20, patience=20)) as client:
        token = stamped(client, host.url("/tsa"), b"letters")
    digest = _digest(b"letters")
    seen = 0
    for place in range(0, len(token.answer), 3):
        changed = bytearray(token.answer)
        changed[place] ^= 1
        try:
            assert check(bytes(changed), digest, ()) == token.at
        except SourceError:
            seen += 1
    assert seen > 0.5 * len(token.answer) / 3


def _digest(data: bytes) -> str:
    import hashlib

    return hashlib.sha256(data).hexdigest()


def test_the_roots_of_another_authority_are_none(stamper: Stamper, tmp_path: Path) -> None:
    stamp_all(stamper)
    other = Authority(tmp_path / "other")
    said = [str(each) for each in examined(stamper, other.root).faults]
    assert len(said) == 3
    assert all("does not lead to the roots" in each for each in said)


def test_a_log_that_was_written_anew_does_not_fit_its_timestamp(stamper: Stamper) -> None:
    stamp_all(stamper)
    with administrator(stamper.store.name) as connection:
        connection.execute(text("DROP TRIGGER log_no_update"))
        connection.execute(
            text("UPDATE log SET hash = :hash WHERE seq = (SELECT max(entry) FROM stamps)"), {"hash": "0" * 64}
        )
    assert any("is not of log entry" in str(each) for each in examined(stamper).faults)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (answer("no", status="403 Forbidden"), "the authority refused (403 Forbidden)"),
        (answer(b"nonsense", "application/timestamp-reply"), "can't be read as a timestamp"),
        (answer(b"", "application/timestamp-reply"), "can't be read as a timestamp"),
    ],
)
def test_an_authority_that_fails_is_one_sentence_and_nothing_is_kept(
    stamper: Stamper, host: Host, body: bytes, why: str
) -> None:
    host.routes["/tsa"] = body
    said = stamp_all(stamper)
    assert len(said) == 2
    assert all(why in each and "\n" not in each for each in said)
    assert examined(stamper).stamps == 0


def test_an_answer_to_another_request_is_not_kept(stamper: Stamper, host: Host) -> None:
    whole = stamped(stamper.client, stamper.authority, b"letters").answer
    host.routes["/tsa"] = answer(whole, "application/timestamp-reply")
    with pytest.raises(SourceError, match="not of what it is kept for"):
        stamped(stamper.client, stamper.authority, b"other letters")
    with pytest.raises(SourceError, match="not the one to this request"):
        stamped(stamper.client, stamper.authority, b"letters")


def test_a_timestamp_that_is_not_signed_is_not_kept_and_asked_for_again(
    stamper: Stamper, authority: Authority, host: Host
) -> None:
    def spoilt(asked: Asked) -> list[bytes]:
        reply = bytearray(authority.reply(asked.body))
        reply[-5] ^= 1
        return [answer(bytes(reply), "application/timestamp-reply")]

    host.routes["/tsa"] = spoilt
    said = stamp_all(stamper)
    assert len(said) == 2
    assert all(each.startswith(host.url("/tsa")) and "has signed it" in each for each in said)
    assert examined(stamper).stamps == 0
    host.routes["/tsa"] = authority
    assert stamp_all(stamper) == []
    assert (examined(stamper).stamps, examined(stamper).faults) == (3, [])


def test_without_the_extra_what_was_not_checked_is_said(stamper: Stamper, monkeypatch: pytest.MonkeyPatch) -> None:
    stamp_all(stamper)
    monkeypatch.setitem(sys.modules, "rfc3161_client", None)
    found = examined(stamper)
    assert found.faults == []
    assert "the timestamps were not checked: timestamps need the extra `evidence`" in found.notes[0]
    with pytest.raises(SourceError, match="need the extra `evidence`"):
        stamped(stamper.client, stamper.authority, b"letters")


def test_certificates_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.pem").write_text("none")
    with pytest.raises(SourceError, match="holds no certificates"):
        roots_of(tmp_path / "bad.pem")
    with pytest.raises(SourceError, match="can't be read"):
        roots_of(tmp_path / "none.pem")
