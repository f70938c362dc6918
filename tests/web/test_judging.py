"""Judging: one's own decisions, those of others, and that nobody's is lost or taken on what is no longer so."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta

import httpx
from workbench import SECRET, Served, signed_in

from marsad.model.person import Person
from marsad.record.asread import as_read
from marsad.record.board import bring_up
from marsad.record.subjects import judged_claim
from marsad.serve.passwords import hashed
from marsad.store.accounts import current_accounts
from marsad.store.judgements import all_judgements, current_judgements
from marsad.store.locks import take
from marsad.store.log import entries, head
from marsad.store.people import put_account, shelve
from marsad.store.queue import queued
from marsad.store.verify import verify


def seen(served: Served) -> int:
    with served.store.reading() as connection:
        return head(connection).seq


def harms(served: Served) -> list[tuple[str, str]]:
    """Give the claims of harm with their documents."""
    with served.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT claim, document FROM queue WHERE kind = 'harm' ORDER BY claim")
        return [(claim, document) for claim, document in rows]


def state(served: Served, claim: str) -> str:
    bring_up(served.store)
    with served.store.reading() as connection:
        found = queued(connection, claim, "doubt")
        return found.state if found else "not queued"


def judge(client: httpx.Client, at: int, verdict: str, *subjects: str, **more: str) -> httpx.Response:
    fields = {key.replace("_", "-"): value for key, value in more.items()}
    return client.post("/judgements", data={"verdict": verdict, "subject": list(subjects), "seen": str(at), **fields})


def admitted(served: Served, name: str, role: str = "analyst") -> None:
    with served.store.transaction("tester") as writing:
        put_account(writing, Person(name, name, role), hashed(SECRET))  # type: ignore[arg-type]


def test_a_decision_is_signed_leads_back_and_can_be_undone(shared: Served) -> None:
    claim = harms(shared)[0][0]
    with signed_in(shared, "analyst") as client:
        answer = judge(client, seen(shared), "accept", claim, reason="as I read it", then="/incidents?x=1")
        assert (answer.status_code, answer.headers["location"]) == (303, "/incidents?x=1")
        assert state(shared, claim) == "once"
        with shared.store.reading() as connection:
            signed = current_judgements(connection)[-1]
        assert (signed.by, signed.reason, signed.subjects) == ("analyst", "as I read it", (claim,))
        assert client.post("/judgements/undo").status_code == 303
        assert state(shared, claim) == "open"
        assert client.post("/judgements/undo").status_code == 422
    with shared.store.reading() as connection:
        assert [each.action for each in entries(connection)].count("WITHDRAW") == 1
        assert len(list(all_judgements(connection))) == 2


def test_saying_the_same_twice_is_one_judgement(shared: Served) -> None:
    claim = harms(shared)[0][0]
    with signed_in(shared, "analyst") as client:
        at = seen(shared)
        assert [judge(client, at, "reject", claim).status_code for _ in range(2)] == [303, 303]
    with shared.store.reading() as connection:
        assert len(list(all_judgements(connection))) == 1


def test_a_correction_holds_what_differs_and_nothing_else(shared: Served) -> None:
    claim = harms(shared)[0][0]
    with signed_in(shared, "analyst") as client:
        with shared.store.reading() as connection:
            read = as_read(judged_claim(connection, claim))
        unchanged = judge(client, seen(shared), "correct", claim, correct_status=read["status"])
        assert (unchanged.status_code, "nothing differs" in unchanged.text) == (422, True)
        answer = judge(
            client, seen(shared), "correct", claim, correct_low="٣", correct_high="4", correct_status="civilian"
        )
        assert answer.status_code == 303
        wrong = judge(client, seen(shared), "correct", claim, correct_low="9", correct_high="4")
        assert (wrong.status_code, "9" in wrong.text) == (422, True)
        assert judge(client, seen(shared), "correct", claim, correct_colour="red").status_code == 422
    with shared.store.reading() as connection:
        given = dict(current_judgements(connection)[-1].corrections)
    assert given == {
        key: value for key, value in (("low", "3"), ("high", "4"), ("status", "civilian")) if value != read[key]
    }


def test_who_may_not_judge_is_told_and_logged(shared: Served) -> None:
    claim, document = harms(shared)[0]
    with shared.store.transaction("tester") as writing:
        shelve(writing, [document], "closed")
    with signed_in(shared, "reader") as client:
        assert judge(client, seen(shared), "accept", claim).status_code == 403
    with signed_in(shared, "analyst") as client:
        assert judge(client, seen(shared), "accept", claim).status_code == 404
        assert judge(client, seen(shared), "accept", "0" * 16).status_code == 404
        assert client.get(f"/review?claim={claim}").status_code == 404
        assert claim not in client.get("/review").text
    with signed_in(shared, "administrator") as client:
        assert judge(client, seen(shared), "accept", claim).status_code == 303


def test_what_others_decided_since_stops_a_decision(shared: Served) -> None:
    claim = harms(shared)[0][0]
    with signed_in(shared, "analyst") as one, signed_in(shared, "reviewer") as two:
        at = seen(shared)
        assert judge(one, at, "reject", claim, reason="a threat, no deed").status_code == 303
        answer = judge(two, at, "accept", claim)
        assert (answer.status_code, "a threat, no deed" in answer.text) == (409, True)
        blind = judge(two, at, "accept", claim, blind="1")
        assert (blind.status_code, "a threat, no deed" in blind.text) == (409, False)
        assert judge(two, seen(shared), "accept", claim).status_code == 303
    assert state(shared, claim) == "disputed"


def test_taking_back_what_another_signed_needs_a_reviewer(shared: Served) -> None:
    admitted(shared, "second")
    claim = harms(shared)[0][0]
    with (
        signed_in(shared, "analyst") as one,
        signed_in(shared, "second") as two,
        signed_in(shared, "reviewer") as three,
    ):
        judge(one, seen(shared), "reject", claim)
        with shared.store.reading() as connection:
            key = current_judgements(connection)[-1].id
        assert judge(two, seen(shared), "withdraw", key).status_code == 403
        assert judge(three, seen(shared), "withdraw", key).status_code == 303
    assert state(shared, claim) == "open"


def test_a_dispute_is_settled_by_a_reviewer_alone(shared: Served) -> None:
    for name in ("second", "third"):
        admitted(shared, name)
    claim = harms(shared)[0][0]
    with ExitStack() as opened:
        one, two, three, four = (
            opened.enter_context(signed_in(shared, name)) for name in ("analyst", "second", "third", "reviewer")
        )
        judge(one, seen(shared), "accept", claim)
        judge(two, seen(shared), "reject", claim)
        assert judge(three, seen(shared), "accept", claim).status_code == 403
        assert state(shared, claim) == "disputed"
        assert judge(four, seen(shared), "accept", claim).status_code == 303
    assert state(shared, claim) == "settled"


def test_two_who_agree_settle_a_claim(shared: Served) -> None:
    claim = harms(shared)[0][0]
    with signed_in(shared, "analyst") as one, signed_in(shared, "reviewer") as two:
        judge(one, seen(shared), "correct", claim, correct_low="2", correct_high="2")
        judge(two, seen(shared), "correct", claim, correct_low="2", correct_high="٢")
    assert state(shared, claim) == "settled"


def test_what_somebody_works_on_nobody_else_decides(shared: Served) -> None:
    claim = harms(shared)[0][0]
    with signed_in(shared, "analyst") as one, signed_in(shared, "reviewer") as two:
        assert one.get(f"/review?claim={claim}").status_code == 200
        page = two.get(f"/review?claim={claim}").text
        assert ("analyst" in page, 'data-may=""' in page) == (True, True)
        assert judge(two, seen(shared), "accept", claim).status_code == 423
        assert two.post("/review/hold", data={"claim": claim}).status_code == 423
        assert claim not in two.get("/review?sort=severity").text.partition('id="desk"')[2]
        one.post("/review/leave", data={"claim": claim})
        assert judge(two, seen(shared), "accept", claim).status_code == 303


def test_a_hold_ends_by_itself(shared: Served) -> None:
    claim = harms(shared)[0][0]
    now = shared.store.clock()
    with shared.store.transaction("analyst") as writing:
        writing.clock = lambda: now - timedelta(minutes=11)
        take(writing, claim, "analyst")
    with signed_in(shared, "reviewer") as client:
        assert judge(client, seen(shared), "accept", claim).status_code == 303


def test_pairs_are_judged_by_incident_or_account(shared: Served) -> None:
    with shared.store.reading() as connection:
        accounts = [each for each in current_accounts(connection) if each.incident]
    one, two = accounts[0], next(each for each in accounts if each.incident != accounts[0].incident)
    with signed_in(shared, "analyst") as client:
        assert judge(client, seen(shared), "same", one.id, str(two.incident)).status_code == 303
        with shared.store.reading() as connection:
            now = {each.id: each.incident for each in current_accounts(connection)}
        assert now[one.id] == now[two.id]
        client.post("/judgements/undo")
        with shared.store.reading() as connection:
            now = {each.id: each.incident for each in current_accounts(connection)}
        assert now[one.id] != now[two.id]


def test_judgements_go_out_and_come_in_once(shared: Served) -> None:
    (first, _), (second, _), *_ = harms(shared)
    with signed_in(shared, "analyst") as client:
        judge(client, seen(shared), "accept", first)
        assert client.get("/judgements.jsonl").status_code == 403
    with signed_in(shared, "reviewer") as client:
        out = client.get("/judgements.jsonl").text
        theirs = json.loads(out.splitlines()[0])
        lines = [
            theirs,
            theirs | {"id": "1" * 16, "by": "noor", "subjects": [second]},
            theirs | {"id": "2" * 16, "by": "noor", "verdict": "reject"},
            theirs | {"id": "3" * 16, "by": "noor", "subjects": ["f" * 16]},
            theirs | {"by": "somebody else"},
            theirs | {"id": "4" * 16, "at": "9999-01-01T00:00:00+00:00"},
        ]
        data = "\n".join([*(json.dumps(each) for each in lines), "no judgement"])
        text = client.post("/judgements/import", files={"file": ("theirs.jsonl", data)}).text
        assert all(said in text for said in ("f" * 16, "noor"))
        client.post("/judgements/import", files={"file": ("theirs.jsonl", data)})
    assert (state(shared, first), state(shared, second)) == ("disputed", "once")
    with shared.store.reading() as connection:
        assert len(list(all_judgements(connection))) == 3
        logged = [each for each in entries(connection) if each.action in ("IMPORT", "EXPORT")]
        assert [(each.actor, each.action) for each in logged] == [
            ("reviewer", "EXPORT"),
            ("reviewer", "IMPORT"),
            ("reviewer", "IMPORT"),
        ]
        assert verify(connection) == ()


def test_the_second_does_not_see_what_the_first_said(shared: Served) -> None:
    claim = harms(shared)[0][0]
    with signed_in(shared, "analyst") as one, signed_in(shared, "reviewer") as two:
        judge(one, seen(shared), "correct", claim, correct_low="7741", correct_high="7741", reason="the second wire")
        page = two.get(f"/review?state=once&claim={claim}").text + two.get("/judgements").text
        assert [word for word in ("7741", "the second wire", 'class="by"') if word in page] == []
        judge(two, seen(shared), "accept", claim)
        page = two.get(f"/review?state=disputed&claim={claim}").text
        assert ("7741" in page, "the second wire" in page) == (True, True)


def test_ten_at_once_lose_no_judgement(shared: Served) -> None:
    names = [f"analyst-{number}" for number in range(10)]
    for name in names:
        admitted(shared, name)
    claims = [claim for claim, _ in harms(shared)][:12]

    def work(number: int) -> list[tuple[str, str, int]]:
        answers = []
        for step in range(len(claims)):
            claim = claims[(step * 5 + number) % len(claims)]
            verdict = ("accept", "reject")[(number + step) % 2]
            answers.append((claim, verdict, judge(clients[number], seen(shared), verdict, claim).status_code))
        return answers

    with ExitStack() as opened, ThreadPoolExecutor(len(names)) as pool:
        clients = [opened.enter_context(signed_in(shared, name)) for name in names]
        for client in clients:
            client.timeout = httpx.Timeout(60)
        done = dict(zip(names, pool.map(work, range(len(names))), strict=True))
    with shared.store.reading() as connection:
        kept = {(each.by, each.subjects[0], each.verdict) for each in all_judgements(connection)}
        assert verify(connection) == ()
        refused = [each for each in entries(connection) if each.action == "REFUSED"]
    accepted = {(name, claim, verdict) for name, all_ in done.items() for claim, verdict, code in all_ if code == 303}
    others = [code for all_ in done.values() for *_, code in all_ if code != 303]
    assert accepted == kept
    assert set(others) <= {403, 409}
    assert len(refused) == len(others)
