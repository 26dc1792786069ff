"""Every page, in the states that people meet, against WCAG 2.2 AA and at 400 % zoom."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize

from marketplace.app import create_app
from marketplace.services import build_services
from marketplace.settings import Settings
from tests.browser.furniture import Furniture
from tests.browser.installation import Installation
from tests.browser.looking import Windows, furnished
from tests.browser.visits import VISITS, Visit

NO_PAGES = ("/api/v1/", "/static/", "/health", "/ready", "/metrics")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320
ZOOMED: ViewportSize = {"width": NARROW, "height": 256}
"""What is left of a screen of 1280 by 1024 at 400 % zoom."""
UNFOLD = "for (const part of document.querySelectorAll('details')) part.open = true"
TOO_WIDE = """width => [...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > width + 1)
    .map(part => part.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def furniture(chromium: Browser, installation: Installation) -> Furniture:
    return furnished(chromium, installation)


@pytest.fixture(scope="module")
def windows(chromium: Browser, furniture: Furniture) -> Iterator[Windows]:
    """A browser for each person, signed in once."""
    found = Windows(chromium, furniture.installation)
    yield found
    found.close()


@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_keeps_nobody_out(visit: Visit, windows: Windows, furniture: Furniture) -> None:
    with windows.look(visit, furniture) as page:
        page.evaluate(UNFOLD)

        assert violations(page) == []
        page.set_viewport_size(ZOOMED)
        assert sideways(page) == []


@pytest.mark.browser
def test_a_barrier_would_be_noticed(chromium: Browser) -> None:
    page = chromium.new_page(viewport=ZOOMED)
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
