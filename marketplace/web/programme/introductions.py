"""The introductions that staff made: the list, what was heard, and what came of them."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import NotFound
from marketplace.introductions.content import Outcome
from marketplace.introductions.lifecycle import ENDED, UNDER_WAY
from marketplace.introductions.operations import end, follow_up
from marketplace.introductions.queries import list_introductions
from marketplace.request_scope import current_uow
from marketplace.web.brokering import introduction_items
from marketplace.web.forms.belonging import require_staff
from marketplace.web.forms.keeping import expected_version
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked


def introductions() -> str:
    """All introductions, those under way unless others are asked for."""
    require_staff()
    asked = Asked()
    over = asked.text("state") == ENDED
    states = (ENDED,) if over else UNDER_WAY
    page = list_introductions(current_uow(), asked.page(), states=states)
    shown = filters.listing(page, [], introduction_items(page))
    return render_template("programme/introductions.html", over=over, **shown)


def move(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Note what was heard, or record what came of it."""
    if name not in {"follow_up", "end"}:
        raise NotFound(gettext("There is nothing at this address."))
    uow, note, version = current_uow(), request.form.get("note", ""), expected_version()
    if name == "end":
        end(uow, thing_id, _outcome(), note, expected_version=version)
    else:
        follow_up(uow, thing_id, note, expected_version=version)
    done = {
        "follow_up": gettext("Noted, for staff alone."),
        "end": gettext("Recorded. Both sides read what came of it."),
    }
    flash(done[name], "success")
    return redirect(url_for("organisations.introduction", introduction_id=thing_id), 303)


def _outcome() -> Outcome | None:
    sent = request.form.get("outcome", "")
    return Outcome(sent) if sent in set(Outcome) else None
