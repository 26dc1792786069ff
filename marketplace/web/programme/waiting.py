"""Who waits for whom and how long, and reminding whoever owes an answer."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.foundation.errors import NotFound
from marketplace.introductions.content import Waiting
from marketplace.introductions.reminders import AGAIN_AFTER, remind
from marketplace.organisations.queries import get_organisation
from marketplace.pulse.queries import Wait, answer_times, interest_figures, waits
from marketplace.request_scope import current_uow
from marketplace.web.brokering import WAITING, Item, days, whole_days
from marketplace.web.forms.belonging import require_staff
from marketplace.web.words import Words

ANSWERED: Words = {
    Waiting.QUESTION: lazy_gettext("Questions to cities"),
    Waiting.ENQUIRY: lazy_gettext("Questions to vendors"),
    Waiting.INTEREST: lazy_gettext("Interest of vendors"),
    Waiting.INTRODUCTION: lazy_gettext("Introductions"),
}


def waiting() -> str:
    """All that somebody waits for, by kind, and how long answers take."""
    require_staff()
    uow = current_uow()
    return render_template(
        "programme/waiting.html",
        kinds=[
            {"id": kind.value, "title": WAITING[kind], "items": [_item(wait) for wait in some]}
            for kind, some in waits(uow).items()
        ],
        times=_times(),
        interests=_interests(),
    )


def send_reminder() -> ResponseReturnValue:
    """Remind an organisation of what it owes."""
    uow, kind = current_uow(), request.form.get("kind", "")
    if kind not in set(Waiting):
        raise NotFound(gettext("There is nothing at this address."))
    subject_id, organisation_id = _id("subject"), _id("organisation")
    remind(uow, Waiting(kind), subject_id, organisation_id)
    name = get_organisation(uow, organisation_id).name
    flash(gettext("%(name)s is reminded.", name=name), "success")
    if request.form.get("page") == "introduction":
        return redirect(url_for("organisations.introduction", introduction_id=subject_id), 303)
    return redirect(f"{url_for('programme.waiting')}#{kind}", 303)


def _item(wait: Wait) -> Item:
    about = {
        Waiting.INTRODUCTION: ("organisations.introduction", "introduction_id", wait.subject_id),
        Waiting.ENQUIRY: ("public.solution", "solution_id", wait.thing_id),
        Waiting.CONFIRMATION: ("public.solution", "solution_id", wait.thing_id),
    }.get(wait.kind, ("public.challenge", "challenge_id", wait.thing_id))
    endpoint, name, id_ = about
    place: dict[str, Any] = {name: id_}
    return {
        "wait": wait,
        "href": url_for(endpoint, **place),
        "asker": wait.asker or gettext("The programme"),
        "days": days(whole_days(wait.since, current_uow().now)),
        "again_from": wait.reminded_at + AGAIN_AFTER if wait.reminded_at else None,
    }


def _times() -> list[Item]:
    """Half of the answers took at most so many days, by kind."""
    found = answer_times(current_uow())
    return [
        {
            "label": gettext(
                "%(kind)s (%(number)s)", kind=ANSWERED[kind], number=found[kind].answers
            ),
            "value": round(found[kind].median_days, 1),
        }
        for kind in map(Waiting, ANSWERED)
        if kind in found
    ]


def _interests() -> list[Item]:
    """What came of the interest of a year; nothing where none was expressed."""
    found = interest_figures(current_uow())
    figures = [
        (gettext("Expressed"), found.expressed),
        (gettext("Read by the city"), found.read),
        (gettext("Answered"), found.answered),
        (gettext("Invited to talk"), found.invited),
        (gettext("Not now"), found.declined),
    ]
    return [{"label": label, "value": value} for label, value in figures if found.expressed]


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound(gettext("There is nothing at this address.")) from None
