"""What if a city asked for less: who would newly be shown, found out by ranking again.

Nothing is estimated. Each answer is that of `find_suppliers` with one constraint dropped or one
fact milder.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from matching.library import Library
from matching.profiles import NeedFacts
from matching.ranking.filters import Filters
from matching.suppliers import Match, how_many
from matching.what_if import Ranking, one_by_one

_NOT_CONSTRAINTS = {"owners", "owners_excluded", "keys_excluded"}


class Constraint(StrEnum):
    """What kind of condition a city sets."""

    FILTER = "filter"
    FACT = "fact"
    REQUIREMENT = "requirement"


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Who is newly among the first places when one constraint is relaxed, with the new ranks.

    A filter is dropped; an essential fact or requirement is no longer essential. `name` is that
    of the filter or of the fact, or the text of the requirement.
    """

    kind: Constraint
    name: str
    added: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Milder:
    """What asking for a milder fact would find.

    `more` counts the offerings that state nothing against the milder fact, but do against the
    present one; `added` are newly among the first places, with the new ranks.
    """

    more: int
    added: tuple[Match, ...]


def what_relaxing_adds(library: Library, asked: Ranking) -> list[Relaxation]:
    """Return for each constraint who would newly be among the first places without it.

    Constraints that keep nobody out are left out. Filters on owners and keys are no constraints.
    """
    now = {match.key for match in asked.of(library)}
    found = (
        Relaxation(kind, name, tuple(m for m in milder.of(library) if m.key not in now))
        for kind, name, milder in _milder(asked)
    )
    return [relaxation for relaxation in found if relaxation.added]


def what_milder_facts_add(
    library: Library, asked: Ranking, milder: Sequence[tuple[str, NeedFacts]]
) -> list[Milder]:
    """Return for each of the facts what asking for them instead would find.

    Args:
        library: where to look.
        asked: the ranking.
        milder: the name of the fact that is milder, and all facts with it.
    """
    now = {match.key for match in asked.of(library)}
    found = []
    for name, facts in milder:
        then = replace(asked, need=replace(asked.need, facts=facts))
        more = _within(library, then, name) - _within(library, asked, name)
        added = tuple(match for match in then.of(library) if match.key not in now)
        found.append(Milder(more, added))
    return found


def _within(library: Library, asked: Ranking, name: str) -> int:
    """How many pass everything that is asked for and state nothing against this fact."""
    facts = asked.need.facts
    strict = replace(facts, essential=facts.essential | {name})
    need = replace(asked.need, facts=strict)
    return how_many(library, need, [asked.filters], asked.today)[0]


def _milder(asked: Ranking) -> Iterator[tuple[Constraint, str, Ranking]]:
    """The ranking with one constraint less, for each constraint."""
    need, nothing = asked.need, Filters()
    for name, _ in one_by_one(asked.filters):
        if name not in _NOT_CONSTRAINTS:
            filters = replace(asked.filters, **{name: getattr(nothing, name)})
            yield Constraint.FILTER, name, replace(asked, filters=filters)
    for name in sorted(need.facts.essential):
        facts = replace(need.facts, essential=need.facts.essential - {name})
        yield Constraint.FACT, name, replace(asked, need=replace(need, facts=facts))
    for place, item in enumerate(need.requirements):
        if item.essential:
            milder = replace(item, essential=False)
            wants = (*need.requirements[:place], milder, *need.requirements[place + 1 :])
            yield (
                Constraint.REQUIREMENT,
                item.text,
                replace(asked, need=replace(need, requirements=wants)),
            )
