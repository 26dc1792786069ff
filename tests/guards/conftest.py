"""One town on each database for all guards, with an application in front of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, delete
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.test import TestResponse

from marketplace.app import create_app
from marketplace.foundation.clock import SetClock
from marketplace.recommendations.models import Embedding
from marketplace.services import Services
from marketplace.settings import Settings
from tests.conftest import NOW
from tests.factories.town import VISITOR, Town, build_town
from tests.turns import has_its_turn, take_turns

SETTINGS = Settings(
    database_url="set by the test",
    data_dir=None,  # type: ignore[arg-type]
    secret_key="a secret that only tests know, long enough",
    encoder="hashing",
    vector_index="exact",
    match_rate_limit="100000 per minute",
    sign_in_rate_limit="100000 per minute",
)


TABLE = "tests/guards/test_every_route.py::test_everybody"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the rows of the table take turns."""
    take_turns(config, items, TABLE, _runs)


def _runs(item: pytest.Item) -> bool:
    asked: dict[str, Any] = item.callspec.params  # type: ignore[attr-defined]
    return has_its_turn(str(asked["row"]), asked["database"])


class Door:
    """Lets anybody ask anything of a town, and leaves the town as it was."""

    def __init__(self, town: Town, app: Flask, connection: Connection) -> None:
        self.town, self.app, self._connection = town, app, connection

    def ask(self, who: str, method: str, address: str, **sent: Any) -> TestResponse:
        """The answer to one request; whatever it changed is undone."""
        with self.undone():
            return self.send(who, method, address, **sent)

    def send(self, who: str, method: str, address: str, **sent: Any) -> TestResponse:
        """The answer to one request, whose changes stay until somebody undoes them."""
        headers = sent.pop("headers", {})
        if address.startswith("/api/v1/") and who != VISITOR:
            headers = headers | {"Authorization": f"Bearer {self.town.tokens[who]}"}
        return self.client(who).open(address, method=method, headers=headers, **sent)

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Take back at the end whatever is changed inside."""
        before = self._connection.begin_nested()
        try:
            yield
        finally:
            before.rollback()

    @contextmanager
    def otherwise(self, change: Callable[[Session], None], folder: Path) -> Iterator["Door"]:
        """The same town after `change`, asked in a process that has just been started."""
        services = self.town.services
        with self.undone():
            with services.sessions() as session:
                change(session)
                session.execute(delete(Embedding))
                session.commit()
            settings = replace(services.settings, data_dir=folder)
            twin = replace(self.town, services=replace(services, settings=settings))
            yield Door(twin, without_form_tokens(twin.services), self._connection)

    def client(self, who: str) -> FlaskClient:
        """A browser in which one of the people is signed in."""
        client = self.app.test_client()
        if who in self.town.sessions:
            with client.session_transaction() as session:
                session["_user_id"] = self.town.sessions[who]
                session["_fresh"] = True
        return client


def without_form_tokens(services: Services) -> Flask:
    """The application; guards ask who may, that forms are protected is a test of its own."""
    app = create_app(services)
    app.config.update(WTF_CSRF_ENABLED=False, WTF_CSRF_METHODS=[])
    return app


@pytest.fixture(scope="module")
def door(database: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    settings = replace(SETTINGS, data_dir=tmp_path_factory.mktemp("guards"))
    with database.connect() as connection:
        outer = connection.begin()
        sessions = sessionmaker(connection, join_transaction_mode="create_savepoint")
        services = Services(settings, database, sessions, SetClock(NOW))
        town = build_town(services)
        yield Door(town, without_form_tokens(services), connection)
        outer.rollback()
