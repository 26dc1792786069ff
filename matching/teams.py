"""Suppliers who together meet what none of them meets alone: the smallest teams, found exactly.

A team is a set of offerings of which none could be left out. Fewer suppliers come first, then fewer
offerings, then the higher scores, then a neutral hash. Which offerings come into question, and what
each of them meets, is judged in `suppliers`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from matching.ranking.explanation import RequirementVerdict
from matching.ranking.facts import Verdict
from matching.suppliers import Match

Floats = NDArray[np.float64]

SCORE_STEPS = 10_000
"""Scores are compared in these steps: finer differences are none, and whole numbers add exactly."""

_HASH_BYTES = 2
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a team meets one requirement; the verdict holds the sentence that says so."""

    key: str
    verdict: RequirementVerdict


@dataclass(frozen=True, slots=True)
class Team:
    """Offerings that together meet everything that is wanted and that anybody meets.

    `keys` come by score. `parts` follow the order of what is wanted; where several members meet the
    same, the surest comes first. `score` is the mean of the members' scores, in 0..1.
    """

    keys: tuple[str, ...]
    suppliers: int
    score: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Teams:
    """The best teams, and of what is wanted the texts that nobody meets."""

    teams: tuple[Team, ...]
    unmet: tuple[str, ...]


def find_teams(matches: Sequence[Match], wanted: Sequence[str], *, limit: int = 3) -> Teams:
    """Return the smallest teams that meet every wanted requirement that anybody meets.

    Whoever meets everything alone is a team of one. Nobody is in two teams of which one holds all
    of the other. The order of the matches makes no difference.

    Args:
        matches: who comes into question, each judged for all of `wanted`.
        wanted: texts of requirements, as in the verdicts of the matches.
        limit: how many teams at most.
    """
    texts = list(dict.fromkeys(wanted))
    met = {match.key: _met(match, texts) for match in matches}
    covered = [text for text in texts if any(text in said for said in met.values())]
    unmet = tuple(text for text in texts if text not in covered)
    useful = sorted((match for match in matches if met[match.key]), key=lambda one: one.key)
    if not useful:
        return Teams((), unmet)
    found = _smallest(useful, [met[match.key] for match in useful], covered)
    best = islice(found, limit)
    teams = (_team([useful[row] for row in rows], covered) for rows in best)
    return Teams(tuple(teams), unmet)


def _met(match: Match, texts: Sequence[str]) -> dict[str, RequirementVerdict]:
    """What an offering meets of these texts."""
    return {
        verdict.requirement: verdict
        for verdict in match.requirements
        if verdict.verdict is Verdict.MET and verdict.requirement in texts
    }


def order_of(matches: Sequence[Match], covered: Sequence[str]) -> tuple[int, int, int, int]:
    """Return what teams are ordered by, smallest first."""
    score = sum(_steps(match) for match in matches)
    ties = sum(_neutral(match, covered) for match in matches)
    return len({match.owner for match in matches}), len(matches), -score, ties


def _smallest(
    matches: Sequence[Match], met: Sequence[dict[str, RequirementVerdict]], covered: Sequence[str]
) -> Iterator[list[int]]:
    """Yield the rows of each team, best first, by one integer programme after the other.

    The variables are the offerings, then their owners. What was found is cut off together with
    everything that holds all of it: so the next best set is again one without anybody to spare.
    """
    owners = sorted({match.owner for match in matches})
    size = len(matches) + len(owners)
    rows: list[tuple[Floats, float]] = [
        (_row(size, [i for i, said in enumerate(met) if text in said]), 1.0) for text in covered
    ]
    for i, match in enumerate(matches):
        at = len(matches) + owners.index(match.owner)
        rows.append((_row(size, [at]) - _row(size, [i]), 0.0))
    goals = _goals(matches, covered, len(owners))
    while (taken := _best(rows, goals)) is not None:
        chosen = [i for i in range(len(matches)) if taken[i]]
        yield chosen
        rows.append((-_row(size, chosen), 1.0 - len(chosen)))


def _goals(matches: Sequence[Match], covered: Sequence[str], owners: int) -> list[Floats]:
    """What is made as small as possible, one after the other, as `order_of` has it.

    The first counts an owner as more than all offerings together: both are settled at once.
    """
    size = len(matches) + owners
    goals = [np.ones(size), np.zeros(size), np.zeros(size)]
    goals[0][len(matches) :] = len(matches) + 1
    goals[1][: len(matches)] = [-_steps(match) for match in matches]
    goals[2][: len(matches)] = [_neutral(match, covered) for match in matches]
    return goals


def _best(
    rows: Sequence[tuple[Floats, float]], goals: Sequence[Floats]
) -> NDArray[np.bool_] | None:
    """The variables, bool, that are best by each goal among those best by the goals before it."""
    # HiGHS takes a tenth of a second to load, and most of what imports this asks for no team.
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

    rows, taken = list(rows), None
    for goal in goals:
        left = np.array([row for row, _ in rows])
        result = milp(
            goal,
            constraints=LinearConstraint(left, lb=[least for _, least in rows]),
            bounds=Bounds(0, 1),
            integrality=np.ones(len(goal)),
            options={"mip_rel_gap": 0},
        )
        if result.x is None:
            return None
        taken = result.x > _HALF
        # All goals are sums of whole numbers: half of one is far from every rounding.
        rows.append((-goal, -float(goal @ taken) - _HALF))
    return taken


def _row(size: int, ones: Iterable[int]) -> Floats:
    row = np.zeros(size)
    row[list(ones)] = 1.0
    return row


def _steps(match: Match) -> int:
    return round(match.score * SCORE_STEPS)


def _neutral(match: Match, covered: Sequence[str]) -> int:
    """A number that says nothing of whose the offering is, and differs from need to need."""
    digest = blake2b("\0".join(covered).encode(), digest_size=_HASH_BYTES, key=b"neutral teams")
    digest.update(b"\0\0" + match.key.encode())
    return int.from_bytes(digest.digest())


def _team(members: Sequence[Match], covered: Sequence[str]) -> Team:
    by_score = sorted(members, key=lambda one: (-_steps(one), _neutral(one, covered)))
    met = [(one.key, _met(one, covered)) for one in by_score]
    parts = (
        sorted(
            (Part(key, said[text]) for key, said in met if text in said),
            key=lambda part: -part.verdict.strength,
        )
        for text in covered
    )
    return Team(
        keys=tuple(one.key for one in by_score),
        suppliers=len({one.owner for one in members}),
        score=sum(one.score for one in members) / len(members),
        parts=tuple(part for of_text in parts for part in of_text),
    )
