"""Stating a challenge: the form, how it stands, and the moves of its city."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from marketplace.challenges import operations
from marketplace.challenges.queries import get_challenge, versions_of
from marketplace.challenges.questions import questions_about
from marketplace.feedback.queries import own_opinions
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.organisations.content import OrganisationKind
from marketplace.request_scope import current_uow
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.loading import dump
from marketplace.web.forms.belonging import may_edit, own_organisation, require_editor
from marketplace.web.forms.challenge import CHALLENGE_FORM
from marketplace.web.forms.editor import Editor, Verbs
from marketplace.web.forms.keeping import expected_version, faults_of, undone_on_error
from marketplace.web.forms.saying import lines
from marketplace.web.public.reasons import match_of, matcher, where_possible
from marketplace.web.public.voices import voices_of

EDITOR = Editor(
    sections=CHALLENGE_FORM,
    schema=ChallengeSchema(),
    verbs=Verbs(
        show=get_challenge,
        create=operations.create_challenge,
        change=operations.change_challenge,
        moves={
            "submit": operations.submit,
            "close": operations.close,
            "reopen": operations.reopen,
            "award": operations.award,
            "cancel": operations.cancel,
            "withdraw": operations.withdraw,
        },
    ),
    template="city/challenge_form.html",
    edit_page="city.edit_challenge",
    manage_page="city.manage_challenge",
    done={
        "submit": _("Handed in. Programme staff read it and publish it, or say what to mend."),
        "close": _("Closed. The challenge can still be read, but takes no more questions."),
        "reopen": _("Open again."),
        "award": _("Recorded that you have chosen."),
        "cancel": _("Cancelled. The challenge can still be read."),
        "withdraw": _("Withdrawn. Nobody outside sees the challenge any more."),
    },
)


def new_challenge(organisation_id: UUID) -> ResponseReturnValue:
    """State a challenge."""
    owner = own_organisation(organisation_id, OrganisationKind.CITY)
    require_editor(organisation_id)
    return EDITOR.begin(owner)


def edit_challenge(thing_id: UUID) -> ResponseReturnValue:
    """Change a challenge."""
    return EDITOR.change(thing_id)


def move_challenge(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Hand in, close, open again, award, cancel or withdraw a challenge."""
    return EDITOR.move(thing_id, name)


def manage_challenge(thing_id: UUID) -> str:
    """How a challenge stands, what can be done next, questions, and what it says."""
    uow = current_uow()
    view = get_challenge(uow, thing_id, working=True)
    opinions = own_opinions(uow, thing_id)
    listed = opinions.shortlist()
    found = where_possible(lambda: matcher().judged(uow, thing_id, listed)) if listed else []
    return render_template(
        "city/challenge.html",
        view=view,
        said=lines(CHALLENGE_FORM, dump(ChallengeSchema(), view.content), remarks=view.review),
        versions=versions_of(uow, thing_id),
        questions=questions_about(uow, thing_id),
        may_edit=may_edit(view.city_id),
        may_read=opinions.may_read,
        listed=listed,
        shortlist=None if found is None else [match_of(match) for match in found],
        voices=voices_of(opinions, found or [], "manage", view.state),
    )


def write_note(thing_id: UUID) -> ResponseReturnValue:
    """Keep the note that only members of the city see."""
    uow, text = current_uow(), request.form.get("note", "")
    try:
        with undone_on_error(uow):
            operations.write_internal_note(uow, thing_id, text, expected_version=expected_version())
    except (Invalid, Conflict) as error:
        flash(faults_of(error)[0].message, "error")
    else:
        flash(gettext("The note is kept. Only members of your city see it."), "success")
    return redirect(url_for("city.manage_challenge", thing_id=thing_id), 303)
