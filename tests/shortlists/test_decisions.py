from collections.abc import Mapping
from threading import Thread
from time import sleep
from uuid import UUID

import pytest
from sqlalchemy import select, update

from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import reopen
from marketplace.feedback.content import About, Answer, Aspect
from marketplace.feedback.operations import lock_challenge
from marketplace.feedback.queries import own_opinions
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, Stale
from marketplace.interests.content import Answer as InterestAnswer
from marketplace.interests.models import Interest
from marketplace.services import Services
from marketplace.shortlists.content import DecisionContent, Outcome, Reason
from marketplace.shortlists.decisions import (
    chosen_matches,
    decision_on,
    send,
    taking_part,
    told_about,
    write_decision,
)
from marketplace.shortlists.models import Decision
from marketplace.shortlists.operations import answer_interest, put_on
from marketplace.shortlists.queries import shortlist_of
from tests.factories.challenges import make_challenge
from tests.factories.interests import express
from tests.factories.market import STAFF, add_words, make_city, make_vendor, member
from tests.factories.solutions import make_solution
from tests.interests.test_concurrency import LONG_ENOUGH
from tests.solutions.test_concurrency import apart

__all__ = ["apart"]


class Search:
    """A city whose challenge one vendor has answered, and another one's solution beside it."""

    def __init__(self, services: Services) -> None:
        self.services = services
        with services.unit_of_work() as uow:
            add_words(uow)
            self.city = make_city(uow, name="Graz")
            self.warm, self.cold = make_vendor(uow, name="Warm"), make_vendor(uow, name="Cold")
        self.challenge = make_challenge(services, self.city, title="Dark")
        self.lamp = make_solution(services, self.warm, name="Lamp")
        self.torch = make_solution(services, self.cold, name="Torch")
        self.interest = express(services, self.lamp, self.challenge)
        self.editor = member(self.city)
        with services.unit_of_work(self.editor) as uow:
            about = About(
                challenge_id=self.challenge,
                answer=Answer.SOLUTION,
                answer_id=self.torch,
                challenge_version=1,
                answer_version=1,
            )
            put_on(uow, services.matcher, about)

    def write(
        self,
        outcome: Outcome,
        texts: Mapping[UUID, str],
        *,
        chosen: UUID | None = None,
        expected: int = 0,
    ) -> None:
        reasons = tuple(
            Reason(solution_id=id_, text=text, chosen=id_ == chosen) for id_, text in texts.items()
        )
        said = DecisionContent(outcome=outcome, message="Thank you all.", reasons=reasons)
        with self.services.unit_of_work(self.editor) as uow:
            write_decision(uow, self.challenge, said, expected_version=expected)

    def send(self, expected: int = 1, actor: Actor | None = None) -> None:
        with self.services.unit_of_work(actor or self.editor) as uow:
            matches = chosen_matches(uow, self.services.matcher, self.challenge)
            send(uow, matches, self.challenge, expected_version=expected)

    def state(self) -> str:
        with self.services.unit_of_work(writes=False) as uow:
            return uow.session.get_one(Challenge, self.challenge).state

    def told(self, vendor: UUID, solution: UUID) -> list[tuple[bool, str]]:
        with self.services.unit_of_work(member(vendor), writes=False) as uow:
            return [(told.chosen, told.text) for told in told_about(uow, solution)]


@pytest.fixture
def search(services: Services) -> Search:
    return Search(services)


def test_everybody_who_took_part_reads_its_own_reason_and_nothing_else(search: Search) -> None:
    texts = {search.lamp: "Too dear for us.", search.torch: "It shines."}
    search.write(Outcome.CHOSEN, texts, chosen=search.torch)
    assert (search.state(), search.told(search.warm, search.lamp)) == ("open", [])
    search.send()
    assert search.state() == "awarded"
    assert search.told(search.warm, search.lamp) == [(False, "Thank you all.\n\nToo dear for us.")]
    assert search.told(search.cold, search.torch) == [(True, "Thank you all.\n\nIt shines.")]
    with search.services.unit_of_work(writes=False) as uow:
        row = uow.session.scalars(select(Interest)).one()
        assert (row.state, row.reason) == ("closed", "Thank you all.\n\nToo dear for us.")
    with search.services.unit_of_work(search.editor, writes=False) as uow:
        said = own_opinions(uow, search.challenge).about(Answer.SOLUTION, search.torch)
        assert Aspect.OUTCOME in said
    for actor in (member(search.warm), VISITOR):
        with search.services.unit_of_work(actor, writes=False) as uow:
            with pytest.raises(Forbidden):
                told_about(uow, search.torch)
            with pytest.raises(Forbidden):
                decision_on(uow, search.challenge)


def test_whose_solution_was_only_looked_at_hears_nothing(search: Search) -> None:
    search.write(Outcome.NONE, {search.lamp: "None fits.", search.torch: "For us: too small."})
    search.send()
    assert search.state() == "closed"
    assert search.told(search.cold, search.torch) == []


@pytest.mark.parametrize(
    ("outcome", "texts", "chosen"),
    [
        (Outcome.CHOSEN, {"lamp": "We take it."}, None),
        (Outcome.NONE, {"torch": "No."}, None),
        (Outcome.CHOSEN, {"lamp": "No.", "torch": ""}, "torch"),
    ],
)
def test_nothing_is_sent_before_everybody_has_a_reason(
    search: Search, outcome: Outcome, texts: dict[str, str], chosen: str | None
) -> None:
    about = {getattr(search, name): text for name, text in texts.items()}
    search.write(outcome, about, chosen=chosen and getattr(search, chosen))
    with pytest.raises(Invalid):
        search.send()
    assert search.state() == "open"


def test_who_comes_meanwhile_is_not_passed_over(search: Search) -> None:
    search.write(Outcome.CANCELLED, {search.lamp: "No money."})
    express(search.services, search.torch, search.challenge)
    with pytest.raises(Invalid):
        search.send()
    with search.services.unit_of_work(search.editor, writes=False) as uow:
        found = taking_part(uow, search.challenge)
    assert [item.interest is not None for item in found] == [True, True]


def test_colleagues_do_not_write_over_each_other_and_nothing_is_sent_twice(
    search: Search,
) -> None:
    search.write(Outcome.CANCELLED, {search.lamp: "No money."})
    with pytest.raises(Stale):
        search.write(Outcome.NONE, {search.lamp: "No."})
    with pytest.raises(Stale):
        search.send(expected=7)
    search.send()
    with pytest.raises(Conflict):
        search.send(expected=2)
    with pytest.raises(Conflict, match="Open the challenge again"):
        search.write(Outcome.NONE, {}, expected=2)
    with search.services.unit_of_work(search.editor) as uow:
        row = uow.session.get_one(Challenge, search.challenge)
        reopen(uow, search.challenge, expected_version=row.version)
    search.write(Outcome.NONE, {}, expected=0)


@pytest.mark.parametrize("who", ["viewer", "vendor", "staff", "visitor"])
def test_only_editors_of_the_city_decide(search: Search, who: str) -> None:
    search.write(Outcome.CANCELLED, {search.lamp: "No money."})
    actors = {
        "viewer": member(search.city, Role.VIEWER),
        "vendor": member(search.warm),
        "staff": STAFF,
        "visitor": VISITOR,
    }
    with pytest.raises(Forbidden):
        search.send(actor=actors[who])


def test_to_answer_that_it_is_on_the_shortlist_puts_it_there(search: Search) -> None:
    with search.services.unit_of_work(search.editor) as uow:
        row = uow.session.get_one(Interest, search.interest)
        answer_interest(
            uow,
            search.services.matcher,
            search.interest,
            InterestAnswer.SHORTLISTED,
            "",
            expected_version=row.version,
        )
        uow.session.flush()
        found = shortlist_of(uow, search.challenge).items
    assert [item.solution_id for item in found] == [search.torch, search.lamp]


def test_an_answer_and_a_decision_take_their_rows_in_one_order(apart: Services) -> None:
    search, outcomes = Search(apart), []

    def put_it_on() -> None:
        with apart.unit_of_work(search.editor) as uow:
            answer_interest(
                uow,
                apart.matcher,
                search.interest,
                InterestAnswer.SHORTLISTED,
                "",
                expected_version=1,
            )
        outcomes.append("done")

    colleague = Thread(target=put_it_on)
    with apart.unit_of_work(search.editor) as uow:
        lock_challenge(uow, search.challenge)
        colleague.start()
        sleep(LONG_ENOUGH)
        uow.session.get(Interest, search.interest, with_for_update=True)
    colleague.join()
    assert outcomes == ["done"]


def test_what_a_colleague_stores_after_the_page_was_read_is_seen_behind_the_lock(
    search: Search,
) -> None:
    search.write(Outcome.NONE, {search.lamp: "Too dear."})
    said = DecisionContent(outcome=Outcome.NONE, message="Thank you.", reasons=())
    with search.services.unit_of_work(search.editor) as uow:
        row = uow.session.get_one(Challenge, search.challenge)
        assert decision_on(uow, search.challenge) is not None
        colleague = uow.session.connection()
        colleague.execute(update(Decision).values(version=2))
        colleague.execute(update(Challenge).values(state="cancelled"))
        with pytest.raises(Stale):
            write_decision(uow, search.challenge, said, expected_version=1)
        assert lock_challenge(uow, search.challenge) is row
        assert row.state == "cancelled"
