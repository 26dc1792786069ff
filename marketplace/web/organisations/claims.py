"""Claiming the catalogue entry of the organisation one works for."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Conflict, Invalid, Unauthenticated
from marketplace.organisations.claims import claim_organisation
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import get_organisation
from marketplace.request_scope import current_actor, current_uow, status_of
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import faults_of, undone_on_error
from marketplace.web.forms.member import CLAIM_FORM
from marketplace.web.forms.parts import read


def claim(organisation_id: UUID) -> ResponseReturnValue:
    """Ask programme staff for the entry."""
    row = get_organisation(current_uow(), organisation_id)
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in, or register, to claim this entry."))
    if request.method == "GET":
        return _page(row, Filled(sections=CLAIM_FORM, document={}))
    typed, uow = read(CLAIM_FORM, request.form), current_uow()
    try:
        with undone_on_error(uow):
            claim_organisation(uow, organisation_id, typed["message"])
    except (Invalid, Conflict) as error:
        refused = Filled(sections=CLAIM_FORM, document=typed, faults=faults_of(error))
        return _page(row, refused), status_of(error)
    flash(gettext("Your claim is made. Programme staff check it and tell you by mail."), "success")
    return redirect(url_for("organisations.account"), 303)


def _page(row: Organisation, form: Filled) -> str:
    return render_template("organisations/claim.html", row=row, form=form)
