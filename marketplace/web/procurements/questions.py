"""Questions inside a group: asked by one of its cities or staff, answered by any of them."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.consultations import questions
from marketplace.foundation.errors import Invalid
from marketplace.procurements.queries import inside
from marketplace.request_scope import current_uow
from marketplace.web.forms.keeping import expected_version
from marketplace.web.procurements.frame import BOTH, ONE, POST, inside_view
from marketplace.web.procurements.reading import ids_in


def asked(procurement_id: UUID) -> ResponseReturnValue:
    """All questions with their answers, and the form to ask."""
    uow, view = current_uow(), inside_view(procurement_id)
    if request.method == "POST":
        questions.ask_group(uow, procurement_id, voice("asker"), request.form.get("text", ""))
        flash(gettext("Asked. All cities of the group read it."), "success")
        return _back(procurement_id)
    return render_template(
        "procurements/questions.html",
        view=view,
        here="questions",
        questions=questions.questions_of(uow, procurement_id),
        voices=[] if view.is_over else questions.voices(uow, inside(uow, procurement_id)),
    )


def answer(procurement_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Answer one of them."""
    inside_view(procurement_id)
    text, version = request.form.get("answer", ""), expected_version()
    answerer = voice("answerer")
    questions.answer_group(current_uow(), question_id, answerer, text, expected_version=version)
    flash(gettext("Answered. All cities of the group read it."), "success")
    return _back(procurement_id)


def voice(field: str) -> UUID:
    """The organisation in whose name somebody speaks.

    Raises:
        Invalid: none was chosen.
    """
    sent = [text for text in request.form.getlist(field) if text]
    if not sent:
        raise Invalid.of(field, gettext("Choose for whom you speak."))
    return ids_in(sent[:1], field)[0]


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.questions", procurement_id=procurement_id), 303)


ROUTES = (
    (f"{ONE}/questions", "questions", asked, BOTH),
    (f"{ONE}/questions/<uuid:question_id>/answer", "answer_question", answer, POST),
)
