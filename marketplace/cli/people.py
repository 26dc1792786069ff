"""`marketplace user` and `marketplace token`: accounts and API tokens from the shell."""

from datetime import timedelta

import click

from marketplace.accounts.operations import create_token, create_user
from marketplace.accounts.queries import user_with_email
from marketplace.cli.running import Failed, open_services, plainly
from marketplace.foundation.access import Scope
from marketplace.organisations.operations import add_programme_staff
from marketplace.organisations.queries import actor_of

SCOPES = [scope.value for scope in Scope]


@click.group()
def user() -> None:
    """Accounts of people."""


@user.command("create")
@click.option("--email", required=True)
@click.option("--name", default="", help="How the person is called.")
@click.option("--staff", is_flag=True, help="Make this person one of the programme's staff.")
@click.password_option("--password", help="Asked for when it is not given.")
@plainly
def create(email: str, name: str, password: str, *, staff: bool) -> None:
    """Create an account whose address counts as confirmed."""
    services = open_services()
    with services.unit_of_work() as uow:
        made = create_user(uow, email, password, name=name, confirmed=True)
        if staff:
            add_programme_staff(uow, made)
        click.echo(f"{made.email} can sign in now{' and is staff' if staff else ''}.")


@click.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@click.option("--email", required=True, help="Whose token it is.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), required=True)
@click.option("--name", default="made in the shell")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it is valid.")
@plainly
def create_api_token(email: str, scopes: tuple[str, ...], name: str, days: int | None) -> None:
    """Create a token and print it; it is shown this once."""
    services = open_services()
    with services.unit_of_work() as uow:
        person = user_with_email(uow.session, email)
        if person is None:
            raise Failed(f"there is no account with the address {email}.")
        uow.actor = actor_of(uow.session, person)
        ends = uow.now + timedelta(days=days) if days else None
        _, plain = create_token(uow, person, name, [Scope(s) for s in scopes], ends)
    click.echo(plain)
