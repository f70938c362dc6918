"""Asking a second reader about a record: what it says is kept beside the claims, and the record of the rules stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from llm_host import Host, Reply, claims, harm, hosting, report_of, said
from records import DAY, FIRST, SECOND, THIRD, report
from sqlalchemy import select

from marsad.knowledge.known import Knowledge
from marsad.model.codec import pack
from marsad.opinion.answer import answer
from marsad.opinion.asking import Endpoint
from marsad.opinion.reader import Reader
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.opining import Asked, Opined, opine
from marsad.record.refresh import refresh
from marsad.record.second import second_readings
from marsad.store import Store
from marsad.store.claims import current_claims
from marsad.store.expunge import Order, expunge
from marsad.store.incidents import current_incidents
from marsad.store.log import entries
from marsad.store.opinions import answers_of, opinions_of
from marsad.store.people import shelve
from marsad.store.schema_work import queue, shelves
from marsad.store.verify import verify

A, B, C = (report(text, name) for text, name in ((FIRST, "a"), (SECOND, "b"), (THIRD, "c")))
RIGHT = harm("killed", "ثلاثة مدنيين", "قتل", where="حلب", when="أمس", source="المرصد السوري لحقوق الإنسان")
OTHER = harm("killed", "سبعة أشخاص", "مقتل", where="إدلب", source="وزارة الصحة", scope="cumulative")
WRONG = harm("killed", "تسعون", "قتل")


def says(asked: dict[str, Any]) -> Reply:
    """Answer what stands in the report that is asked about, and something that stands in none."""
    text = report_of(asked)
    return claims(*[each for each in (RIGHT, OTHER) if each["number"] in text], WRONG)


@pytest.fixture
def filled(store: Store, known: Knowledge) -> Store:
    take_in(store, [A, B, C], known, "amal", lambda _: None)
    with store.transaction("amal") as writing:
        refresh(writing, run_of(known.version))
    bring_up(store)
    return store


def asked(store: Store, known: Knowledge, host: Host, which: Asked = Asked()) -> Opined:  # noqa: B008  frozen
    endpoint = Endpoint.of(host.url, "small")
    with endpoint.client(1) as client:
        return opine(store, Reader(endpoint, client, lambda _: None), known, which, lambda _: None)


def evidence(store: Store) -> list[bytes]:
    """Give all that the rules have put into the record."""
    with store.reading() as connection:
        return [pack(each) for each in (*current_claims(connection), *current_incidents(connection))]


def test_opinions_are_kept_and_nothing_that_the_rules_read_is_changed(filled: Store, known: Knowledge) -> None:
    before = evidence(filled)
    with hosting(says) as host:
        told = asked(filled, known, host)
        assert (told.heard, told.agreed, told.differing, told.theirs) == (3, 1, 1, 0)
        assert told.refused == {("number", "absent"): 3}
        assert told.failed == []
        again = asked(filled, known, host)
        assert (again.heard, len(host.asked)) == (0, 3)
    assert evidence(filled) == before
    with filled.reading() as connection:
        assert verify(connection) == ()
        (entry,) = (each for each in entries(connection, A.id) if each.action == "OPINE")
        (kept,) = opinions_of(connection, [A.id])[A.id]
        (raw,) = answers_of(connection, A.id)
    assert entry.actor == kept.reader == f"llm:small@{host.url.split('/')[2]}"
    assert not set(FIRST.split()) & set(entry.detail.split())
    assert kept.knowledge == known.version
    assert answer(raw) == answer(says(host.asked[0]).body)
    assert [each.count.low for each in kept.harms] == [3]


def test_what_is_read_otherwise_is_the_first_doubt_of_its_claim(filled: Store, known: Knowledge) -> None:
    with hosting(says) as host:
        asked(filled, known, host)
    bring_up(filled)
    with filled.reading() as connection:
        doubts = dict(connection.execute(select(queue.c.document, queue.c.doubts).where(queue.c.kind == "harm")).all())
        (second,) = second_readings(connection, B.id)
    assert doubts[B.id].startswith("opinion|")
    assert "opinion" not in doubts[A.id]
    (pair,) = second.told.differing
    assert [each.field for each in pair.differences] == ["scope"]


def test_only_what_is_asked_for_is_sent_and_closed_collections_stay_here(filled: Store, known: Knowledge) -> None:
    with filled.transaction("amal") as writing:
        writing.add(shelves, [{"document": B.id, "collection": "sealed"}])
    with hosting(says) as host:
        asked(filled, known, host, Asked(frozenset({A.id, B.id})))
        assert [FIRST in report_of(each) for each in host.asked] == [True]
        asked(filled, known, host)
        assert [SECOND in report_of(each) for each in host.asked] == [False, False]
        asked(filled, known, host, Asked(closed=True))
        assert SECOND in report_of(host.asked[-1])


@pytest.mark.parametrize("closed", [False, True])
def test_a_report_that_is_closed_while_others_are_asked_about_stays_here(
    filled: Store, known: Knowledge, closed: bool
) -> None:
    def closing(each: dict[str, Any]) -> Reply:
        with filled.transaction("amal") as writing:
            shelve(writing, [B.id], "sealed")
        return says(each)

    with hosting(closing) as host:
        told = asked(filled, known, host, Asked(closed=closed))
    assert any(SECOND in report_of(each) for each in host.asked) is closed
    assert (told.heard, told.failed) == (3 if closed else 2, [])


def test_a_report_that_is_expunged_while_others_are_asked_about_is_passed_over(filled: Store, known: Knowledge) -> None:
    def expunging(each: dict[str, Any]) -> Reply:
        if len(host.asked) == 1:
            with filled.transaction("amal") as writing:
                expunge(writing, Order(B.id, "safety", ("Amal Haddad", "Omar Nasser")))
        return says(each)

    with hosting(expunging) as host:
        told = asked(filled, known, host, Asked(closed=True))
    assert [text in report_of(each) for text, each in zip((FIRST, THIRD), host.asked, strict=True)] == [True, True]
    assert (told.heard, told.failed) == (2, [])


@pytest.mark.parametrize("reply", [claims(), Reply(b"", 503)])
def test_a_report_that_is_closed_while_it_is_asked_about_is_sent_no_further(
    store: Store, known: Knowledge, reply: Reply
) -> None:
    long = report("\n".join([FIRST, *["وقال شاهد إن القصف استمر ساعة."] * 450]), "long")
    take_in(store, [long], known, "amal", lambda _: None)

    def closing(_: dict[str, Any]) -> Reply:
        with store.transaction("amal") as writing:
            shelve(writing, [long.id], "sealed")
        return reply

    with hosting(closing) as host:
        told = asked(store, known, host)
    assert (len(host.asked), told.heard, told.failed) == (1, 0, [])


def test_a_reader_that_never_answers_is_given_up_although_a_report_was_passed_over(
    filled: Store, known: Knowledge
) -> None:
    def closing(_: dict[str, Any]) -> Reply:
        with filled.transaction("amal") as writing:
            shelve(writing, [A.id], "sealed")
        return Reply(b"", 503)

    with hosting(closing) as host:
        told = asked(filled, known, host)
    assert [each.partition(":")[0] for each in told.failed][1:] == [
        "1 more reports were not asked about; the record is as it was"
    ]
    assert len(host.asked) == 1 + 3


def test_an_answer_that_repeats_the_key_is_not_kept(filled: Store, known: Knowledge) -> None:
    with hosting(Reply(b'{"error": "bad key sk-do\\/not-tell-anybody"}')) as host:
        endpoint = Endpoint.of(host.url, "small", "sk-do/not-tell-anybody")
        with endpoint.client(5) as client:
            told = opine(filled, Reader(endpoint, client, lambda _: None), known, Asked(), lambda _: None)
    assert "repeats the key" in told.failed[0]
    with filled.reading() as connection:
        assert opinions_of(connection, [A.id, B.id, C.id]) == {}


def test_a_reader_that_is_not_there_leaves_the_record_as_it_was(filled: Store, known: Knowledge) -> None:
    with filled.reading() as connection:
        before = list(entries(connection))
    with hosting(says) as host:
        pass
    told = asked(filled, known, host)
    assert told.heard == 0
    assert len(told.failed) == 2
    assert "can't be reached" in told.failed[0]
    assert told.failed[1].startswith("2 more reports were not asked about")
    with filled.reading() as connection:
        assert list(entries(connection)) == before


def test_an_answer_that_says_nothing_of_use_is_kept_as_it_came(filled: Store, known: Knowledge) -> None:
    with hosting(said("Ignore the report. <script>alert(1)</script>")) as host:
        told = asked(filled, known, host)
    assert told.heard == 3
    assert told.refused == {("answer", "no-json"): 3}
    with filled.reading() as connection:
        found = opinions_of(connection, [A.id, B.id, C.id])
        assert all(each.harms == () for told_of in found.values() for each in told_of)
        assert verify(connection) == ()


def test_one_report_without_an_answer_is_listed_and_the_others_go_on(filled: Store, known: Knowledge) -> None:
    with hosting(lambda each: Reply(b"", 400) if SECOND in report_of(each) else says(each)) as host:
        told = asked(filled, known, host)
        assert told.heard == 2
        assert len(told.failed) == 1
        asked(filled, known, host)
        assert len(host.asked) == 4


def test_two_models_have_an_opinion_each_and_a_later_one_takes_the_place_of_the_earlier(
    filled: Store, known: Knowledge
) -> None:
    with hosting(says) as host:
        asked(filled, known, host)
        other = Endpoint.of(host.url, "large")
        with other.client(5) as client:
            opine(filled, Reader(other, client, lambda _: None), known, Asked(), lambda _: None)
    with filled.reading() as connection:
        names = [each.reader for each in opinions_of(connection, [A.id])[A.id]]
    assert [name.partition("@")[0] for name in names] == ["llm:small", "llm:large"]
    assert A.published == DAY
