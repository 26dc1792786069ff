"""The measures are taken of made-up solutions, and of nothing that is there."""

import json

from tests.cli.shell import Shell


def test_the_scale_is_measured_in_a_place_of_its_own(empty: Shell) -> None:
    printed = empty.succeed(
        "benchmark", "scale", "--solutions", "20", "--encoder", "hashing", "--json"
    )
    figures = json.loads(printed)
    assert figures["solutions"] == 20
    assert all(value >= 0 for value in figures.values())
    assert figures["search with encoding, median, ms"] > figures["encoding a need, median, ms"]


def test_a_query_is_measured_beside_the_plain_way(empty: Shell) -> None:
    printed = empty.succeed(
        "benchmark", "query", "--solutions", "40", "--encoder", "hashing", "--json"
    )
    figures = json.loads(printed)
    assert figures["solutions"] == 40
    for which in ("", ", with requirements"):
        plain = figures[f"encoder and flat index, median, ms{which}"]
        engine = figures[f"ranked and explained, median, ms{which}"]
        assert 0 < plain < engine
        assert figures[f"multiple of encoder and flat index{which}"] == engine / plain


def test_groups_are_measured_beside_a_pass_over_all_pairs(empty: Shell) -> None:
    printed = empty.succeed(
        "benchmark", "groups", "--challenges", "60", "--encoder", "hashing", "--json"
    )
    figures = json.loads(printed)
    assert figures["challenges"] == 60
    assert figures["groups proposed"] > 0
    assert figures["the best are certain"] == 1
    assert figures["proposals as a part of the pass"] > 0
