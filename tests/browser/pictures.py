"""Takes the pictures of README from a product that runs with the demonstration.

python -m tests.browser.pictures http://127.0.0.1:8000 PASSWORD

The password is the one that the demonstration printed. The worker has to run, too, and to have
looked once for groups, which it does in the first minutes.
"""

from pathlib import Path

import click
from playwright.sync_api import Page, sync_playwright

from tests.browser.fixtures import CHROMIUM, LONGEST_WAIT
from tests.browser.furniture import STAFF
from tests.browser.person import Person

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
CHALLENGE = "Turning schools into climate shelters"
RULES = "Cross-border joint procurement"
WIDTH = 1280


@click.command()
@click.argument("address")
@click.argument("password")
def take(address: str, password: str) -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(base_url=address, viewport={"width": WIDTH, "height": 900})
        page.set_default_timeout(LONGEST_WAIT)
        _home(page)
        _challenge(page)
        Person(page).signs_in(STAFF, password)
        _groups(page)
        browser.close()


def _home(page: Page) -> None:
    page.goto("/")
    _save(page, "home", 860)


def _challenge(page: Page) -> None:
    """The matches of a challenge, down to the end of the best one."""
    page.goto(f"/challenges?q={CHALLENGE}")
    page.get_by_role("link", name=CHALLENGE, exact=True).click()
    page.get_by_role("link", name="Matches", exact=True).click()
    box = page.locator("article.rialto-match").first.bounding_box()
    assert box is not None
    _save(page, "challenge", box["y"] + box["height"] + 24)


def _groups(page: Page) -> None:
    """Who could buy together, with the proof of the best group, down to its end."""
    page.goto("/programme/groups")
    page.get_by_label(RULES).check()
    page.get_by_role("button", name="Apply filters").click()
    group = page.locator("section.rialto-card").first
    group.locator("summary").first.click()
    page.mouse.click(0, 0)
    box = group.bounding_box()
    assert box is not None
    _save(page, "groups", page.evaluate("scrollY") + box["y"] + box["height"] + 24)


def _save(page: Page, name: str, height: float) -> None:
    page.screenshot(
        path=FOLDER / f"{name}.png",
        clip={"x": 0, "y": 0, "width": WIDTH, "height": height},
        full_page=True,
    )


if __name__ == "__main__":
    take()
