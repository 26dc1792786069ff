from datetime import timedelta

import pytest

from marketplace.accounts.models import User
from marketplace.foundation.access import SYSTEM, Role
from marketplace.foundation.clock import SetClock
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.claims import claim_organisation, decide_claim
from marketplace.organisations.members import (
    INVITATION_LASTS,
    MOST_INVITATIONS_A_DAY,
    accept_invitation,
    change_role,
    invite_member,
    make_invitation_secret,
    open_invitation,
    remove_member,
    withdraw_invitation,
)
from marketplace.organisations.models import ClaimState, Invitation, Organisation, Verification
from marketplace.organisations.operations import create_catalogue_organisation
from marketplace.organisations.queries import (
    members_of,
    my_claims,
    open_invitations,
    pending_claims,
)
from marketplace.services import Services
from tests.factories.accounts import act_as, make_user
from tests.factories.organisations import add_terms, city_content, join, make_owned, make_staff


def secret_of(uow: UnitOfWork, invitation: Invitation) -> str:
    """What the mail has; the unit of work goes on as the system."""
    uow.actor = SYSTEM
    made = make_invitation_secret(uow, invitation.id)
    assert made is not None
    return made[1]


def owned_city(uow: UnitOfWork) -> Organisation:
    """A verified city; the unit of work goes on as its owner, ada@city.example."""
    add_terms(uow)
    ada = make_user(uow, email="ada@city.example")
    row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=True)
    act_as(uow, ada)
    return row


def test_somebody_invited_becomes_a_member_in_the_role_named(services: Services) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        invitation = invite_member(uow, city.id, "Bob@City.Example", Role.EDITOR)
        assert [i.email for i in open_invitations(uow, city.id)] == ["bob@city.example"]
        secret = secret_of(uow, invitation)
        assert secret not in str(vars(invitation))

        bob = make_user(uow, email="bob@city.example")
        act_as(uow, bob)
        accept_invitation(uow, secret)

        assert act_as(uow, bob).memberships == {city.id: Role.EDITOR}
        assert open_invitations(uow, city.id) == []
        with pytest.raises(Conflict, match="accepted"):
            accept_invitation(uow, secret)


def test_taking_invitations_back_does_not_let_somebody_write_to_any_number_of_strangers(
    services: Services, clock: SetClock
) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        for number in range(MOST_INVITATIONS_A_DAY):
            sent = invite_member(uow, city.id, f"person{number}@city.example", Role.VIEWER)
        withdraw_invitation(uow, city.id, sent.id)
        with pytest.raises(Conflict, match="tomorrow"):
            invite_member(uow, city.id, "one.more@city.example", Role.VIEWER)
        city_id, owner = city.id, uow.actor
    clock.moment += timedelta(days=1)
    with services.unit_of_work(owner) as uow:
        invite_member(uow, city_id, "one.more@city.example", Role.VIEWER)


def test_an_invitation_is_for_the_address_it_was_sent_to(services: Services) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        secret = secret_of(uow, invite_member(uow, city.id, "bob@city.example", Role.OWNER))
        act_as(uow, make_user(uow, email="eve@elsewhere.example"))

        with pytest.raises(Forbidden, match="another address"):
            accept_invitation(uow, secret)
        with pytest.raises(NotFound):
            open_invitation(uow, secret + "x")


def test_an_invitation_ends_by_time_by_withdrawal_and_by_a_newer_one(
    services: Services, clock: SetClock
) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        ada = uow.actor
        old = secret_of(uow, invite_member(uow, city.id, "bob@city.example", Role.VIEWER))
        uow.actor = ada
        newer = invite_member(uow, city.id, "bob@city.example", Role.EDITOR)
        with pytest.raises(Conflict, match="no longer open"):
            open_invitation(uow, old)
        late = secret_of(uow, newer)
        uow.now = clock.now() + INVITATION_LASTS
        with pytest.raises(Conflict, match="no longer open"):
            open_invitation(uow, late)
        uow.now, uow.actor = clock.now(), ada
        withdraw_invitation(uow, city.id, newer.id)
        with pytest.raises(Conflict, match="no longer open"):
            open_invitation(uow, late)
        assert make_invitation_secret(uow, newer.id) is None


def test_who_is_a_member_is_not_invited_again(services: Services) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)

        with pytest.raises(Conflict, match="already"):
            invite_member(uow, city.id, "ADA@city.example", Role.VIEWER)


def test_only_owners_and_staff_decide_who_is_a_member(services: Services) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        uow.actor = SYSTEM
        bob = join(uow, city, email="bob@city.example", role=Role.EDITOR)
        eve = make_user(uow, email="eve@elsewhere.example")
        ada = members_of(uow, city.id)[0]
        for user, error in ((bob.user_id, Forbidden), (eve.id, Forbidden)):
            act_as(uow, uow.session.get_one(User, user))
            with pytest.raises(error):
                invite_member(uow, city.id, "x@city.example", Role.OWNER)
            with pytest.raises(error):
                change_role(uow, city.id, bob.user_id, Role.OWNER, expected_version=bob.version)
            with pytest.raises(error):
                remove_member(uow, city.id, ada.user_id, expected_version=ada.version)
        with pytest.raises(Forbidden):
            members_of(uow, city.id)


def test_the_last_owner_stays_and_stays_owner(services: Services) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        (ada,) = members_of(uow, city.id)
        with pytest.raises(Conflict, match="owner"):
            remove_member(uow, city.id, ada.user_id, expected_version=ada.version)
        with pytest.raises(Conflict, match="owner"):
            change_role(uow, city.id, ada.user_id, Role.EDITOR, expected_version=ada.version)

        bob = join(uow, city, email="bob@city.example", role=Role.VIEWER)
        change_role(uow, city.id, bob.user_id, Role.OWNER, expected_version=bob.version)
        remove_member(uow, city.id, ada.user_id, expected_version=ada.version)
        uow.actor = SYSTEM
        assert [m.email for m in members_of(uow, city.id)] == ["bob@city.example"]


def test_everybody_may_leave(services: Services) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        bob = join(uow, city, email="bob@city.example", role=Role.VIEWER)
        act_as(uow, uow.session.get_one(User, bob.user_id))
        remove_member(uow, city.id, bob.user_id, expected_version=bob.version)

        assert act_as(uow, uow.session.get_one(User, bob.user_id)).memberships == {}


def test_a_role_changed_meanwhile_is_not_changed_again(services: Services) -> None:
    with services.unit_of_work() as uow:
        city = owned_city(uow)
        bob = join(uow, city, email="bob@city.example", role=Role.VIEWER)
        change_role(uow, city.id, bob.user_id, Role.EDITOR, expected_version=1)

        with pytest.raises(Stale):
            change_role(uow, city.id, bob.user_id, Role.OWNER, expected_version=1)


def test_a_claim_that_staff_accept_hands_the_entry_over_and_ends_the_others(
    services: Services,
) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        staff = make_staff(uow, email="staff@programme.example")
        city = create_catalogue_organisation(uow, city_content(name="Graz"), "graz")
        ada, bob = (make_user(uow, email=f"{name}@city.example") for name in ("ada", "bob"))
        claims = {}
        for user in (ada, bob):
            act_as(uow, user)
            claims[user.id] = claim_organisation(uow, city.id, "I work at the town hall.")
        with pytest.raises(Conflict, match="already"):
            claim_organisation(uow, city.id, "Once more.")
        with pytest.raises(Forbidden):
            decide_claim(uow, claims[bob.id].id, "accept", expected_version=1)

        act_as(uow, staff)
        assert pending_claims(uow, PageRequest()).total == 2
        decide_claim(uow, claims[ada.id].id, "accept", expected_version=1)
        with pytest.raises(Stale):
            decide_claim(uow, claims[bob.id].id, "accept", expected_version=1)

        assert (city.catalogue, city.verification) == (False, Verification.VERIFIED)
        assert act_as(uow, ada).memberships == {city.id: Role.OWNER}
        assert act_as(uow, bob).memberships == {}
        assert [claim.state for claim in my_claims(uow)] == [ClaimState.REFUSED]
        with pytest.raises(Conflict, match="invite"):
            claim_organisation(uow, city.id, "And me?")


def test_a_refused_claim_leaves_the_entry_as_it_was(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        city = create_catalogue_organisation(uow, city_content(name="Graz"), "graz")
        ada = make_user(uow, email="ada@city.example")
        act_as(uow, ada)
        claim = claim_organisation(uow, city.id, "I work at the town hall.")
        uow.actor = SYSTEM
        decide_claim(uow, claim.id, "refuse", expected_version=1, note="Not your address.")

        assert city.catalogue
        assert act_as(uow, ada).memberships == {}
        claim_organisation(uow, city.id, "With a better address.")


@pytest.mark.parametrize("message", ["", "  ", "x" * 2001, "a\0b", "\ud800"])
def test_a_claim_says_in_plain_text_how_somebody_belongs_to_it(
    services: Services, message: str
) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        city = create_catalogue_organisation(uow, city_content(name="Graz"), "graz")
        act_as(uow, make_user(uow, email="ada@city.example"))
        with pytest.raises(Invalid, match="how you belong"):
            claim_organisation(uow, city.id, message)
