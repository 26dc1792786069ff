"""Telling people something: a notice for each, and a letter for those who want it at once.

Nobody is told twice under one key, however often a fact is delivered and by however many
workers: the key is unique for each person, and notice and letter are stored together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.foundation.saying import say, speaking
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.choices import choices_of
from marketplace.notifications.content import DIGESTS, Kind, Occasion, Rhythm, Thing
from marketplace.notifications.letters import Letter
from marketplace.notifications.models import Notice
from marketplace.notifications.operations import queue_mail
from marketplace.notifications.post import Post
from marketplace.notifications.queries import visible_notices
from marketplace.notifications.wording import WORDINGS
from marketplace.organisations.queries import actor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """Something to tell.

    `key` is that of the occasion: the same thing can happen again under another key.
    `member_of` is the organisation in whose name people are told, `about_id` the other thing
    that is spoken of. `remark` is what somebody wrote themselves; only a letter carries it.
    """

    occasion: Occasion
    thing: Thing
    thing_id: UUID
    key: str
    member_of: UUID | None = None
    about_id: UUID | None = None
    remark: str = ""

    @property
    def kind(self) -> Kind:
        """What people choose a rhythm for."""
        return WORDINGS[self.occasion].kind


def tell(uow: UnitOfWork, post: Post, news: News, people: Iterable[User]) -> None:
    """Tell each of `people` who has not been told yet."""
    untold = _untold(uow, news, people)
    if not untold:
        return
    choices = choices_of(uow.session, untold)
    at_once: list[tuple[User, Notice]] = []
    for user in untold.values():
        rhythm = choices[user.id].rhythms[news.kind]
        notice = _notice(uow, news, user, rhythm)
        if rhythm is Rhythm.NOW:
            at_once.append((user, notice))
    uow.session.flush()
    for user, notice in at_once:
        _write(uow, post, news, user, notice)


def _untold(uow: UnitOfWork, news: News, people: Iterable[User]) -> dict[int, User]:
    asked = {user.id: user for user in people}
    told = uow.session.scalars(
        select(Notice.user_id).where(Notice.key == news.key, Notice.user_id.in_(list(asked)))
    )
    for user_id in told.all() if asked else ():
        del asked[user_id]
    return asked


def _notice(uow: UnitOfWork, news: News, user: User, rhythm: Rhythm) -> Notice:
    notice = Notice(
        user_id=user.id,
        key=news.key,
        kind=news.kind.value,
        occasion=news.occasion.value,
        thing=news.thing.value,
        thing_id=news.thing_id,
        about_id=news.about_id,
        member_of=news.member_of,
        created_at=uow.now,
        waits_for=rhythm.value if rhythm in DIGESTS else "",
    )
    uow.session.add(notice)
    return notice


def _write(uow: UnitOfWork, post: Post, news: News, user: User, notice: Notice) -> None:
    with speaking(user.language):
        for shown in visible_notices(uow.session, actor_of(uow.session, user), [notice.id]):
            said = shown.said
            remark = [say("They write: %(note)s", note=news.remark)] if news.remark else []
            letter = Letter(
                subject=said.line,
                paragraphs=(*(said.paragraphs or [said.line]), *remark),
                link=(post.address(said.path), said.link),
                settings=post.address("/account/notices"),
                unsubscribe=post.unsubscribe(user.id, news.kind.value),
            )
            queue_mail(uow, letter.to(user.email, user.name))
