"""A form that is sent twice is taken once, and answered twice alike.

Each form carries a number of its own. What it led to is kept with that number, in the
transaction of the change itself; the same form, sent again, leads there once more and says the
same. What is refused leaves nothing behind, so a form that was mended is a new one.
"""

from collections.abc import Sequence
from functools import wraps
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    json,
    make_response,
    redirect,
    request,
    session,
)
from flask.typing import ResponseReturnValue

from marketplace.foundation.idempotency import IdempotencyKey, begun, request_hash
from marketplace.request_scope import API_PREFIX, View, current_uow
from marketplace.web.forms.keeping import sent_answers

ONCE = "once"
LONGEST_NUMBER = 64
LEADS_ON = {302, 303}
TOLD = "_flashes"
"""Where Flask keeps what the next page tells."""


def install(app: Flask) -> None:
    """Take every form of the pages once; call it before the request scope's."""
    forms = {rule.endpoint for rule in app.url_map.iter_rules() if _is_form(rule)}
    for endpoint in forms - app.config["READING_POSTS"]:
        app.view_functions[endpoint] = _once(app.view_functions[endpoint])


def _is_form(rule: Any) -> bool:
    return "POST" in (rule.methods or ()) and not rule.rule.startswith(API_PREFIX)


def _once(view: View) -> View:
    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        number = request.form.get(ONCE, "") if request.method == "POST" else ""
        known = number.isascii() and number.isalnum() and len(number) <= LONGEST_NUMBER
        if not known or not current_uow().actor.is_known:
            return current_app.ensure_sync(view)(*args, **kwargs)  # type: ignore[no-any-return]
        row = _first(number)
        if row.body:
            return _again(row)
        before = len(session.get(TOLD, ()))
        answer = make_response(current_app.ensure_sync(view)(*args, **kwargs))
        return _kept(row, answer, session.get(TOLD, [])[before:])

    return run


def _first(number: str) -> IdempotencyKey:
    """The row for this form: a new one, or the one that says what came of it before."""
    uow = current_uow()
    asked = request_hash(number, request.path, json.dumps(sent_answers()))
    return begun(uow.session, str(uow.actor.user_id), asked, now=uow.now)


def _kept(row: IdempotencyKey, answer: Response, told: Sequence[Sequence[str]]) -> Response:
    """The answer; where it leads on, the next time the same."""
    if answer.status_code in LEADS_ON:
        row.status, row.body = answer.status_code, answer.headers["Location"]
        row.headers = json.dumps([[kind, str(text)] for kind, text in told])
    else:
        current_uow().session.delete(row)
    return answer


def _again(row: IdempotencyKey) -> ResponseReturnValue:
    for kind, text in json.loads(row.headers):
        flash(text, kind)
    return redirect(row.body, row.status)
