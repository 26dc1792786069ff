"""Verbs by which people of an organisation take over the catalogue entry that describes it."""

from uuid import UUID

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.foundation.access import Role, require
from marketplace.foundation.errors import Conflict, NotFound, Stale
from marketplace.foundation.saying import say, speaking
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.events import ClaimMade, ClaimRefused, OrganisationClaimed
from marketplace.organisations.lifecycle import CLAIM
from marketplace.organisations.models import Claim, ClaimState, Organisation, Verification
from marketplace.organisations.operations import add_member, confirmed_user, lock_organisation
from marketplace.organisations.policy import CAN_CLAIM, CAN_SEE, CAN_VERIFY

LONGEST_MESSAGE = 2000


def claim_organisation(uow: UnitOfWork, organisation_id: UUID, message: str) -> Claim:
    """Ask staff for a catalogue entry; `message` says how the actor belongs to it.

    Raises:
        NotFound, Forbidden: the actor may not.
        Invalid: the message is missing or too long.
        Conflict: it is no unclaimed entry, or the actor has asked already.
    """
    organisation = lock_organisation(uow, organisation_id)
    require(CAN_CLAIM, uow.actor, organisation, see=CAN_SEE)
    user = confirmed_user(uow)
    remedy = say("Say in at most %(most)s characters how you belong to it.", most=LONGEST_MESSAGE)
    message = require_text("message", message, LONGEST_MESSAGE, remedy=remedy)
    if not organisation.catalogue:
        raise Conflict(
            say("“%(name)s” has people of its own; ask them to invite you.", name=organisation.name)
        )
    if any(claim.user_id == user.id for claim in _pending(uow, organisation_id)):
        raise Conflict(say("You have asked for this entry already; staff will answer."))
    claim = Claim(
        organisation_id=organisation_id,
        user_id=user.id,
        message=message,
        state=ClaimState.PENDING.value,
        created_at=uow.now,
    )
    uow.session.add(claim)
    uow.record("claim.make", claim, after={"state": claim.state})
    uow.tell(ClaimMade(claim.id))
    return claim


def decide_claim(
    uow: UnitOfWork, claim_id: UUID, move: str, *, expected_version: int, note: str = ""
) -> Claim:
    """Staff `accept` or `refuse` a claim; `note` is told to the person.

    Accepting makes the person the owner, verifies the organisation and refuses whoever
    else has asked for it.

    Raises:
        NotFound, Forbidden: the actor may not, or there is no such claim.
        Stale, Conflict: somebody decided it first, or there is no such move.
    """
    require(CAN_VERIFY, uow.actor, None)
    claim = uow.session.get(Claim, claim_id)
    if claim is None:
        raise NotFound(say("There is no such claim."))
    organisation = lock_organisation(uow, claim.organisation_id)
    uow.session.refresh(claim)
    if claim.version != expected_version:
        raise Stale(say("Somebody decided this claim before you; look at it again."))
    _settle(uow, claim, move, note)
    if claim.state == ClaimState.ACCEPTED:
        _hand_over(uow, organisation, claim)
    return claim


def _hand_over(uow: UnitOfWork, organisation: Organisation, claim: Claim) -> None:
    if not organisation.catalogue:
        raise Conflict(say("“%(name)s” was claimed by somebody else.", name=organisation.name))
    organisation.catalogue = False
    organisation.verification = Verification.VERIFIED.value
    uow.record(
        "organisation.claim", organisation, before={"catalogue": True}, after={"catalogue": False}
    )
    add_member(uow, organisation.id, claim.user_id, Role.OWNER)
    uow.tell(OrganisationClaimed(organisation.id, claim.id))
    for other in _pending(uow, organisation.id):
        with speaking(uow.session.get_one(User, other.user_id).language):
            note = say("Somebody else of this organisation was accepted.")
        _settle(uow, other, "refuse", note)


def _settle(uow: UnitOfWork, claim: Claim, move: str, note: str) -> None:
    tidy = require_text("note", note, LONGEST_MESSAGE, least=0)
    before = claim.state
    claim.state, claim.note = CLAIM.check(move, before).target, tidy
    claim.decided_at = uow.now
    uow.record(f"claim.{move}", claim, before={"state": before}, after={"state": claim.state})
    if claim.state == ClaimState.REFUSED:
        uow.tell(ClaimRefused(claim.id))


def _pending(uow: UnitOfWork, organisation_id: UUID) -> list[Claim]:
    rows = uow.session.scalars(
        select(Claim)
        .where(Claim.organisation_id == organisation_id, Claim.state == ClaimState.PENDING.value)
        .order_by(Claim.created_at)
    )
    return list(rows)
