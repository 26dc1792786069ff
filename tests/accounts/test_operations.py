from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from marketplace.accounts.operations import (
    create_token,
    create_user,
    deactivate_user,
    normal_email,
    revoke_token,
)
from marketplace.accounts.queries import my_tokens, token_in_use, user_with_email
from marketplace.foundation.access import SYSTEM, Scope
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.organisations.queries import actor_of
from marketplace.services import Services
from tests.factories.accounts import act_as, make_user


def test_an_address_is_found_in_whatever_case_it_is_typed(services: Services) -> None:
    with services.unit_of_work() as uow:
        made = create_user(uow, "  Ada@City.Example ", None, name="Ada")

        assert made.email == "ada@city.example"
        assert user_with_email(uow.session, "ADA@city.example") is made


def test_nobody_gets_a_second_account_with_the_same_address(services: Services) -> None:
    with services.unit_of_work() as uow:
        make_user(uow, email="ada@city.example")
        with pytest.raises(Conflict, match="already"):
            create_user(uow, "ADA@city.example", None)


def test_a_password_is_kept_as_an_argon2_hash_only(services: Services) -> None:
    with services.unit_of_work() as uow:
        made = create_user(uow, "ada@city.example", "correct horse battery")

        assert made.password is not None
        assert made.password.startswith("$argon2id$")
        assert PasswordHasher().verify(made.password, "correct horse battery")


@pytest.mark.parametrize("password", ["", "too short", "x" * 201])
def test_a_password_that_is_too_short_or_too_long_is_refused_without_being_repeated(
    services: Services, password: str
) -> None:
    with services.unit_of_work() as uow, pytest.raises(Invalid) as refused:
        create_user(uow, "ada@city.example", password)

    assert refused.value.faults[0].field == "password"
    assert refused.value.faults[0].value is None


@pytest.mark.parametrize(
    "text", ["", "ada", "a\0da@city.example", "ada@", "x" * 250 + "@a.example"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        normal_email(text)


def test_a_token_acts_with_its_scopes_until_it_ends(services: Services) -> None:
    with services.unit_of_work() as uow:
        ada = make_user(uow, email="ada@city.example")
        act_as(uow, ada)
        ends = uow.now + timedelta(days=1)
        row, plain = create_token(uow, ada, "import", {Scope.WRITE, Scope.READ}, ends)

        assert plain not in (row.token_hash, row.prefix)
        assert plain.startswith(row.prefix)
        found = token_in_use(uow.session, plain, uow.now)
        assert found is not None
        assert (found.user, found.scopes) == (ada, ["read", "write"])
        assert token_in_use(uow.session, plain, ends) is None
        assert token_in_use(uow.session, plain + "x", uow.now) is None
        assert token_in_use(uow.session, "\ud800\0", uow.now) is None


def test_a_revoked_token_ends_at_once(services: Services) -> None:
    with services.unit_of_work() as uow:
        ada = make_user(uow, email="ada@city.example")
        act_as(uow, ada)
        row, plain = create_token(uow, ada, "import", {Scope.READ})
        revoke_token(uow, row.id)
        uow.session.flush()

        assert token_in_use(uow.session, plain, uow.now) is None
        assert my_tokens(uow) == []


def test_the_token_of_somebody_else_is_not_found(services: Services) -> None:
    with services.unit_of_work() as uow:
        ada, bob = (make_user(uow, email=f"{name}@city.example") for name in ("ada", "bob"))
        act_as(uow, ada)
        row, _ = create_token(uow, ada, "import", {Scope.READ})
        act_as(uow, bob)

        with pytest.raises(NotFound):
            revoke_token(uow, row.id)
        with pytest.raises(Forbidden):
            create_token(uow, ada, "mine", {Scope.READ})


def test_a_program_cannot_make_a_token_that_may_do_more_than_itself(services: Services) -> None:
    with services.unit_of_work() as uow:
        ada = make_user(uow, email="ada@city.example")
        uow.actor = actor_of(uow.session, ada, {Scope.READ, Scope.WRITE})

        with pytest.raises(Forbidden, match="more"):
            create_token(uow, ada, "bigger", {Scope.ADMIN})


def test_a_deactivated_person_has_no_access_by_any_way(services: Services) -> None:
    with services.unit_of_work() as uow:
        ada = make_user(uow, email="ada@city.example")
        before = ada.fs_uniquifier
        act_as(uow, ada)
        _, plain = create_token(uow, ada, "import", {Scope.READ})
        with pytest.raises(Forbidden):
            deactivate_user(uow, ada)
        uow.actor = SYSTEM
        deactivate_user(uow, ada)

        assert token_in_use(uow.session, plain, uow.now) is None
        assert ada.fs_uniquifier != before
