"""The migrations lead to exactly the tables that the models describe, and back to none."""

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import sessionmaker

from marketplace.foundation import migrations
from marketplace.foundation.clock import SetClock
from marketplace.foundation.database import make_engine
from marketplace.foundation.errors import Invalid
from marketplace.services import Services
from marketplace.settings import Settings
from marketplace.tables import metadata
from tests.databases import KINDS, Databases
from tests.factories.bought import fill_in
from tests.factories.challenges import make_challenge
from tests.factories.market import add_words, make_city
from tests.factories.procurements import make_buyers


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    made = make_engine(databases.new_url(request.param))
    yield made
    made.dispose()


def test_the_tables_are_those_of_the_models(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.connect() as connection:
        # On SQLite a number that counts by itself has a default that is no default.
        compared = {"compare_server_default": connection.dialect.name == "postgresql"}
        context = MigrationContext.configure(connection, opts=compared)
        assert compare_metadata(context, metadata) == []
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_an_empty_database_goes_up_and_back_and_up(engine: Engine) -> None:
    assert migrations.current_revision(engine) is None
    for _ in range(2):
        migrations.upgrade(engine)
        assert migrations.is_current(engine)
        migrations.downgrade(engine, "base")
        assert inspect(engine).get_table_names() == ["alembic_version"]
        assert not migrations.is_current(engine)


def test_a_database_that_is_in_use_goes_back_and_up(
    engine: Engine, settings: Settings, clock: SetClock
) -> None:
    migrations.upgrade(engine)
    services = Services(settings, engine, sessionmaker(engine), clock)
    with services.unit_of_work() as uow:
        add_words(uow)
        city = make_city(uow, name="Graz")
    make_challenge(services, city, title="Dark")
    migrations.downgrade(engine, "0004")
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT COUNT(*) FROM challenge_version")) == 1
    migrations.upgrade(engine)
    assert migrations.is_current(engine)


def test_an_offer_for_a_lot_named_in_words_is_for_that_lot(
    engine: Engine, settings: Settings, clock: SetClock
) -> None:
    migrations.upgrade(engine)
    services = Services(settings, engine, sessionmaker(engine), clock)
    fill_in(make_buyers(services))
    with engine.begin() as connection:
        connection.execute(text("UPDATE tenderer SET lot_id = NULL, lot = 'lamps FOR squares'"))
    migrations.downgrade(engine, "0026")
    migrations.upgrade(engine)
    with engine.connect() as connection:
        meant = "SELECT lot.number FROM tenderer JOIN lot ON lot.id = tenderer.lot_id"
        assert connection.scalar(text(meant)) == 1


def test_upgrading_twice_changes_nothing(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE fact_counter SET value = 7"))
    migrations.upgrade(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT value FROM fact_counter")) == 7


def test_the_record_is_guarded_as_soon_as_it_is_there(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO activity_event (at, actor_kind, actor_label, action, object_kind,"
                " object_id, before, after, request_id)"
                " VALUES ('2026-01-01', 'x', 'x', 'x', 'x', 'x', '{}', '{}', 'x')"
            )
        )
    with pytest.raises(DBAPIError, match="cannot be changed"), engine.begin() as connection:
        connection.execute(text("DELETE FROM activity_event"))


@pytest.mark.parametrize("revision", ["nonsense", "+7", ""])
def test_there_is_no_way_to_a_revision_that_does_not_exist(revision: str, engine: Engine) -> None:
    migrations.upgrade(engine)
    for go in (migrations.upgrade, migrations.downgrade):
        with pytest.raises(Invalid) as caught:
            go(engine, revision)
        assert caught.value.faults[0].field == "revision"
    assert migrations.is_current(engine)
