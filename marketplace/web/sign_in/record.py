"""What Flask-Security does with people, for the record; registering is recorded already."""

from functools import partial
from typing import Any

from flask import Flask, Response, g, request
from flask_security import (
    password_changed,
    password_reset,
    user_authenticated,
    user_confirmed,
)
from prometheus_client import Counter

from marketplace.accounts.models import User
from marketplace.request_scope import current_uow

RECORDED = {
    "user.change_password": password_changed,
    "user.reset_password": password_reset,
    "user.confirm_address": user_confirmed,
}
SIGN_IN = "security.login"
REFUSED = Counter("marketplace_sign_ins_refused_total", "Attempts to sign in that were refused.")
"""A number alone: whose address was tried is nobody's business, and may not even be one."""


def keep_record(app: Flask) -> None:
    """Add an event to the record in the transaction of each of these changes."""
    for action, signal in RECORDED.items():
        signal.connect(partial(_record, action), app, weak=False)
    user_authenticated.connect(_record_sign_in, app, weak=False)
    app.after_request(_count_refused)


def _record(action: str, _app: Flask, user: User, **_more: Any) -> None:
    current_uow().record(action, user)


def _record_sign_in(app: Flask, user: User, **more: Any) -> None:
    # A new password signs in anew, too; that is on record as what it is.
    if request.endpoint == SIGN_IN:
        _record("user.sign_in", app, user, **more)
        g.is_signed_in = True


def _count_refused(response: Response) -> Response:
    is_attempt = request.endpoint == SIGN_IN and request.method == "POST"
    if is_attempt and not g.get("is_signed_in"):
        REFUSED.inc()
    return response
