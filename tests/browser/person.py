"""Somebody at a browser, told in the words of what a person does and reads there."""

import re
from dataclasses import dataclass
from re import Pattern

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Person:
    """One person with one browser window; every wait is as long as the page needs."""

    page: Page

    def opens(self, address: str) -> None:
        """Type an address, whole or from this site."""
        self.page.goto(address)

    def signs_in(self, email: str, password: str) -> None:
        self.opens("/sign-in")
        self.writes("E-mail address", email)
        self.writes("Password", password)
        self.presses("Sign in")
        expect(self.page.get_by_role("button", name="Sign out")).to_be_attached()

    def follows(self, link: str) -> None:
        """Follow the first link or link button with this text."""
        named = re.compile(rf"^\s*{re.escape(link)}")
        links = self.page.get_by_role("link", name=named)
        links.or_(self.page.get_by_role("button", name=named)).first.click()

    def presses(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def unfolds(self, summary: str, within: str = "") -> None:
        """Open the first part that is folded under these words, unless it is open."""
        title = self._part(within).locator("summary", has_text=summary).first
        if title.locator("..").get_attribute("open") is None:
            title.click()

    def writes(self, label: str, text: str, within: str = "") -> None:
        """Fill a field in; `within` is the heading of the group it is in."""
        self.field(label, within).fill(text)

    def picks(self, label: str, option: str, within: str = "") -> None:
        """Choose from a list that opens."""
        self.field(label, within).select_option(label=option)

    def ticks(self, label: str, within: str = "") -> None:
        """Tick a box or choose a circle."""
        self.field(label, within).check()

    def sees(self, *texts: str) -> None:
        """All of these can be read in the main part of the page, without opening anything."""
        for text in texts:
            expect(self._main.get_by_text(text).locator("visible=true").first).to_be_visible()

    def does_not_see(self, text: str) -> None:
        expect(self._main.get_by_text(text).locator("visible=true")).to_have_count(0)

    def field(self, label: str, within: str = "") -> Locator:
        """The field with this label."""
        labelled = self._part(within).get_by_label(_named(label))
        return labelled.and_(self.page.locator("input, textarea, select")).first

    def card_of(self, heading: str) -> Locator:
        """The card of a match or of a partner city."""
        named = self.page.get_by_role("heading", name=heading)
        return self._main.locator("article").filter(has=named).first

    def card(self, rank: int) -> Locator:
        """The card with this place in a ranking."""
        return self._main.locator("article.rialto-match").nth(rank - 1)

    @property
    def _main(self) -> Locator:
        return self.page.locator("main")

    def _part(self, within: str) -> Locator:
        if not within:
            return self._main
        return self._main.get_by_role("group", name=_named(within)).first


def _named(label: str) -> Pattern[str]:
    """The label, whether or not it is marked as optional."""
    return re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")
