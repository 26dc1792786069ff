"""Introductions as those see them who are introduced: the list, one, and the answer."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Invalid
from marketplace.introductions.operations import answer
from marketplace.introductions.queries import get_introduction, list_introductions
from marketplace.request_scope import current_actor, current_uow
from marketplace.web.brokering import OUTCOMES, introduction_item, introduction_items
from marketplace.web.forms.belonging import own_organisation
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked


def introductions(organisation_id: UUID) -> str:
    """The introductions of one organisation, for its members and staff."""
    row = own_organisation(organisation_id)
    page = list_introductions(current_uow(), Asked().page(), organisation_id=organisation_id)
    shown = filters.listing(page, [], introduction_items(page))
    return render_template("organisations/introductions.html", row=row, **shown)


def introduction(introduction_id: UUID) -> str:
    """One introduction, for both sides and staff."""
    view = get_introduction(current_uow(), introduction_id)
    return render_template(
        "organisations/introduction.html",
        **introduction_item(view),
        is_staff=current_actor().acts_as_staff,
        outcomes=OUTCOMES,
    )


def answer_introduction(introduction_id: UUID, organisation_id: UUID) -> ResponseReturnValue:
    """Say for one side whether it wants to talk."""
    uow, words = current_uow(), request.form.get("reply", "")
    wants = {"yes": True, "no": False}.get(request.form.get("wants", ""))
    if wants is None:
        raise Invalid.of("wants", gettext("Choose whether you would like to talk."))
    answer(uow, introduction_id, organisation_id, wants=wants, words=words)
    flash(gettext("Your answer is sent. The other side and programme staff read it."), "success")
    return redirect(url_for("organisations.introduction", introduction_id=introduction_id), 303)
