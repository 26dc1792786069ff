"""Verbs that change organisations, and how somebody becomes a member of one.

Invitations, roles and leaving are in `members`, catalogue entries taken over in `claims`.
"""

from uuid import UUID

from sqlalchemy import delete

from marketplace.accounts.models import User
from marketplace.foundation.access import Role, require
from marketplace.foundation.errors import (
    Conflict,
    Fault,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    Unauthenticated,
)
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent, OrganisationKind
from marketplace.organisations.events import (
    MemberJoined,
    OrganisationChanged,
    OrganisationCreated,
    OrganisationRefused,
    OrganisationVerified,
)
from marketplace.organisations.lifecycle import VERIFICATION
from marketplace.organisations.models import (
    Membership,
    Organisation,
    OrganisationTheme,
    Verification,
)
from marketplace.organisations.policy import (
    CAN_CHANGE,
    CAN_CREATE,
    CAN_KEEP_CATALOGUE,
    CAN_SEE,
    CAN_VERIFY,
)
from marketplace.organisations.queries import folded, organisation_with_key, verified_programme
from marketplace.organisations.rules import faults, profile, reserved_faults

LONGEST_NOTE = 2000
# On PostgreSQL this keeps others from changing the row, but not from referring to it.
LOCK = {"key_share": True}
RANK = {Role.VIEWER: 0, Role.EDITOR: 1, Role.OWNER: 2}
TEAM = OrganisationContent(kind=OrganisationKind.PROGRAMME, name="Programme team", country="EU")


def create_organisation(uow: UnitOfWork, content: OrganisationContent) -> Organisation:
    """A new organisation whose owner is the actor; only its members and staff see it at first.

    Raises:
        Forbidden: the actor is no person with a confirmed address.
        Invalid: the content cannot be taken.
    """
    require(CAN_CREATE, uow.actor, None)
    user = confirmed_user(uow)
    _check(uow, content, None)
    row = _add(uow, content, catalogue=False)
    uow.record("organisation.create", row, after={"verification": row.verification})
    uow.tell(OrganisationCreated(row.id))
    add_member(uow, row.id, user.id, Role.OWNER)
    return row


def change_organisation(
    uow: UnitOfWork, organisation_id: UUID, content: OrganisationContent, *, expected_version: int
) -> Organisation:
    """Put `content` in place of what the organisation said of itself.

    Raises:
        NotFound, Forbidden: the actor may not.
        Stale: somebody else changed it first.
        Invalid: the content cannot be taken; the kind can never change.
    """
    row = lock_organisation(uow, organisation_id, expected_version=expected_version)
    require(CAN_CHANGE, uow.actor, row, see=CAN_SEE)
    _check(uow, content, row)
    if content != row.content:
        _change(uow, row, content)
    return row


def verify_organisation(
    uow: UnitOfWork, organisation_id: UUID, *, expected_version: int, note: str = ""
) -> Organisation:
    """Staff have made sure who is behind the organisation; `note` says how, for staff.

    Raises:
        NotFound, Forbidden, Stale, Conflict: see `change_organisation`.
    """
    row = _judge(uow, organisation_id, "verify", expected_version, note)
    uow.tell(OrganisationVerified(row.id))
    return row


def refuse_organisation(
    uow: UnitOfWork, organisation_id: UUID, *, expected_version: int, note: str
) -> Organisation:
    """Staff could not make sure who is behind the organisation; `note` tells its members why.

    Raises:
        NotFound, Forbidden, Stale, Conflict: see `change_organisation`.
        Invalid: no reason is given.
    """
    require_text(
        "note", note, LONGEST_NOTE, remedy=say("Say why, so that the members can mend it.")
    )
    row = _judge(uow, organisation_id, "refuse", expected_version, note)
    uow.tell(OrganisationRefused(row.id))
    return row


def create_catalogue_organisation(
    uow: UnitOfWork, content: OrganisationContent, external_key: str
) -> Organisation:
    """An entry from public sources, once per `external_key`: a repeat changes what differs.

    Once the organisation has claimed its entry, files no longer change it.

    Raises:
        Forbidden: the actor is not staff.
        Invalid: the content cannot be taken.
    """
    require(CAN_KEEP_CATALOGUE, uow.actor, None)
    row = organisation_with_key(uow.session, external_key)
    if row is None:
        _check(uow, content, None)
        row = _add(uow, content, catalogue=True, external_key=external_key)
        uow.record("organisation.create", row, after={"catalogue": True})
        uow.tell(OrganisationCreated(row.id))
    elif row.catalogue and row.content != content:
        row = lock_organisation(uow, row.id)
        _check(uow, content, row)
        _change(uow, row, content)
    return row


def add_verified_organisation(
    uow: UnitOfWork, owner: User, content: OrganisationContent, *, external_key: str
) -> Organisation:
    """A verified organisation with this owner, once per `external_key`.

    Raises:
        Forbidden: the actor is not staff.
        Invalid: the content cannot be taken.
    """
    require(CAN_KEEP_CATALOGUE, uow.actor, None)
    row = organisation_with_key(uow.session, external_key)
    if row is None:
        _check(uow, content, None)
        row = _add(uow, content, catalogue=False, external_key=external_key)
        uow.record("organisation.create", row, after={"verification": row.verification})
        uow.tell(OrganisationCreated(row.id))
        verify_organisation(uow, row.id, expected_version=row.version)
    if membership_of(uow, row.id, owner.id) is None:
        add_member(uow, row.id, owner.id, Role.OWNER)
    return row


def add_programme_staff(uow: UnitOfWork, user: User) -> Organisation:
    """Make a person one of the programme's staff; the first one gets the programme's team too.

    Raises:
        Forbidden: the actor is not staff.
    """
    require(CAN_KEEP_CATALOGUE, uow.actor, None)
    row = verified_programme(uow.session)
    if row is None:
        return add_verified_organisation(uow, user, TEAM, external_key="programme-team")
    add_member(uow, row.id, user.id, Role.OWNER)
    return row


def add_member(uow: UnitOfWork, organisation_id: UUID, user_id: int, role: Role) -> Membership:
    """Make somebody a member; who is one already keeps the higher role. No rule is asked here."""
    membership = membership_of(uow, organisation_id, user_id)
    if membership is None:
        membership = Membership(
            organisation_id=organisation_id, user_id=user_id, role=role.value, since=uow.now
        )
        uow.session.add(membership)
    elif RANK[role] > RANK[Role(membership.role)]:
        membership.role = role.value
    uow.record("member.join", membership, after={"role": membership.role})
    uow.tell(MemberJoined(organisation_id, user_id))
    return membership


def membership_of(uow: UnitOfWork, organisation_id: UUID, user_id: int) -> Membership | None:
    """The membership as it is now, not as it was read before."""
    return uow.session.get(Membership, (organisation_id, user_id), populate_existing=True)


def lock_organisation(
    uow: UnitOfWork, organisation_id: UUID, *, expected_version: int | None = None
) -> Organisation:
    """The organisation as it is now; nobody else changes it or its members before the commit.

    Raises:
        NotFound: there is none, or the actor may not see it.
        Stale: it no longer has the expected version.
    """
    row = uow.session.get(
        Organisation, organisation_id, with_for_update=LOCK, populate_existing=True
    )
    if row is None or not CAN_SEE.allows(uow.actor, row):
        raise NotFound(say("There is no such organisation, or none that you may see."))
    if expected_version is not None and row.version != expected_version:
        raise Stale(
            say(
                "“%(name)s” was changed meanwhile: it has version %(now)s, "
                "you saw version %(seen)s. Look at it again.",
                name=row.name,
                now=row.version,
                seen=expected_version,
            )
        )
    return row


def confirmed_user(uow: UnitOfWork) -> User:
    """The person who acts, whose address is confirmed.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: it is no person, or the address is not confirmed.
    """
    user = uow.session.get(User, uow.actor.user_id) if uow.actor.user_id is not None else None
    if not uow.actor.is_known:
        raise Unauthenticated(say("Sign in to do this."))
    if user is None:
        raise Forbidden(say("Only a person can do this."))
    if user.confirmed_at is None:
        raise Forbidden(say("Confirm your e-mail address first: follow the link in our message."))
    return user


def _check(uow: UnitOfWork, content: OrganisationContent, row: Organisation | None) -> None:
    found = faults(uow.session, content)
    if row is not None and content.kind != row.kind:
        found.append(Fault("kind", say("The kind of an organisation cannot change."), content.kind))
    if not uow.actor.acts_as_staff:
        verified = row is not None and row.verification == Verification.VERIFIED
        before = None if row is None else row.content
        found += reserved_faults(before, content, verified=verified)
    if found:
        raise Invalid(found)


def _add(
    uow: UnitOfWork,
    content: OrganisationContent,
    *,
    catalogue: bool,
    external_key: str | None = None,
) -> Organisation:
    row = Organisation(
        external_key=external_key,
        catalogue=catalogue,
        verification=Verification.UNVERIFIED.value,
        created_at=uow.now,
    )
    _describe(uow, row, content)
    uow.session.add(row)
    uow.session.flush()
    _keep_themes(uow, row)
    return row


def _change(uow: UnitOfWork, row: Organisation, content: OrganisationContent) -> None:
    version = row.version
    _describe(uow, row, content)
    _keep_themes(uow, row)
    uow.session.flush()
    uow.record(
        "organisation.change", row, before={"version": version}, after={"version": row.version}
    )
    uow.tell(OrganisationChanged(row.id))


def _describe(uow: UnitOfWork, row: Organisation, content: OrganisationContent) -> None:
    city = profile(content)
    row.content, row.changed_at = content, uow.now
    row.name, row.kind, row.country = content.name, content.kind.value, content.country
    row.nuts, row.latitude, row.longitude = city.nuts, city.latitude, city.longitude
    row.population, row.mission_city = city.population, city.mission_city
    row.programme_role = city.programme_role.value
    row.sort_key = folded(content.name)[:400]
    row.search_text = folded(f"{content.name} {content.description}")


def _keep_themes(uow: UnitOfWork, row: Organisation) -> None:
    themes = profile(row.content).themes
    uow.session.execute(
        delete(OrganisationTheme).where(OrganisationTheme.organisation_id == row.id)
    )
    uow.session.add_all(OrganisationTheme(organisation_id=row.id, code=code) for code in themes)


def _judge(
    uow: UnitOfWork, organisation_id: UUID, move: str, expected_version: int, note: str
) -> Organisation:
    row = lock_organisation(uow, organisation_id, expected_version=expected_version)
    require(CAN_VERIFY, uow.actor, row, see=CAN_SEE)
    if row.catalogue and move == "refuse":
        raise Conflict(say("A catalogue entry has no members yet: there is nobody to refuse."))
    tidy = require_text("note", note, LONGEST_NOTE, least=0)
    before = row.verification
    row.verification, row.verification_note = VERIFICATION.check(move, before).target, tidy
    uow.record(
        f"organisation.{move}",
        row,
        before={"verification": before},
        after={"verification": row.verification},
    )
    return row
