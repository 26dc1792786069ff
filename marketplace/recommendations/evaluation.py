"""The engine's own measure on judged sets, for the `evaluate` command."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from marketplace.foundation.errors import Invalid, Unavailable
from matching.encoding import load_encoder
from matching.errors import EncoderUnavailable
from matching.evaluation import (
    SYSTEMS,
    JudgedSetInvalid,
    MarkersMissing,
    SetResult,
    as_table,
    replaced,
    report_sections,
)
from matching.evaluation import evaluate as measure

__all__ = ["SYSTEMS", "SetResult", "as_table", "evaluate", "write_report"]

SECTIONS = ("figures", "ablations", "calibration")

Progress = Callable[[str, str, int, int], None]


def evaluate(
    folders: Sequence[Path], *, encoder: str, systems: Sequence[str], progress: Progress
) -> list[SetResult]:
    """Measure the systems on every judged set with the model of that name.

    Raises:
        Invalid: a folder is no judged set.
        Unavailable: the model cannot be loaded.
    """
    with _plainly(encoder):
        model = load_encoder(encoder)
        return measure(folders, encoder=model, systems=systems, progress=progress)


def write_report(path: Path, folders: Sequence[Path], *, encoder: str, progress: Progress) -> None:
    """Measure everything anew and write it between the markers of a report.

    What stands outside of markers is left alone, and the file is changed at the very end only:
    whoever stops earlier has the old one.

    Raises:
        Invalid: a folder is no judged set, or the report has no markers for a section.
        Unavailable: the model cannot be loaded.
    """
    with _plainly(encoder):
        # A report without markers is refused at once, not after half an hour.
        replaced(path.read_text(encoding="utf-8"), dict.fromkeys(SECTIONS, ""))
        found = report_sections(folders, encoder=load_encoder(encoder), progress=progress)
        fresh = replaced(path.read_text(encoding="utf-8"), found)
    beside = path.with_suffix(".new")
    beside.write_text(fresh, encoding="utf-8")
    beside.replace(path)


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
