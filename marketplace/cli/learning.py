"""`marketplace learn`: what cities said of their matches, and the weights that it speaks for."""

import json
from dataclasses import asdict

import click

from marketplace.cli.running import open_services, plainly
from marketplace.feedback.learning import lay_before_staff, learn
from marketplace.recommendations.learning import (
    LEAST_CITIES,
    LEAST_VERDICTS,
    Lesson,
    with_golden_set,
)
from marketplace.recommendations.weight_report import Ranking


@click.command("learn")
@click.option("--dry-run", is_flag=True, help="Say what would be proposed, and propose nothing.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@plainly
def learn_(*, dry_run: bool, as_json: bool) -> None:
    """Learn from verdicts, shortlists and choices of cities; a proposal is for staff to decide."""
    services = open_services()
    told = []
    for ranking in Ranking:
        with services.unit_of_work(writes=False) as uow:
            lesson = learn(uow, services.matcher, ranking)
        if lesson.helps:
            lesson = with_golden_set(lesson, encoder=services.settings.encoder)
        if not dry_run:
            with services.unit_of_work() as uow:
                lay_before_staff(uow, lesson)
        told.append(lesson)
    if as_json:
        click.echo(json.dumps([asdict(one) | {"helps": one.helps} for one in told]))
        return
    for one in told:
        _print(one, proposes=not dry_run)


def _print(lesson: Lesson, *, proposes: bool) -> None:
    said = f"{lesson.verdicts} verdicts of {lesson.cities} cities"
    click.echo(f"{lesson.ranking}: {said}")
    report = lesson.report
    if report is None:
        click.echo(
            f"  Nothing is learned from fewer than {LEAST_VERDICTS} verdicts of {LEAST_CITIES} "
            "cities, or where none was found better than another."
        )
        return
    for name, before in report.documented.items():
        low, high = report.intervals[name]
        now = report.learned[name]
        click.echo(f"  {name:14} {before:.3f} -> {now:.3f}   [{low:.3f}, {high:.3f}]")
    click.echo(
        f"  Pairs in the order of their city, on other needs: {report.agreement_before:.3f} -> "
        f"{report.agreement_after:.3f} ({report.pairs} pairs)"
    )
    if not lesson.helps:
        click.echo("  Other needs are ordered no better by it, so nothing is proposed.")
        return
    click.echo(
        f"  Golden set, nDCG@10: {report.golden_before:.3f} -> {report.golden_after:.3f}; "
        f"{len(report.reordered)} of {report.needs} top tens change"
    )
    if proposes:
        click.echo("  Proposed. Programme staff decide about it on the page “Weights”.")
