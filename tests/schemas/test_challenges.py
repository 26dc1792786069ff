"""What is taken as a challenge, and what is refused by name."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from marketplace.challenges.content import ChallengeContent, Visibility
from marketplace.foundation.errors import Invalid
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.loading import dump, load
from tests.factories.challenges import budget, challenge_content
from tests.schemas.test_solutions import JSON, st

LEAST = {"title": "Alone", "problem": "Older residents lose contact."}


def test_a_challenge_comes_back_as_it_was_sent() -> None:
    content = challenge_content(title="Alone", budget=budget(Visibility.NETWORK), population=400)
    assert load(ChallengeSchema(), dump(ChallengeSchema(), content)) == content


def test_a_month_is_its_first_day_and_comes_back_as_it_was_sent() -> None:
    content = load(ChallengeSchema(), LEAST | {"approval_month": "2027-03"})
    assert content.approval_month == date(2027, 3, 1)
    assert dump(ChallengeSchema(), content)["approval_month"] == "2027-03"


def test_title_and_problem_are_enough_for_a_draft() -> None:
    assert load(ChallengeSchema(), LEAST) == ChallengeContent(**LEAST)


def test_a_budget_is_private_unless_the_city_says_otherwise() -> None:
    content = load(ChallengeSchema(), LEAST | {"budget": {"maximum": "5000.50"}})
    assert content.budget is not None
    assert content.budget.visibility is Visibility.PRIVATE


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": "x\x07"}, "title"),
        ({"problem": ""}, "problem"),
        ({"requirements": [{"text": "Works."}, {"importance": "nice"}]}, "requirements.1.text"),
        (
            {"requirements": [{"text": "Works.", "importance": "vital"}]},
            "requirements.0.importance",
        ),
        ({"requirements": [{"text": "Works."}] * 61}, "requirements"),
        ({"outcomes": [{"indicator": "x", "due": "2026-02-30"}]}, "outcomes.0.due"),
        ({"budget": {"maximum": "inf"}}, "budget.maximum"),
        ({"budget": {"visibility": "secret"}}, "budget.visibility"),
        ({"budget": {"currency": "euro"}}, "budget.currency"),
        ({"population": -1}, "population"),
        ({"essential": ["weather"]}, "essential.0"),
        ({"joint_procurement": "perhaps"}, "joint_procurement"),
        ({"published_year": 20_26_000}, "published_year"),
        ({"internal_note": "x"}, "internal_note"),
        ({"approval_month": "2027-13"}, "approval_month"),
        ({"approval_month": "0999-01"}, "approval_month"),
        ({"approval_month": 202703}, "approval_month"),
        ({"earliest_start": "2027-03"}, "earliest_start"),
        ({"shown_to_partners": ["everything"]}, "shown_to_partners.0"),
        ({"partner_contact": "x" * 301}, "partner_contact"),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_field(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as error:
        load(ChallengeSchema(), LEAST | more)
    assert {fault.field for fault in error.value.faults} == {field}


@given(st.dictionaries(st.sampled_from(sorted(ChallengeSchema().fields)), JSON, max_size=5))
def test_whatever_is_sent_is_taken_whole_or_refused_with_faults(sent: dict[str, Any]) -> None:
    try:
        content = load(ChallengeSchema(), LEAST | sent)
    except Invalid as error:
        faults = error.faults
    else:
        faults = ()
        assert load(ChallengeSchema(), dump(ChallengeSchema(), content)) == content
    assert all(fault.field and fault.message for fault in faults)
