"""What the actor dimension promises beyond its corpus: nothing guessed, nothing loaded, the report decides."""

from __future__ import annotations

import pytest

from marsad.analyse import analyse
from marsad.analyse.groups import Group, placed
from marsad.knowledge.load import load
from marsad.model.document import Document, document_id
from marsad.model.mention import Mention
from marsad.model.span import Span
from marsad.model.value import ActorRef, People

OPPOSITION = Group("Opposition Rebels ({state})", "rebel", "combatant", means={"only": "SY"})
ARMY = Group("Military Forces of {state}", "state-military", "combatant")
BAND = Group("Unidentified Armed Group ({state})", "unidentified", "combatant")


def actors(text: str) -> list[Mention]:
    return analyse(Document(document_id(text), text, "case"), load()).of("actor")


def names(text: str) -> list[str]:
    return [mention.value.name for mention in actors(text) if isinstance(mention.value, ActorRef)]


def test_a_force_is_named_after_the_state_it_is_placed_in() -> None:
    found = placed(ARMY, "US", "the United States")
    assert found is not None
    assert found.pattern == "Military Forces of the United States"
    assert found.country == "US"


def test_a_state_in_brackets_has_no_article() -> None:
    found = placed(BAND, "US", "the United States")
    assert found is not None
    assert found.pattern == "Unidentified Armed Group (United States)"


def test_a_force_of_few_countries_is_not_placed_in_another() -> None:
    assert placed(OPPOSITION, "TR", "Turkey") is None
    assert placed(OPPOSITION, "SY", "Syria") is not None


def test_a_bare_army_without_a_country_is_no_actor() -> None:
    assert names("أعلن الجيش تقدمه") == []


def test_a_bare_army_is_that_of_the_country_near_it() -> None:
    text = "عقد مؤتمر في تونس عن المناخ. " + "وتحدث الحضور عن الزراعة. " * 12 + "وفي ليبيا تقدم الجيش في سرت في ليبيا."
    assert names(text) == ["Military Forces of Libya"]


@pytest.mark.parametrize(
    "loaded", ["مليشيا الدعم السريع", "مليشيا آل دقلو الإرهابية", "الدعم السريع", "قوات الدعم السريع"]
)
def test_a_loaded_name_leads_to_the_same_neutral_name(loaded: str) -> None:
    assert names(f"هاجمت {loaded} القرية") == ["Rapid Support Forces"]


def test_no_name_still_holds_an_open_state() -> None:
    text = "قصف الجيش والطيران مواقع مسلحين، واعتقلت الشرطة مشتبها بهم، وقال التحالف إنه شارك"
    assert not [name for name in names(text) if "{" in name]


def test_the_organisation_without_one_named_before_is_no_actor() -> None:
    assert names("قال التنظيم في بيان إنه انسحب") == []


def test_the_organisation_is_the_last_fitting_one() -> None:
    text = "هاجم تنظيم القاعدة ثكنة، ثم هاجم تنظيم داعش أخرى، وقال التنظيم إنه انسحب"
    assert names(text)[-1] == "Islamic State"


def test_a_mention_reads_its_own_letters() -> None:
    text = "انفجرت عبوة بدورية للجيش التركي"
    document = Document(document_id(text), text, "case")
    for mention in analyse(document, load()).of("actor"):
        assert document.check(mention.quote) == mention.quote


def test_the_same_report_reads_the_same_after_another_one() -> None:
    first = names("قصف الجيش مواقع في العراق")
    names("قصف الجيش مواقع في مالي")
    assert names("قصف الجيش مواقع في العراق") == first == ["Military Forces of Iraq"]


def test_a_title_may_point_on_to_what_the_text_names() -> None:
    title = "مقتل مسلحي التنظيم"
    text = f"{title}\nهاجم تنظيم داعش القرية"
    document = Document(document_id(text), text, "case", title=Span(0, len(title)))
    found = [m.value for m in analyse(document, load()).of("people")]
    assert [v.actor.name for v in found if isinstance(v, People) and v.actor] == ["Islamic State"]
