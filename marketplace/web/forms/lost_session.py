"""A session that ends while somebody types: they sign in again, and the form is filled in.

Every form says, signed, who it was made for, and on which page it stands. Where what it brings
is refused for want of a session, it is kept for that person alone and shown to nobody else;
nothing is stored of what it asks for until they press the button once more. What is refused
for another reason comes back to its page in the same way: see `small`.
"""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID, uuid4

from flask import Flask, before_render_template, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, URLSafeTimedSerializer
from markupsafe import Markup
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from marketplace.accounts.typed import keep_typed, typed_form
from marketplace.foundation.access import VISITOR
from marketplace.request_scope import current_actor, current_services, current_uow
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.merging import BEFORE
from marketplace.web.forms.once import ONCE
from marketplace.web.forms.parts import over, read

AUTHOR = "author"
AT = "at"
"""Names the page that a form stands on, with its query."""

KEPT = "kept"
FORM, BUTTON = "form", "button"
"""What names a small form among those of its page, and the name of those without a field."""

FAULT = "fault."
"""What a kept fault is called, before the field that it is about."""

LONGEST_OPEN = 30 * 24 * 3600
"""Seconds that a form may have stood open."""

LONGEST_ADDRESS = 2000
OF_THIS_SITE = re.compile(r"/(?![/\\])[!-\[\]-~]*")
NOT_KEPT = frozenset({AUTHOR, AT, ONCE, "csrf_token", "do", "password"})

Answers = MultiDict[str, str]


def install(app: Flask) -> None:
    """Let what was kept be asked for at the address of every page, and fill in its form."""
    app.before_request(_take_kept)
    before_render_template.connect(_fill_in, app)
    app.jinja_env.globals.update(form_marks=form_marks)


def form_author() -> str:
    """Who this form is made for, signed; empty for visitors."""
    user_id = current_actor().user_id
    return "" if user_id is None else str(_signer().dumps(user_id))


def form_marks(name: str = BUTTON, /, **more: object) -> Markup:
    """The hidden fields of every form: whose it is, its page, its number, its name, and `more`.

    The name is empty for the one form of its page that is a `Filled`.
    """
    values = {"csrf_token": generate_csrf(), AUTHOR: form_author(), AT: _here(), ONCE: uuid4().hex}
    values |= {FORM: name} if name else {}
    field = Markup('<input type="hidden" name="{}" value="{}">')
    return Markup().join(field.format(*pair) for pair in (values | more).items())


def rescued() -> ResponseReturnValue | None:
    """Keep what was sent by somebody who is not known any more, and ask them to sign in.

    None where there is nothing to keep: no form of ours was sent, or no page holds it.
    """
    author = sent_by()
    there = None if author is None else kept_for(author)
    return None if there is None else redirect(url_for("security.login", next=there), 303)


def kept_for(author: int, more: Iterable[tuple[str, str]] = ()) -> str | None:
    """Keep what was sent, and `more`, for its author; the address where it is filled in.

    None where no page holds the form, or it is too much to be kept.
    """
    page = urlsplit(request.form.get(AT, "")[:LONGEST_ADDRESS])
    if not _is_a_page(page.geturl()):
        return None
    answers = [(k, v) for k, v in request.form.items(multi=True) if k not in NOT_KEPT]
    with current_services().unit_of_work(VISITOR, request_id=g.get("request_id", "-")) as uow:
        kept = keep_typed(uow, author, page.path, [*answers, *more])
    if kept is None:
        return None
    query = "&".join(filter(None, (page.query, urlencode({KEPT: kept}))))
    return f"{request.script_root}{page.path}?{query}"


def kept_answers() -> Answers | None:
    """What waits for the actor on this page, if they come for it."""
    if "kept_id" not in g or "uow" not in g:
        return None
    if "kept_answers" not in g:
        found = typed_form(current_uow(), g.kept_id, request.path)
        g.kept_answers = None if found is None else MultiDict(found)
    answers: Answers | None = g.kept_answers
    return answers


def come_back(form: Filled) -> Filled:
    """The form with what the actor had typed when their session ended, if they come for it."""
    answers = kept_answers()
    if answers is None or FORM in answers:
        return form
    g.kept_answers = None
    _tell_it_is_back()
    document = over(form.document, read(form.sections, answers))
    hidden = {k: v for k, v in answers.items() if k.startswith(BEFORE) or k in form.hidden}
    values: dict[str, Any] = {"document": document, "hidden": {**form.hidden, **hidden}}
    if key := answers.get("key", ""):
        values["key"] = key
    version = answers.get("version", "")
    if version.isdecimal() and len(version) <= 9:  # noqa: PLR2004 - of int32.
        values["version"] = int(version)
    return Filled(**{**vars(form), **values, "faults": ()})


def faults_in(answers: Answers | None) -> list[tuple[str, str]]:
    """What was wrong with a kept form: fields and sentences; nothing if a session had ended."""
    pairs = () if answers is None else answers.items(multi=True)
    return [(name.removeprefix(FAULT), text) for name, text in pairs if name.startswith(FAULT)]


def _take_kept() -> None:
    """Take what names a kept form out of the address, so that no link on the page repeats it."""
    if request.method != "GET" or KEPT not in request.args:
        return
    try:
        g.kept_id = UUID(request.args[KEPT])
    except ValueError:
        return
    rest = [(name, text) for name, text in request.args.items(multi=True) if name != KEPT]
    request.query_string = urlencode(rest).encode()
    del request.args


def _fill_in(_app: Flask, context: dict[str, Any], **_: Any) -> None:
    """Put what was kept into the form that a page is about; the small ones do so themselves."""
    form, answers = context.get("form"), kept_answers()
    if answers is None or "is_back" in g:
        return
    if isinstance(form, Filled):
        context["form"] = come_back(form)
    if FORM in answers and not faults_in(answers):
        _tell_it_is_back()


def _tell_it_is_back() -> None:
    g.is_back = True
    flash(gettext("What you typed before your session ended is back. It is not saved yet."))


def _here() -> str:
    if request.method == "POST":
        # A form that is shown again stands where it stood before.
        return request.form.get(AT, "")[:LONGEST_ADDRESS]
    return request.full_path.rstrip("?")


def sent_by() -> int | None:
    """Whom the form that was sent was made for; None if it is none of ours."""
    if request.method != "POST":
        return None
    try:
        found = _signer().loads(request.form.get(AUTHOR, ""), max_age=LONGEST_OPEN)
    except BadSignature:
        return None
    return found if isinstance(found, int) else None


def _is_a_page(address: str) -> bool:
    """Whether the address is one of this service's pages, and somebody looks at it."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None or request.headers.get("HX-Request"):
        return False
    if not OF_THIS_SITE.fullmatch(address):
        return False
    try:
        adapter.match(urlsplit(address).path, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return True


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.secret_key), salt="author of a form")
