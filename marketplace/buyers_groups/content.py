"""What is asked of proposals, and what a proposal shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

SMALLEST, LARGEST = 2, 8
"""How many members a group can be asked to have; without being asked it has at most five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """What somebody insists on.

    `rule_sets` are keys, all of which a group has to meet; `cities` are in every group, `without`
    in none; `theme` is a code that all have, or one below it; `value` is what the stated public
    budgets are together at least, in euro. With `only_open`, challenges of cities that were never
    asked whether they would buy together are left out.
    """

    rule_sets: tuple[str, ...] = ()
    cities: frozenset[UUID] = frozenset()
    without: frozenset[UUID] = frozenset()
    size: int | None = None
    theme: str | None = None
    value: Decimal | None = None
    only_open: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A challenge in a group, and its city; `asked` tells whether the city said it would join."""

    challenge_id: UUID
    city_id: UUID
    title: str
    city: str
    country: str
    asked: bool
    catalogue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedRule:
    """One rule and what the group has; `names` are the cities that count, `countries` theirs.

    `has` is in the unit of the rule; of fits it is of 100. `unstated` are the cities that do not
    say what is asked.
    """

    sentence: str
    met: bool
    has: Decimal
    names: tuple[str, ...]
    countries: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whom a group lacks, in sentences; `countries` are where they may be from, if it matters."""

    number: int
    sentences: tuple[str, ...]
    without: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """The smallest change that makes a group meet the rules."""

    removed: tuple[Member, ...]
    added: tuple[Member, ...]
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetCheck:
    """A version of a rule set applied to a group; `not_asked` are rules that no source states.

    `newer` is the number of the version that counts today, if it is another one.
    """

    key: str
    number: int
    name: str
    met: bool
    rules: tuple[ProvedRule, ...]
    not_asked: tuple[str, ...] = ()
    valid_to: date | None = None
    newer: int | None = None
    mend: Mended | None = None
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """A group that could be proposed; fits are of 100.

    `together` proves what holds for every group: that each fits each, that starts are near each
    other, and what was asked beside rule sets.
    """

    members: tuple[Member, ...]
    weakest: int
    mean: int
    together: tuple[ProvedRule, ...]
    checks: tuple[RuleSetCheck, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """The best groups, the best first; `whole` is False if others may be better.

    `candidates` is how many challenges came into question.
    """

    groups: tuple[GroupView, ...]
    whole: bool
    candidates: int
