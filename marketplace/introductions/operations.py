"""Verbs of introductions: staff make them, both sides answer, staff record what came of it.

Nothing that is not public goes to the other side: only what staff and the sides themselves
write here, and the public pages of both. Reminding is in `reminders`.
"""

from uuid import UUID, uuid4

from sqlalchemy import select

from marketplace.challenges.lifecycle import ENDED as ENDED_CHALLENGES
from marketplace.challenges.queries import cards as challenge_cards
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.introductions.content import Outcome, Pair
from marketplace.introductions.events import (
    IntroductionAnswered,
    IntroductionEnded,
    IntroductionMade,
)
from marketplace.introductions.lifecycle import (
    ANSWERED,
    ENDED,
    FOLLOWED_UP,
    INTRODUCTION,
    SENT,
    UNDER_WAY,
)
from marketplace.introductions.models import Introduction, IntroductionSide
from marketplace.introductions.policy import CAN_ANSWER, CAN_INTRODUCE, CAN_SEE
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import editors_of
from marketplace.solutions.queries import cards as solution_cards

LONGEST_TEXT = 2000


def introduce(uow: UnitOfWork, pair: Pair, text: str) -> Introduction:
    """Introduce the two organisations behind a pair to each other; both read `text`.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is not staff, or one of the two is
            not public.
        Invalid: the text cannot be taken.
        Conflict: they are introduced already, are one, or nobody acts for one of them.
    """
    require(CAN_INTRODUCE, uow.actor, None)
    text = require_text("text", text, LONGEST_TEXT)
    owners, versions = _public(uow, pair)
    if len(set(owners)) == 1:
        raise Conflict(say("Both are of the same organisation."))
    for organisation_id in owners:
        _require_reachable(uow, organisation_id)
    if uow.session.scalar(select(Introduction.id).where(Introduction.open_as == pair.key)):
        raise Conflict(say("They are introduced already. Look at what became of that first."))
    row = Introduction(
        id=uuid4(),
        challenge_id=pair.challenge_id,
        solution_id=pair.solution_id,
        partner_id=pair.partner_id,
        challenge_version=versions[0],
        answer_version=versions[1],
        text=text,
        state=SENT,
        made_at=uow.now,
        made_by=uow.actor.label,
        moved_at=uow.now,
        open_as=pair.key,
        version=1,
        sides=[IntroductionSide(organisation_id=id_) for id_ in owners],
    )
    uow.session.add(row)
    uow.record("introduction.make", row, after={"state": SENT})
    uow.tell(IntroductionMade(row.id))
    return row


def answer(
    uow: UnitOfWork, introduction_id: UUID, organisation_id: UUID, *, wants: bool, words: str
) -> Introduction:
    """Say for one side whether it wants to talk; until all is over it may say otherwise.

    Raises:
        NotFound: the actor may not see the introduction, or the organisation is no side of it.
        Unauthenticated, Forbidden: the actor may not speak for that side.
        Invalid: the words cannot be taken.
        Conflict: the introduction is over.
    """
    row = _locked(uow, introduction_id)
    side = next((side for side in row.sides if side.organisation_id == organisation_id), None)
    if side is None:
        raise NotFound(say(NOTHING))
    require(CAN_ANSWER, uow.actor, side)
    INTRODUCTION.check("answer", row.state)
    side.words = require_text("reply", words, LONGEST_TEXT, least=0)
    side.wants, side.answered_at, side.answered_by = wants, uow.now, uow.actor.label
    done = all(one.answered_at is not None for one in row.sides)
    _move(uow, row, "answer", ANSWERED if done and row.state == SENT else row.state)
    uow.tell(IntroductionAnswered(row.id, organisation_id))
    return row


def follow_up(
    uow: UnitOfWork, introduction_id: UUID, note: str, *, expected_version: int
) -> Introduction:
    """Note for staff what was heard of both.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is not staff.
        Invalid: the note cannot be taken.
        Stale: a colleague was faster.
        Conflict: the introduction is over.
    """
    row = _checked(uow, introduction_id, "follow_up", expected_version)
    row.note = require_text("note", note, LONGEST_TEXT)
    _move(uow, row, "follow_up", FOLLOWED_UP)
    return row


def end(
    uow: UnitOfWork,
    introduction_id: UUID,
    outcome: Outcome | None,
    note: str,
    *,
    expected_version: int,
) -> Introduction:
    """Record what came of it; both sides read the outcome, the note is for staff.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor is not staff.
        Invalid: there is no outcome, or the note cannot be taken.
        Stale: a colleague was faster.
        Conflict: the introduction is over already.
    """
    row = _checked(uow, introduction_id, "end", expected_version)
    if outcome is None:
        raise Invalid.of("outcome", say("Choose what came of it."))
    row.outcome, row.open_as = outcome.value, None
    if note.strip():
        row.note = require_text("note", note, LONGEST_TEXT)
    _move(uow, row, "end", ENDED)
    uow.tell(IntroductionEnded(row.id))
    return row


def end_all_of(uow: UnitOfWork, organisation_id: UUID) -> None:
    """End the introductions of an organisation that leaves; the other side is told.

    Raises:
        Forbidden: the actor does not speak for the organisation.
    """
    its = IntroductionSide.organisation_id == organisation_id
    rows = uow.session.scalars(
        select(Introduction)
        .where(Introduction.sides.any(its), Introduction.state.in_(UNDER_WAY))
        .order_by(Introduction.id)
        .with_for_update()
    ).all()
    for row in rows:
        for side in row.sides:
            if side.organisation_id == organisation_id:
                require(CAN_ANSWER, uow.actor, side)
        row.outcome, row.open_as = Outcome.LEFT.value, None
        _move(uow, row, "leave", ENDED)
        uow.tell(IntroductionEnded(row.id))


def _public(uow: UnitOfWork, pair: Pair) -> tuple[tuple[UUID, UUID], tuple[int, int]]:
    """Whose the two are, and at which versions they stand; both have to be public and open."""
    wanted = [id_ for id_ in (pair.challenge_id, pair.partner_id) if id_]
    challenges = challenge_cards(uow, wanted)
    solutions = solution_cards(uow, [pair.solution_id] if pair.solution_id else [])
    if len(challenges) + len(solutions) < 2:  # noqa: PLR2004 - a pair.
        raise NotFound(say(NOTHING))
    for card in challenges.values():
        if card.state in ENDED_CHALLENGES:
            raise Conflict(say("“%(title)s” is not open any more.", title=card.title))
    asking = challenges[pair.challenge_id]
    if pair.solution_id:
        other = solutions[pair.solution_id]
        return (asking.city_id, other.vendor_id), (asking.number or 0, other.number or 0)
    partner = challenges[pair.partner_id or pair.challenge_id]
    return (asking.city_id, partner.city_id), (asking.number or 0, partner.number or 0)


def _require_reachable(uow: UnitOfWork, organisation_id: UUID) -> None:
    if not editors_of(uow.session, organisation_id):
        name = uow.session.get_one(Organisation, organisation_id).name
        raise Conflict(
            say("Nobody acts for %(name)s here yet, so there is nobody to introduce.", name=name)
        )


def _locked(uow: UnitOfWork, introduction_id: UUID) -> Introduction:
    row = uow.session.get(
        Introduction, introduction_id, with_for_update=True, populate_existing=True
    )
    if row is None:
        raise NotFound(say(NOTHING))
    require(CAN_SEE, uow.actor, row, see=CAN_SEE)
    return row


def _checked(
    uow: UnitOfWork, introduction_id: UUID, move: str, expected_version: int
) -> Introduction:
    row = _locked(uow, introduction_id)
    require(CAN_INTRODUCE, uow.actor, row)
    if row.version != expected_version:
        raise Stale(say("Something happened to this introduction meanwhile. Look at it again."))
    INTRODUCTION.check(move, row.state)
    return row


def _move(uow: UnitOfWork, row: Introduction, name: str, state: str) -> None:
    before = {"state": row.state, "version": row.version}
    row.state, row.moved_at = state, uow.now
    row.version += 1
    after = {"state": row.state, "version": row.version, "outcome": row.outcome}
    uow.record(f"introduction.{name}", row, before=before, after=after)
