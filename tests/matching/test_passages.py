from hypothesis import given
from hypothesis import strategies as st

from matching.passages import LONGEST, passages_of, wants_of
from matching.profiles import Need, Requirement, TextField
from tests.matching.shelves import need


def wanted(asked: Need) -> list[str]:
    return [want.text for want in wants_of(asked)]


@given(st.text(max_size=1500))
def test_a_passage_is_a_literal_span_and_nothing_is_lost(text: str) -> None:
    passages = passages_of([TextField("description", text)])
    assert all(text[item.start : item.end] == item.text for item in passages)
    assert "".join("".join(p.text.split()) for p in passages) == "".join(text.split())
    assert all(0 < item.end - item.start <= LONGEST for item in passages)


def test_passages_follow_sentences_and_leave_abbreviations_whole() -> None:
    text = (
        "It works with old lamps, e.g. those of the seventies, and with every new one. "
        "Failed lamps are reported to the city within a minute by radio."
    )
    assert [item.text for item in passages_of([TextField("a", text)])] == [
        "It works with old lamps, e.g. those of the seventies, and with every new one.",
        "Failed lamps are reported to the city within a minute by radio.",
    ]


def test_lines_are_passages_of_their_own() -> None:
    passages = passages_of([TextField("features", "Counts cars\nCounts bicycles")])
    assert [item.text for item in passages] == ["Counts cars", "Counts bicycles"]


def test_overlong_sentences_are_split_between_words() -> None:
    passages = passages_of([TextField("a", "sensor " * 100)])
    assert len(passages) > 1
    assert {word for item in passages for word in item.text.split()} == {"sensor"}


def test_a_text_asks_for_what_lies_between_its_full_stops_and_listing_marks() -> None:
    text = (
        "Older residents live alone and lose contact; neighbours would help, and we need "
        "something simple that social workers can support. What matters: no new devices at home; "
        "we also need a telephone; we need to start soon."
    )
    assert wanted(need(text)) == [
        "Older residents live alone and lose contact",
        "neighbours would help",
        "something simple that social workers can support.",
        "no new devices at home",
        "we need to start soon.",
    ]


def test_a_list_asks_for_each_of_its_lines_without_the_marks() -> None:
    text = "We need:\n- count cars at night\n* count bicycles by day\n2) show them on a map\nThanks"
    assert wanted(need(text)) == [
        "count cars at night",
        "count bicycles by day",
        "show them on a map",
    ]


def test_times_and_hyphens_part_nothing() -> None:
    text = "Open from 08:30 with real-time data."
    assert wanted(need(text)) == [text]


def test_a_text_of_two_words_still_asks_for_them() -> None:
    assert wanted(need("Smart parking")) == ["Smart parking"]


def test_stated_requirements_are_all_that_is_asked_for() -> None:
    assert wanted(need("Count cars at night; count bicycles.", "Show a map.")) == ["Show a map."]
    assert wants_of(need("Count cars at night.")) == (
        Requirement("Count cars at night.", stated=False),
    )


def test_a_title_asks_for_nothing_while_there_is_a_text() -> None:
    titled = Need(
        key="a", owner="b",
        fields=(TextField("title", "Quiet streets for all"), TextField("text", "Count the cars.")),
    )  # fmt: skip
    assert wanted(titled) == ["Count the cars."]


@given(st.text(max_size=800))
def test_what_a_text_asks_for_is_in_the_text(text: str) -> None:
    assert all(want in text and want == want.strip() for want in wanted(need(text)))
