"""Rules are written in versions, none of which changes, and those of a day can be told."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from marketplace.cli.rule_sets import take_rule_sets
from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.foundation.errors import Forbidden, Invalid, Stale, Unauthenticated
from marketplace.funding.content import Basis, GroupRule, RuleKind
from marketplace.funding.operations import write_version
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
