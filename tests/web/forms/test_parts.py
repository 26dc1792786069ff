from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import pytest
from marshmallow import Schema
from marshmallow.fields import List, Nested
from werkzeug.datastructures import MultiDict

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.rules import thin_fields as thin_challenge
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.interests import InterestContentSchema
from marketplace.schemas.organisations import OrganisationSchema
from marketplace.schemas.solutions import SolutionSchema
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.rules import thin_fields as thin_solution
from marketplace.web.forms.challenge import CHALLENGE_FORM
from marketplace.web.forms.interest import INTEREST_FORM
from marketplace.web.forms.organisation import NEW_FORM, profile_form
from marketplace.web.forms.parts import Entries, Field, Group, Sections, read, without_entry
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


@pytest.mark.parametrize(
    ("form", "schema", "too_thin"),
    [
        (SOLUTION_FORM, SolutionSchema(), thin_solution(SolutionContent(name="", summary=""))),
        (CHALLENGE_FORM, ChallengeSchema(), thin_challenge(ChallengeContent(title="", problem=""))),
        (INTEREST_FORM, InterestContentSchema(), ()),
        (NEW_FORM, OrganisationSchema(), ()),
        (profile_form("city"), OrganisationSchema(), ()),
    ],
    ids=["solution", "challenge", "interest", "organisation", "city"],
)
def test_what_may_be_left_empty_is_marked_as_optional_and_nothing_else(
    form: Sections, schema: Schema, too_thin: Iterable[Any]
) -> None:
    needed = {fault.field for fault in too_thin}
    for path, field, is_required in _asked(form, schema):
        is_marked = field.optional or "(optional)" in str(field.label)
        assert is_marked is not (is_required or path in needed), path


def _asked(form: Sections, schema: Schema) -> Iterator[tuple[str, Field | Entries, bool]]:
    """All that is asked for and starts empty, and whether a document needs it."""
    for part in (part for section in form for part in section.parts):
        kept = schema.fields[part.name]
        if not isinstance(part, Group) and not getattr(part, "start", ""):
            yield part.name, part, kept.required
        if not isinstance(part, Field):
            nested = cast("Nested", kept.inner if isinstance(kept, List) else kept)
            inner: Mapping[str, Any] = nested.schema.fields
            for field in part.fields:
                if not field.start:
                    yield f"{part.name}.{field.name}", field, inner[field.name].required
