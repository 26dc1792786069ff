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
from tests.browser.furniture import CITY, STAFF, VENDOR, Furniture
from tests.browser.installation import Installation
from tests.browser.looking import Windows, furnished
from tests.browser.visits import VISITS, Visit

# A notice leads on to what it is about.
NO_PAGES = ("/api/v1/", "/static/", "/health", "/ready", "/metrics", "/inbox/<")
FILES = (".csv", ".json", "/file", "<any(docx,odt):kind>")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = 320
ZOOMED: ViewportSize = {"width": NARROW, "height": 256}
"""What is left of a screen of 1280 by 1024 at 400 % zoom."""
UNFOLD = "for (const part of document.querySelectorAll('details')) part.open = true"
TOO_WIDE = """width => [...document.querySelectorAll('body *')]
    .filter(part => part.getBoundingClientRect().right > width + 1)
    .map(part => part.outerHTML.slice(0, 120))"""


# What the tab key should stop at: one circle of a group stands for all of it.
NOTE_THE_STOPS = """() => {
    const look = part => [part, part.nextElementSibling].filter(Boolean).flatMap(at =>
        ['', '::before'].map(which => {
            const style = getComputedStyle(at, which || null);
            return [style.outlineStyle === 'none' || style.outline, style.boxShadow,
                style.backgroundColor, style.color, style.borderColor,
                style.textDecoration].join();
        })).join();
    const groups = new Set();
    window.stops = [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
    )].filter(part => part.checkVisibility({visibilityProperty: true}) && !part.disabled)
        .filter(part => {
            if (part.type !== 'radio') return true;
            const first = !groups.has(part.name);
            groups.add(part.name);
            return first;
        });
    window.plain = new Map(window.stops.map(part => [part, look(part)]));
    window.look = look;
    return window.stops.length;
}"""
WHERE_THE_FOCUS_IS = """() => {
    const part = document.activeElement;
    const same = at => at === part || (part.type === 'radio' && at.name === part.name);
    const number = window.stops.findIndex(same);
    if (number < 0) return [null, true, true];
    const box = part.getBoundingClientRect();
    return [number, window.look(part) !== window.plain.get(part),
        box.bottom > 0 && box.top < innerHeight];
}"""
MOVES = """() => [...document.querySelectorAll('*')].filter(part => {
    const style = getComputedStyle(part);
    return [...style.transitionDuration.split(','), ...style.animationDuration.split(',')]
        .some(time => parseFloat(time) > 0.01);
}).map(part => part.outerHTML.slice(0, 120))"""
# Forced colours take backgrounds away: an edge has to tell what can be pressed or filled in.
FADES = """() => [...document.querySelectorAll(
    '.govuk-button, .govuk-input, .govuk-textarea, .govuk-select, .rialto-state, .rialto-card'
)].filter(part => {
    const style = getComputedStyle(part);
    return part.checkVisibility() && parseFloat(style.borderTopWidth) < 1;
}).map(part => part.outerHTML.slice(0, 120))"""
WALKED = (
    ("", "/"),
    ("", "/solutions"),
    (VENDOR, "/solutions/{solution_returned}/edit"),
    (VENDOR, "/solutions/{solution_published}/edit/technology"),
    (CITY, "/challenges/{challenge_open}/matches"),
    (CITY, "/procurements/{procurement}/suppliers"),
    (STAFF, "/programme"),
)


WORDY = (
    (VENDOR, "/vendor/{vendor}"),
    (VENDOR, "/vendor/{vendor}/challenges"),
    (VENDOR, "/solutions/{solution_published}/edit/technology"),
    (VENDOR, "/account/notices"),
    (VENDOR, "/account/data"),
    (CITY, "/city/{city}"),
    (CITY, "/challenges/{challenge_open}/matches"),
    (CITY, "/challenges/{challenge_open}/relaxing"),
    (CITY, "/challenges/{challenge_draft}/edit/requirements"),
    (CITY, "/procurements/{procurement}/demand"),
    (STAFF, "/programme"),
    (STAFF, "/programme/waiting"),
    ("", "/about/ranking"),
    ("", "/statistics"),
    ("", "/language"),
)
"""Pages with the longest words in the narrowest places."""


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
@pytest.mark.processes
@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("who", "address"), WORDY)
def test_longer_words_of_other_languages_have_their_place(
    who: str, address: str, windows: Windows, furniture: Furniture
) -> None:
    with windows.look(Visit(who, address), furniture) as page:
        page.set_viewport_size(ZOOMED)
        for code in ("fr", "pl", "de"):
            page.set_extra_http_headers({"Accept-Language": code})
            page.reload()
            page.evaluate(UNFOLD)
            assert page.locator("html").get_attribute("lang") == code
            assert sideways(page) == []
        assert violations(page) == []


@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("who", "address"), WALKED)
def test_the_tab_key_leads_everywhere_and_one_sees_where(
    who: str, address: str, windows: Windows, furniture: Furniture
) -> None:
    with windows.look(Visit(who, address), furniture) as page:
        # The advice beside a form comes after the page and would change what is walked.
        page.wait_for_load_state("networkidle")
        stops = page.evaluate(NOTE_THE_STOPS)
        reached: set[int] = set()
        faults = []
        for _ in range(2 * stops + 10):
            page.keyboard.press("Tab")
            number, is_seen, is_in_sight = page.evaluate(WHERE_THE_FOCUS_IS)
            if number in reached or (number is None and reached):
                break
            if number is not None:
                reached.add(number)
                what = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
                faults += [f"not seen: {what}"] * (not is_seen)
                faults += [f"out of sight: {what}"] * (not is_in_sight)

        assert faults == []
        assert len(reached) == stops > 10


@pytest.mark.browser
@pytest.mark.processes
@pytest.mark.parametrize("installation", ["sqlite"], indirect=True)
def test_colours_and_movement_are_those_that_people_set(
    windows: Windows, furniture: Furniture
) -> None:
    for address in ("/design", "/challenges/{challenge_open}/matches"):
        with windows.look(Visit("", address), furniture) as page:
            assert page.evaluate(MOVES) == []
            page.emulate_media(forced_colors="active")
            assert page.evaluate(FADES) == []


@pytest.mark.browser
def test_what_cannot_be_seen_would_be_noticed(chromium: Browser) -> None:
    page = chromium.new_page(viewport=ZOOMED, forced_colors="active")
    page.set_content(
        "<style>a:focus{outline:0}.govuk-button{border:0;animation:x 2s}</style>"
        "<a href=x>Here</a><button class=govuk-button>Go</button>"
    )
    assert page.evaluate(NOTE_THE_STOPS) == 2
    page.keyboard.press("Tab")
    assert page.evaluate(WHERE_THE_FOCUS_IS)[:2] == [0, False]
    assert len(page.evaluate(MOVES)) == 1
    assert len(page.evaluate(FADES)) == 1


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
        if not rule.rule.endswith(FILES)
    }
    somewhere = defaultdict(lambda: str(uuid4()))
    adapter = routes.bind("localhost")
    addresses = (visit.address.format_map(somewhere).partition("?")[0] for visit in VISITS)
    visited = {adapter.match(a)[0] for a in addresses if adapter.test(a)}

    assert sorted(pages - visited) == []
