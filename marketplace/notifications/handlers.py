"""Who is told of which fact: organisations here; the rest has rooms of its own.

A fact can be delivered more than once; `telling` tells nobody twice.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from marketplace.accounts.models import User
from marketplace.challenges.events import ChallengeChanged
from marketplace.foundation.events import Fact
from marketplace.foundation.saying import say, speaking
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.awards import AWARD_HANDLERS
from marketplace.notifications.common_needs import tell_changed_need
from marketplace.notifications.consultations import CONSULTATION_HANDLERS
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.exchanges import EXCHANGE_HANDLERS
from marketplace.notifications.letters import Letter
from marketplace.notifications.listings import LISTING_HANDLERS
from marketplace.notifications.operations import mail_with_key, queue_mail
from marketplace.notifications.post import Post
from marketplace.notifications.procurements import PROCUREMENT_HANDLERS
from marketplace.notifications.telling import News, tell
from marketplace.notifications.wording import day
from marketplace.organisations.events import (
    ClaimMade,
    ClaimRefused,
    MemberInvited,
    OrganisationClaimed,
    OrganisationRefused,
    OrganisationVerified,
)
from marketplace.organisations.members import make_invitation_secret
from marketplace.organisations.models import Claim, Invitation, Organisation
from marketplace.organisations.queries import owners_of, staff_of

Handler = Callable[[UnitOfWork, Any, Post], None]


def tell_invited(uow: UnitOfWork, fact: MemberInvited, post: Post) -> None:
    """Send the link by which an invitation is accepted; whoever is invited may be a stranger."""
    key = f"MemberInvited:{fact.invitation_id}"
    if mail_with_key(uow, key) is not None:
        return
    made = make_invitation_secret(uow, fact.invitation_id)
    if made is None:
        return
    invitation, secret = made
    name = uow.session.get_one(Organisation, invitation.organisation_id).name
    host = uow.session.get(User, invitation.invited_by) if invitation.invited_by else None
    # A stranger's language is not known; that of the colleague who invites is the best guess.
    with speaking(host.language if host else None):
        letter = _invitation(post.address(f"/invitations/{secret}"), name, invitation)
        queue_mail(uow, letter.to(invitation.email), key=key)


def _invitation(address: str, name: str, invitation: Invitation) -> Letter:
    roles = {"owner": say("owner"), "editor": say("editor"), "viewer": say("viewer")}
    return Letter(
        subject=say("Act for %(name)s on Rialto", name=name),
        paragraphs=(
            say(
                "You were invited to act for “%(name)s” on Rialto, as %(role)s.",
                name=name,
                role=roles[invitation.role],
            ),
            say("The invitation is open until %(day)s.", day=day(invitation.expires_at)),
            say("If you do not know what this is about, do nothing."),
        ),
        link=(address, say("Accept the invitation")),
    )


def tell_verified(uow: UnitOfWork, fact: OrganisationVerified, post: Post) -> None:
    """Tell the owners that everybody can see their organisation now."""
    row = uow.session.get_one(Organisation, fact.organisation_id)
    news = _of_organisation(row, Occasion.ORGANISATION_VERIFIED, fact.place)
    tell(uow, post, news, owners_of(uow.session, row.id))


def tell_refused(uow: UnitOfWork, fact: OrganisationRefused, post: Post) -> None:
    """Tell the owners why their organisation was not verified."""
    row = uow.session.get_one(Organisation, fact.organisation_id)
    news = _of_organisation(row, Occasion.ORGANISATION_REFUSED, fact.place, row.verification_note)
    tell(uow, post, news, owners_of(uow.session, row.id))


def tell_claim_made(uow: UnitOfWork, fact: ClaimMade, post: Post) -> None:
    """Tell staff that somebody waits for their decision."""
    claim = uow.session.get_one(Claim, fact.claim_id)
    news = News(
        occasion=Occasion.REVIEW_CLAIM,
        thing=Thing.ORGANISATION,
        thing_id=claim.organisation_id,
        key=f"{Occasion.REVIEW_CLAIM}:{claim.id}",
    )
    tell(uow, post, news, staff_of(uow.session))


def tell_claimed(uow: UnitOfWork, fact: OrganisationClaimed, post: Post) -> None:
    """Tell whoever claimed an entry that it is theirs."""
    row = uow.session.get_one(Organisation, fact.organisation_id)
    news = _of_organisation(row, Occasion.ORGANISATION_CLAIMED, fact.claim_id)
    tell(uow, post, news, [_claimant(uow, fact.claim_id)])


def tell_claim_refused(uow: UnitOfWork, fact: ClaimRefused, post: Post) -> None:
    """Tell whoever claimed an entry why it is not theirs."""
    claim = uow.session.get_one(Claim, fact.claim_id)
    news = News(
        occasion=Occasion.CLAIM_REFUSED,
        thing=Thing.ORGANISATION,
        thing_id=claim.organisation_id,
        key=f"{Occasion.CLAIM_REFUSED}:{claim.id}",
        remark=claim.note,
    )
    tell(uow, post, news, [_claimant(uow, claim.id)])


HANDLERS: Mapping[type[Fact], list[Handler]] = {
    MemberInvited: [tell_invited],
    OrganisationVerified: [tell_verified],
    OrganisationRefused: [tell_refused],
    OrganisationClaimed: [tell_claimed],
    ClaimMade: [tell_claim_made],
    ClaimRefused: [tell_claim_refused],
    **LISTING_HANDLERS,
    **EXCHANGE_HANDLERS,
    **PROCUREMENT_HANDLERS,
    **AWARD_HANDLERS,
    **CONSULTATION_HANDLERS,
    ChallengeChanged: [*LISTING_HANDLERS[ChallengeChanged], tell_changed_need],
}


def _of_organisation(
    row: Organisation, occasion: Occasion, which: object, remark: str = ""
) -> News:
    return News(
        occasion=occasion,
        thing=Thing.ORGANISATION,
        thing_id=row.id,
        key=f"{occasion}:{row.id}:{which}",
        member_of=row.id,
        remark=remark,
    )


def _claimant(uow: UnitOfWork, claim_id: UUID) -> User:
    claim = uow.session.get_one(Claim, claim_id)
    return uow.session.get_one(User, claim.user_id)
