"""Every page, in the states that people meet, against WCAG 2.2 AA and on a narrow screen."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from marketplace.app import create_app
from marketplace.services import build_services
from marketplace.settings import Settings
from tests.browser.fixtures import LONGEST_WAIT
from tests.browser.furniture import LEAVER, NEWCOMER, PASSWORD, Furniture, furnish
from tests.browser.installation import Installation
from tests.browser.person import Person
from tests.browser.visits import VISITS, Visit

NO_PAGES = ("/api/v1/", "/static/", "/health", "/ready", "/metrics")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320
UNFOLD = "for (const part of document.querySelectorAll('details')) part.open = true"
TOO_WIDE = """width => [...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > width + 1)
    .map(part => part.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def furniture(chromium: Browser, installation: Installation) -> Furniture:
    made = furnish(installation)
    forgetful = Person(chromium.new_page(base_url=installation.address))
    forgetful.opens("/forgotten-password")
    forgetful.writes("E-mail address", NEWCOMER)
    forgetful.presses("Send me a link")
    link = installation.link_mailed_to(NEWCOMER, "/forgotten-password/")
    made.ids["reset"] = link.rpartition("/")[2]
    return made


@pytest.fixture(scope="module")
def windows(chromium: Browser, furniture: Furniture) -> Iterator[dict[str, BrowserContext]]:
    """A browser for each person, signed in once."""
    installation = furniture.installation
    passwords = installation.sign_ins | dict.fromkeys((NEWCOMER, LEAVER), PASSWORD)

    class Windows(defaultdict[str, BrowserContext]):
        def __missing__(self, who: str) -> BrowserContext:
            made = self[who] = chromium.new_context(
                base_url=installation.address, reduced_motion="reduce"
            )
            made.set_default_timeout(LONGEST_WAIT)
            if who:
                Person(made.new_page()).signs_in(who, passwords[who])
            return made

    found = Windows()
    yield found
    for context in found.values():
        context.close()


@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_keeps_nobody_out(
    visit: Visit, windows: dict[str, BrowserContext], furniture: Furniture
) -> None:
    page = windows[visit.who].new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(visit.address.format_map(furniture.ids))
    assert answer is not None
    assert answer.ok is not visit.is_refused
    if visit.doing is not None:
        visit.doing(Person(page))
        page.wait_for_load_state()
    page.evaluate(UNFOLD)

    assert violations(page) == []
    page.set_viewport_size({"width": NARROW, "height": 640})
    assert sideways(page) == []
    page.close()


@pytest.mark.browser
def test_a_barrier_would_be_noticed(chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": NARROW, "height": 640})
    page.set_content("<img src='/mark.svg'><p style='width: 400px'>Wide</p>")

    assert any("image-alt" in found for found in violations(page))
    assert sideways(page)


def violations(page: Page) -> list[str]:
    """What axe finds on the page, each with the places where it is."""
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {rule['help']}: {node['html'][:200]} {node['failureSummary']}"
        for rule in found.response["violations"]
        for node in rule["nodes"][:3]
    ]


def sideways(page: Page) -> list[str]:
    """What is wider than the screen, if the page scrolls sideways."""
    width = page.evaluate("document.documentElement.scrollWidth")
    return [] if width <= NARROW else [f"{width} px", *page.evaluate(TOO_WIDE, NARROW)[:5]]


def test_every_page_is_visited(tmp_path: Path) -> None:
    settings = Settings(database_url="sqlite://", data_dir=tmp_path, secret_key="s" * 40)
    routes = create_app(build_services(settings)).url_map
    pages = {
        rule.endpoint
        for rule in routes.iter_rules()
        if rule.methods and "GET" in rule.methods and not rule.rule.startswith(NO_PAGES)
    }
    somewhere = defaultdict(lambda: str(uuid4()))
    adapter = routes.bind("localhost")
    addresses = (visit.address.format_map(somewhere).partition("?")[0] for visit in VISITS)
    visited = {adapter.match(a)[0] for a in addresses if adapter.test(a)}

    assert sorted(pages - visited) == []
