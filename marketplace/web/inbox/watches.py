"""Watching: the button on a page, and the list of what somebody watches."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.foundation.errors import Invalid, Unauthenticated
from marketplace.notifications.content import Thing
from marketplace.notifications.watching import is_watching, my_watches, unwatch, watch
from marketplace.request_scope import current_actor, current_uow

PAGES = {
    Thing.SOLUTION: ("public.solution", "solution_id"),
    Thing.CHALLENGE: ("public.challenge", "challenge_id"),
    Thing.ORGANISATION: ("public.city", "city_id"),
    Thing.PROCUREMENT: ("procurements.show", "procurement_id"),
}
WORDS = {
    Thing.SOLUTION: lazy_gettext("Solution"),
    Thing.CHALLENGE: lazy_gettext("Challenge"),
    Thing.ORGANISATION: lazy_gettext("City"),
    Thing.PROCUREMENT: lazy_gettext("Joint procurement"),
}


def mine() -> str:
    """What the person who is signed in watches."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to see what you watch."))
    items = [
        {
            "thing": one.thing.value,
            "id": one.thing_id,
            "word": WORDS[one.thing],
            "name": one.name,
            "href": _page_of(one.thing, one.thing_id),
            "since": one.since,
        }
        for one in my_watches(current_uow())
    ]
    return render_template("inbox/watches.html", items=items)


def change() -> ResponseReturnValue:
    """Begin or end watching something, and go back to where the button was."""
    thing, thing_id = _asked()
    if request.form.get("do") == "stop":
        unwatch(current_uow(), thing, thing_id)
        flash(gettext("You are no longer told what happens to it."), "success")
    else:
        watch(current_uow(), thing, thing_id)
        flash(gettext("You are told what happens to it from now on."), "success")
    if request.form.get("back") == "list":
        return redirect(url_for("inbox.watches"), 303)
    return redirect(_page_of(thing, thing_id), 303)


def is_watched(thing: str, thing_id: UUID) -> bool:
    """Whether the person who looks at the page watches this, for its button."""
    return is_watching(current_uow(), Thing(thing), thing_id)


def _page_of(thing: Thing, thing_id: UUID) -> str:
    endpoint, name = PAGES[thing]
    values: dict[str, Any] = {name: thing_id}
    return url_for(endpoint, **values)


def _asked() -> tuple[Thing, UUID]:
    try:
        return Thing(request.form.get("thing", "")), UUID(request.form.get("id", ""))
    except ValueError:
        message = gettext("Load the page again, then repeat your change.")
        raise Invalid.of("thing", message) from None
