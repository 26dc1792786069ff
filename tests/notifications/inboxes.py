"""A vendor and a city whose people are told something, and what stands in their inboxes."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.foundation.access import Role
from marketplace.notifications.lookout import look_out
from marketplace.notifications.models import Notice, OutgoingMail
from marketplace.organisations.operations import add_member
from marketplace.services import Services
from marketplace.worker import deliver_facts
from tests.factories.accounts import make_user
from tests.factories.market import add_words, make_city, make_vendor

VENDOR, CITY, WATCHER = "editor@vendor.example", "editor@city.example", "watcher@press.example"


@dataclass
class Market:
    """Ids of a vendor and a city with an editor each, and of somebody who looks on."""

    services: Services
    vendor: UUID
    city: UUID
    people: dict[str, int]

    def deliver(self) -> None:
        """Let everything that has happened reach everybody."""
        while deliver_facts(self.services):
            pass
        services = self.services
        while look_out(services.unit_of_work, services.matcher, services.post):
            pass

    def told(self, email: str) -> list[str]:
        """The occasions that somebody was told of."""
        with self.services.unit_of_work() as uow:
            mine = select(Notice.occasion).where(Notice.user_id == self.people[email])
            return sorted(uow.session.scalars(mine))

    def mails(self, email: str) -> list[OutgoingMail]:
        """The letters to somebody."""
        with self.services.unit_of_work() as uow:
            mine = select(OutgoingMail).where(OutgoingMail.to == email)
            rows = list(uow.session.scalars(mine.order_by(OutgoingMail.subject)))
            uow.session.expunge_all()
            return rows


def make_market(services: Services) -> Market:
    people = {}
    with services.unit_of_work() as uow:
        add_words(uow)
        vendor, city = make_vendor(uow, name="Heatwise"), make_city(uow, name="Graz")
        for email, organisation in ((VENDOR, vendor), (CITY, city), (WATCHER, None)):
            user = make_user(uow, email=email)
            people[email] = user.id
            if organisation is not None:
                add_member(uow, organisation, user.id, Role.EDITOR)
    return Market(services, vendor, city, people)


def person(market: Market, email: str) -> User:
    """The row of somebody."""
    with market.services.unit_of_work() as uow:
        user = uow.session.get_one(User, market.people[email])
        uow.session.expunge(user)
        return user
