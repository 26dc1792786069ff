from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from matching.indexing.lexical import LexicalIndex

Documents = dict[int, list[str]]

terms = st.lists(st.sampled_from("abcdefgh"), max_size=12)
documents = st.dictionaries(st.integers(0, 12), terms, max_size=10)


def index_of(documents: Documents) -> LexicalIndex:
    index = LexicalIndex()
    for slot, words in documents.items():
        index.put(slot, words)
    return index


def scores(index: LexicalIndex, query: list[str]) -> dict[int, float]:
    found = index.search(query, 100)
    return dict(zip(found.slots.tolist(), found.scores.tolist(), strict=True))


@given(documents, terms, st.randoms())
def test_the_order_of_putting_changes_no_digit(
    documents: Documents, query: list[str], random: Random
) -> None:
    shuffled = list(documents.items())
    random.shuffle(shuffled)
    assert scores(index_of(documents), query) == scores(index_of(dict(shuffled)), query)


@given(documents, documents, terms)
def test_removing_is_as_if_it_had_never_been_put(
    kept: Documents, dropped: Documents, query: list[str]
) -> None:
    index = index_of(kept | dropped)
    for slot in dropped.keys() - kept.keys():
        index.drop(slot)
    for slot in dropped.keys() & kept.keys():
        index.put(slot, kept[slot])
    assert scores(index, query) == scores(index_of(kept), query)


@given(documents, terms)
def test_one_text_alone_scores_as_it_does_in_the_index(
    documents: Documents, query: list[str]
) -> None:
    index = index_of(documents)
    found = scores(index, query)
    for slot, words in documents.items():
        assert index.score_of(query, words) == found.get(slot, 0.0)


@given(documents, terms)
def test_a_saved_index_scores_as_before(documents: Documents, query: list[str]) -> None:
    index = index_of(documents)
    order = sorted(documents)
    again = LexicalIndex.restored(index.saved(order))
    before, after = scores(index, query), scores(again, query)
    assert {order[slot]: score for slot, score in after.items()} == before
    for slot in range(len(order)):
        again.drop(slot)
    assert scores(again, query) == {}


def test_rare_words_tell_more_than_common_ones() -> None:
    index = index_of({1: ["lamp", "city"], 2: ["tree", "city"], 3: ["bus", "city"]})
    assert scores(index, ["lamp", "city"])[1] > scores(index, ["lamp", "city"])[2]
    assert index.idf("never") > index.idf("lamp") > index.idf("city")


def test_a_word_that_is_said_twice_counts_twice() -> None:
    index = index_of({1: ["lamp"], 2: ["tree"]})
    once, twice = scores(index, ["lamp", "tree"]), scores(index, ["lamp", "lamp", "tree"])
    assert once[1] == once[2]
    assert twice[1] == 2 * twice[2]
    assert index.idf_sums(["lamp", "lamp"])[0] == 2 * index.idf_sums(["lamp"])[0]


def test_only_allowed_slots_are_found() -> None:
    index = index_of({1: ["lamp"], 2: ["lamp"]})
    assert index.search(["lamp"], 5, np.array([False, False, True])).slots.tolist() == [2]
