"""A vendor, a city and staff, each with a browser, on the pages they work on."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask

from marketplace.accounts.models import User
from marketplace.app import create_app
from marketplace.foundation.access import Role
from marketplace.organisations.models import Organisation
from marketplace.services import Services
from marketplace.taxonomy.models import Term
from tests.factories.accounts import make_user
from tests.factories.browser import Browser
from tests.factories.market import add_words
from tests.factories.organisations import (
    city_content,
    join,
    make_owned,
    make_staff,
    vendor_content,
)


@dataclass
class People:
    """Everybody who works here, and the ids of their organisations."""

    app: Flask
    services: Services
    vendor_id: UUID
    city_id: UUID
    users: dict[str, User]

    def browser(self, who: str | None) -> Browser:
        """A browser in which this person is signed in, or nobody."""
        return Browser(self.app, self.users[who] if who else None)


def settle(services: Services) -> People:
    """The vendor Heatwise and the city Graz with an owner and a viewer each, and staff."""
    users: dict[str, User] = {}
    with services.unit_of_work() as uow:
        add_words(uow)
        uow.session.add(Term(list="countries", code="EU", label="EU"))
        uow.session.flush()
        for kind, content in (
            ("vendor", vendor_content(name="Heatwise")),
            ("city", city_content(name="Graz")),
        ):
            users[kind] = make_user(uow, email=f"{kind}@{kind}.example")
            row = make_owned(uow, content, owner=users[kind], verified=True)
            member = join(uow, row, email=f"viewer@{kind}.example", role=Role.VIEWER)
            users[f"{kind} viewer"] = uow.session.get_one(User, member.user_id)
        users["staff"] = make_staff(uow, email="staff@programme.example")
        users["person"] = make_user(uow, email="person@somewhere.example")
        ids = {row.name: row.id for row in uow.session.query(Organisation)}
        uow.session.expunge_all()
    return People(create_app(services), services, ids["Heatwise"], ids["Graz"], users)
