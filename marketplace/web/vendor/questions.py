"""Asking a city about its challenge."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.challenges.queries import ChallengeView, get_challenge
from marketplace.challenges.questions import ask_question
from marketplace.foundation.errors import Conflict, Fault, Forbidden, Invalid, Unauthenticated
from marketplace.organisations.queries import my_organisations
from marketplace.request_scope import current_actor, current_uow, status_of
from marketplace.web.forms.belonging import may_edit
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import faults_of, made_once, new_key, undone_on_error
from marketplace.web.forms.parts import Field, Kind, Section, Sections, read


def ask(challenge_id: UUID) -> ResponseReturnValue:
    """The form for a question, and the question."""
    view = get_challenge(current_uow(), challenge_id)
    form = _form(view)
    if request.method == "GET":
        return _page(view, Filled(sections=form, document={}, key=new_key()))
    typed = read(form, request.form)
    uow = current_uow()
    try:
        with undone_on_error(uow):
            asker = _asker(typed["asker"])
            made_once(uow, lambda: ask_question(uow, challenge_id, asker, typed["text"]).id)
    except (Invalid, Conflict) as error:
        key = request.form.get("key", "")
        sent = Filled(sections=form, document=typed, key=key, faults=faults_of(error))
        return _page(view, sent), status_of(error)
    flash(gettext("Your question is sent. The city answers to everybody."), "success")
    return redirect(url_for("public.challenge", challenge_id=challenge_id), 303)


def _form(view: ChallengeView) -> Sections:
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to ask a question."))
    rows = [row for row, _ in my_organisations(current_uow()) if may_edit(row.id)]
    names = {str(row.id): row.name for row in rows if row.id != view.city_id}
    if not names:
        raise Forbidden(gettext("Only organisations can ask. Create yours, or be invited to one."))
    asker = Field(
        name="asker",
        label=lazy_gettext("Who asks"),
        kind=Kind.RADIOS,
        words=names,
        start=next(iter(names)),
        hint=lazy_gettext("The city and programme staff see who asks; others do not."),
    )
    question = Field(
        name="text",
        label=lazy_gettext("Your question"),
        kind=Kind.AREA,
        hint=lazy_gettext(
            "Question and answer can be read by everybody. At most 2,000 characters."
        ),
    )
    parts = (question, asker)
    return (Section(id="question", title=lazy_gettext("Your question"), parts=parts),)


def _asker(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid([Fault("asker", gettext("Choose who asks."))]) from None


def _page(view: ChallengeView, form: Filled) -> str:
    return render_template("vendor/ask.html", view=view, form=form)
