"""Digests: what has gathered for a person, in one letter at seven in the morning in Brussels.

Several workers may write them at once. Each letter has the key of its day and person, and
takes its notices along in the same transaction, so nothing is told twice and nothing is lost.
Whoever's letter cannot be written keeps nobody else from theirs, and is tried again by the job.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from sqlalchemy import func, select, update

from marketplace.accounts.models import User
from marketplace.foundation.clock import brussels_deadline, brussels_today
from marketplace.foundation.errors import Conflict
from marketplace.foundation.saying import say, say_many, speaking
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import DIGESTS, Rhythm
from marketplace.notifications.delivery import OpenWork
from marketplace.notifications.letters import Letter, Part
from marketplace.notifications.models import Notice
from marketplace.notifications.one_by_one import OneByOne
from marketplace.notifications.operations import mail_with_key, queue_mail
from marketplace.notifications.post import Post
from marketplace.notifications.queries import ShownNotice, visible_notices
from marketplace.notifications.wording import kinds
from marketplace.organisations.queries import actor_of

SENT_AT = time(7)
MOST_LINES = 30
PEOPLE_AT_ONCE = 100


def write_due_digests(open_work: OpenWork, post: Post) -> int:
    """Write the digests whose time has come; how many. Nobody gets an empty one.

    Raises:
        ExceptionGroup: some could not be written; all the others are.
    """
    one_by_one, written = OneByOne("digest"), 0
    for rhythm in DIGESTS:
        due, people = _people(open_work, rhythm)
        for user_id in people:
            # Another worker has just written the same one: then it is done.
            with one_by_one(user_id), suppress(Conflict), open_work() as uow, uow.attempt():
                written += _write(uow, post, user_id, (rhythm, due))
    one_by_one.report()
    return written


def last_time(rhythm: Rhythm, now: datetime) -> datetime:
    """When the digest of this rhythm was due last: today or on Monday, at seven in Brussels."""
    today = brussels_today(now)
    if now < brussels_deadline(today, SENT_AT):
        today -= timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        today -= timedelta(days=today.weekday())
    return brussels_deadline(today, SENT_AT)


def _people(open_work: OpenWork, rhythm: Rhythm) -> tuple[datetime, Sequence[int]]:
    """When the digest was due, and the people for whom something waits since before."""
    with open_work() as uow:
        due = last_time(rhythm, uow.now)
        people = uow.session.scalars(
            select(Notice.user_id)
            .where(Notice.waits_for == rhythm.value, Notice.created_at < due)
            .group_by(Notice.user_id)
            .order_by(func.min(Notice.created_at), Notice.user_id)
            .limit(PEOPLE_AT_ONCE)
        ).all()
    return due, people


def _write(uow: UnitOfWork, post: Post, user_id: int, slot: tuple[Rhythm, datetime]) -> bool:
    rhythm, due = slot
    waiting = _waiting(uow, user_id, rhythm, due)
    unread = [notice.id for notice in waiting if notice.read_at is None]
    user = uow.session.get_one(User, user_id)
    key = f"digest:{rhythm}:{brussels_today(due)}:{user_id}"
    if mail_with_key(uow, key) is not None:
        # What came in late for the last digest is told by the next one.
        return False
    with speaking(user.language):
        shown = visible_notices(uow.session, actor_of(uow.session, user), unread)
        if shown and user.active:
            letter = _letter(post, user_id, rhythm, shown)
            queue_mail(uow, letter.to(user.email, user.name), key=key)
    _settle(uow, [notice.id for notice in waiting])
    return bool(shown)


def _waiting(uow: UnitOfWork, user_id: int, rhythm: Rhythm, due: datetime) -> Sequence[Notice]:
    return uow.session.scalars(
        select(Notice).where(
            Notice.user_id == user_id,
            Notice.waits_for == rhythm.value,
            Notice.created_at < due,
        )
    ).all()


def _settle(uow: UnitOfWork, notice_ids: Iterable[UUID]) -> None:
    uow.session.execute(update(Notice).where(Notice.id.in_(list(notice_ids))).values(waits_for=""))


def _letter(post: Post, user_id: int, rhythm: Rhythm, shown: Sequence[ShownNotice]) -> Letter:
    number = len(shown)
    lead = (
        say("This has happened since yesterday.")
        if rhythm is Rhythm.DAILY
        else say("This has happened in the last week.")
    )
    left_out = number - MOST_LINES
    more = (
        [say_many("%(num)s more is in your inbox.", "%(num)s more are in your inbox.", left_out)]
        if left_out > 0
        else []
    )
    return Letter(
        subject=say_many(
            "%(num)s thing to know on Rialto", "%(num)s things to know on Rialto", number
        ),
        paragraphs=(lead, *more),
        parts=_parts(post, shown[:MOST_LINES]),
        link=(post.address("/inbox"), say("Open your inbox")),
        settings=post.address("/account/notices"),
        unsubscribe=post.unsubscribe(user_id, rhythm.value),
    )


def _parts(post: Post, shown: Sequence[ShownNotice]) -> list[Part]:
    headings = kinds()
    order = list(headings)
    by_kind = sorted(shown, key=lambda notice: order.index(notice.kind))
    return [
        Part(
            headings[kind],
            [(notice.said.line, post.address(notice.said.path)) for notice in notices],
        )
        for kind, notices in groupby(by_kind, key=lambda notice: notice.kind)
    ]
