"""Who acts for an organisation: invited, given a role, removed."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.access import Role
from marketplace.foundation.errors import Conflict, Fault, Invalid
from marketplace.organisations.members import (
    change_role,
    invite_member,
    remove_member,
    withdraw_invitation,
)
from marketplace.organisations.queries import members_of, open_invitations
from marketplace.privacy.operations import may_close
from marketplace.request_scope import current_actor, current_uow, status_of
from marketplace.web.forms.belonging import own_organisation
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import expected_version, faults_of, undone_on_error
from marketplace.web.forms.member import INVITATION_FORM
from marketplace.web.forms.parts import read


def members(organisation_id: UUID) -> ResponseReturnValue:
    """The members, the open invitations, and a form to invite somebody."""
    return _page(organisation_id, Filled(sections=INVITATION_FORM, document={}))


def invite(organisation_id: UUID) -> ResponseReturnValue:
    """Ask somebody by mail to act for the organisation."""
    typed, uow = read(INVITATION_FORM, request.form), current_uow()
    try:
        with undone_on_error(uow):
            invite_member(uow, organisation_id, typed["email"], _role(typed["role"]))
    except (Invalid, Conflict) as error:
        refused = Filled(sections=INVITATION_FORM, document=typed, faults=faults_of(error))
        return _page(organisation_id, refused), status_of(error)
    flash(gettext("Invited. The link in the message works for 14 days."), "success")
    return _back(organisation_id)


def withdraw(organisation_id: UUID, invitation_id: UUID) -> ResponseReturnValue:
    """Take an invitation back."""
    withdraw_invitation(current_uow(), organisation_id, invitation_id)
    flash(gettext("The invitation is taken back; its link no longer works."), "success")
    return _back(organisation_id)


def change(organisation_id: UUID, user_id: int) -> ResponseReturnValue:
    """Give a member another role."""
    role, version = _role(request.form.get("role", "")), expected_version()
    change_role(current_uow(), organisation_id, user_id, role, expected_version=version)
    flash(gettext("The role is changed."), "success")
    return _back(organisation_id)


def remove(organisation_id: UUID, user_id: int) -> ResponseReturnValue:
    """End a membership."""
    version = expected_version()
    remove_member(current_uow(), organisation_id, user_id, expected_version=version)
    flash(gettext("Removed. They no longer act for the organisation."), "success")
    if user_id == current_actor().user_id:
        return redirect(url_for("organisations.account"), 303)
    return _back(organisation_id)


def _page(organisation_id: UUID, form: Filled) -> str:
    row, uow = own_organisation(organisation_id), current_uow()
    actor = current_actor()
    return render_template(
        "organisations/members.html",
        row=row,
        form=form,
        members=members_of(uow, organisation_id),
        invitations=open_invitations(uow, organisation_id),
        manages=actor.acts_as_staff or actor.is_member(organisation_id, Role.OWNER),
        closes=may_close(actor, row),
        me=actor.user_id,
    )


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise Invalid([Fault("role", gettext("Choose a role from the list."), text)]) from None


def _back(organisation_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("organisations.members", organisation_id=organisation_id), 303)
