"""Each rule in one sentence for people, in the language that is spoken."""

from collections.abc import Mapping

from babel.numbers import format_decimal

from marketplace.foundation.saying import later, locale, say
from marketplace.funding.content import COUNTED, GroupRule, RuleKind

SENTENCES: Mapping[RuleKind, str] = {
    RuleKind.MEMBERS: later("Independent organisations: at least %(least)s"),
    RuleKind.PROCURERS: later("Contracting authorities: at least %(least)s"),
    RuleKind.MISSION_CITIES: later("Mission cities: at least %(least)s"),
    RuleKind.STATES: later("Members from at least %(least)s different countries"),
    RuleKind.STATES_EU: later("Members from at least %(least)s different EU Member States"),
    RuleKind.STATES_ASSOCIATED: later(
        "Members from at least %(least)s different EU Member States or associated countries"
    ),
    RuleKind.PROCURER_STATES_EU: later(
        "Contracting authorities from at least %(least)s different EU Member States"
    ),
    RuleKind.PROCURER_STATES_ASSOCIATED: later(
        "Public procurers from at least %(least)s different EU Member States or associated "
        "countries"
    ),
    RuleKind.MEMBERS_EU: later("Members in an EU Member State: at least %(least)s"),
    RuleKind.LEAD: later("A member that may lead"),
    RuleKind.MISSION_LEAD: later("A Mission city that may lead"),
    RuleKind.POPULATION: later("Together at least %(least)s residents"),
}


def sentence(rule: GroupRule) -> str:
    """What the rule asks, as a phrase without a full stop."""
    least = format_decimal(rule.least, locale=locale())
    values = {"least": least} if rule.kind in COUNTED else {}
    return say(SENTENCES[rule.kind], **values)
