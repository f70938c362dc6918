"""The reports in the browser: what claims rest on is shown letter by letter, and what Marsad missed is put down by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from workbench import Served, Tab, proof, signed_in

from marsad.model.claim import HarmClaim
from marsad.model.document import Document
from marsad.model.span import Span
from marsad.record.added import claim_id
from marsad.record.cards import cards
from marsad.record.lettering import marks, pieces
from marsad.serve.letters import letter
from marsad.store.claims import claims_of
from marsad.store.documents import all_documents, document
from marsad.store.incidents import current_incidents
from marsad.store.judgements import all_judgements
from marsad.store.log import entries, head
from marsad.store.verify import verify

WORDS = "البوكمال"


def report(served: Served, name: str = "toll-0108") -> Document:
    with served.store.reading() as connection:
        return next(each for each in all_documents(connection) if each.name == name)


def test_the_list_shows_reports_newest_first_and_goes_on_where_it_ended(own: Served) -> None:
    with httpx.Client(base_url=own.url) as client:
        page = client.get("/documents").text
        days = [part.partition("<")[0] for part in page.split('<td class="day"><bdi dir="ltr">')[1:]]
        assert len(days) == 9
        assert days == sorted(days, reverse=True)
        some = client.get("/documents", params={"since": "2019-01-08", "until": "2019-01-08"}).text
        assert 0 < some.count('<td class="day">') < 9
        assert client.get("/documents", params={"since": "yesterday"}).status_code == 422
        assert client.get("/documents", params={"outlet": "nobody"}).text.count('<td class="day">') == 0


def test_pages_of_the_list_leave_nothing_out(own: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.serve.pages.documents._AT_ONCE", 2)
    found: list[str] = []
    with httpx.Client(base_url=own.url) as client:
        path: str | None = "/documents"
        while path:
            page = client.get(path).text
            found += [part.partition('"')[0] for part in page.split('<td><a href="/documents/')[1:]]
            onward = page.partition('rel="next" href="')[2].partition('"')[0]
            path = onward.replace("&amp;", "&") or None
    assert len(found) == len(set(found)) == 9


def test_letters_go_on_after_the_last() -> None:
    assert [letter(n, "en") for n in (1, 26, 27, 53)] == ["a", "z", "aa", "ba"]
    assert [letter(n, "ar") for n in (1, 2, 28, 29)] == ["أ", "ب", "غ", "أأ"]


def test_the_text_is_shown_whole_and_every_mark_stands_on_its_letters(own: Served) -> None:
    with own.store.reading() as connection:
        for text in all_documents(connection):
            told = cards(connection, claims_of(connection, text.id))
            cut = pieces(text, told)
            assert "".join(each.text for each in cut) == text.text
            for mark in marks(told):
                over = [each for each in cut if mark in each.marks]
                assert Span(over[0].start, over[-1].start + len(over[-1].text)) == mark.span
            for each in cut:
                assert not each.opens or each.start == 0 or text.text[each.start - 1].isspace()


def test_a_carriage_return_and_letters_beyond_the_first_plane_do_not_shift_the_letters(own: Served) -> None:
    text = Document("x", "\U0001f54a\r\nقتل ثلاثة\rأمس\r\n", "x")
    cut = pieces(text, ())
    assert "".join(each.text for each in cut) == "\U0001f54a\nقتل ثلاثة\nأمس\n"
    assert all(text.text[each.start :].startswith(each.text) for each in cut if each.text.strip())
    assert own.url


def test_a_reader_sees_no_form_and_a_closed_report_is_not_there(shared: Served) -> None:
    key = report(shared).id
    with signed_in(shared, "reader") as client:
        page = client.get(f"/documents/{key}").text
        assert 'action="/judgements"' not in page
        assert client.post(f"/documents/{key}/claims", data={"words": WORDS}).status_code == 403
        assert client.get("/documents/0123456789abcdef").status_code == 404


def test_the_original_is_a_file_to_be_saved_and_never_a_page(own: Served) -> None:
    wanted = report(own)
    with httpx.Client(base_url=own.url) as client:
        assert f'href="/documents/{wanted.id}/original"' in client.get(f"/documents/{wanted.id}").text
        given = client.get(f"/documents/{wanted.id}/original")
        assert client.get("/documents/0000000000000000/original").status_code == 404
    assert given.content == wanted.original
    assert given.headers["content-type"] == "application/octet-stream"
    assert given.headers["content-disposition"] == f'attachment; filename="{wanted.id}.json"'
    assert given.headers["x-content-type-options"] == "nosniff"


def test_the_readings_that_lost_come_when_they_are_asked_for(own: Served) -> None:
    key = report(own).id
    with own.store.reading() as connection:
        claim = next(each for each in claims_of(connection, key) if isinstance(each, HarmClaim))
    answer = httpx.get(f"{own.url}/documents/{key}/losing", params={"claim": claim.id})
    assert answer.status_code == 200
    assert 'class="letters"' in answer.text
    other = report(own, "copy-0107").id
    assert httpx.get(f"{own.url}/documents/{other}/losing", params={"claim": claim.id}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "asked", "name"),
    [("place", "حلب", "Aleppo"), ("place", "alep", "Aleppo"), ("perpetrator", "داعش", "Islamic State"), ("source", "المرصد", "Syrian Observatory for Human Rights")],
)  # fmt: skip
def test_what_the_knowledge_knows_is_found_by_any_of_its_names(own: Served, kind: str, asked: str, name: str) -> None:
    page = httpx.get(f"{own.url}/known/{kind}", params={"q": asked, "name": f"correct-{kind}"}).text
    assert f"<bdi>{name}</bdi>" in page
    assert httpx.get(f"{own.url}/known/{kind}", params={"q": asked, "name": "x"}).status_code == 404


def test_a_claim_that_makes_no_sense_is_refused_in_one_sentence(own: Served) -> None:
    key = report(own).id
    with owner(own) as client:
        for wrong in ({"words": "لا ترد هنا"}, {"words": "من"}, {"low": "x"}, {"outcome": "happy"}, {"date": "soon"}):
            values = {"words": "منذ 10 أيلول من العام الماضي", "outcome": "killed"} | wrong
            answer = client.post(f"/documents/{key}/claims", data=values)
            assert answer.status_code == 422
    with own.store.reading() as connection:
        assert list(all_judgements(connection)) == []


@contextmanager
def owner(served: Served) -> Iterator[httpx.Client]:
    """Give a client of a workbench that nobody signs in to."""
    with httpx.Client(base_url=served.url) as client:
        client.headers["x-marsad-form"] = proof(client.get("/documents").text)
        yield client


def test_a_second_sees_how_a_colleague_judged_only_after_judging(shared: Served) -> None:
    key = report(shared).id
    with shared.store.reading() as connection:
        claim = next(each for each in claims_of(connection, key) if isinstance(each, HarmClaim)).id
    with signed_in(shared, "analyst") as first, signed_in(shared, "reviewer") as second:
        with shared.store.reading() as connection:
            seen = str(head(connection).seq)
        decision = {"verdict": "reject", "subject": claim, "reason": "a typing error", "seen": seen}
        assert first.post("/judgements", data=decision | {"then": f"/documents/{key}"}).status_code == 303
        assert "a typing error" in first.get(f"/documents/{key}").text
        blind = second.get(f"/documents/{key}").text
        assert "a typing error" not in blind
        assert "◑" in blind
        assert (
            second.post("/judgements", data={"verdict": "reject", "subject": claim, "seen": "999999"}).status_code
            == 303
        )
        assert "a typing error" in second.get(f"/documents/{key}").text


def test_a_correction_from_the_card_shows_beside_what_was_read_and_is_taken_back(own: Served, tab: Tab) -> None:
    page = tab.page
    page.goto(f"{own.url}/documents/{report(own).id}")
    card = page.locator(".claim.k-killed").first
    key = card.get_attribute("data-claim")
    card.locator("details.correct > summary").click()
    card.locator("[name=correct-high]").fill("25")
    card.locator(".pick[data-kind=place] .look").fill("الباغوز")
    card.locator(".pick[data-kind=place] .found input").first.check()
    card.locator("[name=correct-date]").fill("2019-02-07")
    assert tab.violations() == []
    card.locator("button[value=correct]").click()
    page.wait_for_load_state()
    card = page.locator(f"#claim-{key}")
    assert card.locator("[data-value=place] del").inner_text() == "As Susah"
    assert "2019-02-07" in card.locator("[data-value=date] dd").inner_text()
    with own.store.reading() as connection:
        found = next(each for each in current_incidents(connection) if key in each.claims)
    assert found.dating is not None
    assert found.dating.start.isoformat() == "2019-02-07"
    assert tab.violations() == []
    card.locator("button[value=withdraw]").click()
    page.wait_for_load_state()
    assert page.locator(f"#claim-{key} del").count() == 0


def test_from_letters_to_values_and_back_and_a_claim_by_selecting_words(own: Served, tab: Tab) -> None:
    text = report(own)
    page = tab.page
    page.goto(f"{own.url}/documents/{text.id}")
    assert tab.violations() == []
    first = page.locator(".claims .claim").first
    first.locator('[data-value="place"] button.letters').click()
    assert page.locator(".seg.lit").all_text_contents() == ["قرب السوسة"]
    page.locator('.seg.head[data-marks*=":count"]').first.click()
    assert page.locator('.claim.now [data-value="count"].lit').count() == 1
    page.locator("h1").click()
    page.keyboard.press("k")
    assert page.locator(".claim").first.evaluate("card => card.classList.contains('now')")
    page.locator(".claim.now details.how summary").click()
    page.locator(".claim.now details.how button").click()
    page.locator(".losing li, .how p:nth-of-type(2)").first.wait_for()

    start = text.text.index("مسلحي التنظيم")
    page.evaluate(
        """([start, end]) => {
          const at = (point) => { for (const piece of document.querySelectorAll('.seg')) {
            const from = Number(piece.dataset.start), letters = [...piece.textContent];
            if (point <= from + letters.length) return [piece.firstChild, letters.slice(0, point - from).join('').length]; } };
          getSelection().setBaseAndExtent(...at(start), ...at(end)); }""",
        [start - 1, start + len("مسلحي التنظيم")],
    )
    page.locator(".open-adding").click()
    form = page.locator("#adding form")
    assert form.locator("[name=words]").input_value() == "مسلحي التنظيم"
    form.locator("[name=outcome]").select_option("detained")
    form.locator("[name=low]").fill("9")
    form.locator("[name=high]").fill("9")
    form.locator(".pick[data-kind=place] .look").fill("الرقة")
    form.locator(".pick[data-kind=place] .found input").first.check()
    assert tab.violations() == []
    form.locator("button:has-text('وقّع'), button:has-text('Sign')").click()
    card = page.locator(".claim.k-detained")
    card.wait_for()
    assert "amal" in card.locator(".signed").inner_text()
    assert page.locator(".mark.k-detained").count() == 1
    assert tab.violations() == []

    with own.store.reading() as connection:
        judgement = next(iter(all_judgements(connection)))
        by_hand = next(each for each in claims_of(connection, text.id) if each.id == claim_id(judgement))
        assert isinstance(by_hand, HarmClaim)
        assert by_hand.number == document(connection, text.id).quote(Span(start, start + len("مسلحي التنظيم")))
        assert (by_hand.outcome, by_hand.count.low) == ("detained", 9)
        assert by_hand.statement.where is not None
        assert by_hand.statement.where.place.name == json.loads(dict(judgement.corrections)["place"])["name"]
        assert [each.actor for each in entries(connection, judgement.id)] == ["amal"]
    page.goto(f"{own.url}/judgements")
    assert page.locator(f"a[href='/documents/{text.id}']").count() == 1
    with own.store.reading() as connection:
        assert verify(connection) == ()
