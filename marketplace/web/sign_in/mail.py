"""The letters about accounts; they are queued with the change that they tell of.

Their links begin with the public address of the service: what a request says its host is
may have been chosen by an attacker.
"""

from typing import Any

from flask import Flask
from flask_security import MailUtil

from marketplace.foundation.saying import language, speaking
from marketplace.foundation.saying import say as _
from marketplace.notifications.letters import Letter
from marketplace.notifications.operations import queue_mail
from marketplace.request_scope import current_uow
from marketplace.services import Services


class QueueMail(MailUtil):
    """Writes a letter for each occasion that Flask-Security knows."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        services: Services = app.extensions["services"]
        self.public_url = services.settings.public_url.rstrip("/")

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        **context: Any,
    ) -> None:
        """Queue the letter of this occasion; the library's own words are not used."""
        del subject, sender, body, html
        address = recipient if isinstance(recipient, str) else recipient[1]
        user = context["user"]
        # Whose account it is may not be who asks.
        with speaking(user.language or language()):
            letter = _letter(template.rpartition("/")[2], self.public_url, context)
            queue_mail(current_uow(), letter.to(address, user.name))


def _letter(occasion: str, url: str, context: dict[str, Any]) -> Letter:
    match occasion:
        case "welcome" | "confirmation_instructions":
            return _confirm(url, context["confirmation_token"])
        case "welcome_existing" if context["confirmation_token"]:
            return _confirm(url, context["confirmation_token"])
        case "welcome_existing":
            return _known_already(url, context["reset_token"])
        case "reset_instructions":
            return _reset(url, context["reset_token"])
        case "reset_notice" | "change_notice":
            return _changed(url)
    raise ValueError(f"There is no letter for “{occasion}”.")


def _confirm(url: str, token: str) -> Letter:
    return Letter(
        subject=_("Confirm your e-mail address"),
        paragraphs=(
            _("Somebody, probably you, has registered on Rialto with this address."),
            _("Follow this link within two days to confirm it. If it was not you, do nothing."),
        ),
        link=(f"{url}/confirm/{token}", _("Confirm my address")),
    )


def _known_already(url: str, token: str) -> Letter:
    return Letter(
        subject=_("You have an account already"),
        paragraphs=(
            _("Somebody, probably you, tried to register on Rialto with this address."),
            _(
                "There is an account with it already. If you forgot your password, choose a new one"
                " within a day. If it was not you, do nothing."
            ),
        ),
        link=(f"{url}/forgotten-password/{token}", _("Choose a new password")),
    )


def _reset(url: str, token: str) -> Letter:
    return Letter(
        subject=_("Choose a new password"),
        paragraphs=(
            _("Somebody, probably you, asked for a new password on Rialto."),
            _(
                "Follow this link within a day to choose one. If it was not you, do nothing: your"
                " password stays as it is."
            ),
        ),
        link=(f"{url}/forgotten-password/{token}", _("Choose a new password")),
    )


def _changed(url: str) -> Letter:
    return Letter(
        subject=_("Your password was changed"),
        paragraphs=(
            _("The password of your account on Rialto was changed just now."),
            _("If it was not you, choose a new one at once: whoever did it is signed out then."),
        ),
        link=(f"{url}/forgotten-password", _("Choose a new password")),
    )
