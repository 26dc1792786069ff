"""Digests leave in the morning with what has gathered, once, and never empty."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.foundation.access import Role
from marketplace.foundation.clock import BRUSSELS, SetClock
from marketplace.foundation.saying import say, say_many, speaking
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications import digests as digests_module
from marketplace.notifications.choices import choose, switch_off
from marketplace.notifications.content import Rhythm
from marketplace.notifications.digests import last_time, write_due_digests
from marketplace.notifications.models import Notice, OutgoingMail
from marketplace.notifications.post import Post
from marketplace.notifications.queries import mark_read
from marketplace.organisations.operations import add_member
from marketplace.organisations.queries import actor_of
from tests.cli.shell import Shell
from tests.factories.accounts import make_user
from tests.factories.market import make_vendor
from tests.factories.notices import make_notice
from tests.factories.solutions import make_solution
from tests.notifications.inboxes import VENDOR, WATCHER, Market, person

POST = Post("https://rialto.example", "a secret")
WORKERS = 3


def gathered(market: Market, *rhythms: str) -> list[Notice]:
    """Notices about a new solution, each waiting for a digest."""
    solution = make_solution(market.services, market.vendor, name="Heat <&>")
    with market.services.unit_of_work() as uow:
        made = [
            make_notice(uow, market.people[VENDOR], solution, waits_for=rhythm)
            for rhythm in rhythms
        ]
        uow.session.expunge_all()
    return made


def digests(market: Market) -> list[OutgoingMail]:
    write_due_digests(market.services.unit_of_work, POST)
    return [mail for mail in market.mails(VENDOR) if "to know" in mail.subject]


def test_a_digest_leaves_in_the_morning_once_with_all_that_has_gathered(
    market: Market, clock: SetClock
) -> None:
    gathered(market, "daily", "daily", "weekly")
    assert digests(market) == []
    clock.moment += timedelta(days=1)
    for _ in range(3):
        (mail,) = digests(market)
    assert mail.subject == "2 things to know on Rialto"
    assert mail.text.count("Heat <&>: something to mend") == 2
    assert mail.html.count("Heat &lt;&amp;&gt;: something to mend") == 2
    assert f"{POST.public_url}/solutions/" in mail.text
    assert POST.read(mail.unsubscribe.rpartition("/")[2]) == (market.people[VENDOR], "daily")

    clock.moment += timedelta(days=2)
    assert [mail.subject for mail in digests(market)] == [
        "1 thing to know on Rialto",
        "2 things to know on Rialto",
    ]


def test_a_letter_comes_in_the_language_of_whoever_reads_it(
    market: Market, clock: SetClock
) -> None:
    gathered(market, "daily", "daily")
    with market.services.unit_of_work() as uow:
        uow.session.get_one(User, market.people[VENDOR]).language = "de"
    clock.moment += timedelta(days=1)
    write_due_digests(market.services.unit_of_work, POST)

    (mail,) = market.mails(VENDOR)
    with speaking("de"):
        subject = say_many("%(num)s thing to know on Rialto", "%(num)s things to know on Rialto", 2)
        line = say("%(name)s: something to mend", name="Heat <&>")
    assert mail.subject == subject != "2 things to know on Rialto"
    assert mail.text.count(line) == 2
    assert 'lang="de"' in mail.html


def test_nothing_is_sent_of_what_was_read_ended_or_can_no_longer_be_seen(
    market: Market, clock: SetClock
) -> None:
    read, _, hidden = gathered(market, "daily", "weekly", "daily")
    with market.services.unit_of_work() as uow:
        elsewhere = make_vendor(uow, name="Elsewhere")
        uow.actor = actor_of(uow.session, person(market, VENDOR))
        mark_read(uow, read.id)
        uow.session.get_one(Notice, hidden.id).member_of = elsewhere
        switch_off(uow, market.people[VENDOR], "listings")
        for notice in (read, hidden):
            uow.session.get_one(Notice, notice.id).waits_for = "daily"
    clock.moment += timedelta(days=7)

    assert digests(market) == []
    with market.services.unit_of_work() as uow:
        assert set(uow.session.scalars(select(Notice.waits_for))) == {""}


def test_another_rhythm_holds_for_what_waits_already(market: Market, clock: SetClock) -> None:
    gathered(market, "weekly")
    with market.services.unit_of_work() as uow:
        uow.actor = actor_of(uow.session, person(market, VENDOR))
        choose(uow, {"listings": "daily"}, "possible")
    clock.moment += timedelta(days=1)

    assert len(digests(market)) == 1


def test_a_letter_that_cannot_be_written_keeps_nobody_from_theirs(
    market: Market, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    gathered(market, "daily")
    with market.services.unit_of_work() as uow:
        make_notice(uow, market.people[WATCHER], market.vendor, waits_for="daily")
        unlucky = min(market.people[VENDOR], market.people[WATCHER])
    write = digests_module._write

    def failing(uow: UnitOfWork, post: Post, user_id: int, slot: Any) -> bool:
        if user_id == unlucky:
            raise ValueError("Nobody knows this kind of notice.")
        return write(uow, post, user_id, slot)

    monkeypatch.setattr(digests_module, "_write", failing)
    clock.moment += timedelta(days=1)
    with pytest.raises(ExceptionGroup):
        write_due_digests(market.services.unit_of_work, POST)
    with market.services.unit_of_work() as uow:
        waiting = select(Notice.user_id).where(Notice.waits_for != "")
        assert uow.session.scalars(waiting).all() == [unlucky]
    monkeypatch.undo()

    assert write_due_digests(market.services.unit_of_work, POST) == 1


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        ("2026-11-20 06:59", "2026-11-19 07:00", "2026-11-16 07:00"),
        ("2026-11-20 07:00", "2026-11-20 07:00", "2026-11-16 07:00"),
        ("2026-11-23 06:59", "2026-11-22 07:00", "2026-11-16 07:00"),
        ("2026-11-23 07:01", "2026-11-23 07:00", "2026-11-23 07:00"),
        ("2026-10-25 12:00", "2026-10-25 07:00", "2026-10-19 07:00"),
        ("2027-03-28 07:30", "2027-03-28 07:00", "2027-03-22 07:00"),
    ],
)
def test_digests_are_due_by_the_clocks_of_brussels(now: str, daily: str, weekly: str) -> None:
    moment = at(now)

    assert last_time(Rhythm.DAILY, moment) == at(daily)
    assert last_time(Rhythm.WEEKLY, moment) == at(weekly)


def at(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=BRUSSELS).astimezone(UTC)


def test_several_workers_write_each_digest_once(shell: Shell) -> None:
    with shell.services() as services:
        with services.unit_of_work() as uow:
            vendor = make_vendor(uow, name="Heatwise")
            users = [make_user(uow, email=f"{n}@vendor.example").id for n in range(8)]
            for user in users:
                add_member(uow, vendor, user, Role.EDITOR)
        solution = make_solution(services, vendor, name="Heat", state="draft", themes=())
        with services.unit_of_work() as uow:
            for user in users * 3:
                notice = make_notice(uow, user, solution, waits_for="daily")
                notice.created_at -= timedelta(days=2)
        workers = [
            threading.Thread(target=write_due_digests, args=(services.unit_of_work, POST))
            for _ in range(WORKERS)
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        with services.unit_of_work() as uow:
            mails = uow.session.scalars(select(OutgoingMail)).all()
            assert sorted(mail.to for mail in mails) == [f"{n}@vendor.example" for n in range(8)]
            assert {mail.subject for mail in mails} == {"3 things to know on Rialto"}
