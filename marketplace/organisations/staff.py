"""Programme staff from the shell: the first of them cannot be invited by another."""

from sqlalchemy import select

from marketplace.accounts.models import User
from marketplace.foundation.access import ActorKind, Role
from marketplace.foundation.errors import Forbidden
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent, OrganisationKind
from marketplace.organisations.members import add_member
from marketplace.organisations.models import Organisation, Verification
from marketplace.organisations.operations import create_catalogue_organisation, verify_organisation

PROGRAMME_TEAM_KEY = "programme-team"
DEFAULT_TEAM = OrganisationContent(
    kind=OrganisationKind.PROGRAMME, name="Programme team", country="BE"
)


def add_programme_staff(uow: UnitOfWork, person: User) -> Organisation:
    """Make a person one of the programme's staff; for the system itself only.

    The team that exists is joined, whichever was first; without one it is made.

    Raises:
        Forbidden: somebody else asks for it.
    """
    if uow.actor.kind is not ActorKind.SYSTEM:
        raise Forbidden("Only possible in the shell of the server.")
    team = uow.session.scalar(
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.PROGRAMME.value)
        .order_by(Organisation.created_at, Organisation.id)
        .limit(1)
    ) or create_catalogue_organisation(uow, DEFAULT_TEAM, PROGRAMME_TEAM_KEY)
    if team.verification != Verification.VERIFIED:
        team.catalogue = False
        verify_organisation(uow, team.id, expected_version=team.version, note="Made in the shell.")
    add_member(uow, team.id, person.id, Role.OWNER)
    return team
