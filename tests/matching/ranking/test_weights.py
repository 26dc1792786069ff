from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.mirror import find_challenges
from matching.partners import find_partners
from matching.profiles import Need, Offering
from matching.ranking.fusion import shares
from matching.ranking.weights import (
    FOR_PARTNERS,
    FOR_SUPPLIERS,
    MOST_LEARNED,
    Weights,
)
from matching.suppliers import find_suppliers
from tests.matching import strategies
from tests.matching.shelves import library_of, need, offering

TODAY = date(2026, 1, 15)
BOTH = st.sampled_from([FOR_SUPPLIERS, FOR_PARTNERS])


@st.composite
def moved(draw: st.DrawFn, weights: Weights = FOR_SUPPLIERS) -> Weights:
    """What is taken from one factor is given to another, within the bounds."""
    names = sorted(weights.by_name)
    taker, giver = draw(st.permutations(names))[:2]
    room = MOST_LEARNED * min(weights.by_name[taker], weights.by_name[giver])
    moves = draw(st.floats(0.0, 1.0)) * room
    return weights.learned(
        weights.by_name
        | {
            taker: weights.by_name[taker] + moves,
            giver: weights.by_name[giver] - moves,
        }
    )


@given(weights=BOTH, known=st.booleans())
def test_documented_weights_are_one_together_and_split_as_fusion_says(
    *, weights: Weights, known: bool
) -> None:
    assert sum(weights.by_name.values()) == pytest.approx(1.0)
    assert weights.split(language_known=known) == pytest.approx(shares(language_known=known))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"facts": 0.02, "themes": -0.01}, "1 together"),
        ({"meaning": 0.06, "freshness": -0.06}, "too far"),
        ({"payment": 0.0}, "Every factor"),
    ],
)
def test_no_learned_share_leaves_its_bounds(change: dict[str, float], reason: str) -> None:
    now = dict(FOR_SUPPLIERS.by_name)
    wanted = now | {name: now.get(name, 0.0) + by for name, by in change.items()}
    with pytest.raises(ValueError, match=reason):
        FOR_SUPPLIERS.learned(wanted)


@given(weights=moved(), asked=strategies.needs(), items=strategies.many_offerings(4))
def test_an_answer_shows_the_very_weights_it_was_made_with(
    weights: Weights, asked: Need, items: list[Offering]
) -> None:
    library = library_of(*items)
    for match in find_suppliers(library, asked, today=TODAY, weights=weights):
        assert sum(f.value * f.weight for f in match.factors) == pytest.approx(match.score)
        assert sum(f.weight for f in match.factors) == pytest.approx(1.0)
        for factor in match.factors[2:]:
            assert factor.weight == weights.by_name[factor.name]


@given(weights=moved())
def test_the_mirror_scores_with_the_same_weights(weights: Weights) -> None:
    asked = need("Street lamps fail unseen.", "Report lamps that have failed.")
    lamps = offering("lamps", "Sensors report street lamps that have failed.")
    library = library_of(asked, lamps)
    (match,) = find_suppliers(library, asked, today=TODAY, weights=weights)
    (fit,) = find_challenges(library, lamps, today=TODAY, weights=weights).fits
    assert fit.match.score == match.score


@given(weights=moved(FOR_PARTNERS))
def test_partners_are_scored_with_the_weights_given(weights: Weights) -> None:
    text = "Street lamps fail unseen."
    library = library_of(need(text, key="other", owner="b", themes=frozenset({"light"})))
    asked = need(text, owner="a", themes=frozenset({"light"}))
    (match,) = find_partners(library, asked, today=TODAY, weights=weights)
    shown = {factor.name: factor.weight for factor in match.factors}
    assert shown["themes"] == weights.by_name["themes"]
    assert sum(shown.values()) == pytest.approx(1.0)
