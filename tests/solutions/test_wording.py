"""Where a listing is thin, and where it is not."""

from dataclasses import replace

from marketplace.solutions.content import Deployment
from marketplace.solutions.wording import ENOUGH, Kind, advice
from tests.factories.solutions import solution_content

WHOLE = solution_content(
    name="Lamp Keeper",
    summary="Says within a day which street lamps are broken.",
    description="It measures the current of each lamp and reports what failed. " * 6,
    features=("Dims by traffic", "Reports broken lamps", "Counts hours of light"),
    benefits=("12 % less power in the first winter",),
    not_suited="Lamps without a pole of their own.",
    deployments=(Deployment(place="Graz", result="9", indicator="Days until repair"),),
)


def kinds(**said: object) -> list[tuple[Kind, str]]:
    return [(one.kind, one.field) for one in advice(replace(WHOLE, **said))]  # type: ignore[arg-type]


def test_a_listing_that_says_enough_is_left_alone() -> None:
    assert kinds() == []


def test_each_thin_field_is_told() -> None:
    assert kinds(description="x" * (ENOUGH - 1)) == [(Kind.SHORT, "description")]
    assert kinds(features=("Dims by traffic", "AI", "App")) == [(Kind.FEW_FEATURES, "features")]
    assert kinds(benefits=("Less power",)) == [(Kind.NO_FIGURE, "benefits")]
    assert kinds(benefits=()) == []
    assert kinds(not_suited="") == [(Kind.NO_LIMIT, "not_suited")]
    assert kinds(deployments=()) == [(Kind.NO_PROOF, "deployments")]
    graz = Deployment(place="Graz")
    assert kinds(deployments=(graz,)) == [(Kind.NO_RESULT, "deployments.0.result")]


def test_praise_is_told_unless_a_figure_stands_beside_it() -> None:
    assert kinds(summary="The award-winning light.") == [(Kind.PRAISE, "summary")]
    assert kinds(summary="The innovative light that saves 12 %.") == []
    assert kinds(summary="Tells cities which lamps fail.") == []
