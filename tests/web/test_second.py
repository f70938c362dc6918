"""A second reader in the browser: what it reads otherwise is a doubt, what only it has is a proposal, and both are a machine's opinion."""

from __future__ import annotations

import html
import re
from datetime import date

import httpx
from llm_host import act, claims, harm, hosting
from workbench import Served, Tab, proof, signed_in

from marsad import ingest
from marsad.model.claim import HarmClaim
from marsad.model.codec import pack
from marsad.model.document import Document
from marsad.model.person import Person
from marsad.opinion.asking import Endpoint
from marsad.opinion.reader import Reader
from marsad.record.board import bring_up
from marsad.record.desk import run_of
from marsad.record.intake import take_in
from marsad.record.opining import Asked, opine
from marsad.record.refresh import refresh
from marsad.store.board import incident_of_claims
from marsad.store.claims import claims_of
from marsad.store.queue import Asker, Step, Wanted, waiting
from marsad.store.verify import verify

TEXT = (
    "قُتل تسعة مدنيين وأصيب 21 آخرون، أمس، في غارات روسية على مدينة سراقب بريف إدلب، بحسب المرصد السوري لحقوق الإنسان.\n\n"
    "وفي حلب انفجرت عبوة ناسفة يوم الأحد الماضي من دون وقوع خسائر. وعثر الأهالي على أربعة رجال <script>alert(1)</script> بين الأنقاض. وقال طبيب إنهم قتلوا."
)
MODEL = '"><script>alert("model")</script>'
SAYS = claims(
    harm("killed", "تسعة مدنيين", "قُتل", where="سراقب", when="أمس", source="المرصد السوري لحقوق الإنسان"),
    harm("injured", "21", "أصيب", where="حلب", when="يوم الأحد الماضي"),
    harm("killed", "أربعة رجال", "قتلوا", by="<script>alert(1)</script>", where="حلب", source="طبيب"),
    act("Attack", "انفجرت", where="حلب"),
    harm("killed", "سبعون", "قُتل"),
    harm("killed", "<script>alert(2)</script>", "قُتل"),
)


def taken(served: Served) -> Document:
    """Take the report in, with what a second reader says of it."""
    bench = served.bench
    document = ingest.to_document(ingest.Report("second", TEXT, published=date(2019, 1, 9)))
    known = bench.knowledge
    take_in(served.store, [document], known, "tester", lambda _: None)
    with served.store.transaction("tester") as writing:
        refresh(writing, run_of(known.version))
    with hosting(SAYS) as host:
        endpoint = Endpoint.of(host.url, MODEL)
        with endpoint.client(20) as client:
            reader = Reader(endpoint, client, lambda _: None)
            opined = opine(served.store, reader, known, Asked(frozenset({document.id})), lambda _: None)
    assert opined.failed == []
    assert opined.heard == 1
    bring_up(served.store)
    return document


def kept(served: Served, report: Document) -> list[bytes]:
    with served.store.reading() as connection:
        return sorted(pack(each) for each in claims_of(connection, report.id))


def test_the_report_shows_what_a_second_reader_says_and_a_person_may_put_it_down(own: Served) -> None:
    report = taken(own)
    before = kept(own, report)
    with httpx.Client(base_url=own.url, headers={"Accept-Language": "en"}) as client:
        page = client.get(f"/documents/{report.id}").text
        assert page.count('class="opined"') == 2
        assert "killed: 4" in page
        assert "<script>alert" not in page
        assert "0-1" not in page
        form = client.get(f"/documents/{report.id}?propose=0-0").text
        assert "<script>alert" not in form
        assert "proposed by llm:&#34;&gt;&lt;script&gt;" in form
        fields = dict(re.findall(r'name="(start|end|low|high|reason)" value="([^"]*)"', form)) | {"outcome": "killed"}
        assert TEXT[int(fields["start"]) : int(fields["end"])] == "أربعة"
        assert (fields["low"], fields["high"]) == ("4", "4")
        place = re.findall(r'name="place" value="([^"]+)" checked', form)
        assert len(place) == 1
        sent = {name: html.unescape(value) for name, value in fields.items()} | {"place": html.unescape(place[0])}
        answer = client.post(f"/documents/{report.id}/claims", data=sent | {"form": proof(form)})
        assert answer.status_code == 303
        after = client.get(f"/documents/{report.id}").text
        assert "propose=" not in after
        assert "Added by amal" in after
    now = kept(own, report)
    assert len(now) == len(before) + 1
    assert set(before) < set(now)
    with own.store.reading() as connection:
        (by_hand,) = (
            each for each in claims_of(connection, report.id) if isinstance(each, HarmClaim) and each.is_by_hand
        )
        assert by_hand.statement.where
        assert by_hand.statement.where.place.name == "Aleppo"
        assert verify(connection) == ()


def test_a_proposal_that_is_not_there_fills_nothing_in(own: Served) -> None:
    report = taken(own)
    with httpx.Client(base_url=own.url, headers={"Accept-Language": "en"}) as client:
        for key in ("0-9", "9-0", "x", "0-0'", "<b>"):
            answer = client.get(f"/documents/{report.id}", params={"propose": key})
            assert answer.status_code == 200
            assert "proposed by" not in answer.text


def test_a_claim_that_is_read_otherwise_waits_in_the_queue_with_the_reason(own: Served, tab: Tab) -> None:
    report = taken(own)
    with own.store.reading() as connection:
        claim = next(
            each for each in claims_of(connection, report.id) if isinstance(each, HarmClaim) and each.count.low == 21
        )
        asker = Asker(Person("amal", "Amal", "administrator"), own.store.clock())
        found = waiting(connection, asker, Wanted(doubt="opinion"), Step(most=9))
    assert claim.id in {each.claim for each in found}
    assert {each.document for each in found} == {report.id}
    page = tab.page
    page.goto(f"{own.url}/review?doubt=opinion&claim={claim.id}")
    assert page.locator(".opined").count() == 1
    assert page.locator(".opined li").count() == 2
    assert tab.violations() == []
    page.goto(f"{own.url}/documents/{report.id}?propose=0-0#adding")
    assert page.locator("#adding").get_attribute("open") is not None
    assert page.locator("#adding [name=low]").input_value() == "4"
    page.locator("#second .letters").first.click()
    assert "".join(page.locator(".seg.lit").all_text_contents()) == "أربعة"
    assert tab.violations() == []


def test_the_incident_shows_it_and_a_reader_may_see_but_not_put_down(shared: Served) -> None:
    report = taken(shared)
    with shared.store.reading() as connection:
        claims_here = claims_of(connection, report.id)
        homes = set(incident_of_claims(connection, [each.id for each in claims_here]).values())
    with signed_in(shared, "reader") as client:
        pages = [client.get(f"/incidents/{key}").text for key in homes if key]
        assert sum(each.count('class="opined"') for each in pages) == 2
        assert all("<script>alert" not in each for each in pages)
        page = client.get(f"/documents/{report.id}?propose=0-0").text
        assert 'id="second"' in page
        assert "propose=" not in page
