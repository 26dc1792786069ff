"""From folders to figures: every system on every judged set, with how sure the figures are."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from matching.encoding import Encoder
from matching.errors import MatchingError
from matching.evaluation.judged import JudgedSet, load_judged_set
from matching.evaluation.metrics import DEPTH, Interval, Values, interval, measure
from matching.evaluation.runs import SYSTEMS, Setting

Progress = Callable[[str, str, int, int], None]
"""Told set, system, questions ranked so far, and how many there are."""


@dataclass(frozen=True, slots=True)
class SystemResult:
    """One system on one set: measures by name, each mean with its 95 % interval.

    `against` holds the mean difference to the first system of the run, paired by question.
    """

    system: str
    measures: dict[str, Interval]
    against: dict[str, Interval]
    seconds: float


@dataclass(frozen=True, slots=True)
class SetResult:
    """All systems on one set, in the order they were asked for."""

    name: str
    texts: int
    questions: int
    systems: tuple[SystemResult, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain dictionaries, lists, texts and numbers, ready for JSON."""
        return asdict(self)


def evaluate(
    folders: Sequence[Path],
    *,
    encoder: Encoder,
    systems: Sequence[str] = ("engine", "lexical", "dense"),
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
    return [_evaluate_set(judged, encoder, systems, progress) for judged in judged_sets]


def as_table(results: Sequence[SetResult]) -> str:
    """The results as lines of text; * marks a difference to the first system beyond chance."""
    if not results:
        return ""
    names = list(results[0].systems[0].measures)
    width = max(len(result.name) for result in results)
    head = f"{'set':{width}}  {'system':8}" + "".join(f"  {name:>21}" for name in names)
    lines = [head]
    for result in results:
        for system in result.systems:
            cells = "".join(f"  {_cell(system, name):>21}" for name in names)
            lines.append(f"{result.name:{width}}  {system.system:8}{cells}")
    return "\n".join(lines)


def _evaluate_set(
    judged: JudgedSet, encoder: Encoder, systems: Sequence[str], progress: Progress | None
) -> SetResult:
    setting = Setting(judged, encoder, DEPTH)
    results: list[SystemResult] = []
    first: dict[str, Values] = {}
    for name in systems:
        started = perf_counter()
        values = measure(_rank(setting, name, progress), judged.judgements)
        first = first or values
        results.append(_result(name, values, first, perf_counter() - started))
    return SetResult(judged.name, len(judged.corpus), len(judged.queries), tuple(results))


def _rank(setting: Setting, name: str, progress: Progress | None) -> dict[str, list[str]]:
    rankings: dict[str, list[str]] = {}
    for query, ranking in SYSTEMS[name](setting):
        rankings[query] = ranking
        if progress:
            progress(setting.judged.name, name, len(rankings), len(setting.judged.queries))
    return rankings


def _result(
    name: str, values: dict[str, Values], first: dict[str, Values], seconds: float
) -> SystemResult:
    means = {measure: interval(column) for measure, column in values.items()}
    against = {measure: interval(column - first[measure]) for measure, column in values.items()}
    return SystemResult(name, means, against, seconds)


def _cell(system: SystemResult, name: str) -> str:
    value, difference = system.measures[name], system.against[name]
    beyond_chance = "*" if difference.low > 0 or difference.high < 0 else " "
    return f"{value.mean:.3f} ({value.low:.3f}-{value.high:.3f}){beyond_chance}"
