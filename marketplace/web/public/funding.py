"""What programmes and the law ask of a buyers group: rule sets in plain sentences."""

from itertools import groupby

from flask import render_template

from marketplace.foundation.clock import brussels_today
from marketplace.funding.models import RuleSet
from marketplace.funding.queries import latest, versions
from marketplace.funding.sentences import sentence
from marketplace.request_scope import current_uow
from marketplace.web.brokering import Item
from marketplace.web.glossary import glossary


def funding() -> str:
    """All rule sets; those that are valid today first."""
    rows = versions(current_uow().session)
    found = [_item(list(some)) for _, some in groupby(rows, lambda row: row.key)]
    found.sort(key=lambda item: not item["is_valid"])
    return render_template("public/funding.html", rule_sets=found)


def rule_set(key: str) -> str:
    """One rule set with all its versions."""
    latest(current_uow().session, key)
    rows = versions(current_uow().session, [key])
    return render_template("public/rule_set.html", versions=[_version(row) for row in rows])


def _item(rows: list[RuleSet]) -> Item:
    """The version that counts today, or else the newest."""
    day = brussels_today(current_uow().now)
    counting = next((row for row in rows if row.is_valid(day)), None)
    return _version(counting or rows[0]) | {"is_valid": counting is not None}


def _version(row: RuleSet) -> Item:
    content = row.content
    return {
        "row": row,
        "content": content,
        "asked": [sentence(rule) for rule in content.asked],
        "known": [sentence(rule) for rule in content.rules if rule not in content.asked],
        "eu": [glossary().country(code) for code in content.eu],
        "associated": [glossary().country(code) for code in content.associated],
        "is_valid": row.is_valid(brussels_today(current_uow().now)),
    }
