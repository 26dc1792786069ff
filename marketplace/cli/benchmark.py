"""`marketplace benchmark`: measures of performance, as seconds and as ratios in one run.

Nothing is measured in the installation's own database: each run makes one in a folder that
is gone afterwards.
"""

import json
import resource
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import click
from rich.console import Console
from rich.progress import Progress

from marketplace.buyers_groups.speed import group_speed
from marketplace.cli import generated
from marketplace.cli.imports import KINDS, import_rows
from marketplace.cli.pages import pages
from marketplace.cli.rows import count_lines, read_rows
from marketplace.cli.running import plainly
from marketplace.foundation import migrations
from marketplace.foundation.clock import SystemClock, brussels_today
from marketplace.recommendations.query_speed import Speed, query_speed
from marketplace.services import Services, build_services
from marketplace.settings import Settings, read_settings
from marketplace.taxonomy.operations import load_terms
from marketplace.worker import work
from seed_data import FOLDER

SOLUTIONS_FILE, CHALLENGES_FILE = FOLDER / "solutions.jsonl", FOLDER / "challenges.jsonl"
SEARCHES = 30
KIBIBYTES_IN_MIB = 1024

Figures = dict[str, float]


@click.group()
def benchmark() -> None:
    """Measure how the product performs on this machine."""


benchmark.add_command(pages)


@benchmark.command("scale")
@click.option("--solutions", default=5000, show_default=True, type=click.IntRange(10, 1_000_000))
@click.option("--encoder", help="The model; MARKETPLACE_ENCODER by default.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def scale(solutions: int, encoder: str | None, *, as_json: bool) -> None:
    """Import made-up solutions, search, work and start again; how long each takes."""
    settings = read_settings()
    with TemporaryDirectory(prefix="marketplace-benchmark-") as folder:
        inside = replace(
            settings,
            data_dir=Path(folder),
            database_url=f"sqlite:///{folder}/benchmark.sqlite",
            encoder=encoder or settings.encoder,
        )
        figures = _measured(inside, solutions)
    _show(figures, as_json)


@benchmark.command("query")
@click.option("--solutions", default=10_000, show_default=True, type=click.IntRange(10, 1_000_000))
@click.option("--encoder", help="The model; MARKETPLACE_ENCODER by default.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def query(solutions: int, encoder: str | None, *, as_json: bool) -> None:
    """Answer needs beside a plain loop of encoder and flat index; what it costs more.

    Solutions are made up of sentences of the demonstration data, needs are the first sentences of
    its challenges. Each is answered both ways, in turn.
    """
    plain, required = query_speed(
        generated.mixed(SOLUTIONS_FILE, solutions),
        generated.short_needs(CHALLENGES_FILE),
        encoder=encoder or read_settings().encoder,
    )
    _show({"solutions": solutions} | _both(plain) | _both(required, ", with requirements"), as_json)


@benchmark.command("groups")
@click.option("--challenges", default=2000, show_default=True, type=click.IntRange(10, 10_000))
@click.option("--encoder", help="The model; MARKETPLACE_ENCODER by default.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def groups(challenges: int, encoder: str | None, *, as_json: bool) -> None:
    """Propose buyers groups out of made-up challenges, beside one pass over all pairs.

    Challenges are made up of sentences of the demonstration data; the rules are those of Horizon
    PCP.
    """
    settings = read_settings()
    speed = group_speed(
        generated.mixed_needs(CHALLENGES_FILE, challenges),
        encoder=encoder or settings.encoder,
        today=brussels_today(SystemClock().now()),
    )
    figures = {
        "challenges": challenges,
        "pairs that fit": speed.pairs,
        "groups proposed": speed.groups,
        "the best are certain": float(speed.whole),
        "one pass over all pairs, seconds": speed.all_pairs,
        "proposals, seconds": speed.proposals,
        "proposals as a part of the pass": speed.proposals / speed.all_pairs,
    }
    _show(figures, as_json)


def _both(speed: Speed, which: str = "") -> Figures:
    return {
        f"encoder and flat index, median, ms{which}": speed.plain,
        f"ranked and explained, median, ms{which}": speed.engine,
        f"ranked and explained, slowest, ms{which}": speed.slowest,
        f"multiple of encoder and flat index{which}": speed.ratio,
    }


def _show(figures: Figures, as_json: bool) -> None:  # noqa: FBT001 - a flag of the command line
    if as_json:
        click.echo(json.dumps(figures))
        return
    for name, value in figures.items():
        click.echo(f"{name:58} {value:12,.2f}")


def _measured(settings: Settings, solutions: int) -> Figures:
    figures: Figures = {"solutions": solutions}
    services = _prepared(settings)
    at_first = _most_memory()
    path = settings.data_dir / "solutions.jsonl"
    generated.write_solutions(path, solutions)
    with _timed(figures, "import, seconds"):
        _import(services, "solutions", path)
    figures["import, solutions a second"] = solutions / figures["import, seconds"]
    with _timed(figures, "index rebuilt and saved, seconds"):
        services.matcher.rebuild()
        services.matcher.save()
    _search(services, figures)
    with _timed(figures, "worker until nothing is due, seconds"):
        work(services, threading.Event(), once=True)
    with _timed(figures, "start again to the first answer, seconds"):
        _ask(build_services(settings), generated.needs(1)[0])
    peak = _most_memory()
    return figures | {
        "most memory, MiB": peak / KIBIBYTES_IN_MIB,
        "memory grown since the empty start, KiB a solution": (peak - at_first) / solutions,
    }


def _prepared(settings: Settings) -> Services:
    services = build_services(settings)
    migrations.upgrade(services.engine)
    with services.unit_of_work() as uow:
        load_terms(uow, FOLDER / "taxonomy")
    vendors = settings.data_dir / "vendors.jsonl"
    generated.write_vendors(vendors)
    _import(services, "organisations", vendors)
    return services


def _import(services: Services, name: str, path: Path) -> None:
    kind = KINDS[name]
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task(name, total=count_lines(path))
        import_rows(
            services, kind, read_rows(path, kind.lists), progress=lambda n: bar.advance(task, n)
        )


def _search(services: Services, figures: Figures) -> None:
    """Each need is encoded once by itself, and once more as a part of its answer."""
    encode: list[float] = []
    answer: list[float] = []
    for need in generated.needs(SEARCHES):
        encode.append(_seconds(partial(services.matcher.encode, need)))
        answer.append(_seconds(partial(_ask, services, need)))
    figures["encoding a need, median, ms"] = 1000 * statistics.median(encode)
    figures["search with encoding, median, ms"] = 1000 * statistics.median(answer)
    figures["search with encoding, slowest, ms"] = 1000 * max(answer)
    ratio = statistics.median(answer) / statistics.median(encode)
    figures["search as a multiple of encoding"] = ratio


def _ask(services: Services, need: str) -> None:
    with services.unit_of_work(writes=False) as uow:
        found = services.matcher.suppliers_for_text(uow, need)
    if not found:
        raise click.ClickException(f"nothing was found for “{need}”.")


def _most_memory() -> float:
    """The most this process has held so far, in KiB."""
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _seconds(act: Callable[[], object]) -> float:
    begun = perf_counter()
    act()
    return perf_counter() - begun


@contextmanager
def _timed(figures: Figures, name: str) -> Iterator[None]:
    begun = perf_counter()
    yield
    figures[name] = perf_counter() - begun
