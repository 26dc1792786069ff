"""What each notice says, in the reader's language: written when it is shown or sent.

`%(name)s` stands for the thing that the notice leads to, `%(about)s` for what else it is
about. Who may read a notice is decided in `queries`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import lazy_gettext as _

from marketplace.notifications.content import Kind, Occasion, Thing

SOLUTION, CHALLENGE = "/solutions/{id}", "/challenges/{id}"
MANAGE_SOLUTION, MANAGE_CHALLENGE = f"{SOLUTION}/manage", f"{CHALLENGE}/manage"
ORGANISATION, MINE = "/organisations/{id}", "/organisations/{id}/home"
PAGES = {Thing.SOLUTION: SOLUTION, Thing.CHALLENGE: CHALLENGE, Thing.ORGANISATION: ORGANISATION}


KINDS: Mapping[Kind, Any] = {
    Kind.QUESTIONS: _("Questions and answers"),
    Kind.ANSWERS: _("Interest and decisions"),
    Kind.INTRODUCTIONS: _("Introductions"),
    Kind.LISTINGS: _("What becomes of my listings"),
    Kind.REFERENCES: _("References"),
    Kind.DEADLINES: _("Deadlines"),
    Kind.MATCHES: _("New matches"),
    Kind.SEARCHES: _("Saved searches"),
    Kind.WATCHED: _("What I watch"),
    Kind.REMINDERS: _("Reminders"),
    Kind.ORGANISATIONS: _("My organisations"),
    Kind.REVIEWS: _("Reviews, for programme staff"),
}
"""The kinds in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of an occasion: a line, the link that it leads to, and what a letter adds."""

    kind: Kind
    line: Any
    path: str
    link: Any
    more: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words; `path` begins with a slash."""

    line: str
    paragraphs: tuple[str, ...]
    path: str
    link: str


def say(occasion: str, thing: str, thing_id: UUID, *, name: str, about: str) -> Said:
    """The words for one occasion."""
    wording, names = WORDINGS[Occasion(occasion)], {"name": name, "about": about}
    return Said(
        line=str(wording.line) % names,
        paragraphs=tuple(str(text) % names for text in wording.more),
        path=(wording.path or PAGES[Thing(thing)]).format(id=thing_id),
        link=str(wording.link) % names,
    )


def day(value: date) -> str:
    """A day such as 3 May 2026, in the reader's language."""
    return str(format_date(value, "d MMMM y", locale=get_locale() or "en_GB"))


_LISTINGS = {
    Occasion.SOLUTION_RETURNED: Wording(
        Kind.LISTINGS,
        _("%(name)s: something to mend"),
        MANAGE_SOLUTION,
        _("See the remarks"),
        (
            _("Programme staff have looked at “%(name)s”."),
            _("Their remarks stand beside the fields that need mending."),
        ),
    ),
    Occasion.SOLUTION_HELD: Wording(
        Kind.LISTINGS,
        _("%(name)s is held for a closer look"),
        MANAGE_SOLUTION,
        _("See why"),
        (
            _("Something stood out in “%(name)s”, as if written to be found everywhere."),
            _("Programme staff look at it before anybody else can see it."),
            _("Its page says what stood out and what you can do."),
            _("If it is a mistake, you need do nothing."),
        ),
    ),
    Occasion.SOLUTION_PUBLISHED: Wording(
        Kind.LISTINGS,
        _("%(name)s is published"),
        SOLUTION,
        _("Look at it"),
        (_("Everybody can see “%(name)s” now, and challenges find it."),),
    ),
    Occasion.CHALLENGE_RETURNED: Wording(
        Kind.LISTINGS,
        _("%(name)s: something to mend"),
        MANAGE_CHALLENGE,
        _("See the remarks"),
        (
            _("Programme staff have looked at “%(name)s”."),
            _("Their remarks stand beside the fields that need mending."),
        ),
    ),
    Occasion.CHALLENGE_OPENED: Wording(
        Kind.LISTINGS,
        _("%(name)s is open"),
        CHALLENGE,
        _("See who fits"),
        (
            _("Everybody can see “%(name)s” now."),
            _("Its page says which solutions fit it and which cities have the same need."),
        ),
    ),
}

_QUESTIONS = {
    Occasion.QUESTION_ASKED: Wording(
        Kind.QUESTIONS,
        _("A question about %(name)s"),
        CHALLENGE,
        _("Read and answer it"),
        (
            _("A vendor has a question about “%(name)s”."),
            _("Your answer is shown to everybody, so that all know the same."),
        ),
    ),
    Occasion.QUESTION_ANSWERED: Wording(
        Kind.QUESTIONS,
        _("An answer about %(name)s"),
        CHALLENGE,
        _("Read the answer"),
        (_("The city has answered your question about “%(name)s”."),),
    ),
}

_REFERENCES = {
    Occasion.REFERENCE_INVITED: Wording(
        Kind.REFERENCES,
        _("Does %(name)s run in your city?"),
        SOLUTION,
        _("Look at what is said"),
        (
            _("The vendor of “%(name)s” names your city as a place where it runs."),
            _("Confirm it or say that it is not so; until then it counts as a claim."),
        ),
    ),
    Occasion.REFERENCE_CONFIRMED: Wording(
        Kind.REFERENCES,
        _("A city confirms where %(name)s runs"),
        SOLUTION,
        _("Look at it"),
        (_("The reference counts as confirmed from now on."),),
    ),
    Occasion.REFERENCE_DISPUTED: Wording(
        Kind.REFERENCES,
        _("A city disputes where %(name)s runs"),
        SOLUTION,
        _("Look at it"),
        (_("Its page says so beside the reference. Mend the entry if the city is right."),),
    ),
    Occasion.REFERENCE_EXPIRED: Wording(
        Kind.REFERENCES,
        _("A reference of %(name)s has lapsed"),
        SOLUTION,
        _("Look at it"),
        (_("Nobody answered in time, or the confirmation is two years old. Ask the city again."),),
    ),
}

_ORGANISATIONS = {
    Occasion.ORGANISATION_VERIFIED: Wording(
        Kind.ORGANISATIONS,
        _("%(name)s is verified"),
        MINE,
        _("Look at %(name)s"),
        (
            _("Programme staff have verified “%(name)s”."),
            _(
                "Everybody can see it from now on, and what you hand in for review can be "
                "published."
            ),
        ),
    ),
    Occasion.ORGANISATION_REFUSED: Wording(
        Kind.ORGANISATIONS,
        _("%(name)s could not be verified"),
        MINE,
        _("Look at %(name)s"),
        (_("Programme staff could not verify “%(name)s”."),),
    ),
    Occasion.ORGANISATION_CLAIMED: Wording(
        Kind.ORGANISATIONS,
        _("%(name)s is yours"),
        MINE,
        _("Look at %(name)s"),
        (
            _("Programme staff have accepted your claim of “%(name)s”."),
            _("You are its owner, and the owner of everything that it lists."),
        ),
    ),
    Occasion.CLAIM_REFUSED: Wording(
        Kind.ORGANISATIONS,
        _("Your claim of %(name)s"),
        ORGANISATION,
        _("Look at %(name)s"),
        (_("Programme staff did not accept your claim of “%(name)s”."),),
    ),
}

_REVIEWS = {
    Occasion.REVIEW_SOLUTION: Wording(
        Kind.REVIEWS,
        _("%(name)s waits for review"),
        "/programme/solutions/{id}",
        _("Review it"),
    ),
    Occasion.REVIEW_CHALLENGE: Wording(
        Kind.REVIEWS,
        _("%(name)s waits for review"),
        "/programme/challenges/{id}",
        _("Review it"),
    ),
    Occasion.REVIEW_HELD: Wording(
        Kind.REVIEWS,
        _("Held: %(name)s"),
        "/programme/solutions/{id}",
        _("See what stood out"),
        (_("“%(name)s” is held until one of you has looked at it."),),
    ),
    Occasion.REVIEW_CLAIM: Wording(
        Kind.REVIEWS,
        _("Somebody claims the entry of %(name)s"),
        "/programme/claims",
        _("Look at the claim"),
    ),
}

_WATCHED = {
    Occasion.SOLUTION_CHANGED: Wording(
        Kind.WATCHED,
        _("%(name)s has a new version"),
        SOLUTION,
        _("Look at it"),
        (_("You watch “%(name)s”. Its vendor has published a new version."),),
    ),
    Occasion.CHALLENGE_CHANGED: Wording(
        Kind.WATCHED,
        _("%(name)s has a new version"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. The city has published a new version."),),
    ),
    Occasion.CHALLENGE_REOPENED: Wording(
        Kind.WATCHED,
        _("%(name)s is open again"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. Answers are taken again."),),
    ),
    Occasion.CHALLENGE_CLOSED: Wording(
        Kind.WATCHED,
        _("%(name)s is closed"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. It takes no more answers."),),
    ),
    Occasion.CHALLENGE_AWARDED: Wording(
        Kind.WATCHED,
        _("The city of %(name)s has chosen"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. The city has chosen, so it takes no more answers."),),
    ),
    Occasion.CHALLENGE_CANCELLED: Wording(
        Kind.WATCHED,
        _("%(name)s is cancelled"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. The city no longer looks for an answer."),),
    ),
    Occasion.CHALLENGE_ANSWERED: Wording(
        Kind.WATCHED,
        _("A new answer about %(name)s"),
        CHALLENGE,
        _("Read the answer"),
        (_("You watch “%(name)s”. The city has answered a question, for everybody."),),
    ),
    Occasion.CITY_ASKS: Wording(
        Kind.WATCHED,
        _("A new challenge of a city that you watch: %(name)s"),
        CHALLENGE,
        _("Look at it"),
    ),
}

_FINDS = {
    Occasion.CHALLENGE_FITS: Wording(
        Kind.MATCHES,
        _("%(about)s fits a new challenge: %(name)s"),
        CHALLENGE,
        _("Look at the challenge"),
        (_("A city has published “%(name)s”, and your solution “%(about)s” fits it."),),
    ),
    Occasion.SOLUTION_FITS: Wording(
        Kind.MATCHES,
        _("A new solution fits %(about)s: %(name)s"),
        SOLUTION,
        _("Look at the solution"),
        (_("A vendor has published “%(name)s”, and it fits your challenge “%(about)s”."),),
    ),
    Occasion.FOUND: Wording(
        Kind.SEARCHES,
        _("New in your search “%(about)s”: %(name)s"),
        "",
        _("Look at it"),
    ),
}

_CLOCK = {
    Occasion.DEADLINE_WEEK: Wording(
        Kind.DEADLINES,
        _("A week is left: %(name)s"),
        CHALLENGE,
        _("Look at it"),
        (_("Vendors can express interest in “%(name)s” for a week at most."),),
    ),
    Occasion.DEADLINE_DAY: Wording(
        Kind.DEADLINES,
        _("A day is left: %(name)s"),
        CHALLENGE,
        _("Look at it"),
        (_("Vendors can express interest in “%(name)s” for a day at most."),),
    ),
    Occasion.STILL_ASKED: Wording(
        Kind.REMINDERS,
        _("A question about %(name)s still waits for an answer"),
        CHALLENGE,
        _("Read and answer it"),
        (_("A vendor asked it more than a week ago. A short answer helps everybody."),),
    ),
    Occasion.STILL_INVITED: Wording(
        Kind.REMINDERS,
        _("Does %(name)s run in your city? The vendor still waits"),
        SOLUTION,
        _("Look at what is said"),
        (_("You were asked two weeks ago. Without an answer it stays a claim."),),
    ),
    Occasion.STILL_IN_REVIEW: Wording(
        Kind.REVIEWS,
        _("%(name)s has waited five days for review"),
        "/programme",
        _("Review it"),
    ),
    Occasion.TO_CONFIRM: Wording(
        Kind.REMINDERS,
        _("Is what %(name)s says still true?"),
        MANAGE_SOLUTION,
        _("Confirm or change it"),
        (
            _("Nobody has confirmed “%(name)s” for 90 days, so it sinks in the lists."),
            _("One press of a button says that everything still holds."),
        ),
    ),
}

WORDINGS: Mapping[Occasion, Wording] = {
    **_LISTINGS,
    **_QUESTIONS,
    **_REFERENCES,
    **_ORGANISATIONS,
    **_REVIEWS,
    **_WATCHED,
    **_FINDS,
    **_CLOCK,
}
