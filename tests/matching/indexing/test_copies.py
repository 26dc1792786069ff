import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.indexing.copies import CopyIndex, runs_of

LONG = "one two three four five six seven eight nine ten eleven twelve thirteen"
OTHER = "something else that is long enough to be told apart from all the other texts"

words = st.sampled_from([*LONG.split(), *OTHER.split()[:4]])
texts = st.lists(words, max_size=20).map(" ".join) | st.just(LONG) | st.just(LONG + " more")
changes = st.lists(st.tuples(st.integers(0, 12), texts, st.booleans()), max_size=40)


def copies(*texts: str) -> list[list[int]]:
    index = CopyIndex()
    for slot, text in enumerate(texts):
        index.put(slot, text)
    return [index.alike(slot) for slot in range(len(texts))]


def test_a_copy_with_a_few_words_more_is_told() -> None:
    assert copies(LONG, OTHER, LONG + " more of it") == [[2], [], [0]]


def test_a_copy_inside_a_much_longer_text_is_told() -> None:
    assert copies(LONG, f"{OTHER} {LONG} {OTHER}") == [[1], [0]]


def test_short_texts_are_never_called_copies() -> None:
    assert copies("smart lamps", "smart lamps", "", "") == [[], [], [], []]


def test_letters_that_look_latin_hide_no_copy() -> None:
    lookalike = LONG.replace("e", "\u0435").replace("o", "\u043e")
    assert lookalike != LONG
    assert copies(LONG, lookalike) == [[1], [0]]


@settings(max_examples=60)
@given(changes)
def test_copies_are_what_comparing_all_pairs_says(changes: list[tuple[int, str, bool]]) -> None:
    index, kept = CopyIndex(), dict[int, str]()
    for slot, text, asks in changes:
        if slot in kept:
            index.drop(slot)
            del kept[slot]
        else:
            index.put(slot, text)
            kept[slot] = text
        if asks:
            assert {s: index.alike(s) for s in kept} == {s: plainly(s, kept) for s in kept}
    assert {s: index.alike(s) for s in kept} == {s: plainly(s, kept) for s in kept}


def plainly(slot: int, kept: dict[int, str]) -> list[int]:
    return sorted(other for other in kept if other != slot and are_alike(kept[slot], kept[other]))


def are_alike(one: str, other: str) -> bool:
    left, right = (set(zip(*(t.split()[i:] for i in range(3)), strict=False)) for t in (one, other))
    shorter = min(len(left), len(right))
    return shorter >= 10 and len(left & right) >= 0.7 * shorter


def test_runs_are_the_same_numbers_in_every_process() -> None:
    code = f"from matching.indexing.copies import runs_of; print(runs_of({LONG!r}).tolist())"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout
    assert printed.decode().strip() == str(runs_of(LONG).tolist())


def test_shared_runs_are_told_one_by_one_and_not_of_what_was_dropped() -> None:
    index = CopyIndex()
    words = "one two three four five six"
    for slot, text in enumerate((words, "four five six seven", "nothing of it here")):
        index.put(slot, text)
    runs = runs_of(words)
    slots, places = index.shared(runs)
    assert sorted(slots.tolist()) == [0, 0, 0, 0, 1]
    assert runs[places[slots == 1]].tolist() == runs_of("four five six").tolist()
    index.drop(0)
    assert index.shared(runs)[0].tolist() == [1]
    assert CopyIndex().shared(runs)[0].tolist() == []
