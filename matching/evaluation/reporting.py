"""All that the report of the engine says of judged sets, measured in one run.

The texts of a set are encoded once and ranked many times. Nothing is written here.
"""

from collections.abc import Mapping, Sequence

from matching.evaluation import sections
from matching.evaluation.ablations import SetAblations, ablate
from matching.evaluation.bands import SetBands, Silence, bands_of, silences
from matching.evaluation.report import Progress, SetResult, measured
from matching.evaluation.runs import SYSTEMS, Setting

_GOOD = 2
"""From this grade on an answer of the golden set counts as right: below it, it only touches."""


def report_sections(
    settings: Sequence[Setting], *, golden: Setting | None = None, progress: Progress | None = None
) -> Mapping[str, str]:
    """Return the sections `figures`, `ablations` and `calibration`, in Markdown.

    `golden`, the set that was judged by grades before any engine ranked it, joins the latter two.
    """
    results: list[SetResult] = []
    ablated: list[SetAblations] = []
    bands: list[SetBands] = []
    silent: list[Silence] = []
    judged_sets = [setting.judged for setting in settings]
    for setting in settings:
        results.append(measured(setting, list(SYSTEMS), progress))
        ablated.append(ablate(setting, progress))
        bands += bands_of(setting)
        silent += silences(setting, judged_sets)
    if golden:
        ablated.append(ablate(golden, progress))
        bands += bands_of(golden, right_from=_GOOD)
    return {
        "figures": sections.figures(results),
        "ablations": sections.ablations(ablated),
        "calibration": sections.calibration(bands, silent),
    }
