"""What is taken as a solution, and what is refused by name."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.errors import Invalid
from marketplace.schemas.loading import dump, load
from marketplace.schemas.solutions import SolutionSchema
from marketplace.solutions.content import SolutionContent
from tests.factories.solutions import GRAZ, solution_content

LEAST = {"name": "Sensor", "summary": "Finds heat losses."}


def faults_of(data: object) -> set[str]:
    with pytest.raises(Invalid) as error:
        load(SolutionSchema(), data)
    return {fault.field for fault in error.value.faults}


def test_a_solution_comes_back_as_it_was_sent() -> None:
    content = solution_content(name="Sensor", deployments=(GRAZ,), trl=9, licence="MIT")
    assert load(SolutionSchema(), dump(SolutionSchema(), content)) == content


def test_two_lines_are_enough_for_a_draft() -> None:
    assert load(SolutionSchema(), LEAST) == SolutionContent(**LEAST)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "a\0b"}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"name": "  "}, "name"),
        ({"name": None}, "name"),
        ({"name": ["a"]}, "name"),
        ({"summary": "\ud800"}, "summary"),
        ({"description": "x" * 10_001}, "description"),
        ({"features": "one"}, "features"),
        ({"features": ["x"] * 41}, "features"),
        ({"features": ["", "good"]}, "features.0"),
        ({"themes": [{"code": "EN"}]}, "themes.0"),
        ({"trl": 0}, "trl"),
        ({"trl": 10**30}, "trl"),
        ({"trl": 3.5}, "trl"),
        ({"trl": True}, "trl"),
        ({"stage": "finished"}, "stage"),
        ({"price": {"model": "one_off", "minimum": "NaN"}}, "price.minimum"),
        ({"price": {"model": "one_off", "minimum": "-1"}}, "price.minimum"),
        ({"price": {"model": "one_off", "minimum": "1.234"}}, "price.minimum"),
        ({"price": {"model": "one_off", "maximum": "1e13"}}, "price.maximum"),
        ({"price": {"model": "one_off", "currency": "XXX"}}, "price.currency"),
        ({"price": {"minimum": "1"}}, "price.model"),
        ({"price": [1]}, "price"),
        ({"website": "javascript:alert(1)"}, "website"),
        ({"website": "https://user:pass@example.eu"}, "website"),
        ({"repository": "ftp://example.eu"}, "repository"),
        (
            {"certificates": [{"name": "ISO", "valid_from": "0001-01-01"}]},
            "certificates.0.valid_from",
        ),
        ({"deployments": [{"place": "Graz"}, {"country": "AT"}]}, "deployments.1.place"),
        ({"deployments": [{"place": "Graz", "state": "confirmed"}]}, "deployments.0.state"),
        ({"catalogue": True}, "catalogue"),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_field(more: dict[str, Any], field: str) -> None:
    assert faults_of(LEAST | more) == {field}


@pytest.mark.parametrize("data", [None, [], "text", 3, [LEAST]])
def test_only_an_object_is_a_solution(data: object) -> None:
    assert faults_of(data) == {"document"}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(sorted(SolutionSchema().fields))


@given(st.dictionaries(FIELDS, JSON, max_size=5))
def test_whatever_is_sent_is_taken_whole_or_refused_with_faults(sent: dict[str, Any]) -> None:
    try:
        content = load(SolutionSchema(), LEAST | sent)
    except Invalid as error:
        faults = error.faults
    else:
        faults = ()
        assert load(SolutionSchema(), dump(SolutionSchema(), content)) == content
    assert all(fault.field and fault.message for fault in faults)
