"""The report of the engine: measured anew on judged folders and on the demonstration.

What each section says is made in the engine; what people wrote between them is left alone.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from marketplace.foundation.texts import normal
from marketplace.recommendations.demonstration import Demonstration, demonstration, fill
from marketplace.recommendations.guarding import GOLDEN
from matching.encoding import Encoder
from matching.evaluation import replaced, report_sections
from matching.evaluation.golden import golden_setting, load_golden
from matching.evaluation.groups import as_markdown as groups_as_markdown
from matching.evaluation.groups import reunions
from matching.evaluation.holding import as_markdown as attacks_as_markdown
from matching.evaluation.holding import honest_of, outcomes
from matching.evaluation.judged import JudgedSet, load_judged_set
from matching.evaluation.metrics import DEPTH
from matching.evaluation.report import Progress, measured
from matching.evaluation.runs import SYSTEMS, Setting
from matching.evaluation.sections import figures
from matching.evaluation.verdicts import (
    agreement,
    as_markdown,
    as_sentence,
    cross_validated,
    judged,
    load_pairs,
    numbers_of,
)
from matching.library import Library
from seed_data import FOLDER

LABELLED = FOLDER / "judged"

_DAY = date(2026, 11, 20)
"""On this day attacks are confirmed; honest entries of the demonstration never were."""

Section = Callable[[Library], str]
"""Makes one section from a library that holds the demonstration."""


def write_report(
    path: Path, folders: Sequence[Path], *, encoder: Callable[[], Encoder], progress: Progress
) -> None:
    """Measure everything anew and write it between the markers of a report.

    Without folders only what the demonstration alone says is measured, and the rest stays. The
    file is changed at the very end only: whoever stops earlier has the old one.

    Raises JudgedSetInvalid for a folder that is not a judged set, and MarkersMissing when the
    report has no place for a section; both before anything is measured.
    """
    names = ("golden", *SECTIONS, *(("figures", "ablations", "calibration") if folders else ()))
    replaced(path.read_text(encoding="utf-8"), dict.fromkeys(names, ""))
    judged_sets = [load_judged_set(folder) for folder in folders]
    found = _measured(judged_sets, encoder(), progress)
    fresh = replaced(path.read_text(encoding="utf-8"), found)
    beside = path.with_suffix(".new")
    beside.write_text(fresh, encoding="utf-8")
    beside.replace(path)


def _measured(
    judged_sets: Sequence[JudgedSet], encoder: Encoder, progress: Progress
) -> Mapping[str, str]:
    data = demonstration()
    golden = golden_setting(
        load_golden(GOLDEN / "suppliers.jsonl"), data.offerings, data.needs, encoder
    )
    found = {"golden": figures([measured(golden, list(SYSTEMS), progress)])}
    if judged_sets:
        settings = [Setting(judged_set, encoder, DEPTH) for judged_set in judged_sets]
        found |= report_sections(settings, golden=golden, progress=progress)
    for name, content in _of_demonstration(data, encoder):
        found[name] = content
        progress("demonstration", name, len(found), len(found))
    return found


def _of_demonstration(data: Demonstration, encoder: Encoder) -> Iterator[tuple[str, str]]:
    library = Library(encoder)
    fill(library, data)
    for name, section in SECTIONS.items():
        yield name, section(library)


def _verdicts(library: Library) -> str:
    """How true the verdicts on requirements are, on labels that they were fitted to and others."""
    fitted = load_pairs(LABELLED / "requirements_dev.jsonl")
    labels = [pair.label for pair in fitted]
    owners = [pair.offering for pair in fitted]
    again = cross_validated(numbers_of(library, fitted), labels, owners)
    kept_aside = load_pairs(LABELLED / "requirements_test.jsonl")
    said = [verdict.verdict for verdict in judged(library, kept_aside)]
    aside = agreement([pair.label for pair in kept_aside], said)
    shown = load_pairs(LABELLED / "requirements_shown.jsonl")
    of_shown = [verdict.verdict for verdict in judged(library, shown)]
    return "\n".join(
        (
            as_markdown("Pairs kept aside", aside),
            as_markdown("Pairs fitted to, cross-validated by solution", agreement(labels, again)),
            as_sentence([pair.label for pair in shown], of_shown),
        )
    )


def _attacks(library: Library) -> str:
    """How far listings get that are written only to be found, before and after examination."""
    honest = honest_of(library, today=_DAY)
    return attacks_as_markdown(honest, outcomes(library, today=_DAY, seen=normal))


def _groups(library: Library) -> str:
    """Whether cities that really bought together find each other."""
    return groups_as_markdown(reunions(library, demonstration().groups))


SECTIONS: Mapping[str, Section] = {"groups": _groups, "verdicts": _verdicts, "attacks": _attacks}
"""The sections that are about the demonstration, by the names of their markers."""
