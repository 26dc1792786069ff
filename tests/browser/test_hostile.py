"""Whatever people write is shown and never run, with the content security policy on and off.

Whole: so many entries that every text stands in every field. Else a few, in which every text
stands in the long fields and the short ones share them.
"""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from marshmallow import Schema, fields
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

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
DANGEROUS = """() => [...document.querySelectorAll('*')].flatMap(part => [...part.attributes]
    .filter(at => /^(on|hx-on)/i.test(at.name)
        || (/^(href|src|action|formaction|data|srcdoc)$/i.test(at.name)
            && /^\\s*(javascript|vbscript|data:text)/i.test(at.value)))
    .map(() => part.outerHTML.slice(0, 200)))"""

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Place:
    """A served town, and the entries that were written into it."""

    address: str
    app: Flask
    town: Town
    solutions: list[str]
    challenges: list[str]

    def pages(self) -> list[tuple[str, str]]:
        """Who looks at what: everything written stands on one of these."""
        ids = self.town.ids
        found = [("visitor", "/solutions"), ("visitor", "/challenges"), ("visitor", "/cities")]
        found += [("vendor.owner", f"/vendor/{ids['organisation.vendor']}")]
        found += [("city.owner", f"/city/{ids['organisation.city']}"), ("staff", "/programme")]
        found += [("visitor", f"/organisations/{ids['organisation.vendor']}")]
        found += [("visitor", f"/cities/{ids['organisation.city']}")]
        found += [("city.owner", "/account/data"), ("staff", "/programme/activity")]
        for number, (solution, challenge) in enumerate(
            zip(self.solutions, self.challenges, strict=True)
        ):
            found += [
                ("visitor", f"/solutions/{solution}"),
                ("visitor", f"/challenges/{challenge}"),
            ]
            if number < 2:
                found += [
                    ("vendor.owner", f"/solutions/{solution}/manage"),
                    ("vendor.owner", f"/solutions/{solution}/challenges/{challenge}"),
                    ("staff", f"/programme/solutions/{solution}"),
                    ("city.owner", f"/challenges/{challenge}/matches"),
                    ("city.owner", f"/challenges/{challenge}/manage"),
                ]
        return found


@pytest.fixture(scope="module")
def place(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    settings = replace(
        SETTINGS,
        database_url=databases.new_url("sqlite"),
        data_dir=tmp_path_factory.mktemp("hostile"),
    )
    services = build_services(settings, clock=SetClock(NOW))
    fill(services.engine)
    town = build_town(services)
    app = without_form_tokens(services)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    made = Place(f"http://127.0.0.1:{server.port}", app, town, *_written(town, app))
    yield made
    server.shutdown()
    thread.join()
    server.server_close()
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


class Watch:
    """What happens in a browser that should not: something runs, or another host is asked."""

    def __init__(self, context: BrowserContext, place: Place) -> None:
        self.context, self.place, self.found = context, place, list[str]()
        context.on("request", lambda request: self._asked(request.url))
        context.on("dialog", lambda dialog: self.found.append(f"dialog {dialog.message}"))

    def _asked(self, url: str) -> None:
        if not url.startswith((self.place.address, "data:", "about:")):
            self.found.append(f"asked {url}")

    def sign_in(self, who: str) -> None:
        """Go on as one of the people of the town."""
        self.context.clear_cookies()
        if who in self.place.town.sessions:
            client = self.place.app.test_client()
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = self.place.town.sessions[who], True
            cookie = client.get_cookie("session")
            assert cookie is not None
            kept = {"name": "session", "value": cookie.value, "url": self.place.address}
            self.context.add_cookies([kept])  # type: ignore[list-item]

    def look(self, page: Page, address: str) -> None:
        """Open a page, unfold it, and note what ran there or could run."""
        answer = page.goto(self.place.address + address)
        assert answer is not None
        assert answer.ok, (address, answer.status)
        page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        if page.evaluate("'ran' in window"):
            self.found.append(f"{address} ran something")
        self.found += [f"{address} has {part}" for part in page.evaluate(DANGEROUS)]


@pytest.mark.parametrize("policy", ["off", "on"])
def test_whatever_people_write_is_shown_and_runs_nowhere(
    chromium: Browser, place: Place, policy: str
) -> None:
    context = chromium.new_context(bypass_csp=policy == "off")
    context.add_init_script("addEventListener('securitypolicyviolation', () => window.ran = 1)")
    watch, page, who = Watch(context, place), context.new_page(), ""
    pages = place.pages() if policy == "off" else place.pages()[:12]
    for looks, address in sorted(pages):
        if looks != who:
            watch.sign_in(who := looks)
        watch.look(page, address)
    words = " ".join(TEXTS[:40])
    for address in ("/search?need=", "/solutions?q=", "/challenges?country=", "/cities?q="):
        watch.look(page, address + quote(words[:1500]))
    context.close()

    assert watch.found == []


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


def test_a_page_that_does_not_escape_would_be_noticed(chromium: Browser, place: Place) -> None:
    place.app.jinja_env.autoescape = False
    place.app.jinja_env.cache.clear()  # type: ignore[union-attr]
    context = chromium.new_context(bypass_csp=True)
    context.route(lambda url: not url.startswith(place.address), lambda route: route.abort())
    try:
        watch = Watch(context, place)
        watch.look(context.new_page(), f"/solutions/{place.solutions[0]}")
        assert any("ran something" in found for found in watch.found)
        assert any("asked" in found for found in watch.found)
    finally:
        context.close()
        place.app.jinja_env.autoescape = place.app.select_jinja_autoescape
        place.app.jinja_env.cache.clear()  # type: ignore[union-attr]
