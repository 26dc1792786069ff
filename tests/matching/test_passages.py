from hypothesis import given
from hypothesis import strategies as st

from matching.passages import LONGEST, passages_of
from matching.profiles import TextField


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
