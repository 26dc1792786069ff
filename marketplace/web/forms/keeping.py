"""How a view keeps what a form brought: all of it or nothing, and once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

from flask import json, request, url_for
from flask_babel import gettext

from marketplace.foundation import idempotency
from marketplace.foundation.errors import Conflict, Fault, Invalid, ProductError
from marketplace.foundation.unit_of_work import UnitOfWork

LONGEST_KEY = 64


@contextmanager
def undone_on_error(uow: UnitOfWork) -> Iterator[None]:
    """Undo what was done inside if it is refused; for a view that goes on after a refusal.

    Raises:
        ProductError: the refusal, after the undoing.
    """
    told = len(uow.facts)
    try:
        with uow.session.begin_nested():
            yield
    except ProductError:
        del uow.facts[told:]
        raise


def new_key() -> str:
    """A number for a form that makes something, so that sending it twice makes it once."""
    return uuid4().hex


def made_once(uow: UnitOfWork, make: Callable[[], UUID]) -> UUID:
    """What this form makes: made now, or already made when the form was sent before.

    Raises:
        Conflict: the form was sent before with other answers.
    """
    return UUID(first_made(uow, lambda: str(make())))


def first_made(uow: UnitOfWork, make: Callable[[], str]) -> str:
    """The same of anything with a name; `make` gives it.

    Raises:
        Conflict: the form was sent before with other answers.
    """
    key = request.form.get("key", "")[:LONGEST_KEY]
    if not key.isalnum():
        # None of ours, and perhaps nothing that the database could keep.
        return make()
    actor = str(uow.actor.user_id)
    asked = idempotency.request_hash(request.path, json.dumps(sent_answers()))
    row = _earlier(uow, actor, key, asked)
    if row is not None:
        return row.body
    made = make()
    uow.session.add(
        idempotency.IdempotencyKey(
            actor=actor,
            key=key,
            request_hash=asked,
            status=303,
            headers="{}",
            body=made,
            used_at=uow.now,
        )
    )
    return made


def sent_answers() -> dict[str, list[str]]:
    """What the form says, apart from its proof that it is ours, which may change."""
    return {name: texts for name, texts in request.form.lists() if name != "csrf_token"}


def expected_version(name: str = "version") -> int:
    """The version of the row that the sender last saw; `name` is that of the field.

    Raises:
        Invalid: the form does not say.
    """
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):  # noqa: PLR2004 - of int32.
        raise Invalid.of(name, gettext("Load the page again, then repeat your change."), text)
    return int(text)


def faults_of(error: ProductError) -> tuple[Fault, ...]:
    """What to show of a refusal in a form; one about no field has an empty path."""
    return error.faults if isinstance(error, Invalid) else (Fault("", error.detail),)


def _earlier(
    uow: UnitOfWork, actor: str, key: str, asked: str
) -> idempotency.IdempotencyKey | None:
    try:
        return idempotency.find(uow.session, actor, key, asked)
    except Conflict:
        raise Conflict(
            gettext(
                "This form was saved already, with other answers. Open what was saved from "
                "your list and make the change there; what you typed is still here."
            )
        ) from None


def came_from(endpoint: str) -> str:
    """The page with the button that was pressed: that endpoint, of the thing the form names.

    Raises:
        Invalid: the form does not name it.
    """
    try:
        return url_for(endpoint, thing_id=UUID(request.form.get("thing_id", "")))
    except ValueError:
        message = gettext("Load the page again, then repeat your change.")
        raise Invalid.of("thing_id", message) from None
