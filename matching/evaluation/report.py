"""From folders to figures: every system on every judged set, with how sure the figures are."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from matching.encoding import Encoder
from matching.errors import MatchingError
from matching.evaluation.judged import load_judged_set
from matching.evaluation.metrics import DEPTH, Interval, Values, interval, measure
from matching.evaluation.runs import SYSTEMS, Setting

ENGINE = "engine"
"""The name of the product's own ranking; all others are plain ways."""

BEST = "best of plain"
"""The heading of what nobody can know beforehand: on each set the plain way that is best there."""

Progress = Callable[[str, str, int, int], None]
"""Told set, system, questions ranked so far, and how many there are."""


@dataclass(frozen=True, slots=True)
class SystemResult:
    """One system on one set: measures by name, each mean with its 95 % interval.

    `against` holds the mean difference to the first system of the run, paired by question;
    `note` is what the system found out for itself, such as a weight that suits the set best.
    """

    system: str
    measures: dict[str, Interval]
    against: dict[str, Interval]
    seconds: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class SetResult:
    """All systems on one set, in the order they were asked for."""

    name: str
    texts: int
    questions: int
    systems: tuple[SystemResult, ...]

    def best(self, measure: str) -> SystemResult | None:
        """The best of the plain ways on this very set; None if none was run."""
        plain = [system for system in self.systems if system.system != ENGINE]
        return max(plain, key=lambda system: system.measures[measure].mean, default=None)

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries, lists, texts and numbers, ready for JSON."""
        return asdict(self)


def evaluate(
    folders: Sequence[Path],
    *,
    encoder: Encoder,
    systems: Sequence[str] = (ENGINE, "lexical", "dense"),
    progress: Progress | None = None,
) -> list[SetResult]:
    """Rank and measure every judged set; all folders are read before the first is ranked.

    Raises JudgedSetInvalid for a folder that is not a judged set, and MatchingError for the
    name of a system that does not exist.
    """
    unknown = [name for name in systems if name not in SYSTEMS]
    if unknown or not systems:
        asked = ", ".join(unknown) or "none"
        raise MatchingError(f"unknown systems: {asked} (there are {', '.join(SYSTEMS)})")
    judged_sets = [load_judged_set(Path(folder)) for folder in folders]
    return [measured(Setting(judged, encoder, DEPTH), systems, progress) for judged in judged_sets]


def as_table(results: Sequence[SetResult]) -> str:
    """The results as lines of text; * marks a difference to the first system beyond chance.

    Of several sets, the means over the sets follow; and where there are several plain ways, the
    mean of what the best of them reaches on each set.
    """
    if not results:
        return ""
    names = list(results[0].systems[0].measures)
    width = max(len(result.name) for result in results)
    lines = [f"{'set':{width}}  {'system':13}" + "".join(f"  {name:>21}" for name in names)]
    for result in results:
        for system in result.systems:
            cells = "".join(f"  {cell(system, name):>21}" for name in names)
            lines.append(f"{result.name:{width}}  {system.system:13}{cells} {system.note}".rstrip())
    for label, row in means(results).items() if len(results) > 1 else ():
        cells = "".join(f"  {row[name]:>21.3f}" for name in names)
        lines.append(f"{'mean':{width}}  {label:13}{cells}")
    return "\n".join(lines)


def means(results: Sequence[SetResult]) -> dict[str, dict[str, float]]:
    """Each system's mean over the sets by measure, and the mean of the best plain way on each."""
    names = list(results[0].systems[0].measures)
    rows = {
        first.system: {
            name: sum(result.systems[place].measures[name].mean for result in results)
            / len(results)
            for name in names
        }
        for place, first in enumerate(results[0].systems)
    }
    bests = {name: [result.best(name) for result in results] for name in names}
    if all(found for column in bests.values() for found in column):
        rows[BEST] = {
            name: sum(found.measures[name].mean for found in column if found) / len(results)
            for name, column in bests.items()
        }
    return rows


def measured(
    setting: Setting, systems: Sequence[str], progress: Progress | None = None
) -> SetResult:
    """Rank one judged set with every system of `SYSTEMS` that is named, and measure."""
    judged = setting.judged
    results: list[SystemResult] = []
    first: dict[str, Values] = {}
    for name in systems:
        started = perf_counter()
        values = measure(_rank(setting, name, progress), judged.judgements)
        first = first or values
        seconds = perf_counter() - started
        results.append(_result(name, values, first, seconds, setting.notes.get(name, "")))
    return SetResult(judged.name, len(judged.corpus), len(judged.queries), tuple(results))


def _rank(setting: Setting, name: str, progress: Progress | None) -> dict[str, list[str]]:
    rankings: dict[str, list[str]] = {}
    for query, ranking in SYSTEMS[name](setting):
        rankings[query] = ranking
        if progress:
            progress(setting.judged.name, name, len(rankings), len(setting.judged.queries))
    return rankings


def _result(
    name: str, values: dict[str, Values], first: dict[str, Values], seconds: float, note: str
) -> SystemResult:
    found = {measure: interval(column) for measure, column in values.items()}
    against = {measure: interval(column - first[measure]) for measure, column in values.items()}
    return SystemResult(name, found, against, seconds, note)


def cell(system: SystemResult, name: str) -> str:
    """A mean with its interval, and * for a difference to the first system beyond chance."""
    value, difference = system.measures[name], system.against[name]
    beyond_chance = "*" if difference.low > 0 or difference.high < 0 else " "
    return f"{value.mean:.3f} ({value.low:.3f}-{value.high:.3f}){beyond_chance}"
