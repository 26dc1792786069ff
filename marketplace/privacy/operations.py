"""Verbs by which a person leaves, and by which the last owner closes an organisation."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import delete, or_, select, update

from marketplace.accounts.models import User
from marketplace.challenges import operations as challenges
from marketplace.challenges.lifecycle import WITHDRAWN
from marketplace.challenges.models import Challenge
from marketplace.consultations.market import withdraw_all_of as withdraw_responses
from marketplace.foundation.access import Actor, require
from marketplace.foundation.database import Base
from marketplace.foundation.errors import Conflict
from marketplace.foundation.personal import Mark, label_of_deleted, marked
from marketplace.foundation.saying import language, say, speaking
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.content import Contact
from marketplace.interests.models import Interest
from marketplace.interests.operations import end_all_of as end_interests
from marketplace.introductions.operations import end_all_of as end_introductions
from marketplace.notifications.letters import Letter
from marketplace.notifications.operations import Mail, queue_mail
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.events import MemberRemoved, OrganisationClosed
from marketplace.organisations.lifecycle import VERIFICATION
from marketplace.organisations.models import Invitation, Membership, Organisation, Verification
from marketplace.organisations.operations import lock_organisation
from marketplace.organisations.policy import CAN_CLOSE, CAN_SEE
from marketplace.privacy.queries import account_of, is_of, only_owner_of
from marketplace.procurements.members import end_all_of as end_procurements
from marketplace.solutions import operations as solutions
from marketplace.solutions.lifecycle import ARCHIVED
from marketplace.solutions.models import Solution


def delete_account(uow: UnitOfWork) -> None:
    """End the account of the person who acts, with everything that is theirs alone.

    What they did stays on record, under a label that names nobody. The row of the account
    keeps its number, so that nobody else is ever given it.

    Raises:
        Unauthenticated, Forbidden: it is no person at a browser.
        Conflict: an organisation would have no owner any more.
    """
    user = account_of(uow)
    goodbye = _goodbye(user)
    _leave_organisations(uow, user)
    uow.record("user.delete", user)
    uow.session.flush()
    _erase(uow, user)
    queue_mail(uow, goodbye)


def close_organisation(
    uow: UnitOfWork, organisation_id: UUID, *, expected_version: int
) -> Organisation:
    """Take back all that the organisation has published, end what it began, and close it.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not own it.
        Stale: somebody changed it meanwhile.
        Conflict: it is closed already, or it is the programme itself.
    """
    row = lock_organisation(uow, organisation_id, expected_version=expected_version)
    require(CAN_CLOSE, uow.actor, row, see=CAN_SEE)
    if row.kind == OrganisationKind.PROGRAMME:
        raise Conflict(say("The programme cannot be closed; hand it over to a colleague."))
    before = row.verification
    after = VERIFICATION.check("close", before).target
    _take_back(uow, organisation_id)
    row.verification, row.verification_note, row.changed_at = after, "", uow.now
    uow.record(
        "organisation.close", row, before={"verification": before}, after={"verification": after}
    )
    uow.tell(OrganisationClosed(row.id))
    return row


def may_close(actor: Actor, row: Organisation) -> bool:
    """Whether to offer the closing to this actor; the operation asks again."""
    return (
        CAN_CLOSE.allows(actor, row)
        and row.kind != OrganisationKind.PROGRAMME
        and row.verification != Verification.CLOSED
    )


def _take_back(uow: UnitOfWork, organisation_id: UUID) -> None:
    listed = select(Solution).where(
        Solution.vendor_id == organisation_id, Solution.state != ARCHIVED
    )
    for solution in uow.session.scalars(listed).all():
        solutions.archive(uow, solution.id, expected_version=solution.version)
    stated = select(Challenge).where(
        Challenge.city_id == organisation_id, Challenge.state != WITHDRAWN
    )
    for challenge in uow.session.scalars(stated).all():
        challenges.withdraw(uow, challenge.id, expected_version=challenge.version)
    end_interests(uow, organisation_id)
    end_introductions(uow, organisation_id)
    withdraw_responses(uow, organisation_id)
    end_procurements(uow, organisation_id)
    uow.session.execute(
        update(Invitation)
        .where(Invitation.organisation_id == organisation_id, Invitation.closed_at.is_(None))
        .values(closed_at=uow.now)
    )


def _leave_organisations(uow: UnitOfWork, user: User) -> None:
    mine = select(Membership).where(Membership.user_id == user.id)
    memberships = uow.session.scalars(mine.order_by(Membership.organisation_id)).all()
    for membership in memberships:
        # Behind the lock nobody else leaves at the same moment, each counting on the other.
        lock_organisation(uow, membership.organisation_id)
    if stakes := only_owner_of(uow):
        names = ", ".join(stake.organisation.name for stake in stakes)
        raise Conflict(
            say("Nobody else owns %(names)s. Hand over or close what is yours first.", names=names)
        )
    _forget_as_contact(uow, user, [membership.organisation_id for membership in memberships])
    for membership in memberships:
        uow.record("member.remove", membership, before={"role": membership.role})
        uow.tell(MemberRemoved(membership.organisation_id, user.id))


def _forget_as_contact(uow: UnitOfWork, user: User, vendors: Collection[UUID]) -> None:
    """Leave the interests in challenges as they are, but for whom the city could have asked.

    Who has left the vendor before may be named there still, most likely by their own hand.
    """
    nobody = Contact(name=label_of_deleted(user.id), email="")
    named = or_(Interest.vendor_id.in_(vendors), Interest.expressed_by == user.email)
    for row in uow.session.scalars(select(Interest).where(named)):
        if row.content.contact.email.lower() == user.email:
            row.content = replace(row.content, contact=nobody)


def _goodbye(user: User) -> Mail:
    with speaking(user.language or language()):
        letter = Letter(
            subject=say("Your account is deleted"),
            paragraphs=(
                say("Your account on Rialto was deleted just now, as you asked."),
                say(
                    "What was yours alone is gone. What you wrote for an organisation stays there."
                ),
                say("In the place of your address there is a label that names nobody."),
                say("If it was not you, tell the programme staff at once."),
            ),
        )
        return letter.to(user.email, user.name)


def _erase(uow: UnitOfWork, user: User) -> None:
    """Take away what is the person's own, and their name from what is not."""
    label = label_of_deleted(user.id)
    for table in reversed(Base.metadata.sorted_tables):
        if table is User.__table__:
            continue
        for column in marked(table, Mark.OWN):
            uow.session.execute(delete(table).where(is_of(user, column)))
        for column in marked(table, Mark.DONE_BY):
            named = update(table).where(column == user.email)
            uow.session.execute(named.values({column: label}))
        for column in marked(table, Mark.LINKED):
            linked = update(table).where(is_of(user, column))
            uow.session.execute(linked.values({column: None}))
    uow.session.expire_all()
    user.email, user.name, user.password, user.language = label, "", None, None
    user.active, user.confirmed_at, user.fs_uniquifier = False, None, uuid4().hex
    uow.session.flush()
