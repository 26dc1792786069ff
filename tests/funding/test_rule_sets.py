"""Rules are written in versions, none of which changes, and those of a day can be told."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from marketplace.cli.rule_sets import take_rule_sets
from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.foundation.errors import Forbidden, Invalid, Stale, Unauthenticated
from marketplace.funding.content import Basis, GroupRule, RuleKind
from marketplace.funding.operations import begin, write_version
from marketplace.funding.queries import rule_set_on, rule_sets_on, versions, versions_named
from marketplace.funding.sentences import sentence
from marketplace.services import Services
from marketplace.taxonomy.operations import load_terms
from seed_data import FOLDER
from tests.factories.market import STAFF, member
from tests.factories.rule_sets import JOINT, make_rule_set, rule_set_content


def test_the_rules_of_a_day_are_those_of_the_newest_version_that_was_valid_then(
    services: Services,
) -> None:
    with services.unit_of_work(STAFF) as uow:
        first = make_rule_set(uow, valid_from=date(2024, 1, 1))
        second = make_rule_set(
            uow,
            GroupRule(kind=RuleKind.PROCURERS, least=3),
            number=2,
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 6, 30),
        )
        days = {
            date(2023, 12, 31): None,
            date(2025, 12, 31): first,
            date(2026, 1, 1): second,
            date(2026, 6, 30): second,
            date(2026, 7, 1): first,
        }
        for day, row in days.items():
            assert rule_set_on(uow.session, JOINT, day) is row
        assert rule_sets_on(uow.session, date(2026, 2, 1)) == [second]
        assert [row.number for row in versions(uow.session)] == [2, 1]
        kept = versions_named(uow.session, [(JOINT, 1), (JOINT, 7)])
        assert list(kept) == [(JOINT, 1)]
        assert kept[JOINT, 1].content.rules[0].least == 2


def test_of_two_who_write_at_once_the_second_is_told(services: Services) -> None:
    with services.unit_of_work(STAFF) as uow:
        make_rule_set(uow)
        make_rule_set(uow, number=2)
    with pytest.raises(Stale), services.unit_of_work(STAFF) as uow:
        make_rule_set(uow, number=2)
    with pytest.raises(Stale), services.unit_of_work(STAFF) as uow:
        make_rule_set(uow, key="never-written", number=3)


def test_only_staff_write_rules(services: Services) -> None:
    for actor, error in ((VISITOR, Unauthenticated), (member(UUID(int=7)), Forbidden)):
        with pytest.raises(error), services.unit_of_work(actor) as uow:
            make_rule_set(uow)
        with pytest.raises(error), services.unit_of_work(actor) as uow:
            begin(uow, "", rule_set_content())


@pytest.mark.parametrize(
    ("key", "name", "chosen"),
    [
        ("interreg-europe", "Interreg", "interreg-europe"),
        ("", "2027 Förderung: Städte & Meer!", "forderung-stadte-meer"),
        ("", "x" * 99, "x" * 60),
        ("", "a" * 59 + " und mehr", "a" * 59),
    ],
)
def test_a_rule_set_begins_once_under_a_key_that_is_typed_or_made_from_its_name(
    services: Services, key: str, name: str, chosen: str
) -> None:
    content = rule_set_content(name=name)
    with services.unit_of_work(STAFF) as uow:
        row = begin(uow, key, content)
        assert (row.key, row.number) == (chosen, 1)
    with pytest.raises(Invalid, match="already") as caught, services.unit_of_work(STAFF) as uow:
        begin(uow, chosen, content)
    assert [fault.field for fault in caught.value.faults] == ["key"]
    with services.unit_of_work(writes=False) as uow:
        assert [row.number for row in versions(uow.session, [chosen])] == [1]


@pytest.mark.parametrize(
    ("key", "name"), [("", "Ελλάδα"), ("", "7"), ("Big", "Big"), ("a\0b", "A"), ("é" * 9999, "A")]
)
def test_what_makes_no_key_is_refused_with_how_to_write_one(
    services: Services, key: str, name: str
) -> None:
    with pytest.raises(Invalid) as caught, services.unit_of_work(STAFF) as uow:
        begin(uow, key, rule_set_content(name=name))
    assert [(one.field, "small letters" in one.message) for one in caught.value.faults] == [
        ("key", True)
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"rules": ()}, "rules"),
        ({"rules": (GroupRule(kind=RuleKind.STATES, least=21),)}, "rules.0.least"),
        ({"valid_to": date(2019, 12, 31)}, "valid_to"),
        ({"eu": ("QQ",)}, "eu"),
    ],
)
def test_what_makes_no_rule_is_refused_by_its_field(
    services: Services, more: dict[str, object], field: str
) -> None:
    content = replace(rule_set_content(), **more)
    with pytest.raises(Invalid) as caught, services.unit_of_work(STAFF) as uow:
        write_version(uow, JOINT, content, expected_number=0)
    assert [fault.field for fault in caught.value.faults] == [field]


def test_the_rules_of_the_demonstration_are_taken_in_once(services: Services) -> None:
    with services.unit_of_work(SYSTEM) as uow:
        load_terms(uow, FOLDER / "taxonomy")
    path = FOLDER / "funding_rules.jsonl"
    assert take_rule_sets(services, path) == (9, 0)
    assert take_rule_sets(services, path) == (0, 9)
    with services.unit_of_work(SYSTEM, writes=False) as uow:
        horizon = rule_set_on(uow.session, "horizon-pcp-ppi", date(2026, 11, 23))
        assert horizon is not None
        assert [sentence(rule) for rule in horizon.content.asked] == [
            "Members from at least 3 different EU Member States or associated countries",
            "Public procurers from at least 2 different EU Member States or associated countries",
            "Members in an EU Member State: at least 1",
        ]
        for row in versions(uow.session):
            # Whatever binds a group is said to come from a source.
            assert row.content.asked
            assert row.content.source_url
            assert all(rule.basis in Basis for rule in row.content.rules)
