"""Answering what vendors ask about a challenge."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges.questions import answer_question
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.request_scope import current_uow
from marketplace.web.forms.keeping import (
    came_from,
    expected_version,
    faults_of,
    undone_on_error,
)


def answer(question_id: UUID) -> ResponseReturnValue:
    """Answer a question, to everybody."""
    uow, text = current_uow(), request.form.get("answer", "")
    try:
        with undone_on_error(uow):
            answer_question(uow, question_id, text, expected_version=expected_version())
    except (Invalid, Conflict) as error:
        flash(faults_of(error)[0].message, "error")
    else:
        flash(gettext("Your answer is published with the question."), "success")
    return redirect(came_from("city.manage_challenge") + "#questions", 303)
