"""What the clock tells: deadlines that are near, and those who have waited for long."""

from datetime import date, timedelta

from marketplace.challenges.questions import ask_question
from marketplace.foundation.clock import SetClock
from marketplace.notifications.content import Thing
from marketplace.notifications.reminders import remind
from marketplace.notifications.watching import watch
from marketplace.organisations.queries import actor_of
from tests.factories.challenges import make_challenge
from tests.factories.interests import express, take_to
from tests.factories.market import member
from tests.factories.solutions import make_solution
from tests.notifications.inboxes import CITY, VENDOR, WATCHER, Market, person


def pass_days(market: Market, clock: SetClock, days: float) -> None:
    clock.moment += timedelta(days=days)
    for _ in range(2):
        with market.services.unit_of_work() as uow:
            remind(uow, market.services.post)


def test_a_deadline_is_told_a_week_and_a_day_before_to_whom_it_concerns(
    market: Market, clock: SetClock
) -> None:
    ends = {"deadline": date(2026, 12, 10)}
    challenge = make_challenge(market.services, market.city, title="Warm homes", **ends)
    with market.services.unit_of_work() as uow:
        uow.actor = actor_of(uow.session, person(market, WATCHER))
        watch(uow, Thing.CHALLENGE, challenge)
    for days, told in ((12, []), (2, ["deadline_week"]), (5, ["deadline_week"])):
        pass_days(market, clock, days)
        assert market.told(WATCHER) == market.told(CITY) == told
    pass_days(market, clock, 1)
    assert market.told(WATCHER) == ["deadline_day", "deadline_week"]
    assert market.told(VENDOR) == []
    pass_days(market, clock, 3)
    assert len(market.told(WATCHER)) == 2


def test_silence_is_told_to_those_who_can_end_it(market: Market, clock: SetClock) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat")
    challenge = make_challenge(market.services, market.city, title="Warm homes")
    with market.services.unit_of_work(member(market.vendor)) as uow:
        ask_question(uow, challenge, market.vendor, "How many homes?")
    interest = express(market.services, solution, challenge)
    pass_days(market, clock, 6.9)
    assert market.told(CITY) == []
    pass_days(market, clock, 0.2)
    assert market.told(CITY) == ["still_asked"]
    pass_days(market, clock, 7)
    assert market.told(CITY) == ["still_asked", "still_interested"]
    take_to(market.services, interest, "declined")
    pass_days(market, clock, 80)
    assert market.told(CITY) == ["still_asked", "still_interested"]
    assert market.told(VENDOR) == ["to_confirm"]
