"""A unit of work and an actor round every view: the one bridge from Flask to the features.

`install` wraps the view functions after all of them are registered. A view that returns
commits rows, record and facts together; one that raises rolls all of it back. Requests that
only read get a transaction in which the database refuses to write.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from io import BytesIO
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, current_app, g, request, send_file
from flask.typing import ResponseReturnValue, RouteCallable
from flask_login import current_user
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from marketplace.accounts.operations import note_use
from marketplace.accounts.queries import token_in_use
from marketplace.foundation.access import SYSTEM, VISITOR, Actor, Scope
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    ProductError,
    Stale,
    Unauthenticated,
    Unavailable,
)
from marketplace.foundation.saying import later, say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.queries import actor_of
from marketplace.services import Services

View = RouteCallable

API_PREFIX = "/api/v1/"
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LONGEST_REQUEST_ID = 64

# The one table from families of errors to HTTP; the more special family stands first.
STATUS: dict[type[ProductError], int] = {
    NotFound: 404,
    Unauthenticated: 401,
    Forbidden: 403,
    Invalid: 422,
    Stale: 412,
    Conflict: 409,
    Unavailable: 503,
}


Prepare = Callable[[Services, UnitOfWork, Mapping[str, Any]], Any]
"""What a view that writes needs worked out before: given the arguments of its address."""


class PreconditionRequired(ProductError):
    """A change was sent without saying which version it was made on."""

    title = later("Say which version you changed")


STATUS[PreconditionRequired] = 428


def status_of(error: ProductError) -> int:
    """The HTTP status of an error."""
    return next(status for family, status in STATUS.items() if isinstance(error, family))


def is_api_request() -> bool:
    """Whether a program asks (JSON) and not a person (pages)."""
    return request.path.startswith(API_PREFIX)


def current_uow() -> UnitOfWork:
    """The unit of work of the present request."""
    uow: UnitOfWork = g.uow
    return uow


def prepared() -> Any:
    """What was worked out for this request before its transaction began."""
    return g.prepared


def current_services() -> Services:
    """The services of the application that answers."""
    services: Services = current_app.extensions["services"]
    return services


def current_actor() -> Actor:
    """Who makes the present request; a visitor where no view is running."""
    actor: Actor = g.get("actor", VISITOR)
    return actor


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """A file to be saved, never to be shown, and kept by nobody on the way."""
    response = send_file(
        BytesIO(data), mimetype=media_type, as_attachment=True, download_name=name, max_age=0
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def install(
    app: Flask,
    services: Services,
    *,
    writing_gets: frozenset[str] = frozenset(),
    prepares: Mapping[str, Prepare] | None = None,
) -> None:
    """Wrap every view of `app`; call it once, after the last blueprint.

    `writing_gets` names endpoints whose GET changes something, such as the link in a
    confirmation mail. Endpoints in `app.config["READING_POSTS"]` only read. `prepares` has,
    by endpoint, what takes long and must not happen in a transaction that writes: it is done
    before, in one that only reads, and the view asks for it by `prepared`.
    """
    reading_posts: frozenset[str] = app.config.get("READING_POSTS", frozenset())

    def writes() -> bool:
        if request.method in READING_METHODS:
            return request.endpoint in writing_gets
        return request.endpoint not in reading_posts

    app.before_request(_name_request)
    app.after_request(_tell_request_id)
    for endpoint, view in list(app.view_functions.items()):
        if endpoint not in app.config.get("OUTSIDE_REQUEST_SCOPE", frozenset({"static"})):
            app.view_functions[endpoint] = _scoped(
                view, services, writes, (prepares or {}).get(endpoint)
            )


def _scoped(
    view: View, services: Services, writes: Callable[[], bool], prepare: Prepare | None
) -> View:
    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        try:
            if prepare is not None:
                _prepare(prepare, services, kwargs)
            with services.unit_of_work(VISITOR, request_id=g.request_id, writes=writes()) as uow:
                g.uow = uow
                uow.actor = g.actor = _identify(uow)
                return current_app.ensure_sync(view)(*args, **kwargs)  # type: ignore[no-any-return]
        except StaleDataError:
            raise Stale(say("Somebody changed this in the meantime; load it again.")) from None
        except IntegrityError:
            raise Conflict(
                say("Somebody did the same at this moment; look before repeating.")
            ) from None
        except OperationalError as error:
            structlog.get_logger(__name__).warning("database_unavailable", error=str(error.orig))
            raise Unavailable(say("The database does not answer; try again in a moment.")) from None
        finally:
            g.pop("uow", None)
            _note_use(services)

    return run


def _note_use(services: Services) -> None:
    """Keep the day of a token's use, once a day; apart, since most requests only read."""
    token_id = g.pop("used_token", None)
    if token_id is not None:
        with services.unit_of_work(SYSTEM, request_id=g.request_id) as uow:
            note_use(uow, token_id)


def _prepare(prepare: Prepare, services: Services, arguments: Mapping[str, Any]) -> None:
    with services.unit_of_work(VISITOR, request_id=g.request_id, writes=False) as uow:
        g.uow = uow
        uow.actor = g.actor = _identify(uow)
        g.prepared = prepare(services, uow, arguments)
    # A row of this session is of no use to the next: who signed in is looked up again there.
    g.pop("_login_user", None)


def _identify(uow: UnitOfWork) -> Actor:
    if not is_api_request():
        if not current_user.is_authenticated:
            return VISITOR
        return actor_of(uow.session, current_user)
    plain = _bearer_token()
    if plain is None:
        return VISITOR
    token = token_in_use(uow.session, plain, uow.now)
    if token is None:
        raise Unauthenticated(say("This API token is not known, has ended or was revoked."))
    if token.used_on != brussels_today(uow.now):
        g.used_token = token.id
    return actor_of(uow.session, token.user, frozenset(Scope(name) for name in token.scopes))


def _bearer_token() -> str | None:
    header = request.headers.get("Authorization", "")
    if not header:
        return None
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Unauthenticated(say("Send “Authorization: Bearer TOKEN”."))
    return token.strip()


def _name_request() -> None:
    asked = request.headers.get("X-Request-ID", "")
    usable = asked.isascii() and asked.isalnum() and len(asked) <= LONGEST_REQUEST_ID
    g.request_id = asked if usable else uuid4().hex
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def _tell_request_id(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.get("request_id", "-")
    return response


def as_product_error(error: HTTPException) -> ProductError | None:
    """The family of an error that the web framework raised itself, where it has one."""
    families: dict[int, ProductError] = {
        404: NotFound(say("There is nothing at this address.")),
        401: Unauthenticated(say("Sign in to do this.")),
        403: Forbidden(say("This is not allowed.")),
    }
    return families.get(error.code or 0)
