"""The engine's own measure on judged sets, for the `evaluate` command."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from marketplace.foundation.errors import Invalid, Unavailable
from marketplace.recommendations import report
from marketplace.recommendations.demonstration import demonstration
from marketplace.recommendations.guarding import GOLDEN
from matching.encoding import Encoder, load_encoder
from matching.errors import EncoderUnavailable
from matching.evaluation import (
    SYSTEMS,
    JudgedSetInvalid,
    MarkersMissing,
    SetResult,
    as_table,
)
from matching.evaluation import evaluate as measure
from matching.evaluation.golden import golden_setting, load_golden
from matching.evaluation.report import measured

__all__ = ["SYSTEMS", "SetResult", "as_table", "evaluate", "write_report"]

Progress = Callable[[str, str, int, int], None]


def evaluate(
    folders: Sequence[Path],
    *,
    encoder: str,
    systems: Sequence[str],
    progress: Progress,
    golden: bool = False,
) -> list[SetResult]:
    """Measure the systems on every judged set, and the golden one, with the model of that name.

    Raises:
        Invalid: a folder is no judged set.
        Unavailable: the model cannot be loaded.
    """
    with _plainly(encoder):
        model = load_encoder(encoder)
        first = [_golden(model, systems, progress)] if golden else []
        return first + measure(folders, encoder=model, systems=systems, progress=progress)


def write_report(path: Path, folders: Sequence[Path], *, encoder: str, progress: Progress) -> None:
    """Measure everything anew and write it between the markers of a report.

    Raises:
        Invalid: a folder is no judged set, or the report has no markers for a section.
        Unavailable: the model cannot be loaded.
    """
    with _plainly(encoder):
        report.write_report(path, folders, encoder=lambda: load_encoder(encoder), progress=progress)


def _golden(encoder: Encoder, systems: Sequence[str], progress: Progress) -> SetResult:
    data = demonstration()
    golden = load_golden(GOLDEN / "suppliers.jsonl")
    setting = golden_setting(golden, data.offerings, data.needs, encoder)
    return measured(setting, systems, progress)


@contextmanager
def _plainly(encoder: str) -> Iterator[None]:
    try:
        yield
    except JudgedSetInvalid as error:
        raise Invalid.of("folder", str(error)) from None
    except MarkersMissing as error:
        raise Invalid.of("report", str(error)) from None
    except EncoderUnavailable as error:
        raise Unavailable(f"The model “{encoder}” cannot be loaded: {error}") from None
