"""Who is told of questions inside a group and of its market consultation."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from marketplace.accounts.models import User
from marketplace.consultations.market import answer_in_market, ask_in_market, respond
from marketplace.consultations.operations import close_early, extend, open_to_market
from marketplace.consultations.questions import answer_group, ask_group
from marketplace.foundation.access import Role
from marketplace.foundation.clock import brussels_deadline
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.choices import choose
from marketplace.notifications.content import Thing
from marketplace.notifications.lookout import BOOKMARK
from marketplace.notifications.models import Bookmark, Notice, NoticeChoice, OutgoingMail
from marketplace.notifications.queries import visible_notices
from marketplace.notifications.reminders import remind
from marketplace.notifications.watching import watch
from marketplace.organisations.operations import add_member
from marketplace.organisations.queries import actor_of
from marketplace.recommendations.results import Band, SolutionMatch
from marketplace.services import Services
from marketplace.worker import work
from tests.consultations.conftest import UNTIL, Market, market
from tests.consultations.test_consultation import ANSWERS
from tests.factories.accounts import act_as, make_user
from tests.factories.market import member
from tests.factories.solutions import make_solution
from tests.notifications.test_handlers import told
from tests.notifications.test_lookout import HEAT

__all__ = ["market"]

RIVAL, CHOOSY = "rival@org.example", "choosy@org.example"
VENDOR, LEAD, SECOND, THIRD = (f"owner{number}@org.example" for number in (5, 0, 1, 2))


@pytest.fixture
def at_once(market: Market) -> None:
    """Everybody here has chosen to be written to at once, so that the letters can be read."""
    with market.services.unit_of_work() as uow:
        for user_id in uow.session.scalars(select(User.id)):
            uow.session.add(NoticeChoice(user_id=user_id, name="consultations", value="now"))


def mailed(uow: UnitOfWork) -> set[tuple[str, str, str]]:
    """Who was written to, about what, and where it leads."""
    before = set(uow.session.scalars(select(OutgoingMail.id)))
    found = [mail for mail in told(uow) if mail.id not in before]
    return {
        (mail.to, mail.subject.partition(":")[0], mail.text.partition("example/")[2].split()[0])
        for mail in found
    }


@pytest.mark.usefixtures("at_once")
def test_each_side_is_told_once_and_nobody_learns_who_asked_or_responded(market: Market) -> None:
    id_, page = market.procurement, f"consultations/{market.procurement}"
    group = f"procurements/{id_}"
    market.opened()
    with market.services.unit_of_work(member(market.vendor)) as uow:
        asked = ask_in_market(uow, id_, market.vendor, "How hot?").id
        respond(uow, id_, market.vendor, ANSWERS, expected_version=0)
        assert mailed(uow) == {
            (LEAD, "A vendor asks something in the market consultation", f"{group}/consultation"),
            (
                LEAD,
                "A vendor has responded to the market consultation",
                f"{group}/consultation/responses",
            ),
        }
        uow.actor = market.lead
        answer_in_market(uow, asked, "Very.", expected_version=1)
        assert mailed(uow) == {
            (VENDOR, "A question in a market consultation is answered", page),
        }
        uow.actor = market.lead
        close_early(uow, id_, "The law has changed.", expected_version=2)
        assert mailed(uow) == {(VENDOR, "A market consultation was ended early", page)}


def test_a_question_goes_to_the_other_cities_and_its_answer_to_the_one_that_asked(
    market: Market,
) -> None:
    id_, (one, two) = market.procurement, market.buyers.cities[:2]
    with market.services.unit_of_work(member(one)) as uow:
        asked = ask_group(uow, id_, one, "Who signs?").id
        said, at = "A city of your group asks something", f"procurements/{id_}/questions"
        assert mailed(uow) == {(SECOND, said, at), (THIRD, said, at)}
        uow.actor = member(two)
        answer_group(uow, asked, two, "The mayor.", expected_version=1)
        assert mailed(uow) == {(LEAD, "Your group has answered your question", at)}


def test_whoever_watches_a_challenge_hears_when_its_cities_ask_the_market(market: Market) -> None:
    with market.services.unit_of_work() as uow:
        act_as(uow, make_user(uow, email="watcher@org.example"))
        choose(uow, {"consultations": "now"}, "possible")
        watch(uow, Thing.CHALLENGE, market.buyers.challenges[1])
    market.clock.moment += timedelta(hours=1)
    market.prepared()
    with market.services.unit_of_work(market.lead) as uow:
        open_to_market(uow, market.procurement, expected_version=1)
        said = "Cities ask the market before they buy together"
        address = f"consultations/{market.procurement}"
        assert mailed(uow) == {("watcher@org.example", said, address)}


def test_vendors_whose_solution_fits_are_told_once_and_reminded_unless_they_have_responded(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    services, bands = market.services, {market.vendor: Band.POSSIBLE, market.rival: Band.STRONG}
    fits_as(monkeypatch, services, bands)
    with services.unit_of_work() as uow:
        rival, choosy = (make_user(uow, email=email) for email in (RIVAL, CHOOSY))
        add_member(uow, market.rival, rival.id, Role.EDITOR)
        add_member(uow, market.vendor, choosy.id, Role.EDITOR)
        act_as(uow, choosy)
        choose(uow, {}, "strong")
    for vendor, told_as in ((market.vendor, HEAT), (market.rival, "Roofs lose heat, too. " * 9)):
        make_solution(services, vendor, name="Heat", description=told_as)
    market.prepared()
    happened(market)
    assert not {line for _, line in shown(market, "consultation_fits")}
    with services.unit_of_work(market.lead) as uow:
        open_to_market(uow, market.procurement, expected_version=1)
    happened(market)
    fits = "Cities ask the market before they buy, and a solution of yours fits: Heat for "
    told_of_it = shown(market, "consultation_fits")
    assert {(to, line[: len(fits)]) for to, line in told_of_it} == {(VENDOR, fits), (RIVAL, fits)}
    assert len(told_of_it) == 2

    with services.unit_of_work(member(market.vendor)) as uow:
        respond(uow, market.procurement, market.vendor, ANSWERS, expected_version=0)
    soon, ours = "consultation_closing", "market_closing"
    market.clock.moment = brussels_deadline(UNTIL) - timedelta(days=5, minutes=1)
    happened(market)
    assert shown(market, soon) == shown(market, ours) == []
    market.clock.moment += timedelta(minutes=2)
    happened(market)
    assert [to for to, _ in shown(market, soon)] == [RIVAL]
    assert [to for to, _ in shown(market, ours)] == [LEAD, SECOND, THIRD]
    market.clock.moment += timedelta(days=6)
    happened(market)
    assert [to for to, _ in shown(market, soon)] == [RIVAL]


def test_who_was_told_of_the_opening_hears_of_a_later_deadline_but_nothing_of_an_early_end(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = market.services
    fits_as(monkeypatch, services, {market.vendor: Band.STRONG})
    make_solution(services, market.vendor, name="Heat", description=HEAT)
    market.opened()
    happened(market)
    with services.unit_of_work(market.lead) as uow:
        later = UNTIL + timedelta(days=1)
        extend(uow, market.procurement, later, expected_version=2)
        close_early(uow, market.procurement, "The law has changed.", expected_version=3)
    market.clock.moment = brussels_deadline(UNTIL) - timedelta(hours=1)
    happened(market)
    for occasion in ("consultation_changed", "consultation_closed"):
        assert [to for to, _ in shown(market, occasion)] == [VENDOR]
    assert shown(market, "consultation_closing") == []


def fits_as(
    monkeypatch: pytest.MonkeyPatch, services: Services, bands: Mapping[UUID, Band]
) -> None:
    """Solutions fit as their vendor stands here; the test model has no sense of its own."""
    rank = services.matcher.suppliers

    def suppliers(*asked: Any, **more: Any) -> list[SolutionMatch]:
        found = rank(*asked, **more)
        return [replace(match, band=bands[match.solution.vendor_id]) for match in found]

    monkeypatch.setattr(services.matcher, "suppliers", suppliers)


def happened(market: Market) -> None:
    """Let everything reach everybody, twice, as several workers may."""
    services = market.services
    for _ in range(2):
        work(services, Event(), once=True)
        with services.unit_of_work() as uow:
            uow.session.execute(update(OutboxFact).values(delivered_at=None, claimed_until=None))
            if (mark := uow.session.get(Bookmark, BOOKMARK)) is not None:
                mark.number = 0
            remind(uow, services.post)


def shown(market: Market, occasion: str) -> list[tuple[str, str]]:
    """To whom an occasion is told, each in the words of their inbox."""
    with market.services.unit_of_work() as uow:
        rows = uow.session.execute(
            select(User, Notice.id)
            .join(Notice, Notice.user_id == User.id)
            .where(Notice.occasion == occasion)
            .order_by(User.email)
        ).all()
        return [
            (user.email, one.said.line)
            for user, id_ in rows
            for one in visible_notices(uow.session, actor_of(uow.session, user), [id_])
        ]
