"""Fixtures of the tests in a browser: running installations, Chromium, and people at it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from tests.browser.installation import Installation, load_demonstration, running
from tests.browser.person import Person
from tests.databases import KINDS, Databases

CHROMIUM = "/usr/bin/chromium"
DESK: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 375, "height": 720}
LONGEST_WAIT = 60_000

IN_A_BROWSER = ("tests/browser/", "tests/journeys/")

Sits = Callable[..., Person]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests in a browser in two processes: an installation takes long to start."""
    from xdist.scheduler import LoadScopeScheduling  # noqa: PLC0415

    class BrowserTogether(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return next((folder for folder in IN_A_BROWSER if nodeid.startswith(folder)), nodeid)

    return BrowserTogether(config, log)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the demonstration, the same for all processes that run tests."""
    base = tmp_path_factory.getbasetemp()
    return load_demonstration(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session", params=KINDS)
def installation(
    request: pytest.FixtureRequest,
    databases: Databases,
    demonstration: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """A running product with the demonstration, once on each database."""
    folder = tmp_path_factory.mktemp("installation") / request.param
    with running(demonstration, databases.new_url(request.param), folder) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser, closed after each file: while it is open its event loop runs in this thread."""
    expect.set_options(timeout=LONGEST_WAIT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def sits_down(chromium: Browser, installation: Installation) -> Iterator[Sits]:
    """Makes people: `sits_down("city@demo.example")` is signed in, `sits_down()` a visitor."""
    contexts = []

    def sit(email: str = "", viewport: ViewportSize = DESK, **options: Any) -> Person:
        context = chromium.new_context(
            base_url=installation.address, viewport=viewport, reduced_motion="reduce", **options
        )
        context.set_default_timeout(LONGEST_WAIT)
        contexts.append(context)
        person = Person(context.new_page())
        if email:
            person.signs_in(email, installation.sign_ins[email])
        return person

    yield sit
    for context in contexts:
        context.close()
