"""Digests: what has gathered for a person, in one letter at seven in the morning in Brussels.

Several workers may write them at once. Each letter has the key of its day and person, and
takes its notices along in the same transaction, so nothing is told twice and nothing is lost.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from flask_babel import gettext, ngettext
from sqlalchemy import func, select, update

from marketplace.accounts.models import User
from marketplace.foundation.clock import brussels_deadline, brussels_today
from marketplace.foundation.errors import Conflict
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import DIGESTS, Rhythm
from marketplace.notifications.delivery import OpenWork
from marketplace.notifications.letters import Letter, Part
from marketplace.notifications.models import Notice
from marketplace.notifications.operations import mail_with_key, queue_mail
from marketplace.notifications.post import Post
from marketplace.notifications.queries import ShownNotice, visible_notices
from marketplace.notifications.wording import KINDS
from marketplace.organisations.queries import actor_of

SENT_AT = time(7)
MOST_LINES = 30
PEOPLE_AT_ONCE = 100


def write_due_digests(open_work: OpenWork, post: Post) -> int:
    """Write the digests whose time has come; how many. Nobody gets an empty one."""
    return sum(_write_all(open_work, post, rhythm) for rhythm in DIGESTS)


def last_time(rhythm: Rhythm, now: datetime) -> datetime:
    """When the digest of this rhythm was due last: today or on Monday, at seven in Brussels."""
    today = brussels_today(now)
    if now < brussels_deadline(today, SENT_AT):
        today -= timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        today -= timedelta(days=today.weekday())
    return brussels_deadline(today, SENT_AT)


def _write_all(open_work: OpenWork, post: Post, rhythm: Rhythm) -> int:
    with open_work() as uow:
        due = last_time(rhythm, uow.now)
        people = uow.session.scalars(
            select(Notice.user_id)
            .where(Notice.waits_for == rhythm.value, Notice.created_at < due)
            .group_by(Notice.user_id)
            .order_by(func.min(Notice.created_at), Notice.user_id)
            .limit(PEOPLE_AT_ONCE)
        ).all()
    written = 0
    for user_id in people:
        # Another worker has just written the same one: then it is done.
        with suppress(Conflict), open_work() as uow, uow.attempt():
            written += _write(uow, post, user_id, (rhythm, due))
    return written


def _write(uow: UnitOfWork, post: Post, user_id: int, slot: tuple[Rhythm, datetime]) -> bool:
    rhythm, due = slot
    waiting = _waiting(uow, user_id, rhythm, due)
    unread = [notice.id for notice in waiting if notice.read_at is None]
    user = uow.session.get_one(User, user_id)
    shown = visible_notices(uow.session, actor_of(uow.session, user), unread)
    key = f"digest:{rhythm}:{brussels_today(due)}:{user_id}"
    if mail_with_key(uow, key) is not None:
        # What came in late for the last digest is told by the next one.
        return False
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
        gettext("This has happened since yesterday.")
        if rhythm is Rhythm.DAILY
        else gettext("This has happened in the last week.")
    )
    left_out = number - MOST_LINES
    more = (
        [ngettext("%(num)s more is in your inbox.", "%(num)s more are in your inbox.", left_out)]
        if left_out > 0
        else []
    )
    return Letter(
        subject=ngettext(
            "%(num)s thing to know on Rialto", "%(num)s things to know on Rialto", number
        ),
        paragraphs=(lead, *more),
        parts=_parts(post, shown[:MOST_LINES]),
        link=(post.address("/inbox"), gettext("Open your inbox")),
        settings=post.address("/account/notices"),
        unsubscribe=post.unsubscribe(user_id, rhythm.value),
    )


def _parts(post: Post, shown: Sequence[ShownNotice]) -> list[Part]:
    kinds = list(KINDS)
    by_kind = sorted(shown, key=lambda notice: kinds.index(notice.kind))
    return [
        Part(
            str(KINDS[kind]),
            [(notice.said.line, post.address(notice.said.path)) for notice in notices],
        )
        for kind, notices in groupby(by_kind, key=lambda notice: notice.kind)
    ]
