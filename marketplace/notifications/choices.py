"""How each person wants to be told: what is usual, and what they chose otherwise."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from marketplace.accounts.models import User
from marketplace.foundation.errors import Invalid, NotFound, Unauthenticated
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.notifications.content import (
    USUAL,
    USUAL_THRESHOLD,
    Kind,
    Rhythm,
    Threshold,
)
from marketplace.notifications.models import Notice, NoticeChoice
from marketplace.organisations.queries import actor_of

Word = TypeVar("Word", Kind, Rhythm, Threshold)

THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True)
class Choices:
    """How one person is told of each kind, and from which band on of matches."""

    rhythms: Mapping[Kind, Rhythm]
    threshold: Threshold


def choices_of(session: Session, user_ids: Collection[int]) -> dict[int, Choices]:
    """What each of these people has chosen, or is usual, in one query."""
    chosen: dict[int, dict[str, str]] = {user_id: {} for user_id in user_ids}
    rows = session.scalars(select(NoticeChoice).where(NoticeChoice.user_id.in_(list(chosen))))
    for row in rows:
        chosen[row.user_id][row.name] = row.value
    return {user_id: _choices(values) for user_id, values in chosen.items()}


def my_choices(uow: UnitOfWork) -> Choices:
    """What the actor has chosen, or is usual."""
    user_id = signed_in(uow)
    return choices_of(uow.session, [user_id])[user_id]


def choose(uow: UnitOfWork, rhythms: Mapping[str, str], threshold: str) -> Choices:
    """Set how the actor is told of these kinds; others stay as they are.

    Raises:
        Invalid: there is no such kind, rhythm or threshold.
    """
    user_id = signed_in(uow)
    wanted = {_read("kind", Kind, kind): _read(kind, Rhythm, r) for kind, r in rhythms.items()}
    _keep(uow, user_id, THRESHOLD, _read(THRESHOLD, Threshold, threshold))
    for kind, rhythm in wanted.items():
        _set_rhythm(uow, user_id, kind, rhythm)
    now = my_choices(uow)
    person = uow.session.get_one(User, user_id)
    said = {kind.value: rhythm.value for kind, rhythm in now.rhythms.items()}
    uow.record("notices.choose", person, after=said | {THRESHOLD: now.threshold.value})
    return now


def switch_off(uow: UnitOfWork, user_id: int, what: str) -> list[Kind]:
    """Let mail of a kind, or of a digest, end; the kinds that go to the inbox alone from now on.

    For links in letters: `what` is that of `Post.read`, and nobody has to be signed in.
    """
    return _switch(uow, user_id, kinds_ended_by(uow.session, user_id, what), Rhythm.INBOX)


def switch_on(uow: UnitOfWork, user_id: int, kinds: Collection[Kind]) -> list[Kind]:
    """Take that back: these kinds come by mail again, in their usual rhythm."""
    return _switch(uow, user_id, kinds, None)


def kinds_ended_by(session: Session, user_id: int, what: str) -> list[Kind]:
    """The kinds that a link ends: its own, or all that its digest gathers for them now.

    Raises:
        NotFound: the person has left, or is kept out.
    """
    user = session.get(User, user_id)
    if user is None or not user.active:
        raise NotFound(say(NOTHING))
    if what in set(Kind):
        return [Kind(what)]
    rhythms = choices_of(session, [user_id])[user_id].rhythms
    is_staff = actor_of(session, user).staff
    return [
        kind
        for kind, rhythm in rhythms.items()
        if rhythm == what and (is_staff or kind is not Kind.REVIEWS)
    ]


def signed_in(uow: UnitOfWork) -> int:
    """The id of the person who acts.

    Raises:
        Unauthenticated: nobody is signed in.
    """
    if uow.actor.user_id is None:
        raise Unauthenticated(say("Sign in to do this."))
    return uow.actor.user_id


def _switch(
    uow: UnitOfWork, user_id: int, kinds: Collection[Kind], rhythm: Rhythm | None
) -> list[Kind]:
    for kind in kinds:
        _set_rhythm(uow, user_id, kind, rhythm or USUAL[kind])
    person = uow.session.get_one(User, user_id)
    said = {kind.value: (rhythm or USUAL[kind]).value for kind in kinds}
    uow.record("notices.choose", person, after=said)
    return list(kinds)


def _set_rhythm(uow: UnitOfWork, user_id: int, kind: Kind, rhythm: Rhythm) -> None:
    _keep(uow, user_id, kind.value, rhythm)
    # What waits already follows: nobody is sent what they have just switched off.
    waits_for = {Rhythm.INBOX: "", Rhythm.NOW: Rhythm.DAILY.value}.get(rhythm, rhythm.value)
    uow.session.execute(
        update(Notice)
        .where(Notice.user_id == user_id, Notice.kind == kind.value, Notice.waits_for != "")
        .values(waits_for=waits_for)
    )


def _keep(uow: UnitOfWork, user_id: int, name: str, value: Rhythm | Threshold) -> None:
    usual = USUAL_THRESHOLD if name == THRESHOLD else USUAL[Kind(name)]
    mine = NoticeChoice.user_id == user_id, NoticeChoice.name == name
    if value == usual:
        uow.session.execute(delete(NoticeChoice).where(*mine))
        return
    uow.session.merge(NoticeChoice(user_id=user_id, name=name, value=value.value))
    uow.session.flush()


def _choices(values: Mapping[str, str]) -> Choices:
    return Choices(
        {kind: Rhythm(values.get(kind.value, usual)) for kind, usual in USUAL.items()},
        Threshold(values.get(THRESHOLD, USUAL_THRESHOLD)),
    )


def _read(field: str, words: type[Word], text: str) -> Word:
    try:
        return words(text)
    except ValueError:
        raise Invalid.of(field, say("Choose from the list."), text) from None
