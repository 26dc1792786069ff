"""Leaving a whole market: what was somebody's own is gone, and nothing names them any more."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from marketplace.accounts.models import ApiToken, User
from marketplace.accounts.operations import create_user
from marketplace.accounts.queries import token_in_use, user_with_email
from marketplace.foundation.access import SYSTEM, VISITOR, Actor, ActorKind, Role
from marketplace.foundation.errors import Conflict, Forbidden, Unauthenticated
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.interests.content import Contact
from marketplace.interests.models import Interest
from marketplace.notifications.models import OutgoingMail
from marketplace.organisations.models import Membership
from marketplace.privacy.operations import delete_account
from marketplace.privacy.queries import kept_about_me, only_owner_of
from marketplace.services import Services
from marketplace.solutions.models import Reference
from marketplace.tables import metadata
from tests.factories.accounts import act_as, make_user
from tests.factories.market import add_words
from tests.factories.organisations import join, make_owned, vendor_content
from tests.factories.town import build_town

LEAVING = ("vendor.owner", "vendor.editor", "city.owner", "claimant", "person")


def rows_naming(uow: UnitOfWork, address: str) -> list[str]:
    """Every table that has this text in any column of any row."""
    return [
        f"{table.name}: {row}"
        for table in metadata.sorted_tables
        for row in uow.session.execute(select(table))
        if any(address in str(value).lower() for value in row)
    ]


def test_nothing_names_those_who_have_left_and_what_they_did_stays(services: Services) -> None:
    town = build_town(services)
    with services.unit_of_work() as uow:
        interest = uow.session.get_one(Interest, town.id_of("interest"))
        owner = Contact(name="Owner", email=town.emails["vendor.owner"].upper(), phone="1")
        interest.content = replace(interest.content, contact=owner)
        reference = uow.session.get_one(Reference, town.id_of("reference.claimed"))
        reference.buyer_email = town.emails["person"]
    before = _events(services)
    for who in LEAVING:
        with town.acting(who) as uow:
            tables = {kept.table for kept in kept_about_me(uow)}
            assert {"user_account", "activity_event"} <= tables or who == "person"
            delete_account(uow)

    with services.unit_of_work(writes=False) as uow:
        for who in LEAVING:
            address = town.emails[who]
            (goodbye,) = uow.session.scalars(select(OutgoingMail).where(OutgoingMail.to == address))
            assert "is deleted" in goodbye.subject
            assert {row.partition(":")[0] for row in rows_naming(uow, address)} == {"outgoing_mail"}
            assert token_in_use(uow.session, town.tokens[who], uow.now) is None
            assert user_with_email(uow.session, address) is None
    after = _events(services)
    assert [event[:3] for event in after[: len(before)]] == [event[:3] for event in before]
    labels = {label for *_, label in after}
    assert {f"deleted account {town.people['vendor.owner']}", town.emails["staff"]} <= labels


def _events(services: Services) -> list[tuple[int, str, str, str]]:
    with services.unit_of_work(writes=False) as uow:
        rows = uow.session.execute(
            select(
                ActivityEvent.id,
                ActivityEvent.action,
                ActivityEvent.object_id,
                ActivityEvent.actor_label,
            ).order_by(ActivityEvent.id)
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]


def test_what_is_shown_to_somebody_is_theirs_and_holds_no_secret(services: Services) -> None:
    town = build_town(services)
    with town.acting("city.owner") as uow:
        kept = {one.table: one for one in kept_about_me(uow)}
        shown = repr(list(kept.values()))
        user = uow.session.get_one(User, town.people["city.owner"])
        hidden = [user.fs_uniquifier, *uow.session.scalars(select(ApiToken.token_hash))]

    assert [row["as"] for row in kept["opinion"].rows] == ["said_by", "said_by"]
    assert "gherkinopinion" in shown
    assert kept["membership"].rows[0]["role"] == "owner"
    assert {row["email"] for row in kept["user_account"].rows} == {town.emails["city.owner"]}
    assert not any(secret in shown for secret in hidden)
    for stranger in set(town.emails.values()) - {town.emails["city.owner"]}:
        assert stranger not in shown


@pytest.fixture
def pair(services: Services) -> Iterator[tuple[UnitOfWork, User, Membership]]:
    """An organisation with an owner, who acts, and an editor."""
    with services.unit_of_work() as uow:
        add_words(uow)
        owner = make_user(uow, email="ada@heat.example")
        row = make_owned(uow, vendor_content(name="Heat"), owner=owner, verified=True)
        other = join(uow, row, email="bob@heat.example", role=Role.EDITOR)
        act_as(uow, owner)
        yield uow, owner, other


def test_the_only_owner_hands_over_first(pair: tuple[UnitOfWork, User, Membership]) -> None:
    uow, owner, other = pair
    with pytest.raises(Conflict, match="Nobody else owns Heat"):
        delete_account(uow)
    (stake,) = only_owner_of(uow)
    assert (stake.organisation.name, stake.others) == ("Heat", 1)

    other.role = Role.OWNER.value
    uow.session.flush()
    delete_account(uow)
    assert (owner.active, owner.name, owner.password) == (False, "", None)
    assert uow.session.scalars(select(Membership.user_id)).all() == [other.user_id]


def test_an_owner_who_cannot_sign_in_any_more_is_none(
    pair: tuple[UnitOfWork, User, Membership],
) -> None:
    uow, _, other = pair
    other.role = Role.OWNER.value
    uow.session.get_one(User, other.user_id).active = False
    uow.session.flush()
    with pytest.raises(Conflict):
        delete_account(uow)


def test_the_same_address_begins_anew_with_nothing(services: Services) -> None:
    with services.unit_of_work() as uow:
        first = make_user(uow, email="ada@heat.example")
        act_as(uow, first)
        delete_account(uow)
        uow.actor = SYSTEM
        second = create_user(uow, "ada@heat.example", "three or four words")
        uow.session.flush()
        assert second.id != first.id
        act_as(uow, second)
        kept = {one.table: len(one.rows) for one in kept_about_me(uow)}
    assert kept == {"user_account": 1, "outgoing_mail": 1}


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (VISITOR, Unauthenticated),
        (SYSTEM, Forbidden),
        (Actor(kind=ActorKind.PROGRAM, user_id=1), Forbidden),
    ],
)
def test_only_a_person_at_a_browser_leaves(
    services: Services, actor: Actor, refusal: type[Exception]
) -> None:
    with services.unit_of_work(actor) as uow:
        for ask in (delete_account, kept_about_me):
            with pytest.raises(refusal):
                ask(uow)


@pytest.mark.parametrize(
    "change",
    [
        {"actor_label": "somebody@else.example"},
        {"actor_label": "deleted account 99"},
        {"action": "nothing.happened"},
        {"actor_label": "deleted account 7", "action": "nothing.happened"},
    ],
)
def test_no_other_change_of_the_record_is_possible(
    services: Services, change: dict[str, str]
) -> None:
    person = Actor(kind=ActorKind.PERSON, user_id=7, label="ada@heat.example")
    with services.unit_of_work(person) as uow:
        uow.record("something.happen", person)
        uow.session.flush()
        with pytest.raises(DBAPIError, match="cannot be changed"), uow.session.begin_nested():
            uow.session.execute(update(ActivityEvent.__table__).values(**change))
        uow.session.execute(text("UPDATE activity_event SET actor_label = 'deleted account 7'"))
