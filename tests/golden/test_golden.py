from dataclasses import replace

import pytest

from marketplace.recommendations import guarding
from marketplace.recommendations.demonstration import Demonstration
from matching.evaluation.golden import load_golden
from matching.evaluation.guard import Comparison
from matching.library import Library
from matching.ranking.weights import FOR_PARTNERS, FOR_SUPPLIERS, MEANING, WORDS, Weights
from tests.golden.demonstration import demonstration_library

pytestmark = pytest.mark.model

Standing = tuple[Library, Demonstration]


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    return demonstration_library(tmp_path_factory)


def without(name: str, weights: Weights) -> Weights:
    return Weights(
        tuple(replace(item, share=0.0) if item.name == name else item for item in weights.factors)
    )


def told(comparison: Comparison) -> str:
    lines = [
        f"{comparison.now.name} fell by {comparison.difference}; “marketplace guard” tells more:"
    ]
    lines += [f"{m.question}: {m.key} {m.was} → {m.now} {m.points}" for m in comparison.moves[:10]]
    return "\n".join(lines)


def test_the_ranking_of_the_golden_set_has_not_fallen(standing: Standing) -> None:
    for comparison in guarding.against_baselines(guarding.golden_runs(*standing)):
        assert not comparison.has_fallen, told(comparison)


@pytest.mark.parametrize("factor", [WORDS.name, MEANING.name])
def test_a_ranking_without_words_or_without_meaning_is_noticed(
    standing: Standing, factor: str
) -> None:
    found = guarding.golden_runs(
        *standing, without(factor, FOR_SUPPLIERS), without(factor, FOR_PARTNERS)
    )
    comparisons = guarding.against_baselines(found)
    assert any(comparison.has_fallen for comparison in comparisons)
    points = {name for comparison in comparisons for m in comparison.moves for name in m.points}
    assert factor in points


def test_everything_that_is_judged_is_in_the_demonstration(standing: Standing) -> None:
    _, data = standing
    offerings = {offering.key for offering in data.offerings}
    needs = {need.key for need in data.needs}
    suppliers = load_golden(guarding.GOLDEN / "suppliers.jsonl")
    partners = load_golden(guarding.GOLDEN / "partners.jsonl")
    assert len(suppliers.grades) == 40
    assert len(partners.grades) == 25
    assert suppliers.grades.keys() | partners.grades.keys() <= needs
    assert {key for found in suppliers.grades.values() for key in found} <= offerings
    assert {key for found in partners.grades.values() for key in found} <= needs
    fitting = {
        need for need, found in suppliers.grades.items() if max(found.values(), default=0) > 1
    }
    assert suppliers.nothing == suppliers.grades.keys() - fitting
