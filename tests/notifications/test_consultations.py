"""Who is told of questions inside a group and of its market consultation."""

from datetime import timedelta

from sqlalchemy import select

from marketplace.consultations.market import answer_in_market, ask_in_market, respond
from marketplace.consultations.operations import close_early, open_to_market
from marketplace.consultations.questions import answer_group, ask_group
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import Thing
from marketplace.notifications.models import OutgoingMail
from marketplace.notifications.watching import watch
from tests.consultations.conftest import Market, market
from tests.consultations.test_consultation import ANSWERS
from tests.factories.accounts import act_as, make_user
from tests.factories.market import member
from tests.notifications.test_handlers import told

__all__ = ["market"]

VENDOR, LEAD, SECOND, THIRD = (f"owner{number}@org.example" for number in (5, 0, 1, 2))


def mailed(uow: UnitOfWork) -> set[tuple[str, str, str]]:
    """Who was written to, about what, and where it leads."""
    before = set(uow.session.scalars(select(OutgoingMail.id)))
    found = [mail for mail in told(uow) if mail.id not in before]
    return {
        (mail.to, mail.subject.partition(":")[0], mail.text.partition("example/")[2].split()[0])
        for mail in found
    }


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
        watch(uow, Thing.CHALLENGE, market.buyers.challenges[1])
    market.clock.moment += timedelta(hours=1)
    market.prepared()
    with market.services.unit_of_work(market.lead) as uow:
        open_to_market(uow, market.procurement, expected_version=1)
        said = "Cities ask the market before they buy together"
        address = f"consultations/{market.procurement}"
        assert mailed(uow) == {("watcher@org.example", said, address)}
