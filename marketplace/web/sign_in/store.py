"""Where Flask-Security finds and keeps people: in the request's unit of work.

Commits are the request scope's business, so what this library asks to be committed is only
flushed.
"""

from typing import Any

from flask import g
from flask_security import RoleMixin
from flask_security.datastore import UserDatastore

from marketplace.accounts.models import User
from marketplace.accounts.operations import add_user
from marketplace.accounts.queries import user_with_email
from marketplace.foundation.saying import language
from marketplace.organisations.queries import person_with
from marketplace.request_scope import current_uow


class AccountStore(UserDatastore):
    """People as Flask-Security wants to handle them; it knows no roles."""

    def __init__(self) -> None:
        super().__init__(User, RoleMixin)

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> User | None:  # noqa: FBT001, FBT002
        """The person with this `email` or `fs_uniquifier`; nobody outside a unit of work."""
        del case_insensitive
        if "uow" not in g:
            return None
        session = current_uow().session
        match wanted:
            case {"email": str(email)}:
                return user_with_email(session, email)
            case {"fs_uniquifier": str(uniquifier)}:
                return person_with(session, uniquifier)
        raise ValueError(f"People are not found by {', '.join(wanted)}.")

    def create_user(self, **values: Any) -> User:
        """A new person from the registration form, whose address is not confirmed yet."""
        uow = current_uow()
        user = add_user(uow, values["email"], values["password"], name=values.get("name") or "")
        user.language = language()
        return user

    def put(self, model: User) -> User:
        """Keep a change of a person."""
        session = current_uow().session
        session.add(model)
        session.flush()
        return model

    def commit(self) -> None:
        """Nothing: what was changed is committed with the request, or not at all."""
