from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import fields

from marketplace.foundation.errors import Fault, Invalid
from marketplace.organisations.content import (
    CityProfile,
    OrganisationContent,
    OrganisationKind,
    ProgrammeRole,
)
from marketplace.schemas.fields import (
    Choice,
    Code,
    Day,
    Flag,
    Line,
    Link,
    Many,
    Money,
    Number,
    Set,
    Text,
    Whole,
)
from marketplace.schemas.loading import MOST_FAULTS, WHOLE, ContentSchema, dump, load
from marketplace.schemas.organisations import OrganisationSchema


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, kw_only=True)
class Part:
    text: str


@dataclass(frozen=True, kw_only=True)
class Thing:
    name: str
    story: str = ""
    colour: Colour | None = None
    count: int | None = None
    share: float | None = None
    price: Decimal | None = None
    day: date | None = None
    ready: bool = False
    link: str | None = None
    parts: tuple[Part, ...] = ()
    codes: tuple[str, ...] = ()


class PartSchema(ContentSchema[Part]):
    content = Part
    text = Text(20, least=1, required=True)


class ThingSchema(ContentSchema[Thing]):
    content = Thing
    name = Line(20, least=1, required=True)
    story = Text(100)
    colour = Choice(Colour, allow_none=True)
    count = Whole(1, 100, allow_none=True)
    share = Number(0, 1, allow_none=True)
    price = Money(allow_none=True)
    day = Day(allow_none=True)
    ready = Flag()
    link = Link(allow_none=True)
    parts = Many(fields.Nested(PartSchema), 3)
    codes = Set(Code(), 3)


def loaded(*, texts: bool = False, **more: Any) -> Thing:
    return load(ThingSchema(), {"name": "it", **more}, texts=texts)


def refused(**more: Any) -> tuple[Fault, ...]:
    with pytest.raises(Invalid) as error:
        loaded(**more)
    return error.value.faults


def test_texts_are_trimmed_lines_joined_and_paragraphs_kept() -> None:
    thing = loaded(name=" a\n  b ", story="one\r\n\r\ntwo ")

    assert (thing.name, thing.story) == ("a b", "one\n\ntwo")


def test_letters_typed_in_parts_are_the_same_letters() -> None:
    assert loaded(name="Ma\u0301laga").name == "M\u00e1laga"


@pytest.mark.parametrize("hostile", ["a\0b", "\ud800", "a\x1bb", "\x85"])
def test_what_is_no_text_is_refused_and_not_repeated_raw(hostile: str) -> None:
    (fault,) = refused(story=hostile)

    assert fault.field == "story"
    assert fault.value is not None
    assert fault.value.isprintable()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "x" * 21),
        ("name", None),
        ("name", 5),
        ("story", ["x"]),
        ("colour", "green"),
        ("colour", ["red"]),
        ("count", 0),
        ("count", 101),
        ("count", 1.5),
        ("count", "5"),
        ("count", True),
        ("count", 10**400),
        ("count", float("inf")),
        ("share", float("nan")),
        ("share", "0.5"),
        ("share", 10**400),
        ("share", True),
        ("price", "-1"),
        ("price", "0.001"),
        ("price", "NaN"),
        ("price", "Infinity"),
        ("price", "1e13"),
        ("price", "1e999999"),
        ("price", {}),
        ("price", "x"),
        ("day", "20260930"),
        ("day", "2026-W40-3"),
        ("day", "1899-12-31"),
        ("day", "2026-02-30"),
        ("day", 5),
        ("ready", "yes"),
        ("ready", 1),
        ("ready", None),
        ("link", "javascript:alert(1)"),
        ("link", "https://"),
        ("link", "https://user:secret@site.example"),
        ("link", "https://[broken"),
        ("link", "https://site.example:99999"),
        ("link", "//site.example"),
        ("parts", {}),
        ("parts", "abc"),
        ("codes", None),
        ("codes", ["a"] * 4),
    ],
)
def test_what_a_field_cannot_hold_is_refused_by_its_name(field: str, value: object) -> None:
    (fault,) = refused(**{field: value})

    assert fault.field == field
    assert fault.message.endswith(".")


def test_the_path_leads_to_the_part_that_is_wrong() -> None:
    faults = refused(parts=[{"text": "fine"}, {"text": ""}, {"words": 1}], codes=["a", 5])

    assert {fault.field for fault in faults} == {
        "parts.1.text",
        "parts.2.text",
        "parts.2.words",
        "codes.1",
    }


@pytest.mark.parametrize("data", [None, 5, "x", [], [{}]])
def test_what_is_no_object_is_refused_as_a_whole(data: object) -> None:
    with pytest.raises(Invalid) as error:
        load(ThingSchema(), data)

    assert [fault.field for fault in error.value.faults] == [WHOLE]


def test_no_more_faults_are_told_than_anybody_reads() -> None:
    with pytest.raises(Invalid) as error:
        load(ThingSchema(), {str(number): 1 for number in range(1000)})

    assert len(error.value.faults) == MOST_FAULTS


def test_whole_numbers_may_have_a_point_and_money_may_be_a_number() -> None:
    thing = loaded(count=5.0, price=10.5)

    assert (thing.count, thing.price) == (5, Decimal("10.5"))
    assert isinstance(thing.count, int)


def test_forms_and_files_say_everything_in_texts() -> None:
    thing = loaded(
        texts=True, count="5", share="0.5", price="12", day="2026-09-30", ready="on", colour="red"
    )
    empty = loaded(
        texts=True, count=" ", share="", price="", day="", ready="", colour="", link="", story=""
    )

    assert thing == Thing(
        name="it",
        count=5,
        share=0.5,
        price=Decimal(12),
        day=date(2026, 9, 30),
        ready=True,
        colour=Colour.RED,
    )
    assert empty == Thing(name="it")


def test_what_is_named_twice_is_kept_once() -> None:
    assert loaded(codes=["b", "a", "b"]).codes == ("b", "a")


lines = st.text("abc äöü-", min_size=1, max_size=20).map(lambda t: " ".join(t.split())).filter(bool)
codes = st.lists(st.text("abc1", min_size=1, max_size=5), unique=True, max_size=5).map(tuple)
profiles = st.builds(
    CityProfile,
    latitude=st.floats(-90, 90) | st.none(),
    population=st.integers(1, 50_000_000) | st.none(),
    languages=codes,
    programme_role=st.sampled_from(ProgrammeRole),
    mission_city=st.booleans(),
    themes=codes,
)
organisations = st.builds(
    OrganisationContent,
    kind=st.sampled_from(OrganisationKind),
    name=lines,
    country=st.just("AT"),
    description=lines | st.just(""),
    website=st.just("https://graz.example/a?b=c") | st.none(),
    city=profiles | st.none(),
)


@given(organisations)
def test_what_is_dumped_is_loaded_as_the_same(content: OrganisationContent) -> None:
    assert load(OrganisationSchema(), dump(OrganisationSchema(), content)) == content


things = st.builds(
    Thing,
    name=lines,
    price=st.decimals(0, 10**12, places=2) | st.none(),
    day=st.dates(date(1900, 1, 1), date(2100, 12, 31)) | st.none(),
    parts=st.lists(st.builds(Part, text=lines), max_size=3).map(tuple),
)


@given(things)
def test_amounts_and_days_come_back_exactly(thing: Thing) -> None:
    assert load(ThingSchema(), dump(ThingSchema(), thing)) == thing


nested = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)
FIELDS = sorted(ThingSchema().fields)


@given(st.dictionaries(st.sampled_from(FIELDS), nested) | nested, st.booleans())
def test_whatever_is_sent_is_taken_or_refused_with_reasons(data: object, texts: bool) -> None:  # noqa: FBT001
    outcome: object
    try:
        outcome = load(ThingSchema(), data, texts=texts)
    except Invalid as error:
        outcome = all(fault.field and fault.message for fault in error.faults)
    assert outcome is True or isinstance(outcome, Thing)
