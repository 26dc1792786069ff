"""API tokens: made with scopes, shown once, ended at will."""

from datetime import UTC, datetime, time
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, lazy_pgettext
from flask_login import current_user

from marketplace.accounts.operations import create_token, revoke_token, token_text
from marketplace.accounts.queries import my_tokens
from marketplace.foundation.access import Scope
from marketplace.foundation.errors import Conflict, Invalid, Unauthenticated
from marketplace.request_scope import current_actor, current_uow, status_of
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import faults_of, first_made, new_key, undone_on_error
from marketplace.web.forms.parts import Field, Kind, Section, read

SCOPES = {
    "read": lazy_gettext("Read: everything that you can see"),
    "write": lazy_gettext("Write: everything that you can change"),
    "admin": lazy_gettext("Staff: what programme staff can do; needs read and write too"),
}
SHORT = {
    "read": lazy_pgettext("token", "Read"),
    "write": lazy_pgettext("token", "Write"),
    "admin": lazy_pgettext("token", "Act as staff"),
}
FORM = (
    Section(
        id="token",
        title=lazy_gettext("Make a token"),
        parts=(
            Field(
                name="name",
                label=lazy_gettext("What it is for"),
                hint=lazy_gettext("Such as “nightly export”"),
            ),
            Field(
                name="scopes",
                label=lazy_gettext("What it may do"),
                kind=Kind.CHECKBOXES,
                words=SCOPES,
            ),
            Field(
                name="expires_at",
                optional=True,
                label=lazy_gettext("Valid until the end of"),
                kind=Kind.DAY,
                hint=lazy_gettext("Leave it empty for a token without an end."),
            ),
        ),
    ),
)


def tokens() -> ResponseReturnValue:
    """The tokens of the person who is signed in, and a form for one more."""
    if not current_actor().is_known:
        raise Unauthenticated(gettext("Sign in to see your tokens."))
    if request.method == "GET":
        return _page(Filled(sections=FORM, document={"scopes": ["read"]}, key=new_key()))
    typed, key = read(FORM, request.form), request.form.get("key", "")
    uow = current_uow()
    plain = token_text(f"{current_user.id} {key or new_key()}", str(current_app.secret_key))
    try:
        with undone_on_error(uow):
            scopes, until = _scopes(typed["scopes"]), _end_of(typed["expires_at"])
            named = (uow, current_user, typed["name"], scopes, until, plain)
            first_made(uow, lambda: str(create_token(*named)[0].id))
    except (Invalid, Conflict) as error:
        refused = Filled(sections=FORM, document=typed, key=key, faults=faults_of(error))
        return _page(refused), status_of(error)
    # Not redirected: the token is shown in the answer to this form and can be had nowhere else.
    again = Filled(sections=FORM, document={}, key=new_key())
    return _page(again, plain=plain), {"Cache-Control": "no-store"}


def revoke(token_id: int) -> ResponseReturnValue:
    """End a token at once."""
    revoke_token(current_uow(), token_id)
    flash(gettext("The token is ended. Programs that use it are refused from now on."), "success")
    return redirect(url_for("organisations.tokens"), 303)


def _page(form: Filled, **more: Any) -> str:
    mine = my_tokens(current_uow())
    return render_template(
        "organisations/tokens.html", form=form, tokens=mine, scopes=SHORT, **more
    )


def _scopes(names: list[str]) -> list[Scope]:
    try:
        return [Scope(name) for name in names]
    except ValueError:
        raise Invalid.of("scopes", gettext("Choose from the list."), ", ".join(names)) from None


def _end_of(day: str) -> datetime | None:
    if not day.strip():
        return None
    try:
        chosen = datetime.strptime(day.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day.
    except ValueError:
        remedy = gettext("Write a day as YEAR-MONTH-DAY, such as 2026-09-30.")
        raise Invalid.of("expires_at", remedy, day) from None
    return datetime.combine(chosen, time.max, tzinfo=UTC)
