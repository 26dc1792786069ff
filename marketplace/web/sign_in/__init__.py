"""Signing in and out, registering, passwords, and accepting an invitation.

Flask-Security brings the views; here it is bound to the request's unit of work, its mail is
put into the queue, and its limits are set. What accounts are is decided in `accounts`.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, request
from flask_babel import lazy_gettext
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_security import Security

from marketplace.accounts.passwords import SHORTEST
from marketplace.services import Services
from marketplace.web.sign_in.forms import RegistrationForm
from marketplace.web.sign_in.mail import QueueMail
from marketplace.web.sign_in.pages import blueprint
from marketplace.web.sign_in.record import keep_record
from marketplace.web.sign_in.store import AccountStore

# The link in a confirmation mail is followed by GET and confirms the address.
WRITING_GETS = frozenset({"security.confirm_email"})

REMEMBERED = timedelta(days=30)
"""How long somebody stays signed in on a device who asks for it."""

GUARDED = (
    "security.login",
    "security.register",
    "security.forgot_password",
    "security.reset_password",
    "security.send_confirmation",
    "security.change_password",
    "organisations.delete_account",
)

MESSAGES = {
    "GENERIC_AUTHN_FAILED": lazy_gettext(
        "The e-mail address and the password do not belong together, "
        "or the address is not confirmed yet."
    ),
    "CONFIRMATION_REQUIRED": lazy_gettext(
        "Confirm your e-mail address first: follow the link in our message, or ask for a new one."
    ),
    "CONFIRM_REGISTRATION": lazy_gettext(
        "Thank you. Follow the link that we have just sent to %(email)s."
    ),
    "EMAIL_CONFIRMED": lazy_gettext("Your e-mail address is confirmed. You can sign in now."),
    "ALREADY_CONFIRMED": lazy_gettext(
        "This e-mail address was confirmed already. You can sign in."
    ),
    "INVALID_CONFIRMATION_TOKEN": lazy_gettext("This link is not valid. Ask for a new one here."),
    "CONFIRMATION_EXPIRED": lazy_gettext(
        "This link was valid for %(within)s. Ask for a new one here."
    ),
    "CONFIRMATION_REQUEST": lazy_gettext(
        "If %(email)s waits for confirmation, a new link is on its way to that address."
    ),
    "PASSWORD_RESET_REQUEST": lazy_gettext(
        "If there is an account with this address, a link to choose a new password is on its way."
    ),
    "INVALID_RESET_PASSWORD_TOKEN": lazy_gettext("This link is not valid. Ask for a new one here."),
    "PASSWORD_RESET_EXPIRED": lazy_gettext(
        "This link was valid for %(within)s. Ask for a new one here."
    ),
    "PASSWORD_RESET_NO_LOGIN": lazy_gettext("Your password is changed. Sign in with the new one."),
    "PASSWORD_CHANGE": lazy_gettext(
        "Your password is changed. Everywhere else you are signed out."
    ),
    "PASSWORD_INVALID_LENGTH": lazy_gettext("Use at least %(length)s characters."),
    "PASSWORD_NOT_PROVIDED": lazy_gettext("Enter your password."),
    "RETYPE_PASSWORD_MISMATCH": lazy_gettext("This is not the same password as above."),
    "INVALID_PASSWORD": lazy_gettext("This is not your present password."),
    "EMAIL_NOT_PROVIDED": lazy_gettext("Enter your e-mail address."),
    "INVALID_EMAIL_ADDRESS": lazy_gettext("Write an address such as name@city.example."),
    "DISABLED_ACCOUNT": lazy_gettext("This account was closed. Ask the programme staff."),
    "UNAUTHENTICATED": lazy_gettext("Sign in to see this page."),
    "LOGIN": lazy_gettext("Sign in to see this page."),
}


def install(app: Flask, services: Services) -> None:
    """Add the pages and the sessions to `app`, before the request scope wraps the views."""
    app.config.update(_settings(app, services))
    security = Security(
        app, AccountStore(), mail_util_cls=QueueMail, register_form=RegistrationForm
    )
    # It would look for the person before there is a unit of work; nothing here needs it.
    security.principal.identity_loaders.clear()
    keep_record(app)
    app.register_blueprint(blueprint)


def _settings(app: Flask, services: Services) -> dict[str, Any]:
    cookie = {
        "REMEMBER_COOKIE_SECURE": app.config["SESSION_COOKIE_SECURE"],
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
        "REMEMBER_COOKIE_DURATION": REMEMBERED,
    }
    security = {
        "REGISTERABLE": True,
        "CONFIRMABLE": True,
        "RECOVERABLE": True,
        "CHANGEABLE": True,
        "RETURN_GENERIC_RESPONSES": True,
        "PASSWORD_LENGTH_MIN": SHORTEST,
        # The hash is argon2's own and salted; a second secret in front of it would bind
        # every password to one installation's key.
        "PASSWORD_SINGLE_HASH": True,
        "DATETIME_FACTORY": services.clock.now,
        "API_ENABLED_METHODS": ["session"],
        "FRESHNESS": timedelta(seconds=-1),
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        # Letters are written in `mail`, with links that begin with the public address.
        "EMAIL_PLAINTEXT": False,
        "EMAIL_HTML": False,
        "STATIC_FOLDER": None,
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "LOGIN_URL": "/sign-in",
        "LOGOUT_URL": "/sign-out",
        "REGISTER_URL": "/register",
        "CONFIRM_URL": "/confirm",
        "RESET_URL": "/forgotten-password",
        "CHANGE_URL": "/account/password",
        "POST_LOGIN_VIEW": "/account/home",
        "POST_CHANGE_VIEW": "/account",
        "POST_REGISTER_VIEW": "/sign-in",
        "POST_CONFIRM_VIEW": "/sign-in",
        **{f"MSG_{name}": (text, _category(name)) for name, text in MESSAGES.items()},
    }
    return cookie | {f"SECURITY_{name}": value for name, value in security.items()}


def _category(message: str) -> str:
    done = {"CONFIRM_REGISTRATION", "EMAIL_CONFIRMED", "PASSWORD_RESET_NO_LOGIN", "PASSWORD_CHANGE"}
    told = {"ALREADY_CONFIRMED", "CONFIRMATION_REQUEST", "PASSWORD_RESET_REQUEST", "LOGIN"}
    return "success" if message in done else "info" if message in told else "error"


def limit(app: Flask, limiter: Limiter, rate: str) -> None:
    """Slow down whoever guesses: by where they sit, and by whose account it is.

    After the last page that asks for a password, before the views are wrapped.
    """
    for endpoint in GUARDED:
        view: Any = app.view_functions[endpoint]
        for name, key in (("address", get_remote_address), ("account", _account)):
            shared = limiter.shared_limit(rate, f"sign-in-{name}", key_func=key, methods=["POST"])
            view = shared(view)
        app.view_functions[endpoint] = view


def _account() -> str:
    typed = request.form.get("email", "").strip().lower()
    return typed[:254] or get_remote_address()
