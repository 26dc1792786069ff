from typing import cast

import pytest
from marshmallow import Schema
from marshmallow.fields import List, Nested
from werkzeug.datastructures import MultiDict

from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.solutions import SolutionSchema
from marketplace.web.forms.challenge import CHALLENGE_FORM
from marketplace.web.forms.interest import INTEREST_FORM
from marketplace.web.forms.parts import Entries, Sections, read, without_entry
from marketplace.web.forms.solution import SOLUTION_FORM

DIGITS = "9" * 5000
"""More than Python reads as a number."""


def test_an_entry_with_more_digits_than_any_number_has_is_passed_over() -> None:
    typed = MultiDict({f"evidence.{DIGITS}.text": "x", "evidence.7.text": "One"})
    assert [item["text"] for item in read(INTEREST_FORM, typed)["evidence"]] == ["One"]


def test_an_entry_that_is_not_there_takes_nothing_away() -> None:
    document = {"evidence": ["One", "Two"]}
    assert without_entry(document, f"evidence.{DIGITS}") == document
    assert without_entry(document, "evidence.0") == {"evidence": ["Two"]}


@pytest.mark.parametrize(
    ("form", "schema"),
    [(SOLUTION_FORM, SolutionSchema()), (CHALLENGE_FORM, ChallengeSchema())],
    ids=["solution", "challenge"],
)
def test_an_entry_asks_for_all_that_it_keeps_so_that_editing_loses_nothing(
    form: Sections, schema: Schema
) -> None:
    for section in form:
        for part in section.parts:
            if isinstance(part, Entries):
                kept = cast("List", schema.fields[part.name]).inner
                names = set(cast("Nested", kept).schema.fields)
                assert {field.name for field in part.fields} == names, part.name
