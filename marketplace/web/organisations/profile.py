"""What an organisation says of itself: made, shown to its people, changed."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Conflict, Invalid, Stale, Unauthenticated
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import change_organisation, create_organisation
from marketplace.organisations.queries import my_organisations
from marketplace.request_scope import current_actor, current_uow, status_of
from marketplace.schemas.loading import dump, load
from marketplace.schemas.organisations import OrganisationSchema
from marketplace.web.forms.belonging import own_organisation
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import (
    expected_version,
    faults_of,
    made_once,
    new_key,
    undone_on_error,
)
from marketplace.web.forms.organisation import NEW_FORM, profile_form
from marketplace.web.forms.parts import over, read

SCHEMA = OrganisationSchema()
HOMES = {OrganisationKind.CITY: "city.home", OrganisationKind.VENDOR: "vendor.home"}


def home(organisation_id: UUID) -> ResponseReturnValue:
    """On to the page where people of that kind of organisation work."""
    row = own_organisation(organisation_id)
    endpoint = HOMES.get(OrganisationKind(row.kind))
    if endpoint is None:
        return redirect(url_for("programme.home"))
    return redirect(url_for(endpoint, organisation_id=row.id))


def begin() -> ResponseReturnValue:
    """On to where somebody works who has just signed in."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to see this page."))
    mine = my_organisations(current_uow())
    if len(mine) == 1:
        return home(mine[0][0].id)
    return redirect(url_for("organisations.account"))


def new() -> ResponseReturnValue:
    """Register an organisation."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to register an organisation."))
    if request.method == "GET":
        return _page(Filled(sections=NEW_FORM, document={}, key=new_key()))
    typed, uow = read(NEW_FORM, request.form), current_uow()
    try:
        with undone_on_error(uow):
            content = load(SCHEMA, typed, texts=True)
            made = made_once(uow, lambda: create_organisation(uow, content).id)
    except (Invalid, Conflict) as error:
        key, faults = request.form.get("key", ""), faults_of(error)
        refused = Filled(sections=NEW_FORM, document=typed, key=key, faults=faults)
        return _page(refused), status_of(error)
    flash(
        gettext("Registered. Programme staff verify it; you can write drafts already."), "success"
    )
    return redirect(url_for("organisations.show", organisation_id=made), 303)


def edit(organisation_id: UUID) -> ResponseReturnValue:
    """Change what the organisation says of itself."""
    row = own_organisation(organisation_id)
    form, kept = profile_form(row.kind), dump(SCHEMA, row.content)
    if request.method == "GET":
        stored = Filled(sections=form, document=kept, version=row.version)
        return _page(stored, row)
    typed, uow = over(kept, read(form, request.form)), current_uow()
    values: dict[str, Any] = {"sections": form, "document": typed}
    try:
        with undone_on_error(uow):
            content = load(SCHEMA, typed, texts=True)
            change_organisation(uow, row.id, content, expected_version=expected_version())
    except Stale as error:
        faults = faults_of(error)
        overtaken = Filled(**values, version=row.version, newer=kept, faults=faults)
        return _page(overtaken, row), status_of(error)
    except (Invalid, Conflict) as error:
        refused = Filled(**values, version=expected_version(), faults=faults_of(error))
        return _page(refused, row), status_of(error)
    flash(gettext("The profile is changed."), "success")
    return redirect(url_for("organisations.show", organisation_id=row.id), 303)


def _page(form: Filled, row: Organisation | None = None) -> str:
    return render_template("organisations/profile.html", form=form, row=row)
