"""The page a city starts from: its challenges, and what waits for an answer of the city."""

from uuid import UUID

from flask import render_template

from marketplace.challenges.queries import own_challenges
from marketplace.challenges.questions import unanswered_counts
from marketplace.organisations.content import OrganisationKind
from marketplace.request_scope import current_uow
from marketplace.solutions.references import references_naming
from marketplace.web.forms.belonging import may_edit, own_organisation
from marketplace.web.public.arguments import Asked


def home(organisation_id: UUID) -> str:
    """The city's challenges, with open questions and references to confirm."""
    uow = current_uow()
    row = own_organisation(organisation_id, OrganisationKind.CITY)
    return render_template(
        "city/home.html",
        row=row,
        page=own_challenges(uow, organisation_id, Asked().page()),
        waiting=unanswered_counts(uow, organisation_id),
        references=references_naming(uow, organisation_id),
        may_edit=may_edit(organisation_id),
    )
