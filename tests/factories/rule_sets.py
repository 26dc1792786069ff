"""Rule sets, as staff would write them."""

from dataclasses import replace
from datetime import date
from typing import Any

from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.funding.content import GroupRule, RuleKind, RuleSetContent
from marketplace.funding.models import RuleSet
from marketplace.funding.operations import write_version

JOINT = "joint-procurement"


def rule_set_content(*rules: GroupRule, **more: Any) -> RuleSetContent:
    content = RuleSetContent(
        name="Joint procurement",
        programme="EU procurement law",
        rules=rules or (GroupRule(kind=RuleKind.PROCURERS, least=2),),
        valid_from=date(2020, 1, 1),
        checked_on=date(2026, 1, 1),
        source_note="Article 38.",
    )
    return replace(content, **more)


def make_rule_set(
    uow: UnitOfWork, *rules: GroupRule, key: str = JOINT, number: int = 1, **more: Any
) -> RuleSet:
    return write_version(uow, key, rule_set_content(*rules, **more), expected_number=number - 1)
