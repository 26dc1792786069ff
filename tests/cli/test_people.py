"""Accounts and tokens from the shell, refused in the words that pages use."""

import pytest
from sqlalchemy import func, select

from marketplace.accounts.models import User
from marketplace.accounts.queries import user_with_email
from marketplace.app import create_app
from marketplace.organisations.queries import actor_of
from tests.cli.shell import Shell

ADA = ("--email", "Ada@City.example", "--password", "correct horse battery")


def test_somebody_can_sign_in_who_was_made_in_the_shell(shell: Shell) -> None:
    told = shell.succeed("user", "create", *ADA, "--name", "Ada")
    assert told == "ada@city.example can sign in now.\n"
    with shell.services() as services, services.unit_of_work() as uow:
        user = user_with_email(uow.session, "ada@city.example")
        assert user is not None
        assert user.confirmed_at is not None
        assert not actor_of(uow.session, user).staff


def test_staff_can_be_made_in_the_shell(shell: Shell) -> None:
    assert "is staff" in shell.succeed("user", "create", *ADA, "--staff")
    other = ("--email", "bob@city.example", "--password", "correct horse battery")
    shell.succeed("user", "create", *other, "--staff")
    with shell.services() as services, services.unit_of_work() as uow:
        for email in ("ada@city.example", "bob@city.example"):
            assert actor_of(uow.session, user_with_email(uow.session, email)).staff


def test_a_password_is_asked_for_twice_and_never_shown(shell: Shell) -> None:
    secret = "correct horse battery"
    words = ("user", "create", "--email", "ada@city.example")
    assert secret not in shell.succeed(*words, typed=f"{secret}\n{secret}\n")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--email", "ada", "--password", "long enough"), "email: Write an address"),
        (("--email", "a@b.example", "--password", "short"), "password: Use 10 to 200"),
        ((*ADA, "--name", "x" * 121), "name: Write at most 120"),
        ((*ADA, "--name", "a\x07b"), "name: Write at most 120"),
        (("--password", "long enough"), "--email"),
    ],
)
def test_an_account_that_cannot_be_made_is_refused(
    words: tuple[str, ...], reason: str, shell: Shell
) -> None:
    said = shell.refuse("user", "create", *words)
    assert reason in said
    assert "short" not in said
    with shell.services() as services, services.unit_of_work() as uow:
        assert uow.session.scalar(select(func.count()).select_from(User)) == 0


def test_an_address_that_is_taken_is_refused(shell: Shell) -> None:
    shell.succeed("user", "create", *ADA)
    assert "already" in shell.refuse("user", "create", *ADA)


def test_a_token_is_shown_once_and_opens_the_api(shell: Shell) -> None:
    shell.succeed("user", "create", *ADA, "--staff")
    words = ("--email", "ada@city.example", "--scope", "read", "--scope", "admin", "--days", "3")
    token = shell.succeed("token", "create", *words).strip()
    with shell.services() as services:
        client = create_app(services).test_client()
        asked = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/v1/activity", headers=asked).status_code == 200
        assert client.get("/api/v1/activity").status_code == 401


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--email", "nobody@city.example", "--scope", "read"), "no account with the address"),
        (("--email", "ada@city.example", "--scope", "everything"), "'read', 'write', 'admin'"),
        (("--email", "ada@city.example"), "--scope"),
        (("--email", "ada@city.example", "--scope", "read", "--name", ""), "name: Give a name"),
        (("--email", "ada@city.example", "--scope", "read", "--days", "0"), "--days"),
    ],
)
def test_a_token_that_cannot_be_made_is_refused(
    words: tuple[str, ...], reason: str, shell: Shell
) -> None:
    shell.succeed("user", "create", *ADA)
    assert reason in shell.refuse("token", "create", *words)
