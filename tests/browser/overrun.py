"""A market in which hostile texts stand in every field, and everything it then says to anybody.

Answers are gathered here without a browser: pages, forms that come back with what was typed,
what htmx puts in, and the mails. Who looks at them, and what may not happen, is not decided here.
"""

import re
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from shutil import copy, rmtree
from urllib.parse import quote

from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.wrappers import Response

from marketplace.app import create_app
from marketplace.foundation.clock import SetClock
from marketplace.recommendations.models import Embedding
from marketplace.services import Services, build_services
from marketplace.worker import work
from tests.conftest import NOW
from tests.databases import fill
from tests.factories.poison import poison
from tests.factories.town import VISITOR, build_town
from tests.guards.conftest import SETTINGS, without_form_tokens
from tests.guards.table import Row, rows

ENTITLED = ("city.owner", "vendor.owner", "staff", "claimant", "newcomer", "person")
"""Whoever comes first here sees most of a page."""
SEARCHES = (
    "/search?need=", "/solutions?q=", "/solutions?theme=", "/challenges?q=", "/challenges?country=",
    "/cities?q=", "/cities?country=", "/map?theme=", "/sign-in?next=", "/nothing/",
)  # fmt: skip
LINK = re.compile(r'href="[^"]*"')
LONGER = timedelta(days=9)
"""So much later every digest is due and every reminder."""


class Overrun:
    """A town in a folder of its own, of which copies are written full of one text each."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.copies = folder, 0
        services = self._services(folder)
        fill(services.engine)
        self.town = build_town(services)
        services.engine.dispose()
        self.app = create_app(services)
        self.fields: list[str] = []

    def overrun(self, text: str) -> dict[str, Response]:
        """Write the text everywhere; then each answer by a name that could be its address."""
        with self._copy() as services:
            found = dict(self._sent(text))
        with self._copy() as services:
            with services.unit_of_work() as uow:
                self.fields = poison(uow.session, text)
                uow.session.execute(delete(Embedding))
            found |= dict(self._read(text)) | dict(self._mailed(services))
        return found

    def files(self, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Write each text everywhere; then every file for a spreadsheet, with its address."""
        with self._copy() as services:
            for text in texts:
                with services.unit_of_work() as uow:
                    poison(uow.session, text)
                for row in rows():
                    if row.address.endswith(".csv"):
                        who = _readers(row)[-1]
                        file = self.client(who).get(row.request(self.town, who)["address"])
                        yield row.address, file.get_data(as_text=True)

    def client(self, who: str) -> FlaskClient:
        """A browser in which one of the people is signed in."""
        client = self.app.test_client()
        if who in self.town.sessions:
            with client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = self.town.sessions[who], True
        return client

    def _services(self, folder: Path) -> Services:
        url = f"sqlite:///{folder / 'town.sqlite'}"
        settings = replace(SETTINGS, database_url=url, data_dir=folder)
        return build_services(settings, clock=SetClock(NOW))

    @contextmanager
    def _copy(self) -> Iterator[Services]:
        self.copies += 1
        folder = self.folder / str(self.copies)
        folder.mkdir()
        copy(self.folder / "town.sqlite", folder)
        services = self._services(folder)
        self.app = without_form_tokens(services)
        yield services
        services.engine.dispose()
        rmtree(folder)

    def _read(self, text: str) -> Iterator[tuple[str, Response]]:
        """Every page, as a visitor sees it and as who may see most of it."""
        clients = {who: self.client(who) for who in (VISITOR, *ENTITLED)}
        for row in rows():
            for who in _readers(row) if row.method == "GET" and not row.is_api else ():
                address = row.request(self.town, who)["address"]
                yield f"/{who}{address}", clients[who].get(address)
        for search in SEARCHES:
            address = search + quote(text[:1500], safe="")
            yield f"/{VISITOR}{address}", clients[VISITOR].get(address)

    def _sent(self, text: str) -> Iterator[tuple[str, Response]]:
        """Every form with the text in all of its fields, and what htmx gets of it."""
        endpoints: set[str] = set()
        for row in rows():
            if row.method != "POST" or not row.sends or row.is_api:
                continue
            who = _readers(row)[0]
            request = row.request(self.town, who)
            address, client = request["address"], self.client(who)
            endpoint = self.app.url_map.bind("").match(address, "POST")[0]
            if endpoint not in endpoints:
                endpoints.add(endpoint)
                typed = {name: _typed(said, text) for name, said in request["data"].items()}
                yield f"/{who}/typed{address}", client.post(address, data=typed)
                if address.endswith("/check"):
                    part = client.post(address, data=typed, headers={"HX-Request": "true"})
                    yield f"/{who}/part{address}", part

    def _mailed(self, services: Services) -> Iterator[tuple[str, Response]]:
        """The mails that say what happened, remind of it, and gather it."""
        for moment in (NOW, NOW + LONGER):
            later = replace(services, clock=SetClock(moment))
            assert work(later, threading.Event(), once=True) == 0
        mails = {}
        for file in services.settings.data_dir.glob("mail/*.eml"):
            mail = message_from_bytes(file.read_bytes(), policy=policy.default)
            body = mail.get_body(("html",))
            assert body is not None
            html = body.get_content()
            mails[LINK.sub("", html)] = html  # One of those that differ in their links alone.
        for number, html in enumerate(mails.values()):
            yield f"/mail/{number}", Response(html, mimetype="text/html")


def _readers(row: Row) -> list[str]:
    found = [who for who in ENTITLED if row.expected.get(who) == "ok"][:1]
    return [VISITOR, *found] if row.expected[VISITOR] == "ok" else found or [VISITOR]


def _typed(said: str, text: str) -> str:
    """The text in place of what was typed, but for numbers and for what was chosen."""
    return text if " " in said or "@" in said or said.istitle() else said
