"""Which wordings of a challenge keep good solutions away, and which are left alone."""

from datetime import date

import pytest

from marketplace.challenges.content import (
    ChallengeContent,
    Outcome,
    ProcurementPath,
    Requirement,
)
from marketplace.challenges.wording import Kind, advice, phrases

TODAY = date(2026, 11, 20)


def asked(*texts: str, **more: object) -> ChallengeContent:
    wanted = tuple(Requirement(text=text) for text in texts)
    return ChallengeContent(title="Dark streets", problem="Dark.", requirements=wanted, **more)  # type: ignore[arg-type]


def found(content: ChallengeContent, *names: str) -> list[tuple[Kind, str, str]]:
    return [(one.kind, one.field, one.words) for one in advice(content, names, TODAY)]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Works with Microsoft Azure.", Kind.NAMED, "Microsoft"),
        ("Reports like Lamp Keeper does.", Kind.NAMED, "Lamp Keeper"),
        ("Connects to what Acme Lights GmbH delivers.", Kind.NAMED, "Acme Lights GmbH"),
        ("Reads the meters of Wattly® boxes.", Kind.NAMED, "Wattly®"),
        ("Follows ISO/IEC 27001:2022.", Kind.STANDARD, "ISO/IEC 27001:2022"),
        ("Meets EN 13201-2 on every street.", Kind.STANDARD, "EN 13201-2"),
        ("Is user-friendly.", Kind.VAGUE, "user-friendly"),
        ("Gives adequate light.", Kind.VAGUE, "adequate"),
        ("Ist benutzerfreundlich.", Kind.VAGUE, "benutzerfreundlich"),
    ],
)
def test_a_name_a_standard_or_a_vague_word_is_told_at_its_requirement(
    text: str, kind: Kind, words: str
) -> None:
    assert found(asked(text), "Lamp Keeper") == [(kind, "requirements.0.text", words)]


@pytest.mark.parametrize(
    "text",
    [
        "Works with Microsoft Azure or equivalent.",
        "Follows ISO 27001 or an equivalent standard.",
        "Erfüllt EN 13201-2 oder gleichwertig.",
        "Is so easy that nine of 10 residents manage without help.",
        "Reports a broken lamp within 24 hours.",
        "Open data is published under an open licence.",
    ],
)
def test_what_is_open_and_measurable_is_left_alone(text: str) -> None:
    assert found(asked(text), "Open") == []


def test_a_make_may_be_named_where_one_tells_what_was_tried() -> None:
    assert found(asked(tried="We tried Microsoft Teams and Lamp Keeper."), "Lamp Keeper") == []


def test_what_could_be_a_name_begins_with_a_capital_and_is_short() -> None:
    some = phrases(asked("Reports lamps to Lamp Keeper 2 every night."))
    assert {"Lamp Keeper", "Lamp Keeper 2"} <= some
    assert "lamps" not in some
    assert max(len(phrase.split()) for phrase in some) == 5


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("Watches at least 1,500 lamps.", "Watches no more than 300 lamps.", True),
        ("Answers within 5 minutes.", "Waits at least 10 minutes.", True),
        ("Watches at least 300 lamps.", "Watches no more than 1 500 lamps.", False),
        ("Watches at least 500 lamps.", "Costs at most 300 euros.", False),
        ("Watches at least 500 lamps.", "Watches at least 300 lamps.", False),
    ],
)
def test_figures_that_exclude_each_other_are_told(one: str, other: str, clash: bool) -> None:  # noqa: FBT001
    expected = [(Kind.CLASH, "requirements.1.text", other)] if clash else []
    assert found(asked(one, other)) == expected


def test_facts_that_exclude_each_other_are_told() -> None:
    content = asked(
        procurement_path=ProcurementPath.PRE_COMMERCIAL,
        trl_minimum=9,
        start=date(2027, 3, 1),
        deadline=date(2027, 4, 1),
        outcomes=(Outcome(indicator="Broken lamps", due=date(2027, 1, 1)),),
    )
    assert found(content) == [
        (Kind.PROVEN, "trl_minimum", "9"),
        (Kind.ORDER, "deadline", "2027-04-01"),
        (Kind.ORDER, "outcomes.0.due", "2027-01-01"),
    ]
    past = asked(start=date(2026, 11, 19), deadline=date(2026, 11, 18))
    assert [one[:2] for one in found(past)] == [(Kind.PAST, "start"), (Kind.PAST, "deadline")]
    assert found(asked(start=TODAY)) == []
