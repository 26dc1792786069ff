"""Which words were taken out and which put in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.web.forms.differences import MOST_WORDS, Piece, pieces_of

texts = st.text(st.sampled_from("ab c.\n"), max_size=40)


def other(pieces: list[Piece]) -> list[str]:
    return [piece.text for piece in pieces if piece.is_other]


@given(texts, texts)
def test_the_pieces_joined_give_the_texts_again(before: str, after: str) -> None:
    removed, added = pieces_of(before, after)
    assert "".join(piece.text for piece in removed) == before
    assert "".join(piece.text for piece in added) == after
    same = [piece.text for piece in removed if not piece.is_other]
    assert "".join(same) == "".join(piece.text for piece in added if not piece.is_other)


def test_single_words_are_marked() -> None:
    removed, added = pieces_of("It rings every week, by phone.", "It rings twice a week, by phone.")
    assert (other(removed), other(added)) == (["every"], ["twice a"])


def test_words_that_changed_together_are_one_change() -> None:
    removed, added = pieces_of("We tell the city every month.", "We tell the city within seconds.")
    assert (other(removed), other(added)) == (["every month"], ["within seconds"])


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "New."), ("Old.", ""), ("Quite unlike it", "xyz, abc"), ("a " * MOST_WORDS, "b")],
    ids=["was empty", "is empty", "hardly alike", "endless"],
)
def test_a_text_that_is_another_is_marked_as_a_whole(before: str, after: str) -> None:
    removed, added = pieces_of(before, after)
    assert (other(removed), other(added)) == ([before] if before else [], [after] if after else [])
