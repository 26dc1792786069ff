"""Which pages are looked at, by whom, and in which states.

Addresses are written with the names of what `furniture` makes. A page that has no visit here
fails a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from marketplace.web.forms.challenge import CHALLENGE_FORM
from marketplace.web.forms.solution import SOLUTION_FORM
from tests.browser import group_visits
from tests.browser.furniture import CITY, LEAVER, NEWCOMER, ODD, STAFF, VENDOR
from tests.browser.person import Person

VISITOR = ""
NOBODYS = "00000000-0000-4000-8000-000000000000"
NEED = "Older+residents+live+alone+and+lose+contact+with+their+neighbours"


@dataclass(frozen=True)
class Visit:
    """One look at a page.

    `doing` is done there first, and `state` says what that leads to. `is_refused` is for the
    pages that say why somebody does not get what they asked for.
    """

    who: str
    address: str
    state: str = ""
    doing: Callable[[Person], None] | None = None
    is_refused: bool = False
    is_on_phone: bool = False

    def __str__(self) -> str:
        """Its name in the list of tests."""
        who = self.who.partition("@")[0] or "visitor"
        return " ".join(filter(None, (who, self.address[:80], self.state)))


def presses(button: str) -> Callable[[Person], None]:
    """Send a form as it is."""
    return lambda person: person.presses(button)


def _says_why_a_match_is_of_no_use(person: Person) -> None:
    person.page.locator("button[value=useless]").first.click()


def _looks_at_the_shortlist(person: Person) -> None:
    person.page.locator("button[value=shortlist]").first.click()
    person.follows("Shortlist")


def _asks_a_city_that_needs_no_mail(person: Person) -> None:
    person.picks("City to ask", "Demonstration City")
    person.writes("Somebody who works there (optional)", "ann@demo.example")
    person.presses("Ask for confirmation")


def _forgets_a_year(person: Person) -> None:
    person.presses("Add another year")
    person.page.locator("[id='years.7.units']").fill("many")
    person.presses("Save")


def _forgets_the_cap(person: Person) -> None:
    person.writes("At most in all", "nothing")
    person.presses("Save cap and currency")


def _asks_for_a_token(person: Person) -> None:
    person.writes("What it is for", "nightly export")
    person.ticks("Read: everything that you can see")
    person.presses("Make the token")


def _mistypes_a_password(person: Person) -> None:
    person.writes("E-mail address", VENDOR)
    person.writes("Password", "not this one")
    person.presses("Sign in")


def _types_nonsense(person: Person) -> None:
    person.writes("Technology readiness level (TRL)", "seventy-seven")
    person.presses("Save and continue")


def _empties_the_name(person: Person) -> None:
    person.page.locator("[name=name]").fill("")
    person.presses("Save the profile")


def _adds_a_requirement(person: Person) -> None:
    person.presses("Add another requirement")


def _saves_what_somebody_else_changed(person: Person) -> None:
    """The form on this page is made older than what is stored."""
    person.writes("Description", "Something else that I wrote.")
    person.page.evaluate("document.querySelector('[name=\"before.description\"]').value = 'x'")
    person.presses("Save and continue")


READ_BY_ALL = (
    "/",
    f"/search?need={NEED}",
    "/solutions",
    "/solutions/{solution_published}",
    "/challenges",
    "/challenges/{challenge_open}",
    "/cities",
    "/cities/{city}",
    "/organisations/{vendor}",
)
READ_OTHERWISE_BY_SOME = (
    "/",
    "/solutions/{solution_published}",
    "/challenges/{challenge_open}",
    "/organisations/{catalogue_vendor}",
)
READ_BY_VISITORS = (
    *group_visits.READ_BY_ALL,
    "/search",
    "/search?need=help",
    f"/search?need={'words+' * 250}",
    f"/search?need={NEED}&country=MT&language=mt&trl_min=9",
    "/search?need=Starsi+lide+ziji+sami+a+ztraceji+kontakt+se+sousedy",
    "/solutions?q=quokka",
    "/solutions?page=99",
    "/solutions?theme=EN&country=AT&trl_min=nine&sort=name",
    "/solutions?page=2",
    "/solutions/{catalogue_solution}",
    "/solutions/{solution_odd}",
    "/challenges/{challenge_odd}",
    "/challenges/{challenge_odd}/matches",
    "/challenges/{challenge_odd}/partners",
    "/challenges?q=quokka",
    "/challenges?theme=CL&page=1",
    "/challenges/{example_challenge}",
    "/challenges/{example_challenge}/matches",
    "/challenges/{example_challenge}/matches?country=MT&trl_min=9",
    "/challenges/{example_challenge}/partners",
    "/challenges/{challenge_open}/matches",
    "/challenges/{challenge_open}/matches?trl_min=7&language=en",
    "/challenges/{challenge_open}/compare",
    "/challenges/{challenge_open}/partners",
    "/cities?q=quokka",
    "/cities?country=IT",
    "/cities/{catalogue_city}",
    "/organisations/{catalogue_vendor}",
    "/map",
    "/map?theme=EN&country=IT&all=yes",
    "/map?theme=quokka",
    "/funding",
    "/funding/joint-procurement",
    "/statistics",
    "/about",
    "/about/ranking",
    "/about/public",
    "/about/sources",
    "/about/accessibility",
    "/about/privacy",
    "/language",
    "/start",
    "/start/vendor",
    "/start/city",
    "/start/programme",
    "/api/docs",
    "/design",
    "/sign-in",
    "/register",
    "/confirm",
    "/confirm/no-such-link",
    "/forgotten-password",
    "/forgotten-password/no-such-link",
    "/forgotten-password/{reset}",
    "/invitations/{secret}",
)
READ_BY_ONE = {
    VENDOR: (
        "/account",
        "/inbox",
        "/inbox?kind=introductions",
        "/account/notices",
        "/account/watches",
        "/account/searches",
        "/unsubscribe/{unsubscribe}",
        "/account/password",
        "/account/tokens",
        "/account/data",
        "/account/delete",
        "/organisations/{vendor}/close",
        "/vendor/{vendor}",
        "/vendor/{vendor}/challenges",
        "/vendor/{vendor}/challenges?kind=call",
        "/vendor/{vendor}/interests",
        "/consultations/{procurement}",
        "/consultations/{procurement}/respond/{vendor}",
        "/feedback/{offer}",
        "/vendor/{vendor}/references",
        "/interests/{interest_answered}",
        "/interests/{interest_sent}",
        "/references/{reference_asked}",
        "/references/{reference_claimed}",
        "/challenges/{challenge_open}/interest",
        "/challenges/{challenge_newer}/interest/{solution_published}",
        "/vendor/{vendor}/solutions/new",
        *(f"/solutions/{{solution_{state}}}/manage" for state in ("draft", "in_review")),
        *(f"/solutions/{{solution_{state}}}/manage" for state in ("returned", "held", "newer")),
        "/solutions/{solution_published}/manage",
        "/solutions/{solution_odd}/manage",
        "/solutions/{solution_returned}/edit",
        *(f"/solutions/{{solution_published}}/edit/{one.id}" for one in SOLUTION_FORM),
        "/solutions/{solution_returned}/edit/does",
        "/solutions/{solution_returned}/answers",
        "/solutions/{solution_published}/challenges",
        "/solutions/{solution_published}/challenges/{challenge_open}",
        "/solutions/{solution_published}/challenges/{example_challenge}",
        "/challenges/{challenge_open}/ask",
        "/account/home",
        "/organisations/{vendor}/home",
        "/organisations/{vendor}/edit",
        "/organisations/{vendor}/members",
        "/organisations/{vendor}/introductions",
        "/introductions/{introduction}",
    ),
    CITY: (
        *group_visits.READ_BY_CITY,
        "/account",
        "/account/delete",
        "/city/{city}",
        "/city/{city}/challenges/new",
        *(f"/challenges/{{challenge_{state}}}/manage" for state in ("draft", "in_review")),
        *(f"/challenges/{{challenge_{state}}}/manage" for state in ("returned", "newer")),
        "/challenges/{challenge_open}/manage",
        "/challenges/{challenge_returned}/edit",
        *(f"/challenges/{{challenge_draft}}/edit/{one.id}" for one in CHALLENGE_FORM),
        "/challenges/{challenge_returned}/answers",
        "/organisations/{city}/edit",
        "/organisations/{catalogue_city}/claim",
        "/organisations/{city}/introductions",
        "/challenges/{challenge_open}/matches",
        "/challenges/{challenge_open}/relaxing",
        "/challenges/{challenge_open}/relaxing?country=AT&trl_min=7",
        "/challenges/{challenge_open}/partners",
        "/challenges/{challenge_open}/compare?solution={solution_published}&solution={solution_newer}",
        "/challenges/{challenge_open}/shortlist",
        "/challenges/{challenge_newer}/shortlist",
        "/challenges/{challenge_open}/interests",
        "/challenges/{challenge_newer}/interests",
        "/challenges/{challenge_draft}/interests",
        "/interests/{interest_sent}",
        "/challenges/{challenge_open}/decision",
        "/challenges/{challenge_newer}/decision/check",
        "/city/{city}/references",
        "/city/{city}/others",
        "/solutions/{solution_published}/ask?challenge={challenge_open}",
    ),
    STAFF: (
        *group_visits.READ_BY_STAFF,
        "/account",
        "/programme",
        "/programme/reviews",
        "/programme/waiting",
        "/programme/pairs",
        "/programme/pairs?challenge={challenge_open}",
        "/programme/pairs?challenge={challenge_open}&solution={solution_published}",
        "/programme/pairs?challenge={challenge_open}&partner={example_challenge}",
        "/programme/groups",
        "/programme/groups/check?challenge={challenge_open}&challenge={example_challenge}",
        "/programme/rules",
        "/programme/rules/joint-procurement",
        "/programme/introductions",
        "/programme/introductions?state=ended",
        "/introductions/{introduction}",
        "/introductions/{introduction_odd}",
        "/programme/pairs?challenge={challenge_open}&solution={solution_odder}",
        "/programme/organisations",
        "/programme/claims",
        "/programme/weights",
        "/programme/activity",
        "/programme/activity?action=no.such.deed",
        "/programme/solutions/{solution_in_review}",
        "/programme/solutions/{solution_held}",
        "/programme/solutions/{solution_newer}",
        "/programme/solutions/{solution_published}",
        "/programme/challenges/{challenge_in_review}",
        "/programme/challenges/{challenge_newer}",
    ),
    NEWCOMER: (
        "/account",
        "/inbox",
        "/account/watches",
        "/account/searches",
        "/account/data",
        "/account/delete",
        "/organisations/new",
        "/vendor/{young_vendor}",
        "/vendor/{young_vendor}/challenges",
        "/vendor/{young_vendor}/interests",
        "/vendor/{young_vendor}/references",
        "/city/{young_city}",
        "/city/{young_city}/references",
        "/city/{young_city}/others",
        "/organisations/{young_vendor}/members",
        "/invitations/{secret}",
    ),
    ODD: (
        "/account",
        "/vendor/{odd_vendor}",
        "/vendor/{odd_vendor}/interests",
        "/organisations/{odd_vendor}",
        "/organisations/{odd_vendor}/members",
        "/city/{odd_city}",
        "/cities/{odd_city}",
        "/challenges/{challenge_odder}/manage",
        "/solutions/{solution_odder}/challenges/{challenge_odd}",
    ),
}
IN_THE_MIDST = (
    Visit(VISITOR, "/sign-in", "refused", _mistypes_a_password),
    Visit(VISITOR, "/register", "refused", presses("Register")),
    Visit(VISITOR, "/forgotten-password", "refused", presses("Send me a link")),
    Visit(VENDOR, "/account/password", "refused", presses("Change my password")),
    Visit(VENDOR, "/account/tokens", "made", _asks_for_a_token),
    Visit(VENDOR, "/account/notices", "saved", presses("Save")),
    Visit(VENDOR, "/unsubscribe/{unsubscribe}", "ended", presses("End this mail")),
    Visit(VENDOR, "/account/tokens", "refused", presses("Make the token")),
    Visit(VENDOR, "/vendor/{vendor}/solutions/new", "refused", presses("Save and continue")),
    Visit(VENDOR, "/solutions/{solution_draft}/edit/technology", "to mend", _types_nonsense),
    Visit(
        VENDOR, "/solutions/{solution_draft}/edit/does", "merge", _saves_what_somebody_else_changed
    ),
    Visit(VENDOR, "/organisations/{vendor}/members", "refused", presses("Send the invitation")),
    Visit(VENDOR, "/challenges/{challenge_open}/ask", "refused", presses("Send the question")),
    Visit(LEAVER, "/account/delete", "refused", presses("Delete my account")),
    Visit(CITY, "/city/{city}/challenges/new", "refused", presses("Save and continue")),
    Visit(CITY, "/challenges/{challenge_draft}/edit/requirements", "one more", _adds_a_requirement),
    Visit(CITY, "/challenges/{challenge_open}/matches", "judged", _says_why_a_match_is_of_no_use),
    Visit(CITY, "/challenges/{challenge_open}/matches", "listed", _looks_at_the_shortlist),
    Visit(CITY, "/organisations/{catalogue_city}/claim", "refused", presses("Claim this entry")),
    Visit(
        STAFF,
        "/programme/solutions/{solution_in_review}",
        "refused",
        presses("Return with remarks"),
    ),
    Visit(
        VENDOR,
        "/challenges/{challenge_newer}/interest/{solution_published}",
        "refused",
        presses("Send to the city"),
    ),
    Visit(VENDOR, "/references/{reference_claimed}", "refused", _asks_a_city_that_needs_no_mail),
    Visit(VENDOR, "/introductions/{introduction}", "refused", presses("Send your answer")),
    Visit(STAFF, "/introductions/{introduction}", "refused", presses("Record what came of it")),
    Visit(CITY, "/procurements/{procurement}/documents/new", "refused", presses("Add as a draft")),
    Visit(STAFF, "/procurements/{procurement}/lead", "refused", presses("Put it on record")),
    Visit(CITY, "/procurements/{procurement}/demand/{city}", "refused", _forgets_a_year),
    Visit(CITY, "/procurements/{procurement}/commitments", "refused", _forgets_the_cap),
    Visit(STAFF, "/procurements/{procurement}/steps", "refused", presses("Take the step")),
    Visit(
        CITY,
        "/procurements/{procurement_asked}/invitation",
        "refused",
        presses("Decline the invitation"),
    ),
    Visit(NEWCOMER, "/organisations/new", "refused", presses("Register an organisation")),
    Visit(CITY, "/solutions/{solution_published}/ask", "refused", presses("Send the question")),
    Visit(CITY, "/interests/{interest_sent}", "refused", presses("Send the answer")),
    Visit(CITY, "/organisations/{city}/edit", "refused", _empties_the_name),
    Visit(
        STAFF,
        "/programme/challenges/{challenge_in_review}",
        "refused",
        presses("Return with remarks"),
    ),
)
REFUSED = (
    Visit(VISITOR, "/nothing-here", is_refused=True),
    Visit(VISITOR, f"/solutions/{NOBODYS}", is_refused=True),
    Visit(VISITOR, "/invitations/no-such-link", is_refused=True),
    Visit(VENDOR, "/challenges/{challenge_draft}/manage", is_refused=True),
    Visit(VENDOR, "/programme", is_refused=True),
    Visit(NEWCOMER, "/vendor/{vendor}", is_refused=True),
)
EVERY_VISIT = (
    *(Visit(VISITOR, address) for address in (*READ_BY_ALL, *READ_BY_VISITORS)),
    *(Visit(who, address) for who in READ_BY_ONE for address in READ_OTHERWISE_BY_SOME),
    *(Visit(who, address) for who, addresses in READ_BY_ONE.items() for address in addresses),
    *IN_THE_MIDST,
    *REFUSED,
)
VISITS = tuple(
    replace(visit, is_on_phone=number % 3 == 0 and visit.doing is None)
    for number, visit in enumerate(EVERY_VISIT)
)
"""A third is looked at on a phone: what is narrow is laid out in another way."""
