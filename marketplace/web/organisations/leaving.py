"""What is kept about me, as a page and as a file; and leaving: an account, an organisation."""

from uuid import UUID

from flask import Response, flash, json, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_security import logout_user

from marketplace.accounts.passwords import normal
from marketplace.foundation.errors import Conflict, Forbidden
from marketplace.organisations.policy import CAN_CLOSE
from marketplace.privacy.operations import close_organisation, delete_account
from marketplace.privacy.queries import account_of, kept_about_me, only_owner_of
from marketplace.request_scope import current_actor, current_uow, status_of
from marketplace.web.forms.belonging import own_organisation
from marketplace.web.forms.keeping import expected_version, faults_of, undone_on_error
from marketplace.web.kept import kinds_of

WRONG_PASSWORD = 422


def my_data() -> str:
    """What is kept about the person who is signed in, to be read."""
    uow = current_uow()
    user = account_of(uow)
    return render_template("organisations/data.html", user=user, kinds=kinds_of(kept_about_me(uow)))


def my_data_file() -> Response:
    """The whole of it, for programs and for another service."""
    uow = current_uow()
    document = {
        "made_at": uow.now.isoformat(),
        "service": request.host_url,
        "kept": {
            kept.table: {"goes_with_the_account": kept.own, "rows": kept.rows}
            for kept in kept_about_me(uow)
        },
    }
    answer = Response(json.dumps(document, indent=2) + "\n", mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data-on-rialto.json"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def delete() -> ResponseReturnValue:
    """Say what will happen, ask for the password again, and end the account."""
    uow = current_uow()
    address = account_of(uow).email
    if request.method == "GET":
        return _check_page()
    if not current_user.verify_and_update_password(normal(request.form.get("password", ""))):
        return _check_page(gettext("This is not your present password.")), WRONG_PASSWORD
    try:
        with undone_on_error(uow):
            delete_account(uow)
    except Conflict as error:
        return _check_page(), status_of(error)
    logout_user()
    flash(
        gettext("Your account is deleted. We have sent %(address)s a message.", address=address),
        "success",
    )
    return redirect(url_for("public.home"), 303)


def close(organisation_id: UUID) -> ResponseReturnValue:
    """Say what will happen to what the organisation has published, and close it."""
    row, uow = own_organisation(organisation_id), current_uow()
    if not CAN_CLOSE.allows(current_actor(), row):
        raise Forbidden(gettext("Only owners of the organisation can do this."))
    if request.method == "GET":
        return render_template("organisations/close.html", row=row)
    try:
        with undone_on_error(uow):
            close_organisation(uow, organisation_id, expected_version=expected_version())
    except Conflict as error:
        flash(faults_of(error)[0].message, "error")
        return render_template("organisations/close.html", row=row), status_of(error)
    flash(
        gettext("%(name)s is closed. Nothing of it is public any more.", name=row.name), "success"
    )
    return redirect(url_for("organisations.account"), 303)


def _check_page(fault: str = "") -> str:
    return render_template(
        "organisations/delete.html", stakes=only_owner_of(current_uow()), fault=fault
    )
