"""No form is taken that was not given out by the service itself."""

import re

from marketplace.app import create_app
from marketplace.services import Services

SENT_BY_MAIL = "/unsubscribe/<token>"
"""What a mail program sends by itself (RFC 8058); the signed link is the proof."""


def test_every_form_is_protected_against_being_sent_from_elsewhere(services: Services) -> None:
    app = create_app(services)
    client = app.test_client()
    taking = [rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    forms = [rule for rule in taking if not rule.startswith("/api/v1/") and rule != SENT_BY_MAIL]

    answers = {rule: client.post(_any_address(rule)).status_code for rule in forms}

    assert len(forms) > 10
    assert {rule: status for rule, status in answers.items() if status != 400} == {}


def _any_address(rule: str) -> str:
    some = {"uuid": "00000000-0000-4000-8000-000000000000", "int": "1", "": "some"}

    def value(found: re.Match[str]) -> str:
        kind, choices = found[1] or "", found[2] or ""
        return choices.partition(",")[0] if kind == "any" else some[kind]

    return re.sub(r"<(?:(\w+)(?:\((.*?)\))?:)?\w+>", value, rule)
