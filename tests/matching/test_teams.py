from collections.abc import Iterator
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.ranking.calibration import Band
from matching.ranking.explanation import Evidence, RequirementVerdict
from matching.ranking.facts import Verdict
from matching.suppliers import Match
from matching.teams import find_teams, order_of

WANTED = (
    "counts bicycles",
    "sends open data",
    "works in frost",
    "speaks Finnish",
    "keeps data in the EU",
)


def said(text: str, verdict: Verdict = Verdict.MET, strength: float = 0.9) -> RequirementVerdict:
    evidence = Evidence(f"It {text}.", "description", 0, len(text) + 4, strength)
    return RequirementVerdict(text, True, True, verdict, evidence, strength, strength)


def match(key: str, *met: str, owner: str = "", score: float = 0.5) -> Match:
    verdicts = tuple(said(t) if t in met else said(t, Verdict.NOT_STATED) for t in WANTED)
    return Match(1, key, owner or f"vendor of {key}", score, verdicts, (), (), "1", Band.POSSIBLE)


@st.composite
def crowds(draw: st.DrawFn) -> list[Match]:
    some = st.lists(st.sampled_from(WANTED), max_size=3)
    return [
        match(
            f"s{number}",
            *draw(some),
            owner=draw(st.sampled_from("abcd")),
            score=draw(st.sampled_from([0.25, 0.5, 0.50004, 0.75])),
        )
        for number in range(draw(st.integers(0, 7)))
    ]


def met_by(members: tuple[Match, ...]) -> set[str]:
    every = (verdict for one in members for verdict in one.requirements)
    return {verdict.requirement for verdict in every if verdict.verdict is Verdict.MET}


def teams_by_trying_all(matches: list[Match]) -> Iterator[tuple[Match, ...]]:
    """Every set that meets all that anybody meets, and without any one of it would not."""
    covered = met_by(tuple(matches))
    if not covered:
        return
    for size in range(1, len(matches) + 1):
        for members in combinations(matches, size):
            smaller = combinations(members, size - 1)
            if met_by(members) == covered and not any(met_by(rest) == covered for rest in smaller):
                yield members


@settings(max_examples=60)
@given(crowds())
def test_the_teams_are_those_of_trying_every_set(matches: list[Match]) -> None:
    covered = [text for text in WANTED if text in met_by(tuple(matches))]
    expected = sorted(order_of(one, covered) for one in teams_by_trying_all(matches))[:4]
    by_key = {one.key: one for one in matches}
    found = find_teams(matches, WANTED, limit=4)
    orders = [order_of([by_key[key] for key in team.keys], covered) for team in found.teams]
    assert orders == expected
    assert set(found.unmet) == set(WANTED) - set(covered)
    assert find_teams(matches[::-1], WANTED, limit=4) == found


def test_each_part_names_who_meets_it_and_the_sentence_that_says_so() -> None:
    found = find_teams([match("a", *WANTED[:3]), match("b", *WANTED[2:])], WANTED)
    (team,) = found.teams
    assert {part.verdict.requirement for part in team.parts} == set(WANTED)
    shared = [part for part in team.parts if part.verdict.requirement == WANTED[2]]
    assert {part.key for part in shared} == {"a", "b"}
    assert all(part.verdict.evidence for part in team.parts)


def test_two_offerings_of_one_supplier_come_before_two_suppliers() -> None:
    first, second = WANTED[:2]
    found = find_teams(
        [
            match("a", first, owner="one", score=0.3),
            match("b", second, owner="one", score=0.3),
            match("c", second, owner="two", score=0.9),
        ],
        (first, second),
    )
    assert [sorted(team.keys) for team in found.teams] == [["a", "b"], ["a", "c"]]
    assert [team.suppliers for team in found.teams] == [1, 2]


def test_whoever_meets_everything_alone_is_a_team_of_one() -> None:
    found = find_teams([match("all", *WANTED), match("part", WANTED[0])], WANTED)
    assert [team.keys for team in found.teams] == [("all",)]


def test_what_nobody_meets_is_named_and_keeps_no_team_away() -> None:
    found = find_teams([match("a", WANTED[0])], WANTED[:2])
    assert found.unmet == (WANTED[1],)
    assert [team.keys for team in found.teams] == [("a",)]
    assert find_teams([], WANTED).teams == ()
