"""`marketplace demo`: the demonstration data and sign-ins, once."""

import secrets
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from marketplace.accounts.models import User
from marketplace.accounts.operations import create_user
from marketplace.accounts.passwords import hash_password
from marketplace.accounts.queries import user_with_email
from marketplace.cli.imports import KINDS, import_rows
from marketplace.cli.rows import count_lines, read_rows
from marketplace.cli.rule_sets import take_rule_sets
from marketplace.cli.running import Failed, open_services, plainly, stoppable
from marketplace.cli.stories import take_stories
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import CityProfile, OrganisationContent, OrganisationKind
from marketplace.organisations.operations import add_programme_staff, add_verified_organisation
from marketplace.organisations.queries import actor_of
from marketplace.services import Services
from seed_data import FOLDER

STORIES = ("case_studies", "buyers_groups")
STAFF = "staff@demo.example"
NOTE = "Made for the demonstration; there is no such organisation."
PEOPLE = {
    "vendor@demo.example": OrganisationContent(
        kind=OrganisationKind.VENDOR,
        name="Demonstration Vendor",
        country="BE",
        description="A made-up vendor, so that you can list a solution and see what happens.",
        source_note=NOTE,
    ),
    "city@demo.example": OrganisationContent(
        kind=OrganisationKind.CITY,
        name="Demonstration City",
        country="BE",
        description="A made-up city, so that you can state a challenge and see what happens.",
        city=CityProfile(languages=("fr", "nl", "de")),
        source_note=NOTE,
    ),
}


@click.command()
@plainly
def demo() -> None:
    """Load real cities, challenges and solutions, and print the sign-ins; safe to repeat."""
    services = open_services()
    if services.settings.is_public:
        raise Failed("the demonstration has known sign-ins; it is not for a public address.")
    password = load_demonstration(services)
    click.echo("Sign in as one of these (all have the same password):")
    for email in (*PEOPLE, STAFF):
        click.echo(f"  {email:20} {password}")


def load_demonstration(services: Services) -> str:
    """Load everything and make the people; the password that all of them have."""
    console = Console(stderr=True)
    for name in KINDS:
        _load(services, name, console)
    for name in STORIES:
        _report(name, *take_stories(services, FOLDER / f"{name}.jsonl"))
    _report("rule_sets", *take_rule_sets(services, FOLDER / "funding_rules.jsonl"))
    password, is_new = _password(services.settings.data_dir / "demo_password")
    _people(services, password, is_new=is_new)
    return password


def _load(services: Services, name: str, console: Console) -> None:
    path, kind = FOLDER / f"{name}.jsonl", KINDS[name]
    with Progress(console=console) as bar:
        task = bar.add_task(f"Loading {name}", total=count_lines(path))
        with stoppable(partial(bar.advance, task)) as progress:
            rows = read_rows(path, kind.lists)
            outcome = import_rows(services, kind, rows, progress=progress)
    if outcome.refused:
        line, faults = outcome.refused[0]
        raise Failed(f"{path.name}, line {line}: {faults[0].field}: {faults[0].message}")
    _report(name, outcome.taken, outcome.known)


def _report(name: str, taken: int, known: int) -> None:
    click.echo(f"{name.replace('_', ' ')}: {taken} new or changed, {known} known already.")


def _password(path: Path) -> tuple[str, bool]:
    """The password of the demonstration, made once for each installation, and if it is new."""
    if path.exists():
        return path.read_text(), False
    path.touch(mode=0o600)
    path.write_text(f"{secrets.token_hex(3)}-{secrets.token_hex(3)}")
    return path.read_text(), True


def _people(services: Services, password: str, *, is_new: bool) -> None:
    with services.unit_of_work() as uow:
        for email, content in PEOPLE.items():
            person = _person(uow, email, password, is_new=is_new)
            add_verified_organisation(uow, person, content, external_key=f"demo-{email}")
        staff = _person(uow, STAFF, password, is_new=is_new)
        if not actor_of(uow.session, staff).staff:
            add_programme_staff(uow, staff)


def _person(uow: UnitOfWork, email: str, password: str, *, is_new: bool) -> User:
    person = user_with_email(uow.session, email)
    if person is None:
        name = f"Demonstration {email.partition('@')[0]}"
        return create_user(uow, email, password, name=name, confirmed=True)
    if is_new:
        person.password = hash_password(password)
    return person
