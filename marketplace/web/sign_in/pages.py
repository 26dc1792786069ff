"""The page behind the link in an invitation."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from marketplace.organisations.members import accept_invitation, open_invitation
from marketplace.request_scope import current_actor, current_uow

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/invitations/<secret>")
def invitation(secret: str) -> ResponseReturnValue:
    """Show who invites to what; visitors sign in or register first."""
    found, organisation = open_invitation(current_uow(), secret)
    return render_template(
        "security/invitation.html",
        invitation=found,
        organisation=organisation,
        secret=secret,
        here=request.path,
        is_signed_in=current_actor().is_known,
        is_addressee=current_actor().label == found.email,
    )


@blueprint.post("/invitations/<secret>")
def accept(secret: str) -> ResponseReturnValue:
    """Accept, and go to the organisation."""
    membership = accept_invitation(current_uow(), secret)
    flash(_("You act for this organisation now."), "success")
    return redirect(url_for("organisations.show", organisation_id=membership.organisation_id))
