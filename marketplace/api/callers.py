"""Who may change anything at all, said before anything that was sent is looked at."""

from functools import wraps
from typing import Any

from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from marketplace.foundation.errors import Forbidden, Unauthenticated
from marketplace.request_scope import READING_METHODS, View, current_actor


def install(app: Flask, prefix: str, reading_posts: frozenset[str]) -> None:
    """Ask every change below `prefix` for a token that may write; before the request scope's."""
    for rule in app.url_map.iter_rules():
        changes = (rule.methods or set()) - READING_METHODS
        if rule.rule.startswith(prefix) and changes and rule.endpoint not in reading_posts:
            app.view_functions[rule.endpoint] = _by_writers(app.view_functions[rule.endpoint])


def _by_writers(view: View) -> View:
    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        actor = current_actor()
        if request.method not in READING_METHODS and not actor.may_write:
            if not actor.is_known:
                raise Unauthenticated("Send “Authorization: Bearer TOKEN” to change something.")
            raise Forbidden("This API token may only read; make one with the scope “write”.")
        return current_app.ensure_sync(view)(*args, **kwargs)  # type: ignore[no-any-return]

    return run
