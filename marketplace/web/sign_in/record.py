"""What Flask-Security changes about people, for the record; registering is recorded already."""

from functools import partial
from typing import Any

from flask import Flask
from flask_security import password_changed, password_reset, user_confirmed

from marketplace.accounts.models import User
from marketplace.request_scope import current_uow

RECORDED = {
    "user.change_password": password_changed,
    "user.reset_password": password_reset,
    "user.confirm_address": user_confirmed,
}


def keep_record(app: Flask) -> None:
    """Add an event to the record in the transaction of each of these changes."""
    for action, signal in RECORDED.items():
        signal.connect(partial(_record, action), app, weak=False)


def _record(action: str, _app: Flask, user: User, **_more: Any) -> None:
    current_uow().record(action, user)
