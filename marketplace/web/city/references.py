"""Saying whether a solution really runs in the city, as its vendor claims."""

from collections.abc import Callable
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.request_scope import current_uow
from marketplace.solutions.models import Reference
from marketplace.solutions.references import confirm_reference, dispute_reference
from marketplace.web.forms.keeping import expected_version


def confirm(reference_id: UUID) -> ResponseReturnValue:
    """It runs here as claimed."""
    done = gettext("Thank you. The deployment is shown as confirmed by your city.")
    return _answered(confirm_reference, reference_id, done)


def dispute(reference_id: UUID) -> ResponseReturnValue:
    """It does not run here as claimed."""
    done = gettext("Thank you. The deployment is shown as disputed by your city.")
    return _answered(dispute_reference, reference_id, done)


def _answered(verb: Callable[..., Reference], reference_id: UUID, done: str) -> ResponseReturnValue:
    uow = current_uow()
    row = verb(uow, reference_id, expected_version=expected_version())
    flash(done, "success")
    return redirect(url_for("city.references", organisation_id=row.buyer_id), 303)
