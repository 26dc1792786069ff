"""Asking a city whether a solution really runs there."""

from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Conflict, Invalid
from marketplace.request_scope import current_uow
from marketplace.solutions.references import invite_reference
from marketplace.web.forms.keeping import came_from, expected_version, undone_on_error


def invite(reference_id: UUID) -> ResponseReturnValue:
    """Ask the city chosen to confirm a deployment."""
    uow = current_uow()
    try:
        with undone_on_error(uow):
            buyer_id = _city(request.form.get("buyer_id", ""))
            invite_reference(uow, reference_id, buyer_id, expected_version=expected_version())
    except Invalid as error:
        flash(error.faults[0].message, "error")
    except Conflict as error:
        flash(error.detail, "error")
    else:
        flash(gettext("The city has been asked to confirm it."), "success")
    return redirect(came_from("vendor.manage_solution"), 303)


def _city(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid.of("buyer_id", gettext("Choose the city where it runs."), text) from None
