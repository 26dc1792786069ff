"""Who is told of which fact, and in which words; what concerns listings is in `listings`.

A fact can be delivered more than once, so every letter has a key: fact, thing and person.
"""

from collections.abc import Mapping
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.foundation.events import Fact
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.letters import Handler, Letter, send
from marketplace.notifications.listings import LISTING_HANDLERS
from marketplace.notifications.operations import mail_with_key, queue_mail
from marketplace.organisations.events import (
    ClaimRefused,
    MemberInvited,
    OrganisationClaimed,
    OrganisationRefused,
    OrganisationVerified,
)
from marketplace.organisations.members import make_invitation_secret
from marketplace.organisations.models import Claim, Organisation
from marketplace.organisations.queries import owners_of


def tell_invited(uow: UnitOfWork, fact: MemberInvited, public_url: str) -> None:
    """Send the link by which an invitation is accepted."""
    key = f"MemberInvited:{fact.invitation_id}"
    if mail_with_key(uow, key) is not None:
        return
    made = make_invitation_secret(uow, fact.invitation_id)
    if made is None:
        return
    invitation, secret = made
    name = uow.session.get_one(Organisation, invitation.organisation_id).name
    letter = Letter(
        subject=f"Act for {name} on Rialto",
        paragraphs=(
            f"You were invited to act for “{name}” on Rialto, as {invitation.role}.",
            f"The invitation is open until {invitation.expires_at:%d %B %Y}.",
            "If you do not know what this is about, do nothing.",
        ),
        link=(f"{public_url}/invitations/{secret}", "Accept the invitation"),
    )
    queue_mail(uow, letter.to(invitation.email), key=key)


def tell_verified(uow: UnitOfWork, fact: OrganisationVerified, public_url: str) -> None:
    """Tell the owners that everybody can see their organisation now."""
    organisation = uow.session.get_one(Organisation, fact.organisation_id)
    letter = Letter(
        subject=f"{organisation.name} is verified",
        paragraphs=(
            f"Programme staff have verified “{organisation.name}”.",
            "Everybody can see it from now on, and what you hand in for review can be published.",
        ),
        link=_organisation_link(organisation, public_url),
    )
    send(uow, fact, owners_of(uow.session, organisation.id), letter, organisation.version)


def tell_refused(uow: UnitOfWork, fact: OrganisationRefused, public_url: str) -> None:
    """Tell the owners why their organisation was not verified."""
    organisation = uow.session.get_one(Organisation, fact.organisation_id)
    letter = Letter(
        subject=f"{organisation.name} could not be verified",
        paragraphs=(
            f"Programme staff could not verify “{organisation.name}”.",
            f"They write: {organisation.verification_note}",
        ),
        link=_organisation_link(organisation, public_url),
    )
    send(uow, fact, owners_of(uow.session, organisation.id), letter, organisation.version)


def tell_claimed(uow: UnitOfWork, fact: OrganisationClaimed, public_url: str) -> None:
    """Tell whoever claimed an entry that it is theirs."""
    organisation = uow.session.get_one(Organisation, fact.organisation_id)
    letter = Letter(
        subject=f"{organisation.name} is yours",
        paragraphs=(
            f"Programme staff have accepted your claim of “{organisation.name}”.",
            "You are its owner, and the owner of everything that it lists.",
        ),
        link=_organisation_link(organisation, public_url),
    )
    send(uow, fact, [_claimant(uow, fact.claim_id)], letter)


def tell_claim_refused(uow: UnitOfWork, fact: ClaimRefused, public_url: str) -> None:
    """Tell whoever claimed an entry why it is not theirs."""
    claim = uow.session.get_one(Claim, fact.claim_id)
    organisation = uow.session.get_one(Organisation, claim.organisation_id)
    reason = (f"They write: {claim.note}",) if claim.note else ()
    letter = Letter(
        subject=f"Your claim of {organisation.name}",
        paragraphs=(
            f"Programme staff did not accept your claim of “{organisation.name}”.",
            *reason,
        ),
        link=_organisation_link(organisation, public_url),
    )
    send(uow, fact, [_claimant(uow, claim.id)], letter)


HANDLERS: Mapping[type[Fact], list[Handler]] = {
    MemberInvited: [tell_invited],
    OrganisationVerified: [tell_verified],
    OrganisationRefused: [tell_refused],
    OrganisationClaimed: [tell_claimed],
    ClaimRefused: [tell_claim_refused],
    **LISTING_HANDLERS,
}


def _organisation_link(organisation: Organisation, public_url: str) -> tuple[str, str]:
    return f"{public_url}/organisations/{organisation.id}", f"Look at {organisation.name}"


def _claimant(uow: UnitOfWork, claim_id: UUID) -> User:
    claim = uow.session.get_one(Claim, claim_id)
    return uow.session.get_one(User, claim.user_id)
