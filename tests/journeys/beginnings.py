"""What is there already when a story begins."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.operations import create_user
from marketplace.accounts.queries import user_with_email
from marketplace.challenges import operations
from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.queries import get_challenge
from marketplace.challenges.questions import ask_question
from marketplace.foundation.access import Role
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import add_member
from marketplace.solutions import operations as solutions
from tests.browser.furniture import CITY, PASSWORD, STAFF, VENDOR
from tests.browser.installation import Installation
from tests.factories.accounts import act_as
from tests.factories.solutions import publish_clear, solution_content


def colleague(installation: Installation, email: str, *, of: str) -> None:
    """Somebody new who signs in with PASSWORD and edits what the organisation of `of` has."""
    with installation.services.unit_of_work() as uow:
        user = create_user(uow, email, PASSWORD, name="Colleague", confirmed=True)
        uow.session.flush()
        add_member(uow, _organisation_of(uow, of), user.id, Role.EDITOR)


def person_of(installation: Installation, city: str) -> str:
    """Somebody who acts for a real city, and signs in with PASSWORD; their e-mail address."""
    with installation.services.unit_of_work() as uow:
        named = select(Organisation.id).where(Organisation.name == city)
        city_id = uow.session.scalars(named).one()
        email = f"{city_id}@city.example"
        user = create_user(uow, email, PASSWORD, name="Somebody", confirmed=True)
        uow.session.flush()
        add_member(uow, city_id, user.id, Role.OWNER)
    return email


def published_challenge(installation: Installation, **said: Any) -> UUID:
    """A challenge that the demonstration's city has stated and staff have published."""
    with installation.services.unit_of_work() as uow:
        _acting(uow, CITY)
        city = _organisation_of(uow, CITY)
        row = operations.create_challenge(uow, city, ChallengeContent(**said))
        operations.submit(uow, row.id, expected_version=row.version)
        _acting(uow, STAFF)
        return operations.publish(uow, row.id, expected_version=row.version).id


def published_anew(installation: Installation, challenge: UUID, **said: Any) -> None:
    """A new version of that challenge, which differs in this and is published as well."""
    with installation.services.unit_of_work() as uow:
        _acting(uow, CITY)
        view = get_challenge(uow, challenge)
        newer = replace(view.content, **said)
        row = operations.change_challenge(uow, challenge, newer, expected_version=view.version)
        operations.submit(uow, challenge, expected_version=row.version)
        _acting(uow, STAFF)
        operations.publish(uow, challenge, expected_version=row.version)


def closed(installation: Installation, challenge: UUID) -> None:
    """The city takes no more answers to that challenge."""
    with installation.services.unit_of_work() as uow:
        _acting(uow, CITY)
        version = get_challenge(uow, challenge).version
        operations.close(uow, challenge, expected_version=version)


def asked(installation: Installation, challenge: UUID, question: str) -> None:
    """The demonstration's vendor asks the city something about that challenge."""
    with installation.services.unit_of_work() as uow:
        _acting(uow, VENDOR)
        ask_question(uow, challenge, _organisation_of(uow, VENDOR), question)


def published_solution(installation: Installation, **said: Any) -> UUID:
    """A solution that the demonstration's vendor has listed and staff have published."""
    with installation.services.unit_of_work() as uow:
        _acting(uow, VENDOR)
        vendor = _organisation_of(uow, VENDOR)
        row = solutions.create_solution(uow, vendor, solution_content(**said))
        solutions.submit(uow, row.id, expected_version=row.version)
        _acting(uow, STAFF)
        return publish_clear(uow, row.id, expected_version=row.version).id


def _organisation_of(uow: UnitOfWork, email: str) -> UUID:
    wanted = select(Organisation.id).where(Organisation.external_key == f"demo-{email}")
    return uow.session.scalars(wanted).one()


def _acting(uow: UnitOfWork, email: str) -> None:
    user = user_with_email(uow.session, email)
    assert user is not None
    act_as(uow, user)
