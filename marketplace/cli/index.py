"""`marketplace index`: the derived index against the database."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click

from marketplace.cli.running import Failed, open_services, plainly, stoppable

LABELS = {
    "model": "model that answers",
    "engine_version": "release of the engine",
    "weights": "weights of the solutions",
    "offerings": "solutions in the saved index",
    "needs": "challenges in the saved index",
    "stored": "texts with stored vectors",
    "seen": "last fact in the saved index",
    "last": "last fact in the database",
    "behind": "facts that the saved index has not seen",
}


@click.group()
def index() -> None:
    """Look at, check or rebuild the derived index."""


@index.command("status")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def status(*, as_json: bool) -> None:
    """Say what the saved index holds and how far it is behind the database."""
    matcher = open_services().matcher
    matcher.take_saved()
    found = matcher.status()
    values = asdict(found.made_by) | asdict(found) | {"behind": found.behind}
    del values["made_by"]
    if as_json:
        click.echo(json.dumps(values))
        return
    del values["next_model"]
    for name, value in values.items():
        click.echo(f"{LABELS[name]:42} {value if value is not None else 'never saved'}")
    if (following := found.next_model) is not None:
        click.echo(f"{'model that is to follow':42} {following.name}")
        click.echo(f"{'texts with stored vectors by it':42} {following.stored}")
        if following.fault:
            click.echo(f"{'why it cannot be used':42} {following.fault}")


@index.command("verify")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def verify(*, as_json: bool) -> None:
    """Compare the index with the database, entry by entry (status 1 if they differ)."""
    differences = open_services().matcher.verify()
    if as_json:
        click.echo(json.dumps([asdict(d) for d in differences], default=str))
    for difference in () if as_json else differences:
        click.echo(f"{difference.kind} {difference.id} {difference.what}")
    if differences:
        raise Failed(f"{len(differences)} differences; run “marketplace index rebuild”.")
    if not as_json:
        click.echo("The index agrees with the database.")


@index.command("rebuild")
@plainly
def rebuild() -> None:
    """Make the index anew from the database and save it; may be stopped and repeated."""
    services = open_services()
    with _told("Rebuilding") as progress:
        services.matcher.rebuild(progress)
    services.matcher.save()
    click.echo("The index is rebuilt and saved.")


@index.command("embed")
@plainly
def embed() -> None:
    """Make the vectors of the model that is set, then let it serve; may be stopped and repeated."""
    services = open_services()
    with _told("Reading texts") as progress:
        count = services.matcher.change_model(progress=progress)
    click.echo(f"The model that is set serves; {count} texts had to be read first.")


@index.command("tidy")
@plainly
def tidy() -> None:
    """Remove the stored vectors of models that are no longer in use."""
    count = open_services().matcher.forget_other_models()
    click.echo(f"Removed the vectors of former models for {count} texts.")


@contextmanager
def _told(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar, and what tells it how many of how many steps are done."""
    with click.progressbar(length=100, label=label, show_eta=True) as bar:

        def tell(done: int, total: int) -> None:
            bar.update(round(100 * done / max(total, 1)) - bar.pos)

        with stoppable(tell) as progress:
            yield progress
