"""How the pages of `visits` are opened: the browsers of everybody, signed in, and one look."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.asking import furnish_asking
from tests.browser.fixtures import DESK, LONGEST_WAIT, PHONE
from tests.browser.furniture import LEAVER, NEWCOMER, ODD, PASSWORD, Furniture, furnish
from tests.browser.installation import Installation
from tests.browser.judged import furnish_judged
from tests.browser.oddities import furnish_oddly
from tests.browser.person import Person
from tests.browser.together import furnish_together
from tests.browser.visits import Visit


class Windows(defaultdict[str, BrowserContext]):
    """A browser for each person by address, signed in when first asked for; "" is a visitor."""

    def __init__(self, chromium: Browser, installation: Installation) -> None:
        super().__init__()
        self.chromium, self.installation = chromium, installation
        self.passwords = installation.sign_ins | dict.fromkeys((NEWCOMER, LEAVER, ODD), PASSWORD)

    def __missing__(self, who: str) -> BrowserContext:
        made = self[who] = self.chromium.new_context(
            base_url=self.installation.address, reduced_motion="reduce"
        )
        made.set_default_timeout(LONGEST_WAIT)
        if who:
            page = made.new_page()
            Person(page).signs_in(who, self.passwords[who])
            page.close()
        return made

    def close(self) -> None:
        """Close all of them."""
        for context in self.values():
            context.close()

    @contextmanager
    def look(self, visit: Visit, furniture: Furniture) -> Iterator[Page]:
        """The page of a visit, with what is done there done; closed afterwards."""
        page = self[visit.who].new_page()
        page.set_viewport_size(PHONE if visit.is_on_phone else DESK)
        answer = page.goto(visit.address.format_map(furniture.ids))
        assert answer is not None
        assert answer.ok is not visit.is_refused
        if visit.doing is not None:
            visit.doing(Person(page))
            page.wait_for_load_state()
        yield page
        page.close()


def furnished(chromium: Browser, installation: Installation) -> Furniture:
    """Everything that visits look at, with a link for somebody who forgot the password."""
    made = furnish(installation)
    furnish_oddly(made)
    furnish_together(made)
    furnish_asking(made)
    furnish_judged(made)
    forgetful = Person(chromium.new_page(base_url=installation.address))
    forgetful.opens("/forgotten-password")
    forgetful.writes("E-mail address", NEWCOMER)
    forgetful.presses("Send me a link")
    link = installation.link_mailed_to(NEWCOMER, "/forgotten-password/")
    made.ids["reset"] = link.rpartition("/")[2]
    forgetful.page.close()
    return made
