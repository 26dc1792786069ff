"""Real buyers groups: how they are asked about, and how it is counted."""

import pytest

from matching.evaluation.groups import RealGroup, as_markdown, question_of, reunions
from matching.profiles import Place
from tests.matching.shelves import TEXTS, library_of, need

FI, PT = Place("FI"), Place("PT")
LAMPS = RealGroup(
    "lamps", "Street lamps that have failed", frozenset({"EN"}), {"a": FI, "b": FI, "c": PT}
)


def test_a_member_asks_with_the_topic_and_the_nearest_of_its_own_needs() -> None:
    own = need(TEXTS["lamps"], "Reports failed lamps.", key="own", owner="a", themes=frozenset("M"))
    library = library_of(own, need(TEXTS["bins"], key="other", owner="a"))

    asked = question_of(library, LAMPS, "a")
    assert [item.text for item in asked.fields] == [LAMPS.topic, TEXTS["lamps"]]
    assert asked.requirements == own.requirements
    assert asked.themes == {"EN", "M"}
    assert (asked.owner, asked.place) == ("a", FI)

    without = question_of(library, LAMPS, "b")
    assert [item.text for item in without.fields] == [LAMPS.topic]


def test_fellows_that_ask_for_the_same_are_found_and_counted() -> None:
    library = library_of(
        need(TEXTS["lamps"], key="a", owner="a"),
        need(TEXTS["lamps"], key="b", owner="b"),
        *(need(TEXTS["heat"], key=f"n{i}", owner=f"x{i}") for i in range(48)),
    )
    every, abroad = reunions(library, [LAMPS])
    assert (every.groups, every.questions, every.owners) == (1, 3, 50)
    shares = {(item.system, item.depth): item.share.mean for item in every.recalls}
    assert shares["engine", 5] == shares["dense", 5] == shares["lexical", 5] == 1.0
    assert shares["chance", 5] == pytest.approx((5 / 49 + 5 / 49 + 5 / 50) / 3)
    adds = {(item.system, item.depth): item.engine_adds.mean for item in every.recalls}
    assert adds["chance", 5] == pytest.approx(1 - shares["chance", 5])
    assert abroad.questions == 3
    assert "| all groups (1, 3 members, 50 cities) | engine | 1.000" in as_markdown([every])


def test_a_group_without_a_fellow_to_be_found_is_left_out() -> None:
    library = library_of(need(TEXTS["lamps"], key="a", owner="a"))
    at_home = RealGroup("home", "Lamps", frozenset(), {"a": FI, "b": FI})
    one, *abroad = reunions(library, [at_home, RealGroup("none", "Lamps", frozenset(), {"z": PT})])
    # The other member can find it; itself it has nobody to find.
    assert (one.groups, one.questions, abroad) == (1, 1, [])
