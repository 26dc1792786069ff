"""People who act here."""

from marketplace.accounts.models import User
from marketplace.accounts.operations import add_user
from marketplace.foundation.access import Actor
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.queries import actor_of

# Tests that sign in need a real hash; all others do without its cost.
NO_PASSWORD = None


def make_user(
    uow: UnitOfWork, *, email: str, confirmed: bool = True, password_hash: str | None = NO_PASSWORD
) -> User:
    return add_user(uow, email, password_hash, name=email.partition("@")[0], confirmed=confirmed)


def act_as(uow: UnitOfWork, user: User) -> Actor:
    """Let the unit of work go on as this person, with the memberships of this moment."""
    uow.actor = actor_of(uow.session, user)
    return uow.actor
