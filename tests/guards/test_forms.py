"""No form is taken that the service did not give out, none is lost, and none is taken twice."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.app import create_app
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.record import ActivityEvent
from tests.factories.browser import Form, Page
from tests.guards.conftest import Door
from tests.guards.table import NAME, Row, class_of, rows

SENT_ANEW = {"/account/password"}
"""What ends the session in which it is sent, so that it cannot be sent twice."""

WORKING = ("city.owner", "vendor.owner", "staff", "neighbour", "rival", "person")
TYPED = "Everything that I typed, which took me an hour."

SENT_BY_MAIL = "/unsubscribe/<token>"
"""What a mail program sends by itself (RFC 8058); the signed link is the proof."""


def test_every_form_is_protected_against_being_sent_from_elsewhere(door: Door) -> None:
    app = create_app(door.town.services)
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


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_no_long_text_is_lost_with_the_session_of_who_types_it(door: Door) -> None:
    app = create_app(door.town.services)
    lost, forms = {}, {}
    for who, address, form, rule in _forms_with_long_texts(door, app):
        forms[rule] = address
        client = _signed_in(door, app, who)
        with door.undone():
            for field in form.areas:
                form.values[field] = TYPED
            sent = app.test_client().post(form.action, data=form.values)
            kept = sent.location or ""
            if "/sign-in" not in kept or "kept" not in kept:
                lost[rule] = f"not kept: {sent.status}"
                continue
            page = Page(client.get(_leads_to(kept)))
            again = [one for one in page.forms if one.action == form.action]
            texts = [one.values.get(field) for one in again for field in form.areas]
            if TYPED not in texts:
                lost[rule] = f"not back in {page.address}: {texts}"

    assert lost == {}
    assert len(forms) > 20


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_form_that_is_sent_twice_is_taken_once(door: Door) -> None:
    twice = {}
    for row in rows():
        who = next((who for who in row.actors if row.expected[who] == "ok"), None)
        if row.method != "POST" or row.is_api or who is None or row.address in SENT_ANEW:
            continue
        with door.undone():
            first = _sent(door, row, who)
            done = _done(door)
            second = _sent(door, row, who)
            if (second, _done(door)) != (first, done):
                twice[str(row)] = (first, second)

    assert twice == {}


def _sent(door: Door, row: Row, who: str) -> tuple[str, int, str | None]:
    request = row.request(door.town, who)
    request["data"] |= {"once": "n1", "key": "k1"}
    answer = door.send(who, row.method, **request)
    return class_of(answer), answer.status_code, answer.location


def _done(door: Door) -> tuple[int, int]:
    """How much is on record, and how much is to be told."""
    with door.town.services.sessions() as session:
        return _count(session, ActivityEvent), _count(session, OutboxFact)


def _count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def _forms_with_long_texts(door: Door, app: Flask) -> Iterator[tuple[str, str, Form, str]]:
    """One form for each address that takes texts: who sees it, on which page, and its route."""
    addresses, known, looked_at = app.url_map.bind("localhost"), set(), set()
    for row in rows():
        who = next((who for who in WORKING if row.expected.get(who) == "ok"), None)
        page = NAME.sub("", row.address)
        if row.method != "GET" or row.is_api or who is None or page in looked_at:
            continue
        looked_at.add(page)
        address = row.request(door.town, who)["address"]
        answer = _signed_in(door, app, who).get(address)
        for form in Page(answer).forms if answer.mimetype == "text/html" else ():
            if not form.areas or "csrf_token" not in form.values:
                continue
            form.action = form.action.partition("#")[0]
            rule, _ = addresses.match(form.action, "POST", return_rule=True)
            if rule.rule not in known:
                known.add(rule.rule)
                yield who, address, form, rule.rule


def _signed_in(door: Door, app: Flask, who: str) -> FlaskClient:
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"], session["_fresh"] = door.town.sessions[who], True
    return client


def _leads_to(sign_in: str) -> str:
    return parse_qs(urlsplit(sign_in).query)["next"][0]
