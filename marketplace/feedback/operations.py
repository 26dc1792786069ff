"""Verbs by which a city says something of an answer, and takes it back.

The score, and what it was made with, are asked of the engine again and not believed of whoever
sends them. Of each aspect the last word counts; that somebody spoke is on record, what was said
is not. A place on the shortlist and the outcome are said by `shortlists` alone, together with
what it keeps beside them.
"""

from uuid import UUID

from sqlalchemy import Select, select

from marketplace.challenges.lifecycle import AWARDED
from marketplace.challenges.models import Challenge
from marketplace.feedback.content import About, Answer, Aspect, Said
from marketplace.feedback.models import Opinion
from marketplace.feedback.policy import CAN_KNOW_OF, CAN_SAY
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import PartnerMatch, SolutionMatch

LONGEST_NOTE = 500
PARTNERS_KNOWN = 50
"""So many partners are ever shown, so more need not be looked through."""


def give_opinion(uow: UnitOfWork, matcher: Matcher, about: About, said: Said) -> Opinion:
    """Keep what a city says of an answer, in place of what it said of the same aspect before.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
        Invalid: the note or the reasons cannot be taken.
        Stale: the challenge or the answer says something else by now.
        Conflict: the answer is not listed any more, or nothing was chosen yet.
    """
    require_sayer(uow, about.challenge_id)
    return say_of(uow, _shown(uow, matcher, about), about, said)


def say_of(
    uow: UnitOfWork, shown: SolutionMatch | PartnerMatch, about: About, said: Said
) -> Opinion:
    """The same of an answer that the engine has just given.

    The engine is asked before the challenge is locked: nobody waits for it behind the lock.

    Raises:
        NotFound, Unauthenticated, Forbidden, Invalid, Stale, Conflict: as `give_opinion`.
    """
    challenge = lock_challenge(uow, about.challenge_id)
    note = _checked(said, challenge)
    versions = _versions(shown)
    now = challenge.published_version or challenge.working_version
    if versions != (about.challenge_version, about.answer_version) or versions[0] != now:
        raise Stale(
            say("It says something else by now. Look at it again, then say what you think.")
        )
    row = _present(uow, about, said.aspect) or _new(uow, about, said.aspect)
    row.useful, row.reasons, row.note = said.useful, [*dict.fromkeys(said.reasons)], note
    row.challenge_version, row.answer_version = versions
    row.model, row.engine_version = shown.made_by.model, shown.made_by.engine_version
    row.weights, row.score = shown.made_by.weights, shown.score
    row.rank = about.rank
    row.said_by, row.said_at = uow.actor.label, uow.now
    uow.record("opinion.say", row)
    return row


def take_back(
    uow: UnitOfWork, challenge_id: UUID, answer: Answer, answer_id: UUID, aspect: Aspect
) -> None:
    """Forget what the city said of this aspect; nothing happens if it said nothing.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
    """
    lock_challenge(uow, challenge_id)
    row = uow.session.scalar(_chosen(challenge_id, answer, answer_id, aspect))
    if row is not None:
        uow.record("opinion.take_back", row)
        uow.session.delete(row)


def require_sayer(uow: UnitOfWork, challenge_id: UUID) -> None:
    """Let only those go on who may say something, before anything is asked or locked for them.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
    """
    _for_sayer(uow, uow.session.get(Challenge, challenge_id))


def lock_challenge(uow: UnitOfWork, challenge_id: UUID) -> Challenge:
    """The challenge, locked, so that colleagues speak one after the other.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not edit the challenge.
    """
    return _for_sayer(
        uow,
        uow.session.get(Challenge, challenge_id, with_for_update=True, populate_existing=True),
    )


def _for_sayer(uow: UnitOfWork, challenge: Challenge | None) -> Challenge:
    if challenge is None:
        raise NotFound(say(NOTHING))
    require(CAN_SAY, uow.actor, challenge, see=CAN_KNOW_OF)
    return challenge


def _checked(said: Said, challenge: Challenge) -> str:
    if said.aspect is Aspect.OUTCOME and challenge.state != AWARDED:
        raise Conflict(say("Record first that you have chosen, then say which."))
    if said.useful and said.reasons:
        raise Invalid.of("reasons", say("Say why only of what is of no use to you."))
    if not said.useful and said.aspect is not Aspect.VERDICT:
        raise Invalid.of("useful", say("Take it back instead."))
    return require_text("note", said.note, LONGEST_NOTE, least=0)


def _shown(uow: UnitOfWork, matcher: Matcher, about: About) -> SolutionMatch | PartnerMatch:
    """What the engine says of the answer now."""
    if about.answer is Answer.SOLUTION:
        for match in matcher.judged(uow, about.challenge_id, [about.answer_id]):
            return match
    for partner in matcher.partners(uow, about.challenge_id, PARTNERS_KNOWN):
        if about.answer is Answer.PARTNER and partner.challenge.id == about.answer_id:
            return partner
    raise Conflict(say("It is not listed any more."))


def _versions(shown: SolutionMatch | PartnerMatch) -> tuple[int, int]:
    if isinstance(shown, PartnerMatch):
        return shown.challenge_version, shown.partner_version
    return shown.challenge_version or 0, shown.solution_version


def _chosen(challenge_id: UUID, answer: Answer, answer_id: UUID, aspect: Aspect) -> Select[Opinion]:
    column = Opinion.solution_id if answer is Answer.SOLUTION else Opinion.partner_id
    return select(Opinion).where(
        Opinion.challenge_id == challenge_id, column == answer_id, Opinion.aspect == aspect.value
    )


def _present(uow: UnitOfWork, about: About, aspect: Aspect) -> Opinion | None:
    chosen = _chosen(about.challenge_id, about.answer, about.answer_id, aspect)
    return uow.session.scalar(chosen)


def _new(uow: UnitOfWork, about: About, aspect: Aspect) -> Opinion:
    row = Opinion(challenge_id=about.challenge_id, aspect=aspect.value)
    if about.answer is Answer.SOLUTION:
        row.solution_id = about.answer_id
    else:
        row.partner_id = about.answer_id
    uow.session.add(row)
    return row
