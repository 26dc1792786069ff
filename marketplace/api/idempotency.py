"""`Idempotency-Key`: a POST that is sent twice happens once and is answered twice."""

from functools import wraps
from typing import Any

from flask import Flask, Response, current_app, json, make_response, request
from flask.typing import ResponseReturnValue

from marketplace.foundation import idempotency
from marketplace.foundation.errors import Invalid
from marketplace.request_scope import View, current_uow

LONGEST_KEY = 255
KEPT_HEADERS = ("ETag", "Location", "Content-Type")


def install(app: Flask, prefix: str, reading_posts: frozenset[str]) -> None:
    """Let every POST below `prefix` be repeated safely; call it before the request scope's."""
    for rule in app.url_map.iter_rules():
        takes_post = "POST" in (rule.methods or ())
        if rule.rule.startswith(prefix) and takes_post and rule.endpoint not in reading_posts:
            app.view_functions[rule.endpoint] = _once(app.view_functions[rule.endpoint])


def _once(view: View) -> View:
    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        key = request.headers.get("Idempotency-Key")
        if request.method != "POST" or key is None or not current_uow().actor.is_known:
            return current_app.ensure_sync(view)(*args, **kwargs)  # type: ignore[no-any-return]
        if not key.isprintable() or not 0 < len(key) <= LONGEST_KEY:
            raise Invalid.of(
                "Idempotency-Key", f"Use 1 to {LONGEST_KEY} printable characters.", key
            )
        asked = idempotency.request_hash(request.method, request.full_path, request.get_data())
        return _replayed(key, asked) or _kept(
            key, asked, make_response(current_app.ensure_sync(view)(*args, **kwargs))
        )

    return run


def _replayed(key: str, asked: str) -> Response | None:
    uow = current_uow()
    row = idempotency.find(uow.session, str(uow.actor.user_id), key, asked)
    if row is None:
        return None
    response = Response(row.body, row.status, headers=json.loads(row.headers))
    response.headers["Idempotent-Replayed"] = "true"
    return response


def _kept(key: str, asked: str, response: Response) -> Response:
    uow = current_uow()
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    uow.session.add(
        idempotency.IdempotencyKey(
            actor=str(uow.actor.user_id),
            key=key,
            request_hash=asked,
            status=response.status_code,
            headers=json.dumps(headers),
            body=response.get_data(as_text=True),
            used_at=uow.now,
        )
    )
    return response
