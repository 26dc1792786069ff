"""Nobody is told twice, whatever is delivered again; each is told as they chose."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.foundation.paging import PageRequest
from marketplace.notifications.choices import choose
from marketplace.notifications.content import Kind, Occasion, Thing
from marketplace.notifications.models import Notice, OutgoingMail
from marketplace.notifications.post import Post
from marketplace.notifications.queries import at_a_glance, inbox
from marketplace.notifications.telling import News, tell
from marketplace.notifications.wording import WORDINGS, kinds
from marketplace.organisations.queries import actor_of
from tests.factories.accounts import make_user
from tests.factories.solutions import make_solution
from tests.notifications.inboxes import CITY, VENDOR, WATCHER, Market, person

POST = Post("https://rialto.example", "a secret")
EVERYBODY = (VENDOR, CITY, WATCHER)
DELIVERIES = st.lists(
    st.tuples(st.sampled_from("abc"), st.sets(st.sampled_from(EVERYBODY))), max_size=8
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(deliveries=DELIVERIES)
def test_whatever_is_delivered_again_nobody_is_told_twice(
    market: Market, deliveries: list[tuple[str, set[str]]]
) -> None:
    with market.services.unit_of_work() as uow:
        users = {email: uow.session.get_one(User, market.people[email]) for email in EVERYBODY}
        for key, emails in deliveries:
            news = News(
                occasion=Occasion.SOLUTION_PUBLISHED,
                thing=Thing.ORGANISATION,
                thing_id=market.vendor,
                key=key,
            )
            tell(uow, POST, news, [users[email] for email in sorted(emails)])
        expected = {(key, email) for key, emails in deliveries for email in emails}
        rows = uow.session.execute(select(Notice.key, User.email).join(User)).all()
        mails = uow.session.scalar(select(func.count()).select_from(OutgoingMail))
        assert sorted(tuple(row) for row in rows) == sorted(expected)
        assert mails == len(expected)
        uow.session.rollback()


def test_each_is_told_as_they_chose(market: Market) -> None:
    for rhythm, mailed, waits in (("now", 1, ""), ("inbox", 1, ""), ("weekly", 1, "weekly")):
        with market.services.unit_of_work() as uow:
            uow.actor = actor_of(uow.session, person(market, VENDOR))
            choose(uow, {"listings": rhythm}, "possible")
        make_solution(market.services, market.vendor, name=rhythm)
        market.deliver()
        with market.services.unit_of_work() as uow:
            newest = select(Notice).order_by(Notice.thing_id)
            assert waits in {notice.waits_for for notice in uow.session.scalars(newest)}
        assert len(market.mails(VENDOR)) == mailed


def test_who_has_left_gets_no_mail_of_a_thing_that_they_cannot_see(market: Market) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat", state="returned")
    with market.services.unit_of_work() as uow:
        made = make_user(uow, email="second@vendor.example")
        assert made
        news = News(
            occasion=Occasion.SOLUTION_RETURNED,
            thing=Thing.SOLUTION,
            thing_id=solution,
            member_of=market.vendor,
            key="left",
        )
        tell(uow, POST, news, [made])
    assert market.mails("second@vendor.example") == []


def test_who_is_no_longer_staff_sees_nothing_of_reviews(market: Market) -> None:
    solution = make_solution(market.services, market.vendor, name="Heat")
    with market.services.unit_of_work() as uow:
        news = News(
            occasion=Occasion.REVIEW_SOLUTION, thing=Thing.SOLUTION, thing_id=solution, key="late"
        )
        tell(uow, POST, news, [uow.session.get_one(User, market.people[WATCHER])])
        actor = actor_of(uow.session, person(market, WATCHER))
        uow.actor = replace(actor, staff=True)
        assert len(inbox(uow, PageRequest()).items) == 1
        uow.actor = actor
        assert (len(inbox(uow, PageRequest()).items), at_a_glance(uow, "")[0]) == (0, 0)


def test_every_occasion_has_words_and_every_kind_a_name() -> None:
    assert set(WORDINGS) == set(Occasion)
    assert set(kinds()) == set(Kind)
    for wording in WORDINGS.values():
        texts = [wording.line, wording.link, *wording.more]
        assert all(str(text) % {"name": "Heat", "about": "Warm"} for text in texts)


def test_a_forged_link_is_read_as_nothing() -> None:
    token = POST.unsubscribe(7, "daily").rpartition("/")[2]

    assert POST.read(token) == (7, "daily")
    assert Post("https://rialto.example", "another").read(token) is None
    assert POST.read(token[:-1]) is None
    assert POST.read("") is None
