"""`marketplace db …`, `backup` and `restore`."""

from pathlib import Path

import click

from marketplace.cli.running import open_services, plainly
from marketplace.foundation import backup as backups
from marketplace.foundation import migrations
from marketplace.tables import metadata
from marketplace.taxonomy.operations import load_terms
from seed_data import FOLDER


@click.group()
def db() -> None:
    """Bring the database to the schema this release needs."""


@db.command("upgrade")
@plainly
def upgrade() -> None:
    """Create or update the tables and the code lists; safe to repeat."""
    services = open_services(need_schema=False)
    migrations.upgrade(services.engine)
    with services.unit_of_work() as uow:
        changed = load_terms(uow, FOLDER / "taxonomy")
    click.echo(
        f"Schema at {migrations.current_revision(services.engine)}; {changed} terms new or changed."
    )


@db.command("downgrade")
@click.argument("revision")
@plainly
def downgrade(revision: str) -> None:
    """Go back to REVISION; “base” removes every table."""
    services = open_services(need_schema=False)
    migrations.downgrade(services.engine, revision)
    click.echo(f"Schema at {migrations.current_revision(services.engine) or 'base'}.")


@db.command("check")
@plainly
def check() -> None:
    """Say whether the schema is the one this release needs (status 1 if not)."""
    open_services()
    click.echo("The schema is current.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@plainly
def backup(file: Path) -> None:
    """Write everything to FILE while the service goes on."""
    services = open_services()
    revision = migrations.current_revision(services.engine)
    rows = backups.back_up(services.engine, metadata, revision, file)
    click.echo(f"{rows} rows in {file}.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Lose what the database holds now.")
@plainly
def restore(file: Path, *, replace: bool) -> None:
    """Fill the database from FILE, all or nothing; a damaged file is refused."""
    services = open_services()
    revision = migrations.current_revision(services.engine)
    rows = backups.restore(services.engine, metadata, revision, file, replace=replace)
    click.echo(f"{rows} rows restored.")
