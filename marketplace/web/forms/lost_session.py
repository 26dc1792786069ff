"""A session that ends while somebody types: they sign in again, and the form is filled in.

Every form says, signed, who it was made for. Where what it brings is refused for want of a
session, it is kept for that person alone and shown to nobody else; nothing is stored of what
it asks for until they press the button once more.
"""

from typing import Any
from uuid import UUID

from flask import current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from marketplace.accounts.typed import keep_typed, typed_form
from marketplace.foundation.access import VISITOR
from marketplace.request_scope import current_actor, current_services, current_uow
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.merging import BEFORE
from marketplace.web.forms.parts import over, read

AUTHOR = "author"
KEPT = "kept"
CHECK = "/check"
"""What follows the address of a step where its words are only looked at."""

LONGEST_OPEN = 30 * 24 * 3600
"""Seconds that a form may have stood open."""

NOT_KEPT = frozenset({AUTHOR, "csrf_token", "do"})


def form_author() -> str:
    """Who this form is made for, signed; empty for visitors."""
    user_id = current_actor().user_id
    return "" if user_id is None else str(_signer().dumps(user_id))


def rescued() -> ResponseReturnValue | None:
    """Keep what was sent by somebody who is not known any more, and ask them to sign in.

    None where there is nothing to keep: no form of ours was sent, or none that can be shown
    again at its address.
    """
    author, path = _author(), request.path.removesuffix(CHECK)
    if author is None or not _can_be_shown_again(path):
        return None
    answers = [(k, v) for k, v in request.form.items(multi=True) if k not in NOT_KEPT]
    with current_services().unit_of_work(VISITOR, request_id=g.get("request_id", "-")) as uow:
        kept = keep_typed(uow, author, path, answers)
    if kept is None:
        return None
    here = request.script_root + path
    return redirect(url_for("security.login", next=f"{here}?{KEPT}={kept}"), 303)


def come_back(form: Filled) -> Filled:
    """The form with what the actor had typed when their session ended, if they come for it."""
    answers = _kept_answers()
    if answers is None:
        return form
    flash(gettext("What you typed before your session ended is back. It is not saved yet."))
    document = over(form.document, read(form.sections, answers))
    hidden = {k: v for k, v in answers.items() if k.startswith(BEFORE) or k in form.hidden}
    values: dict[str, Any] = {"document": document, "hidden": {**form.hidden, **hidden}}
    if key := answers.get("key", ""):
        values["key"] = key
    version = answers.get("version", "")
    if version.isdecimal() and len(version) <= 9:  # noqa: PLR2004 - of int32.
        values["version"] = int(version)
    return Filled(**{**vars(form), **values, "faults": ()})


def _kept_answers() -> "MultiDict[str, str] | None":
    try:
        form_id = UUID(request.args.get(KEPT, ""))
    except ValueError:
        return None
    found = typed_form(current_uow(), form_id, request.path)
    return None if found is None else MultiDict(found)


def _author() -> int | None:
    if request.method != "POST":
        return None
    try:
        found = _signer().loads(request.form.get(AUTHOR, ""), max_age=LONGEST_OPEN)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def _can_be_shown_again(path: str) -> bool:
    """Whether there is a page with the form at that address, and somebody looks at it."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or request.headers.get("HX-Request"):
        return False
    try:
        endpoint, _ = adapter.match(path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return endpoint == request.endpoint or path != request.path


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="author of a form")
