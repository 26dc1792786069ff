"""All that the report of the engine says of judged sets, measured in one run.

The texts of a set are encoded once and ranked many times. Nothing is written here.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matching.encoding import Encoder
from matching.evaluation import sections
from matching.evaluation.ablations import SetAblations, ablate
from matching.evaluation.bands import SetBands, Silence, bands_of, silences
from matching.evaluation.judged import load_judged_set
from matching.evaluation.metrics import DEPTH
from matching.evaluation.report import Progress, SetResult, measured
from matching.evaluation.runs import SYSTEMS, Setting


def report_sections(
    folders: Sequence[Path], *, encoder: Encoder, progress: Progress | None = None
) -> Mapping[str, str]:
    """Return the sections `figures`, `ablations` and `calibration`, in Markdown.

    Raises JudgedSetInvalid for a folder that is not a judged set, before anything is measured.
    """
    judged_sets = [load_judged_set(Path(folder)) for folder in folders]
    results: list[SetResult] = []
    ablated: list[SetAblations] = []
    bands: list[SetBands] = []
    silent: list[Silence] = []
    for judged in judged_sets:
        setting = Setting(judged, encoder, DEPTH)
        results.append(measured(setting, list(SYSTEMS), progress))
        ablated.append(ablate(setting, progress))
        bands += bands_of(setting)
        silent += silences(setting, judged_sets)
    return {
        "figures": sections.figures(results),
        "ablations": sections.ablations(ablated),
        "calibration": sections.calibration(bands, silent),
    }
