"""The page a vendor starts from: its solutions, how each stands and what to do next."""

from uuid import UUID

from flask import render_template

from marketplace.organisations.content import OrganisationKind
from marketplace.request_scope import current_uow
from marketplace.solutions.queries import own_solutions
from marketplace.web.forms.belonging import may_edit, own_organisation
from marketplace.web.public.arguments import Asked


def home(organisation_id: UUID) -> str:
    """The vendor's solutions."""
    uow = current_uow()
    row = own_organisation(organisation_id, OrganisationKind.VENDOR)
    page = own_solutions(uow, organisation_id, Asked().page())
    return render_template("vendor/home.html", row=row, page=page, may_edit=may_edit(row.id))
