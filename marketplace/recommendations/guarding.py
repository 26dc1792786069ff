"""Holds the ranking to what it answered before: on the golden set, and on judged folders.

The golden set is ranked with the profiles that an installation ranks. Baselines are files
beside the judgements. Commands and tests use this; comparing is in the engine.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from marketplace.foundation.errors import Invalid, Unavailable
from marketplace.recommendations.demonstration import Demonstration, demonstration, fill
from matching.encoding import Encoder, load_encoder
from matching.errors import EncoderUnavailable
from matching.evaluation.golden import load_golden
from matching.evaluation.guard import SEEN, Comparison, Found, Run, compared, load, run_of, save
from matching.evaluation.judged import JudgedSetInvalid, load_judged_set
from matching.evaluation.metrics import Interval
from matching.evaluation.runs import Setting
from matching.library import Library
from matching.partners import find_partners
from matching.ranking.filters import Filters
from matching.ranking.weights import FOR_PARTNERS, FOR_SUPPLIERS, Weights
from matching.suppliers import find_suppliers
from seed_data import FOLDER

__all__ = ["Comparison", "Interval", "Run", "accept", "against_baselines", "golden_runs", "runs"]

GOLDEN = FOLDER / "judged" / "golden"
BASELINES = FOLDER / "judged" / "baselines"
DAY = date(2026, 11, 20)
"""The day on which the golden set is ranked: of the demonstration data, and the same for ever."""

Progress = Callable[[str], None]


def runs(folders: Sequence[Path], *, encoder: str, progress: Progress) -> Iterator[Run]:
    """Rank the golden set, then every judged folder.

    Raises:
        Invalid: a folder is no judged set.
        Unavailable: the model cannot be loaded.
    """
    with _plainly(encoder):
        model = load_encoder(encoder)
        library, data = Library(model), demonstration()
        progress("golden")
        fill(library, data)
        yield from golden_runs(library, data)
        for folder in folders:
            progress(folder.resolve().name)
            yield _folder_run(folder, model)


def golden_runs(
    library: Library,
    data: Demonstration,
    suppliers: Weights = FOR_SUPPLIERS,
    partners: Weights = FOR_PARTNERS,
) -> tuple[Run, Run]:
    """Rank both halves of the golden set in a library that holds the demonstration."""
    needs = {need.key: need for need in data.needs}

    def supply(key: str) -> Sequence[Found]:
        return find_suppliers(library, needs[key], limit=SEEN, today=DAY, weights=suppliers)

    def partner(key: str) -> Sequence[Found]:
        return find_partners(library, needs[key], limit=SEEN, today=DAY, weights=partners)

    model = library.encoder.fingerprint
    solutions = load_golden(GOLDEN / "suppliers.jsonl").grades
    # Another challenge of the same city was judged like any other, and is no partner.
    same = load_golden(GOLDEN / "partners.jsonl").grades
    others = {
        key: {k: grade for k, grade in found.items() if needs[k].owner != needs[key].owner}
        for key, found in same.items()
    }
    return (
        run_of("golden_suppliers", model, solutions, supply),
        run_of("golden_partners", model, others, partner),
    )


def against_baselines(found: Sequence[Run], folder: Path = BASELINES) -> list[Comparison]:
    """Each run beside its baseline.

    Raises:
        Invalid: a baseline is missing, or is of other questions.
    """
    with _plainly(""):
        return [compared(run, load(folder / f"{run.name}.jsonl")) for run in found]


def accept(found: Sequence[Run], folder: Path = BASELINES) -> None:
    """Let these runs be what later ones are held to."""
    folder.mkdir(exist_ok=True)
    for run in found:
        save(run, folder / f"{run.name}.jsonl")


def _folder_run(folder: Path, encoder: Encoder) -> Run:
    judged = load_judged_set(folder)
    library = Setting(judged, encoder, SEEN).library
    left_out = {query.key: query.exclude for query in judged.queries}

    def find(key: str) -> Sequence[Found]:
        cut = Filters(keys_excluded=left_out[key])
        need = library.needs[key]
        return find_suppliers(library, need, filters=cut, limit=SEEN, today=DAY)

    return run_of(judged.name, encoder.fingerprint, judged.judgements, find, secret=True)


@contextmanager
def _plainly(encoder: str) -> Iterator[None]:
    try:
        yield
    except JudgedSetInvalid as error:
        raise Invalid.of("set", str(error)) from None
    except EncoderUnavailable as error:
        raise Unavailable(f"The model “{encoder}” cannot be loaded: {error}") from None
