"""Answering what vendors ask about a challenge."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges.questions import answer_question
from marketplace.request_scope import current_uow
from marketplace.web.forms.keeping import came_from, expected_version


def answer(question_id: UUID) -> ResponseReturnValue:
    """Answer a question, to everybody."""
    text = request.form.get("answer", "")
    answer_question(current_uow(), question_id, text, expected_version=expected_version())
    flash(gettext("Your answer is published with the question."), "success")
    return redirect(came_from("city.manage_challenge") + "#questions", 303)
