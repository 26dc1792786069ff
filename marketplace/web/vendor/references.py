"""Asking a city whether a solution really runs there: how each stands, asking, asking again."""

from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Invalid
from marketplace.foundation.paging import PageRequest
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.queries import (
    OrganisationFilters,
    list_organisations,
    organisations_by_id,
)
from marketplace.request_scope import current_uow
from marketplace.solutions.content import ReferenceState
from marketplace.solutions.models import Reference
from marketplace.solutions.references import (
    INVITATION_LASTS,
    REMINDED_AFTER,
    get_reference,
    invite_reference,
    remind_reference,
)
from marketplace.solutions.upkeep import own_listings
from marketplace.web.forms.belonging import own_organisation
from marketplace.web.forms.keeping import expected_version
from marketplace.web.public.items import Item, deployment_item

ALL_CITIES = PageRequest(1, 1000)


def references(organisation_id: UUID) -> str:
    """The published deployments of a vendor, and how far each is borne out."""
    uow = current_uow()
    row = own_organisation(organisation_id, OrganisationKind.VENDOR)
    listings = [kept for kept in own_listings(uow, organisation_id) if kept.references]
    asked = [named.reference.buyer_id for kept in listings for named in kept.references]
    rows = organisations_by_id(uow.session, [id_ for id_ in asked if id_])
    buyers = {id_: row.name for id_, row in rows.items()}
    return render_template(
        "vendor/references.html",
        row=row,
        listings=[
            {
                "name": kept.solution.name,
                "href": url_for("vendor.manage_solution", thing_id=kept.solution.id),
                "references": [
                    {
                        "place": named.deployment.place,
                        "period": named.deployment.period,
                        "state": named.reference.state,
                        "moved_at": named.reference.moved_at,
                        "lapses_at": named.lapses_at,
                        "buyer": buyers.get(named.reference.buyer_id)
                        if named.reference.buyer_id
                        else None,
                        "href": url_for("vendor.reference", reference_id=named.reference.id),
                    }
                    for named in kept.references
                ],
            }
            for kept in listings
        ],
    )


def reference(reference_id: UUID) -> str:
    """One reference: what was claimed, what the city sees, and who is asked."""
    uow = current_uow()
    found = get_reference(uow, reference_id)
    filters = OrganisationFilters(kind=OrganisationKind.CITY)
    cities = list_organisations(uow, filters, ALL_CITIES).items if found.may_ask else []
    place = found.deployment.place if found.deployment else ""
    chosen = next((str(row.id) for row in cities if row.name.casefold() == place.casefold()), "")
    return render_template(
        "vendor/reference.html",
        found=found,
        row=found.reference,
        solution=found.solution,
        deployment=deployment_item(found.deployment, found.reference) if found.deployment else None,
        steps=_steps(found.reference),
        cities=[(str(row.id), row.name) for row in cities],
        chosen=chosen,
        lapses_at=found.reference.moved_at + INVITATION_LASTS,
        again_at=found.reference.moved_at + REMINDED_AFTER,
    )


def invite(reference_id: UUID) -> ResponseReturnValue:
    """Ask the city chosen to confirm a deployment."""
    uow = current_uow()
    invite_reference(
        uow,
        reference_id,
        _city(request.form.get("buyer_id", "")),
        expected_version=expected_version(),
        email=request.form.get("email", "").strip(),
    )
    flash(gettext("The city has been asked to confirm it."), "success")
    return redirect(url_for("vendor.reference", reference_id=reference_id), 303)


def remind(reference_id: UUID) -> ResponseReturnValue:
    """Ask the same city again."""
    uow = current_uow()
    remind_reference(uow, reference_id, expected_version=expected_version())
    flash(gettext("The city has been asked again."), "success")
    return redirect(url_for("vendor.reference", reference_id=reference_id), 303)


def _city(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid.of("buyer_id", gettext("Choose the city where it runs."), text) from None


def _steps(row: Reference) -> list[Item]:
    """How far it has come; of the past only the day of the last step is kept."""
    now = row.moved_at
    later: dict[ReferenceState, list[tuple[str, datetime | None]]] = {
        ReferenceState.INVITED: [(gettext("City asked"), now), (gettext("City answers"), None)],
        ReferenceState.CONFIRMED: [(gettext("City has confirmed it"), now)],
        ReferenceState.DISPUTED: [(gettext("City has disputed it"), now)],
        ReferenceState.EXPIRED: [(gettext("Lapsed"), now), (gettext("City asked again"), None)],
        ReferenceState.CLAIMED: [(gettext("Claimed by you"), now), (gettext("City asked"), None)],
    }
    return [{"label": label, "at": at} for label, at in later[ReferenceState(row.state)]]
