"""Linking reports of one occurrence, and telling those that report it from those that only come back to it."""

from __future__ import annotations

from datetime import date

from marsad.knowledge.load import load
from marsad.model.account import Account, Provenance
from marsad.model.claim import ActClaim, Statement, Where
from marsad.model.document import Document, document_id
from marsad.model.incident import Incident
from marsad.model.span import Quote, Span
from marsad.model.value import PlaceRef
from marsad.pipeline import extract
from marsad.reconcile import accounts, reconcile
from marsad.reconcile.agreed import Votes, placings
from marsad.record.intake import provenance

STRIKE = "قتل أربعة مدنيين في قصف مدفعي على مدينة الباب يوم الثلاثاء 7 آذار 2023."
LATER = (
    "أصيب رجل اليوم في انفجار لغم قرب مدينة منبج. وكان أربعة مدنيين قتلوا في قصف مدفعي على مدينة الباب يوم 7 آذار 2023."
)


def told(text: str, name: str, published: date) -> tuple[Account, ...]:
    """Read a report into its accounts."""
    document = Document(document_id(f"{name} {text}"), text, name, published=published)
    return accounts(extract(document, load()), provenance(document))


def of_the_strike(found: tuple[Incident, ...]) -> Incident:
    """Give the incident that most reports tell of."""
    return max(found, key=lambda each: len(each.names))


def test_a_report_of_days_later_only_recalls_what_another_reported() -> None:
    at_once = told(STRIKE, "at once", date(2023, 3, 7))
    later = told(LATER, "later", date(2023, 3, 20))
    found = of_the_strike(reconcile([*at_once, *later]))
    assert set(found.names) == {"at once", "later"}
    assert found.recalled == ("later",)


def test_what_no_report_tells_at_once_is_recalled_by_none() -> None:
    found = of_the_strike(reconcile(told(LATER, "later", date(2023, 3, 20))))
    assert found.recalled == ()


def test_the_chief_news_of_reports_of_two_days_apart_is_no_sign_of_one_occurrence() -> None:
    first = told("أصيب رجل بقصف مدفعي تركي على ناحية تل رفعت.", "first", date(2023, 3, 7))
    again = "جرح أربعة عمال في قرية برج القاص إثر سقوط قذائف للجيش التركي."
    next_day, after = told(again, "next", date(2023, 3, 8)), told(again, "after", date(2023, 3, 9))
    assert len(reconcile([*first, *next_day])) == 1
    assert len(reconcile([*first, *after])) == 2


def test_a_capital_that_may_stand_for_its_province_yields_to_the_countryside_of_a_town() -> None:
    capital = PlaceRef("Aleppo", "a", "SY", "Aleppo", 36.2, 37.16, "town")
    around = PlaceRef("Manbij countryside", "b", "SY", "Aleppo", 36.53, 37.95, "town", "countryside")
    claims = [_told_at(capital, "c1"), _told_at(around, "c2")]
    account = Account("a1", Provenance("d", "d"), tuple(claims), ())
    assert [each.place.name for each in placings([account], Votes(()))] == ["Manbij countryside", "Aleppo"]


def _told_at(place: PlaceRef, key: str) -> ActClaim:
    quote = Quote(Span(0, 3), "قصف")
    statement = Statement(quote, (), "asserted", None, Where(place, quote), "test")
    return ActClaim(key, "d", "k", statement, "Explosions/Remote violence", "Air/drone strike", quote)
