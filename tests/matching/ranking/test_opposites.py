import numpy as np
import pytest

from matching.passages import Passage
from matching.ranking.opposites import OPPOSITES, Opposites, leanings, sets_a_limit
from tests.matching.shelves import ENCODER

MADE_BY = Opposites(ENCODER.encode)
NOWHERE = np.zeros(ENCODER.dimension, dtype=np.float32)


def passage(field: str, text: str) -> Passage:
    return Passage(field, 0, len(text), text)


@pytest.mark.parametrize("kind", range(len(OPPOSITES)))
def test_a_promise_leans_most_to_itself_and_its_limit_to_its_own(kind: int) -> None:
    kinds = MADE_BY.kinds(NOWHERE)
    promises, limits = leanings(ENCODER.encode(list(OPPOSITES[kind])), kinds)
    assert promises[0].argmax() == kind
    assert limits[1].argmax() == kind


def test_a_text_that_is_as_near_to_all_of_them_leans_to_none() -> None:
    kinds = np.eye(4, dtype=np.float32)
    promises, limits = leanings(np.full((1, 4), 0.5, dtype=np.float32), kinds)
    assert not promises.any()
    assert not limits.any()


def test_vectors_are_made_once_and_not_before_they_are_asked_for() -> None:
    asked: list[int] = []

    def encode(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        asked.append(len(texts))
        return ENCODER.encode(texts)

    made = Opposites(encode)  # type: ignore[arg-type]
    assert asked == []
    for _ in range(2):
        made.kinds(NOWHERE)
    assert asked == [2 * len(OPPOSITES)]


@pytest.mark.parametrize(
    ("field", "text", "limits"),
    [
        ("not_suited", "Harbours.", True),
        ("description", "It requires a year of meter data.", True),
        ("prerequisites", "It requires a year of meter data.", True),
        ("description", "Notes are shared by all teams.", False),
        ("problem", "Towns have no specialists for meter data.", False),
        ("name", "Only Connect", False),
    ],
)
def test_a_limit_is_what_a_listing_does_not_suit_or_restricts(
    field: str, text: str, *, limits: bool
) -> None:
    assert sets_a_limit(passage(field, text)) is limits
