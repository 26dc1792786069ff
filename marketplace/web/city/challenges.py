"""Stating a challenge: the form, how it stands, and the moves of its city."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from marketplace.challenges import operations
from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.history import versions_of
from marketplace.challenges.queries import get_challenge
from marketplace.challenges.questions import questions_about
from marketplace.challenges.rules import check, thin_fields
from marketplace.organisations.content import OrganisationKind
from marketplace.procurements.glances import parts_of
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.request_scope import current_uow
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.loading import dump
from marketplace.shortlists.decisions import decision_on
from marketplace.shortlists.queries import shortlist_counts
from marketplace.web.city import advice as advising
from marketplace.web.forms.belonging import may_edit, own_organisation, require_editor
from marketplace.web.forms.challenge import CHALLENGE_FORM
from marketplace.web.forms.editor import Editor
from marketplace.web.forms.keeping import expected_version
from marketplace.web.forms.kind import Kind, Pages, Texts, Verbs
from marketplace.web.forms.saying import lines

EDITOR = Editor(
    Kind(
        sections=CHALLENGE_FORM,
        schema=ChallengeSchema(),
        blank=ChallengeContent(title="", problem=""),
        wording=advising.wording_advice,
        advice=advising.advice,
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
            check=check,
            thin=thin_fields,
            versions=versions_of,
        ),
        pages=Pages(
            tasks="city.edit_challenge",
            step="city.write_challenge",
            check="city.check_challenge",
            answers="city.challenge_answers",
            move="city.move_challenge",
            manage="city.manage_challenge",
            home="city.home",
            begin="city.new_challenge",
            check_first="city.check_new_challenge",
        ),
        texts=Texts(
            new=_("State a challenge"),
            change=_("Change the challenge"),
            lead=_(
                "Step by step, saved as you go; nobody outside sees it before it is published. "
                "The more you say of what is required, the better the reasons you get."
            ),
            advice=_("What keeps vendors away, what cities like yours ask for, and who would fit."),
            in_review=_(
                "This challenge is in review. Saving a change takes it back to a draft, to be "
                "submitted again."
            ),
        ),
        done={
            "submit": _("Handed in. Programme staff read it and publish it, or say what to mend."),
            "close": _("Closed. The challenge can still be read, but takes no more questions."),
            "reopen": _("Open again."),
            "award": _("Recorded that you have chosen."),
            "cancel": _("Cancelled. The challenge can still be read."),
            "withdraw": _("Withdrawn. Nobody outside sees the challenge any more."),
        },
        prose=("problem", "affected", "title"),
        name_of=lambda view: view.content.title,
        owner_of=lambda view: (view.city_id, view.city_name),
    )
)


def new_challenge(organisation_id: UUID) -> ResponseReturnValue:
    """State a challenge."""
    owner = own_organisation(organisation_id, OrganisationKind.CITY)
    require_editor(organisation_id)
    return EDITOR.begin(owner)


def check_new_challenge(organisation_id: UUID) -> ResponseReturnValue:
    """The same as `check_challenge` for the first step of a new one."""
    owner = own_organisation(organisation_id, OrganisationKind.CITY)
    require_editor(organisation_id)
    return EDITOR.check_first(owner)


def edit_challenge(thing_id: UUID) -> ResponseReturnValue:
    """The steps in which a challenge is written."""
    return EDITOR.tasks(thing_id)


def write_challenge(thing_id: UUID, name: str) -> ResponseReturnValue:
    """One step of it."""
    return EDITOR.step(thing_id, name)


def check_challenge(thing_id: UUID, name: str) -> ResponseReturnValue:
    """What is odd in what was typed there, what nobody meets, and who would fit."""
    return EDITOR.check(thing_id, name)


def challenge_answers(thing_id: UUID) -> ResponseReturnValue:
    """All that it says, before it is handed in."""
    return EDITOR.answers(thing_id)


def move_challenge(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Hand in, close, open again, award, cancel or withdraw a challenge."""
    return EDITOR.move(thing_id, name)


def manage_challenge(thing_id: UUID) -> str:
    """How a challenge stands, what can be done next, questions, and what it says."""
    uow = current_uow()
    view = get_challenge(uow, thing_id, working=True)
    return render_template(
        "city/challenge.html",
        view=view,
        said=lines(CHALLENGE_FORM, dump(ChallengeSchema(), view.content), remarks=view.review),
        versions=versions_of(uow, thing_id),
        questions=questions_about(uow, thing_id),
        may_edit=may_edit(view.city_id),
        decision=decision_on(uow, thing_id) if view.internal_note is not None else None,
        listed=shortlist_counts(uow, view.city_id).get(thing_id, 0),
        together=[
            part
            for part in parts_of(uow, view.city_id)
            if part.state == ACCEPTED and part.challenge_id == thing_id
        ],
    )


def write_note(thing_id: UUID) -> ResponseReturnValue:
    """Keep the note that only members of the city see."""
    uow, text = current_uow(), request.form.get("note", "")
    operations.write_internal_note(uow, thing_id, text, expected_version=expected_version())
    flash(gettext("The note is kept. Only members of your city see it."), "success")
    return redirect(url_for("city.manage_challenge", thing_id=thing_id), 303)
