"""What a version of a rule set says, as typed values; who meets it is worked out elsewhere."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RuleKind(StrEnum):
    """What a rule asks of a group; each has one sentence in `sentences`."""

    MEMBERS = "members"
    PROCURERS = "procurers"
    MISSION_CITIES = "mission_cities"
    STATES = "states"
    STATES_EU = "states_eu"
    STATES_ASSOCIATED = "states_associated"
    PROCURER_STATES_EU = "procurer_states_eu"
    PROCURER_STATES_ASSOCIATED = "procurer_states_associated"
    MEMBERS_EU = "members_eu"
    LEAD = "lead"
    MISSION_LEAD = "mission_lead"
    POPULATION = "population"


COUNTED = frozenset(RuleKind) - {RuleKind.LEAD, RuleKind.MISSION_LEAD}
"""The kinds whose `least` says how many."""


class Basis(StrEnum):
    """How sure a rule is; only what a source states is asked of a group."""

    STATED = "stated"
    GENERAL_KNOWLEDGE = "general_knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRule:
    """One rule: at least so many of a kind."""

    kind: RuleKind
    least: int = 1
    basis: Basis = Basis.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetContent:
    """One version of a rule set.

    Both days of its validity are included. `eu` and `associated` are the countries (ISO 3166-1
    alpha-2) that the rules mean, as of `checked_on`, the day on which somebody last looked at the
    source; `source_note` says what of it was seen. `note` says what the rules cannot say.
    """

    name: str
    programme: str
    rules: tuple[GroupRule, ...]
    valid_from: date
    checked_on: date
    valid_to: date | None = None
    source_url: str | None = None
    source_note: str = ""
    note: str = ""
    eu: tuple[str, ...] = ()
    associated: tuple[str, ...] = ()

    @property
    def asked(self) -> tuple[GroupRule, ...]:
        """The rules that a source states."""
        return tuple(rule for rule in self.rules if rule.basis is Basis.STATED)
