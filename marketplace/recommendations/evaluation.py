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
from matching.evaluation.groups import Reunion, reunions
from matching.evaluation.groups import as_markdown as groups_as_table
from matching.evaluation.report import measured
from matching.library import Library

__all__ = [
    "SYSTEMS",
    "Reunion",
    "SetResult",
    "as_table",
    "evaluate",
    "evaluate_groups",
    "groups_as_table",
    "write_report",
]

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


def evaluate_groups(*, encoder: str, progress: Progress) -> list[Reunion]:
    """Measure with the model of that name whether real buyers groups are put together.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    with _plainly(encoder):
        data = demonstration()
        library = Library(load_encoder(encoder))
        for need, rows in zip(data.needs, library.encode_many(data.needs), strict=True):
            library.put_need(need, rows)
        progress("buyers groups", "engine", 0, 1)
        return reunions(library, data.groups)


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
