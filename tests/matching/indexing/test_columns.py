from hypothesis import given
from hypothesis import strategies as st

from matching.indexing.columns import Columns

sets = st.frozensets(st.integers(0, 150).map(str), max_size=6)


@given(st.lists(st.tuples(st.integers(0, 90), sets), max_size=20), sets)
def test_columns_answer_like_sets(
    puts: list[tuple[int, frozenset[str]]], asked: frozenset[str]
) -> None:
    columns = Columns()
    held: dict[int, frozenset[str]] = {}
    for slot, values in puts:
        columns.put(slot, {"name": values}, {})
        held[slot] = values
    answers = columns.any_of("name", asked), columns.all_of("name", asked), columns.stated("name")
    for slot, values in held.items():
        assert answers[0][slot] == bool(values & asked)
        assert answers[1][slot] == (asked <= values)
        assert answers[2][slot] == bool(values)
