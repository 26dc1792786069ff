"""Verbs that change who acts for an organisation; the last owner always stays."""

import secrets
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select, update

from marketplace.accounts.operations import normal_email
from marketplace.accounts.queries import token_hash, user_with_email
from marketplace.foundation.access import Role, require
from marketplace.foundation.errors import Conflict, Forbidden, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.events import (
    MemberInvited,
    MemberRemoved,
    MemberRoleChanged,
)
from marketplace.organisations.models import Invitation, Membership, Organisation
from marketplace.organisations.operations import (
    LOCK,
    add_member,
    confirmed_user,
    lock_organisation,
    membership_of,
)
from marketplace.organisations.policy import CAN_MANAGE_MEMBERS, CAN_SEE, CAN_SEE_MEMBERS

INVITATION_LASTS = timedelta(days=14)
MOST_OPEN_INVITATIONS = 50
MOST_INVITATIONS_A_DAY = 50
"""Whoever is invited may be a stranger: nobody makes Rialto write to more of them."""


def invite_member(uow: UnitOfWork, organisation_id: UUID, email: str, role: Role) -> Invitation:
    """Ask somebody by mail to act for the organisation; it replaces an earlier invitation.

    Raises:
        NotFound, Forbidden: the actor may not.
        Invalid: the address cannot be taken.
        Conflict: they are a member already, or too many invitations are open.
    """
    organisation = _lock_for_members(uow, organisation_id)
    address = normal_email(email)
    user = user_with_email(uow.session, address)
    if user is not None and membership_of(uow, organisation_id, user.id) is not None:
        raise Conflict(
            say(
                "%(address)s is a member of “%(name)s” already.",
                address=address,
                name=organisation.name,
            )
        )
    _withdraw_earlier(uow, organisation_id, address)
    _limit_invitations(uow, organisation_id)
    invitation = Invitation(
        organisation_id=organisation_id,
        email=address,
        role=role.value,
        invited_by=uow.actor.user_id,
        created_at=uow.now,
        expires_at=uow.now + INVITATION_LASTS,
    )
    uow.session.add(invitation)
    uow.record("member.invite", invitation, after={"role": role.value})
    uow.tell(MemberInvited(invitation.id))
    return invitation


def withdraw_invitation(uow: UnitOfWork, organisation_id: UUID, invitation_id: UUID) -> None:
    """Take an invitation back; its link no longer works.

    Raises:
        NotFound, Forbidden: the actor may not, or there is no such open invitation.
    """
    _lock_for_members(uow, organisation_id)
    invitation = uow.session.get(Invitation, invitation_id, with_for_update=True)
    closed = invitation is None or invitation.closed_at is not None
    if invitation is None or closed or invitation.organisation_id != organisation_id:
        raise NotFound(say("There is no such open invitation."))
    invitation.closed_at = uow.now
    uow.record("member.withdraw_invitation", invitation)


def make_invitation_secret(uow: UnitOfWork, invitation_id: UUID) -> tuple[Invitation, str] | None:
    """The invitation with a new secret for its link, or None if it is no longer open.

    Called while the mail is written, so that the secret stands in the mail and nowhere else.
    """
    invitation = uow.session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or invitation.closed_at is not None:
        return None
    secret = secrets.token_urlsafe(32)
    invitation.token_hash = token_hash(secret)
    return invitation, secret


def open_invitation(uow: UnitOfWork, secret: str) -> tuple[Invitation, Organisation]:
    """The invitation behind a mailed link, with its organisation.

    Raises:
        NotFound: the link belongs to no invitation.
        Conflict: it was used, taken back, or has run out.
    """
    row = uow.session.execute(
        select(Invitation, Organisation)
        .join(Organisation, Organisation.id == Invitation.organisation_id)
        .where(Invitation.token_hash == token_hash(secret))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound(say("This link belongs to no invitation; perhaps a newer one was sent."))
    invitation, organisation = row
    if invitation.accepted_at is not None:
        raise Conflict(say("This invitation was accepted already."))
    if invitation.closed_at is not None or invitation.expires_at <= uow.now:
        raise Conflict(say("This invitation is no longer open; ask for a new one."))
    return invitation, organisation


def accept_invitation(uow: UnitOfWork, secret: str) -> Membership:
    """The actor acts for the organisation from now on.

    Raises:
        NotFound, Conflict: see `open_invitation`.
        Forbidden: the invitation was sent to another address than the actor's.
    """
    organisation_id = open_invitation(uow, secret)[0].organisation_id
    # Locked first and read again: two clicks on one link must not both count.
    uow.session.get_one(Organisation, organisation_id, with_for_update=LOCK)
    invitation, _ = open_invitation(uow, secret)
    user = confirmed_user(uow)
    if user.email != invitation.email:
        raise Forbidden(say("This invitation was sent to another address; sign in with that one."))
    invitation.accepted_at = invitation.closed_at = uow.now
    return add_member(uow, organisation_id, user.id, Role(invitation.role))


def change_role(
    uow: UnitOfWork, organisation_id: UUID, user_id: int, role: Role, *, expected_version: int
) -> Membership:
    """Give a member another role.

    Raises:
        NotFound, Forbidden: the actor may not, or there is no such member.
        Stale: somebody else changed the role first.
        Conflict: the last owner would be gone.
    """
    organisation = _lock_for_members(uow, organisation_id)
    membership = _member(uow, organisation_id, user_id, expected_version)
    before = Role(membership.role)
    if before is role:
        return membership
    if before is Role.OWNER:
        _keep_an_owner(uow, organisation)
    membership.role = role.value
    uow.record("member.change_role", membership, before={"role": before}, after={"role": role})
    uow.tell(MemberRoleChanged(organisation_id, user_id))
    return membership


def remove_member(
    uow: UnitOfWork, organisation_id: UUID, user_id: int, *, expected_version: int
) -> None:
    """End a membership; owners remove anybody, everybody may leave.

    Raises:
        NotFound, Forbidden, Stale, Conflict: see `change_role`.
    """
    leaves = uow.actor.may_write and uow.actor.user_id == user_id
    organisation = _lock_for_members(uow, organisation_id, leaves=leaves)
    membership = _member(uow, organisation_id, user_id, expected_version)
    if membership.role == Role.OWNER:
        _keep_an_owner(uow, organisation)
    uow.record("member.remove", membership, before={"role": membership.role})
    uow.session.delete(membership)
    uow.session.flush()
    uow.tell(MemberRemoved(organisation_id, user_id))


def _lock_for_members(
    uow: UnitOfWork, organisation_id: UUID, *, leaves: bool = False
) -> Organisation:
    """The organisation, locked, for an actor who may change its members even now.

    The actor's roles were read when the request began; since then another owner may have
    taken them away, so they are read again behind the lock.
    """
    organisation = lock_organisation(uow, organisation_id)
    rule = CAN_SEE_MEMBERS if leaves else CAN_MANAGE_MEMBERS
    require(rule, uow.actor, organisation, see=CAN_SEE)
    if leaves or uow.actor.acts_as_staff or uow.actor.user_id is None:
        return organisation
    membership = membership_of(uow, organisation_id, uow.actor.user_id)
    if membership is None or membership.role != Role.OWNER:
        raise Forbidden(say(CAN_MANAGE_MEMBERS.reason))
    return organisation


def _member(
    uow: UnitOfWork, organisation_id: UUID, user_id: int, expected_version: int
) -> Membership:
    membership = membership_of(uow, organisation_id, user_id)
    if membership is None:
        raise NotFound(say("There is no such member."))
    if membership.version != expected_version:
        raise Stale(say("This member's role was changed meanwhile; look at it again."))
    return membership


def _keep_an_owner(uow: UnitOfWork, organisation: Organisation) -> None:
    owners = uow.session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(Membership.organisation_id == organisation.id, Membership.role == Role.OWNER.value)
    )
    if (owners or 0) <= 1:
        raise Conflict(
            say(
                "“%(name)s” needs at least one owner; make somebody else one first.",
                name=organisation.name,
            )
        )


def _withdraw_earlier(uow: UnitOfWork, organisation_id: UUID, address: str) -> None:
    uow.session.execute(
        update(Invitation)
        .where(
            Invitation.organisation_id == organisation_id,
            Invitation.email == address,
            Invitation.closed_at.is_(None),
        )
        .values(closed_at=uow.now)
    )


def _limit_invitations(uow: UnitOfWork, organisation_id: UUID) -> None:
    counted = (
        select(func.count())
        .select_from(Invitation)
        .where(Invitation.organisation_id == organisation_id)
    )
    of_today = counted.where(Invitation.created_at > uow.now - timedelta(days=1))
    if (uow.session.scalar(of_today) or 0) >= MOST_INVITATIONS_A_DAY:
        raise Conflict(
            say(
                "%(most)s invitations were sent within a day. Send more of them tomorrow.",
                most=MOST_INVITATIONS_A_DAY,
            )
        )
    open_ones = counted.where(Invitation.closed_at.is_(None), Invitation.expires_at > uow.now)
    if (uow.session.scalar(open_ones) or 0) >= MOST_OPEN_INVITATIONS:
        raise Conflict(
            say(
                "At most %(most)s invitations can be open; withdraw some.",
                most=MOST_OPEN_INVITATIONS,
            )
        )
