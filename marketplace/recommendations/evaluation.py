"""The engine's own measure on judged sets, for the `evaluate` command."""

from collections.abc import Callable, Sequence
from pathlib import Path

from marketplace.foundation.errors import Invalid, Unavailable
from matching.encoding import load_encoder
from matching.errors import EncoderUnavailable
from matching.evaluation import SYSTEMS, JudgedSetInvalid, SetResult, as_table
from matching.evaluation import evaluate as measure

__all__ = ["SYSTEMS", "SetResult", "as_table", "evaluate"]

Progress = Callable[[str, str, int, int], None]


def evaluate(
    folders: Sequence[Path], *, encoder: str, systems: Sequence[str], progress: Progress
) -> list[SetResult]:
    """Measure the systems on every judged set with the model of that name.

    Raises:
        Invalid: a folder is no judged set.
        Unavailable: the model cannot be loaded.
    """
    try:
        model = load_encoder(encoder)
        return measure(folders, encoder=model, systems=systems, progress=progress)
    except JudgedSetInvalid as error:
        raise Invalid.of("folder", str(error)) from None
    except EncoderUnavailable as error:
        raise Unavailable(f"The model “{encoder}” cannot be loaded: {error}") from None
