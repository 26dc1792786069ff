"""Real buyers groups as a check of the partner ranking: does it put fellow members together?

Each member asks, and its fellows are looked for among the owners of all needs of a library. The
need that a member asks with is its group's topic and, where it has needs of its own, the problem
and the requirements of the one nearest to the topic. What it is compared with is what the others
published: the topic is put into no text of a fellow, and no text of one member into another's.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.evaluation.metrics import Interval, interval
from matching.indexing.words import language_of, stems_of, words_of
from matching.library import Library
from matching.partners import find_partners
from matching.profiles import (
    PROBLEM,
    JointStance,
    Need,
    Place,
    Requirement,
    TextField,
    text_of,
)

DEPTHS = (5, 10, 20)
"""Among so many partner cities fellows are looked for."""

ENGINE, DENSE, LEXICAL, CHANCE = "engine", "dense", "lexical", "chance"

_TODAY = date(2026, 11, 20)

Floats = NDArray[np.float64]
Ranking = list[str]


@dataclass(frozen=True, slots=True)
class RealGroup:
    """Owners who bought together: where each lies, by owner; `themes` are codes."""

    key: str
    topic: str
    themes: frozenset[str]
    members: Mapping[str, Place]

    @property
    def across_borders(self) -> bool:
        """Whether not all members are of one country."""
        return len({place.country for place in self.members.values()}) > 1


@dataclass(frozen=True, slots=True)
class Recall:
    """The share of fellows among the first `depth`, and what the engine adds to it."""

    depth: int
    system: str
    share: Interval
    engine_adds: Interval


@dataclass(frozen=True, slots=True)
class Reunion:
    """How often fellow members are found; intervals are over groups, each counting the same.

    `questions` counts the members that asked, `owners` those among whom fellows were looked for.
    """

    name: str
    groups: int
    questions: int
    owners: int
    recalls: tuple[Recall, ...]

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return asdict(self)


def reunions(library: Library, groups: Sequence[RealGroup]) -> list[Reunion]:
    """Measure all groups with at least one fellow to be found, then those across borders alone."""
    found = [_asked(library, group) for group in groups]
    asked = [(group, rows) for group, rows in zip(groups, found, strict=True) if rows]
    abroad = [(group, rows) for group, rows in asked if group.across_borders]
    owners = len({need.owner for need in library.needs.values()})
    named = (("all groups", asked), ("groups across borders", abroad))
    return [_reunion(name, [rows for _, rows in some], owners) for name, some in named if some]


def question_of(library: Library, group: RealGroup, member: str) -> Need:
    """Return the need that a member asks with."""
    own = [need for need in library.needs.values() if need.owner == member]
    fields, themes = [TextField("title", group.topic)], group.themes
    requirements: tuple[Requirement, ...] = ()
    if own:
        topic = library.encoder.encode([group.topic])[0]
        near = {need.key: float(_whole(library, need) @ topic) for need in own}
        nearest = max(own, key=lambda need: (near[need.key], need.key))
        fields += [item for item in nearest.fields if item.name == PROBLEM]
        requirements, themes = nearest.requirements, themes | nearest.themes
    return Need(
        key=f"{group.key}/{member}",
        owner=member,
        fields=tuple(fields),
        requirements=requirements,
        themes=themes,
        place=group.members[member],
        joint=JointStance(open=True),
    )


def as_markdown(found: Sequence[Reunion]) -> str:
    """One table for all, with 95 % bootstrap intervals; a star where 0 is outside one."""
    lines = [
        "| groups | ranking | " + " | ".join(f"first {depth}" for depth in DEPTHS) + " |",
        "|---" * (2 + len(DEPTHS)) + "|",
    ]
    for one in found:
        title = f"{one.name} ({one.groups}, {one.questions} members, {one.owners} cities)"
        for system in (ENGINE, DENSE, LEXICAL, CHANCE):
            cells = [_cell(item) for item in one.recalls if item.system == system]
            lines.append(f"| {title} | {system} | {' | '.join(cells)} |")
            title = ""
    return "\n".join(lines)


def _cell(item: Recall) -> str:
    share, adds = item.share, item.engine_adds
    if item.system == ENGINE:
        return f"{share.mean:.3f} ({share.low:.3f} to {share.high:.3f})"
    star = " *" if adds.low > 0 or adds.high < 0 else ""
    return f"{share.mean:.3f}; engine {adds.mean:+.3f} ({adds.low:+.3f} to {adds.high:+.3f}){star}"


def _asked(library: Library, group: RealGroup) -> list[dict[tuple[str, int], float]]:
    """The recall of each member that has a fellow to be found, by system and depth."""
    known = {need.owner for need in library.needs.values()}
    rows = []
    for member in group.members:
        fellows = {owner for owner in group.members if owner != member and owner in known}
        if fellows:
            need = question_of(library, group, member)
            rows.append(dict(_recalls(library, need, fellows)))
    return rows


def _recalls(
    library: Library, need: Need, fellows: set[str]
) -> Iterator[tuple[tuple[str, int], float]]:
    others = len({other.owner for other in library.needs.values()} - {need.owner})
    for system, rank in _SYSTEMS.items():
        ranking = rank(library, need)
        for depth in DEPTHS:
            yield (system, depth), len(fellows & set(ranking[:depth])) / len(fellows)
    for depth in DEPTHS:
        yield (CHANCE, depth), min(1.0, depth / others)


def _reunion(
    name: str, groups: Sequence[list[dict[tuple[str, int], float]]], owners: int
) -> Reunion:
    def values(system: str, depth: int) -> Floats:
        shares = ([row[system, depth] for row in rows] for rows in groups)
        return np.array([sum(row) / len(row) for row in shares])

    recalls = tuple(
        Recall(
            depth,
            system,
            interval(values(system, depth)),
            interval(values(ENGINE, depth) - values(system, depth)),
        )
        for system in (*_SYSTEMS, CHANCE)
        for depth in DEPTHS
    )
    return Reunion(name, len(groups), sum(map(len, groups)), owners, recalls)


def _engine(library: Library, need: Need) -> Ranking:
    found = find_partners(library, need, limit=max(DEPTHS), today=_TODAY)
    return [match.owner for match in found]


def _dense(library: Library, need: Need) -> Ranking:
    """By the cosine of whole texts alone."""
    asked = library.vectors_of(need)[0]
    scores = {key: float(_whole(library, other) @ asked) for key, other in library.needs.items()}
    return _owners(library, need, scores)


def _lexical(library: Library, need: Need) -> Ranking:
    """By BM25 of whole texts alone."""
    shelf = library.need_shelf
    scores = shelf.stems.scores(_stems(need))
    found = {key: float(scores[slot]) for key, slot in shelf.slots.items()}
    return _owners(library, need, found)


_SYSTEMS: Mapping[str, Callable[[Library, Need], Ranking]] = {
    ENGINE: _engine,
    DENSE: _dense,
    LEXICAL: _lexical,
}


def _owners(library: Library, need: Need, scores: Mapping[str, float]) -> Ranking:
    """The owners by the best of their needs, ties by key; each once, the one that asks never."""
    order = sorted(scores, key=lambda key: (-scores[key], key))
    owners = (library.needs[key].owner for key in order)
    return [owner for owner in dict.fromkeys(owners) if owner != need.owner]


def _whole(library: Library, need: Need) -> NDArray[np.float32]:
    return library.need_shelf.whole(library.need_shelf.slots[need.key])


def _stems(need: Need) -> list[str]:
    text = text_of(need)
    language = language_of(text)
    return stems_of(words_of(text, language), language)
