"""What is mine: organisations, claims and what to do about passwords and tokens."""

from flask import render_template
from flask_babel import gettext

from marketplace.accounts.queries import my_tokens
from marketplace.foundation.errors import Unauthenticated
from marketplace.organisations.queries import my_claims, my_organisations
from marketplace.request_scope import current_actor, current_uow


def account() -> str:
    """The page of the person who is signed in."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to see your account."))
    uow = current_uow()
    return render_template(
        "organisations/account.html",
        organisations=my_organisations(uow),
        claims=my_claims(uow),
        tokens=len(my_tokens(uow)),
    )
