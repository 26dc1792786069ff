"""Logs are one JSON object a line, name what they tell of, and repeat no contents."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.exc import IntegrityError

from marketplace.foundation.database import make_engine
from marketplace.foundation.logging import configure_logging


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = list(root.handlers), root.level
    yield
    root.handlers[:], level = before
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_a_line_is_an_object_with_time_level_and_request(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging("INFO", "json")
    structlog.contextvars.bind_contextvars(request_id="r1")
    structlog.get_logger("shop").info("tea_sold", cups=2)
    logging.getLogger("library").warning("kettle is %s", "hot")
    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert ours.pop("timestamp").endswith("Z")
    assert ours == {
        "event": "tea_sold",
        "cups": 2,
        "level": "info",
        "logger": "shop",
        "request_id": "r1",
    }
    assert (theirs["event"], theirs["level"]) == ("kettle is hot", "warning")


def test_what_is_below_the_level_is_not_logged(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("WARNING", "json")
    structlog.get_logger("shop").info("tea_sold")
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("style", ["json", "text"])
def test_an_error_is_logged_without_the_values_it_met(
    style: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logging("INFO", style)
    engine = make_engine("sqlite://")
    secret = "quokka" + "secret"
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (a TEXT CHECK (a = 'x'))")
        try:
            connection.exec_driver_sql("INSERT INTO t VALUES (?)", (secret,))
        except IntegrityError:
            structlog.get_logger("shop").exception("not_stored", number=7)
    engine.dispose()
    logged = capsys.readouterr().err
    assert "CHECK constraint failed" in logged
    assert "number" in logged
    assert secret not in logged
