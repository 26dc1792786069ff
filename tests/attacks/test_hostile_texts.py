"""Hostile texts come in as programs send them: kept as they are, or refused as no text at all.

That nothing of them runs where it is shown, is seen in a browser: `tests/browser/test_hostile.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema, fields

from marketplace.foundation.clock import SetClock
from marketplace.foundation.texts import normal
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.fields import Line, Text
from marketplace.schemas.loading import dump
from marketplace.schemas.organisations import OrganisationSchema
from marketplace.schemas.solutions import SolutionSchema
from marketplace.services import build_services
from tests.conftest import NOW
from tests.databases import Databases, fill
from tests.factories.challenges import challenge_content
from tests.factories.hostile import ADDRESSES, REFUSED, TEXTS, packed
from tests.factories.solutions import GRAZ, solution_content
from tests.factories.town import Town, build_town
from tests.guards.conftest import SETTINGS, without_form_tokens
from tests.sizes import sized

ENTRIES = sized(4, 75)
"""With all of them every text stands in every field; with few every text in the long fields."""


@dataclass(frozen=True)
class Place:
    """A town, and the entries that were written into it."""

    app: Flask
    solutions: list[str]
    challenges: list[str]


@pytest.fixture(scope="module")
def place(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    url, folder = databases.new_url("sqlite"), tmp_path_factory.mktemp("hostile")
    settings = replace(SETTINGS, database_url=url, data_dir=folder)
    services = build_services(settings, clock=SetClock(NOW))
    fill(services.engine)
    town = build_town(services)
    app = without_form_tokens(services)
    yield Place(app, *_written(town, app))
    services.engine.dispose()


def _written(town: Town, app: Flask) -> tuple[list[str], list[str]]:
    """Entries full of hostile texts, made and published as programs do it."""
    client = app.test_client()

    def send(who: str, method: str, address: str, body: Any, version: int = 0) -> Any:
        headers = {"Authorization": f"Bearer {town.tokens[who]}"}
        headers |= {"If-Match": f'"{version}"'} if version else {}
        answer = client.open(f"/api/v1{address}", method=method, json=body, headers=headers)
        assert answer.status_code in (200, 201), (address, answer.get_json())
        return answer.get_json()

    made: dict[str, list[str]] = {"solutions": [], "challenges": []}
    deployments = (replace(GRAZ, evidence_link="https://a.example/"),)
    solution = dump(SolutionSchema(), solution_content(name="-", deployments=deployments))
    challenge = dump(ChallengeSchema(), challenge_content(title="-"))
    for number in range(ENTRIES):
        for kind, who, schema, document in (
            ("solutions", "vendor", SolutionSchema(), solution),
            ("challenges", "city", ChallengeSchema(), challenge),
        ):
            body = {
                who: town.ids[f"organisation.{who}"],
                "content": filled(schema, document, number),
            }
            row = send(f"{who}.owner", "POST", f"/{kind}", body)
            row = send(f"{who}.owner", "POST", f"/{kind}/{row['id']}/submit", {}, row["version"])
            row = send("staff", "POST", f"/{kind}/{row['id']}/publish", {}, row["version"])
            if row["state"] == "held":
                row = send("staff", "POST", f"/{kind}/{row['id']}/release", {}, row["version"])
            made[kind].append(row["id"])
    for who in ("vendor", "city"):
        address = f"/organisations/{town.ids[f'organisation.{who}']}"
        row = send(f"{who}.owner", "GET", address, None)
        said = filled(OrganisationSchema(only=("description",)), {}, 5)
        send(f"{who}.owner", "PATCH", address, {"content": said}, row["version"])
    return made["solutions"], made["challenges"]


def filled(schema: Schema, document: dict[str, Any], start: int) -> dict[str, Any]:
    """The document with hostile texts in every field that takes a text, nested ones too."""
    found = dict(document)
    for offset, (name, field) in enumerate(schema.load_fields.items()):
        at = start * 53 + offset * 17
        inner = field.inner if isinstance(field, fields.List) else field
        if is_free(inner):
            many = isinstance(field, fields.List)
            texts = [packed(inner.validate.max, at + n * 5) for n in range(8 if many else 1)]
            found[name] = texts if many else texts[0]
        elif isinstance(inner, fields.Nested) and document.get(name):
            given = document[name]
            if isinstance(given, list):
                found[name] = [filled(inner.schema, one, at) for one in given]
            else:
                found[name] = filled(inner.schema, given, at)
    return found


def is_free(field: object) -> bool:
    """Whether any text may stand there, and not only a code or an address."""
    return type(field) in (Text, Line)


@pytest.mark.whole
def test_every_text_can_be_read_as_it_was_written(place: Place) -> None:
    client = place.app.test_client()
    pages = [client.get(f"/solutions/{one}").get_data(as_text=True) for one in place.solutions]
    read = " ".join(" ".join(unescape(re.sub(r"<[^>]*>", "", page)).split()) for page in pages)

    unread = [text for text in TEXTS if " ".join(normal(text).split()) not in read]
    assert unread == []


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_address_of_the_web_is_refused(address: str) -> None:
    faults = SolutionSchema().validate({"website": address}, partial=True)
    assert "website" in faults or " " not in address.strip()


@pytest.mark.parametrize("text", REFUSED, ids=lambda text: repr(text[:9]))
def test_what_is_no_text_is_refused(text: str) -> None:
    for schema, name in ((SolutionSchema(), "description"), (ChallengeSchema(), "problem")):
        assert name in schema.validate({name: text}, partial=True)
