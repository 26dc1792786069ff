"""Each change says one thing more, as the need asks for it, and nothing else."""

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.changes import STATED, Change, ChangeKind, possible_changes
from matching.profiles import FACT_NAMES, Money, Need, NeedFacts, Offering, OfferingFacts
from matching.ranking.explanation import Evidence, RequirementVerdict
from matching.ranking.facts import Verdict, fact_verdicts
from tests.matching.shelves import need, offering
from tests.matching.strategies import need_facts, offering_facts

TODAY = date(2026, 1, 15)
LONG_AGO = TODAY - timedelta(days=400)


def unmet(text: str, evidence: Evidence | None = None) -> RequirementVerdict:
    verdict = Verdict.NOT_STATED if evidence is None else Verdict.NOT_MET
    return RequirementVerdict(text, False, True, verdict, evidence, 0.0, 0.0)


def changes(
    asked: Need, offered: Offering, *requirements: RequirementVerdict
) -> dict[ChangeKind, Change]:
    facts = fact_verdicts(asked.facts, offered.facts, TODAY)
    found = possible_changes(asked, offered, facts, requirements, TODAY)
    return {change.kind: change for change in found}


@settings(max_examples=100, deadline=None)
@given(need_facts(), offering_facts(), st.sampled_from(FACT_NAMES))
def test_a_fact_stated_as_asked_is_met_and_no_other_fact_changes(
    asked: NeedFacts, offered: OfferingFacts, name: str
) -> None:
    before = {item.name: item.verdict for item in fact_verdicts(asked, offered, TODAY)}
    if before.get(name, Verdict.MET) is Verdict.MET:
        return
    stated = STATED[name](asked, offered, TODAY)
    if stated is None:
        return
    after = {item.name: item.verdict for item in fact_verdicts(asked, stated, TODAY)}
    assert after == {**before, name: Verdict.MET}


def test_every_fact_can_be_stated() -> None:
    assert set(STATED) == set(FACT_NAMES)


def test_a_price_keeps_its_upper_end_and_another_currency_is_replaced() -> None:
    asked = NeedFacts(budget=Money(None, Decimal(50), "EUR"))
    dear = OfferingFacts(price=Money(Decimal(90), Decimal(200), "EUR"))
    foreign = OfferingFacts(price=Money(Decimal(9), None, "SEK"))
    stated = [STATED["budget"](asked, facts, TODAY) for facts in (dear, foreign)]
    assert [facts and facts.price for facts in stated] == [
        Money(Decimal(50), Decimal(200), "EUR"),
        Money(None, Decimal(50), "EUR"),
    ]


def test_nobody_is_told_to_deploy_within_no_time() -> None:
    asked = NeedFacts(start=TODAY + timedelta(days=3))
    assert STATED["start"](asked, OfferingFacts(weeks_to_deploy_maximum=9), TODAY) is None


def test_smaller_changes_come_first_and_each_confirms_the_listing() -> None:
    stale = offering("lamps", "Lamps.", confirmed_on=LONG_AGO, facts={"trl": 3})
    asked = need("Lamps.", facts={"trl_minimum": 5, "country": "FI"}, themes=frozenset({"EN"}))
    found = changes(asked, stale, unmet("Bright at night."))
    assert list(found) == [
        ChangeKind.CONFIRM,
        ChangeKind.STATE_FACT,
        ChangeKind.ADD_THEME,
        ChangeKind.STATE_REQUIREMENT,
        ChangeKind.ALTER_FACT,
    ]
    assert {change.offering.confirmed_on for change in found.values()} == {TODAY}
    others = {item.name for item in fields(Offering)} - {"confirmed_on"}
    for kind, name in (
        (ChangeKind.STATE_FACT, "facts"),
        (ChangeKind.ADD_THEME, "themes"),
        (ChangeKind.STATE_REQUIREMENT, "fields"),
    ):
        kept = {item: getattr(stale, item) for item in others - {name}}
        assert {item: getattr(found[kind].offering, item) for item in kept} == kept


def test_what_nobody_was_asked_to_confirm_is_not_confirmed_by_a_change() -> None:
    entry = offering("lamps", "Lamps.")
    found = changes(need("Lamps.", facts={"trl_minimum": 5}), entry)
    assert list(found) == [ChangeKind.STATE_FACT]
    assert found[ChangeKind.STATE_FACT].offering.confirmed_on is None


@pytest.mark.parametrize("limits", ["It needs no light. No use indoors.", "It needs no light."])
def test_a_sentence_that_says_otherwise_has_to_go(limits: str) -> None:
    lamps = offering("lamps", "Lamps.", texts={"not_suited": limits})
    said = Evidence("It needs no light.", "not_suited", 0, 18, 0.9)
    change = changes(need("Lamps."), lamps, unmet("Gives light.", said))[
        ChangeKind.STATE_REQUIREMENT
    ]
    assert change.removed == "It needs no light."
    texts = {item.name: item.text for item in change.offering.fields}
    assert texts["description"] == "Lamps.\nGives light."
    assert texts.get("not_suited", "") == limits.removeprefix("It needs no light.").strip()


def test_facts_that_are_met_and_themes_that_are_there_bring_no_change() -> None:
    lamps = offering("lamps", "Lamps.", facts={"trl": 7}, themes=frozenset({"EN"}))
    asked = need("Lamps.", facts={"trl_minimum": 5}, themes=frozenset({"EN"}))
    assert changes(asked, lamps) == {}
