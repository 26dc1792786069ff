"""An organisation is closed: nothing of it is public, and its last person can leave."""

from uuid import UUID

import pytest

from marketplace.challenges.queries import get_challenge
from marketplace.foundation.access import VISITOR
from marketplace.foundation.errors import Conflict, Forbidden, NotFound, Stale
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import verify_organisation
from marketplace.organisations.queries import get_organisation
from marketplace.privacy.operations import close_organisation, delete_account
from marketplace.services import Services
from marketplace.solutions.queries import get_solution
from tests.factories.town import build_town

GETTERS = {"solution": get_solution, "challenge": get_challenge}


def test_a_closed_organisation_shows_nothing_and_can_be_left(services: Services) -> None:
    town = build_town(services)
    with town.acting("rival") as uow:
        with pytest.raises(Conflict, match="Rivalry"):
            delete_account(uow)
        row = uow.session.get_one(Organisation, town.id_of("organisation.rival"))
        close_organisation(uow, row.id, expected_version=row.version)
        delete_account(uow)
    for kind, noun, things in (
        ("vendor", "solution", ("published", "newer", "draft", "review", "held")),
        ("city", "challenge", ("open", "network", "closed", "draft", "review")),
    ):
        with town.acting(f"{kind}.owner") as uow:
            row = uow.session.get_one(Organisation, town.id_of(f"organisation.{kind}"))
            close_organisation(uow, row.id, expected_version=row.version)
        with services.unit_of_work(VISITOR, writes=False) as uow:
            for thing in things:
                with pytest.raises(NotFound):
                    GETTERS[noun](uow, town.id_of(f"{noun}.{thing}"))
            with pytest.raises(NotFound):
                get_organisation(uow, town.id_of(f"organisation.{kind}"))
    with town.acting("staff") as uow:
        row = uow.session.get_one(Organisation, town.id_of("organisation.city"))
        assert verify_organisation(uow, row.id, expected_version=row.version).verification


def test_only_owners_close_and_only_what_they_have_seen(services: Services) -> None:
    town = build_town(services)
    closing = town.id_of("organisation.vendor")
    for who in ("vendor.editor", "rival", "staff"):
        with town.acting(who) as uow, pytest.raises(Forbidden):
            close_organisation(uow, closing, expected_version=town.versions["organisation.vendor"])
    with town.acting("vendor.owner") as uow, pytest.raises(Stale):
        close_organisation(uow, closing, expected_version=99)
    with town.acting("staff") as uow:
        row = uow.session.get_one(Organisation, UUID(town.ids["own.staff"]))
        with pytest.raises(Conflict, match="hand it over"):
            close_organisation(uow, row.id, expected_version=row.version)
