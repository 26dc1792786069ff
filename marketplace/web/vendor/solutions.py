"""Listing a solution: the form, how the listing stands, and the moves of its vendor."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from marketplace.organisations.content import OrganisationKind
from marketplace.request_scope import current_uow
from marketplace.schemas.loading import dump
from marketplace.schemas.solutions import SolutionSchema
from marketplace.shortlists.decisions import told_about
from marketplace.solutions import operations
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.queries import get_solution, versions_of
from marketplace.solutions.questions import questions_on
from marketplace.solutions.rules import check, thin_fields
from marketplace.web.forms.belonging import own_organisation, require_editor
from marketplace.web.forms.editor import Editor
from marketplace.web.forms.kind import Kind, Pages, Texts, Verbs
from marketplace.web.forms.saying import lines
from marketplace.web.forms.solution import SOLUTION_FORM
from marketplace.web.held import reasons_of
from marketplace.web.vendor import advice as advising

EDITOR = Editor(
    Kind(
        sections=SOLUTION_FORM,
        schema=SolutionSchema(),
        blank=SolutionContent(name="", summary=""),
        wording=advising.wording_advice,
        advice=advising.advice,
        verbs=Verbs(
            show=get_solution,
            create=operations.create_solution,
            change=operations.change_solution,
            moves={
                "submit": operations.submit,
                "confirm": operations.confirm,
                "withdraw": operations.withdraw,
                "archive": operations.archive,
            },
            check=check,
            thin=thin_fields,
            versions=versions_of,
        ),
        pages=Pages(
            tasks="vendor.edit_solution",
            step="vendor.write_solution",
            check="vendor.check_solution",
            answers="vendor.solution_answers",
            move="vendor.move_solution",
            manage="vendor.manage_solution",
            home="vendor.home",
            begin="vendor.new_solution",
            check_first="vendor.check_new_solution",
        ),
        texts=Texts(
            new=_("List a solution"),
            change=_("Change the listing"),
            lead=_(
                "Step by step, saved as you go; nobody outside sees it before it is published. "
                "What you leave out is shown as “not stated”, never guessed."
            ),
            advice=_("What is thin, whether it is listed already, and how it would fare."),
            in_review=_(
                "This listing waits for programme staff. Saving a change takes it back to a "
                "draft, to be submitted again."
            ),
        ),
        done={
            "submit": _("Handed in. Programme staff read it and publish it, or say what to mend."),
            "confirm": _("Thank you. The listing is confirmed for 90 days."),
            "withdraw": _("Withdrawn. Nobody outside sees the solution any more."),
            "archive": _("Archived. The solution is no longer offered."),
        },
        prose=("description", "summary", "problem"),
        name_of=lambda view: view.content.name,
        owner_of=lambda view: (view.vendor_id, view.vendor_name),
    )
)


def new_solution(organisation_id: UUID) -> ResponseReturnValue:
    """List a solution."""
    owner = own_organisation(organisation_id, OrganisationKind.VENDOR)
    require_editor(organisation_id)
    return EDITOR.begin(owner)


def check_new_solution(organisation_id: UUID) -> ResponseReturnValue:
    """The same as `check_solution` for the first step of a new one."""
    owner = own_organisation(organisation_id, OrganisationKind.VENDOR)
    require_editor(organisation_id)
    return EDITOR.check_first(owner)


def edit_solution(thing_id: UUID) -> ResponseReturnValue:
    """The steps in which a solution is written."""
    return EDITOR.tasks(thing_id)


def write_solution(thing_id: UUID, name: str) -> ResponseReturnValue:
    """One step of it."""
    return EDITOR.step(thing_id, name)


def check_solution(thing_id: UUID, name: str) -> ResponseReturnValue:
    """What is thin in what was typed there, what exists already, and how it would fare."""
    return EDITOR.check(thing_id, name)


def solution_answers(thing_id: UUID) -> ResponseReturnValue:
    """All that it says, before it is handed in."""
    return EDITOR.answers(thing_id)


def move_solution(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Hand in, confirm, withdraw or archive a solution."""
    return EDITOR.move(thing_id, name)


def manage_solution(thing_id: UUID) -> str:
    """How a solution stands, what can be done next, and what it says."""
    uow = current_uow()
    view = get_solution(uow, thing_id, working=True)
    return render_template(
        "vendor/solution.html",
        view=view,
        questions=questions_on(uow, thing_id),
        decisions=told_about(uow, thing_id),
        said=lines(SOLUTION_FORM, dump(SolutionSchema(), view.content), remarks=view.review),
        reasons=reasons_of(uow, view.signs),
        versions=versions_of(uow, thing_id),
        deployments=list(zip(view.content.deployments, view.references, strict=True)),
    )
