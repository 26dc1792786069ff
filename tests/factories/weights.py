"""Reports of learned weights, within their bounds."""

from marketplace.recommendations.weighing import DOCUMENTED
from marketplace.recommendations.weight_report import Ranking, Reordered, WeightReport


def weight_report(
    ranking: Ranking = Ranking.SUPPLIERS, *, part: float = 0.1, taker: str = "facts"
) -> WeightReport:
    """Meaning gives `taker` that part of what `taker` has."""
    documented = DOCUMENTED[ranking].by_name
    moved = part * documented[taker]
    learned = documented | {
        taker: documented[taker] + moved,
        "meaning": documented["meaning"] - moved,
    }
    return WeightReport(
        documented=documented,
        learned=learned,
        intervals={name: (0.9 * share, 1.1 * share) for name, share in learned.items()},
        engine_version="0",
        verdicts=120,
        cities=9,
        pairs=340,
        agreement_before=0.61,
        agreement_after=0.64,
        needs=40,
        golden_before=0.71,
        golden_after=0.72,
        reordered=(Reordered(need="Lamps fail unseen", enter=("lumen",), leave=("boats",)),),
    )
