"""Words and rows of introductions and of waiting, for staff and for those who are introduced."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from marketplace.introductions.content import Outcome, Waiting
from marketplace.introductions.queries import IntroductionView, Thing
from marketplace.web.words import Words

Item = dict[str, Any]

OUTCOMES: Words = {
    Outcome.TOGETHER: lazy_gettext("They work together"),
    Outcome.TALKING: lazy_gettext("They are talking"),
    Outcome.NO_FIT: lazy_gettext("It does not fit"),
    Outcome.NO_ANSWER: lazy_gettext("No answer came"),
    Outcome.LEFT: lazy_gettext("One of the two has left Rialto"),
}
WAITING: Words = {
    Waiting.QUESTION: lazy_gettext("Questions to cities without an answer"),
    Waiting.ENQUIRY: lazy_gettext("Questions to vendors without an answer"),
    Waiting.INTEREST: lazy_gettext("Interest without an answer"),
    Waiting.INTRODUCTION: lazy_gettext("Introductions without an answer"),
    Waiting.CONFIRMATION: lazy_gettext("Listings to be confirmed"),
}


def whole_days(since: datetime, now: datetime) -> int:
    """How many whole days have passed."""
    return max(0, (now - since) // timedelta(days=1))


def days(number: int) -> str:
    """A number of days in words."""
    if not number:
        return str(gettext("less than a day"))
    return str(ngettext("%(num)s day", "%(num)s days", number))


def introduction_item(view: IntroductionView) -> Item:
    """An introduction for a page or a list."""
    return {
        "view": view,
        "href": url_for("organisations.introduction", introduction_id=view.id),
        "names": gettext("%(one)s and %(other)s", one=view.sides[0].name, other=view.sides[1].name),
        "challenge": _thing(view.challenge, "public.challenge", "challenge_id"),
        "other": _other(view),
        "outcome": OUTCOMES[view.outcome] if view.outcome else None,
        "unanswered": [side.name for side in view.unanswered],
    }


def introduction_items(views: Iterable[IntroductionView]) -> list[Item]:
    """Introductions for a list."""
    return [introduction_item(view) for view in views]


def _other(view: IntroductionView) -> Item:
    if view.solution is not None:
        return _thing(view.solution, "public.solution", "solution_id")
    return _thing(view.other, "public.challenge", "challenge_id")


def _thing(thing: Thing, endpoint: str, name: str) -> Item:
    if thing.title is None:
        return {"title": gettext("No longer public"), "href": None}
    place: dict[str, Any] = {name: thing.id}
    return {"title": thing.title, "href": url_for(endpoint, **place)}
