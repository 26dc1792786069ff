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
