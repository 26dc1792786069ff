"""Asking a city about its challenge, and answering what cities ask about a solution."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.challenges.queries import get_challenge
from marketplace.challenges.questions import ask_question
from marketplace.foundation.errors import Unauthenticated
from marketplace.request_scope import current_actor, current_uow
from marketplace.solutions.questions import answer_city
from marketplace.web.forms.asking import form_of, taken, those_who_ask
from marketplace.web.forms.keeping import came_from, expected_version

HINT = lazy_gettext("The city and programme staff see who asks; others do not.")


def ask(challenge_id: UUID) -> ResponseReturnValue:
    """The form for a question, and the question."""
    uow = current_uow()
    view = get_challenge(uow, challenge_id)
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to ask a question."))
    form = form_of(those_who_ask(view.city_id), HINT)
    return taken(
        form,
        lambda filled: render_template("vendor/ask.html", view=view, form=filled),
        lambda asker, typed: ask_question(uow, challenge_id, asker, typed["text"]).id,
        leads_to=url_for("public.challenge", challenge_id=challenge_id),
        told=gettext("Your question is sent. The city answers to everybody."),
    )


def answer(question_id: UUID) -> ResponseReturnValue:
    """Answer what a city asked about a solution, to everybody."""
    text = request.form.get("answer", "")
    answer_city(current_uow(), question_id, text, expected_version=expected_version())
    flash(gettext("Your answer is published with the question."), "success")
    return redirect(came_from("vendor.manage_solution") + "#questions", 303)
