"""How people want to be told of each kind of thing, and the link in a letter that ends it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.foundation.errors import Invalid, NotFound, Unauthenticated
from marketplace.notifications.choices import (
    choose,
    kinds_ended_by,
    my_choices,
    switch_off,
    switch_on,
)
from marketplace.notifications.content import USUAL, Kind
from marketplace.notifications.wording import kinds
from marketplace.request_scope import current_actor, current_services, current_uow
from marketplace.web.forms.keeping import undone_on_error

RHYTHMS = {
    "now": lazy_gettext("At once"),
    "daily": lazy_gettext("Gathered, every morning"),
    "weekly": lazy_gettext("Gathered, on Mondays"),
    "inbox": lazy_gettext("Only here, no mail"),
}
THRESHOLDS = {
    "possible": lazy_gettext("Possible and strong fits"),
    "strong": lazy_gettext("Strong fits alone"),
}
HINTS = {
    Kind.QUESTIONS: lazy_gettext("Somebody asks you, or answers your question."),
    Kind.ANSWERS: lazy_gettext("Vendors express interest, cities answer and decide."),
    Kind.INTRODUCTIONS: lazy_gettext("Programme staff bring you together with somebody."),
    Kind.PROCUREMENTS: lazy_gettext(
        "Your city is invited to buy together, and what becomes of the group."
    ),
    Kind.CONSULTATIONS: lazy_gettext(
        "Cities ask the market about something that your solution fits or that you watch."
    ),
    Kind.LISTINGS: lazy_gettext("Returned to mend, held, published."),
    Kind.REFERENCES: lazy_gettext("Where a solution runs: asked, confirmed, disputed, lapsed."),
    Kind.DEADLINES: lazy_gettext(
        "The deadline of a challenge or a market consultation, or the day of a step, is near."
    ),
    Kind.MATCHES: lazy_gettext("A new challenge fits your solution, or the other way round."),
    Kind.SEARCHES: lazy_gettext("Something new passes a search that you saved."),
    Kind.WATCHED: lazy_gettext("New versions, answers, and the end of what you watch."),
    Kind.REMINDERS: lazy_gettext("Somebody still waits for you, or an entry has grown old."),
    Kind.ORGANISATIONS: lazy_gettext("What staff decided about your organisation or claim."),
    Kind.REVIEWS: lazy_gettext("Something waits for programme staff."),
}


def choices() -> ResponseReturnValue:
    """The kinds with how the person is told of each, and the form to change that."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to choose how you are told."))
    if request.method == "GET":
        return _page()
    typed = request.form
    rhythms = {kind.value: typed[_field(kind)] for kind in Kind if _field(kind) in typed}
    try:
        with undone_on_error(current_uow()):
            choose(current_uow(), rhythms, typed.get("threshold", ""))
    except Invalid as error:
        flash(error.faults[0].message, "error")
        return _page(), 422
    flash(gettext("Saved. It holds from now on."), "success")
    return redirect(url_for("inbox.choices"), 303)


def unsubscribe(token: str) -> ResponseReturnValue:
    """End mail of the kind that the link stands for, and take that back; nobody signs in."""
    found = current_services().post.read(token)
    if found is None:
        raise NotFound(gettext("This link is not whole, or it is from somewhere else."))
    user_id, what = found
    uow, post, state = current_uow(), current_services().post, "asked"
    kinds = kinds_ended_by(uow.session, user_id, what)
    if request.method == "POST" and request.form.get("do") == "on":
        ended = post.read_ended(user_id, request.form.get("ended", ""))
        kinds, state = switch_on(uow, user_id, [Kind(k) for k in ended if k in set(Kind)]), "on"
    elif request.method == "POST":
        kinds, state = switch_off(uow, user_id, what), "off"
    return render_template(
        "inbox/unsubscribe.html",
        state=state,
        kinds=_named(kinds),
        token=token,
        ended=post.ended(user_id, kinds),
    )


def _page() -> str:
    mine, is_staff = my_choices(current_uow()), current_actor().staff
    choices = [
        {
            "name": kind.value,
            "field": _field(kind),
            "label": label,
            "hint": HINTS[kind],
            "now": mine.rhythms[kind].value,
            "usual": RHYTHMS[USUAL[kind]],
        }
        for kind, label in kinds().items()
        if is_staff or kind is not Kind.REVIEWS
    ]
    return render_template(
        "inbox/choices.html",
        kinds=choices,
        rhythms=RHYTHMS,
        thresholds=THRESHOLDS,
        threshold=mine.threshold.value,
    )


def _field(kind: Kind) -> str:
    """The name of its field: a bare “matches” would hide the form's own method from scripts."""
    return f"told.{kind.value}"


def _named(asked: list[Kind]) -> list[dict[str, Any]]:
    words = kinds()
    return [{"name": kind.value, "label": words[kind]} for kind in asked]
