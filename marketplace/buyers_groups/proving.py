"""Rule sets as rules of the engine, and its proofs in words for people."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from marketplace.buyers_groups.candidates import MISSION
from marketplace.buyers_groups.content import Member, ProvedRule, Wanted
from marketplace.foundation.saying import say, say_many
from marketplace.funding.content import GroupRule, RuleKind, RuleSetContent
from marketplace.funding.sentences import sentence
from matching.groups.mending import Missing
from matching.groups.rules import (
    FitsEach,
    Lead,
    Members,
    Proof,
    Rule,
    Size,
    StartsWithin,
    States,
    Total,
    Who,
)

HUNDRED = 100


def rules_of(content: RuleSetContent) -> tuple[Rule, ...]:
    """What a rule set asks of a group, in its order."""
    return tuple(_rule(rule, content) for rule in content.asked)


def _rule(rule: GroupRule, content: RuleSetContent) -> Rule:
    union = frozenset(content.eu)
    wider = union | frozenset(content.associated)
    least, kinds = rule.least, RuleKind
    made: Mapping[RuleKind, Rule] = {
        kinds.MEMBERS: Members(least),
        kinds.PROCURERS: Members(least, Who(procurer=True)),
        kinds.MISSION_CITIES: Members(least, Who(flag=MISSION)),
        kinds.STATES: States(least),
        kinds.STATES_EU: States(least, Who(union)),
        kinds.STATES_ASSOCIATED: States(least, Who(wider)),
        kinds.PROCURER_STATES_EU: States(least, Who(union, procurer=True)),
        kinds.PROCURER_STATES_ASSOCIATED: States(least, Who(wider, procurer=True)),
        kinds.MEMBERS_EU: Members(least, Who(union)),
        kinds.LEAD: Lead(),
        kinds.MISSION_LEAD: Lead(Who(flag=MISSION)),
        kinds.POPULATION: Total("population", least),
    }
    return made[rule.kind]


def proved(text: str, proof: Proof, members: Mapping[str, Member]) -> ProvedRule:
    """A proof with the names of the cities."""

    def names(keys: Sequence[str]) -> tuple[str, ...]:
        return tuple(members[key].city for key in keys)

    has = Decimal(str(proof.has))
    return ProvedRule(
        sentence=text,
        met=proof.met,
        has=Decimal(round(has * HUNDRED)) if isinstance(proof.rule, FitsEach) else has,
        names=names(proof.counting),
        countries=proof.found,
        unstated=names(proof.unstated),
    )


def proved_set(
    content: RuleSetContent, proofs: Sequence[Proof], members: Mapping[str, Member]
) -> tuple[ProvedRule, ...]:
    """The proofs of what a rule set asks."""
    rules = zip(content.asked, proofs, strict=True)
    return tuple(proved(sentence(rule), proof, members) for rule, proof in rules)


def said(rule: Rule) -> str:
    """What a rule asks that comes from no rule set."""
    match rule:
        case FitsEach(least):
            fit = round(least * HUNDRED)
            return say("Every two fit each other, at least %(least)s of 100", least=fit)
        case StartsWithin(days):
            return say("Stated starts at most %(days)s days apart", days=days)
        case Size(least, most):
            return say("%(least)s to %(most)s members", least=least, most=most)
        case Total(least=least):
            return say("Stated public budgets together at least EUR %(least)s", least=least)
        case _:
            raise ValueError(f"{rule} comes from a rule set.")


def wanted(missing: Missing, members: Mapping[str, Member]) -> Wanted:
    """Whom a group lacks, in sentences."""
    number = missing.number
    sentences = [
        say_many("%(num)s more city is missing.", "%(num)s more cities are missing.", number)
    ]
    if missing.apart is not None:
        sentences.append(say("Each comes from another country that is not in the group yet."))
    if missing.flags:
        sentences.append(say("It is a Mission city."))
    if missing.lead:
        sentences.append(say("It may lead."))
    if missing.population:
        text = say("It brings at least %(residents)s residents.", residents=missing.population)
        sentences.append(text)
    if missing.value:
        sentences.append(say("It brings at least EUR %(value)s.", value=missing.value))
    if missing.fit:
        fit = round(missing.fit * HUNDRED)
        sentences.append(say("It fits each member at least %(fit)s of 100.", fit=fit))
    countries = (missing.countries or frozenset()) - (missing.apart or frozenset())
    return Wanted(
        number=number,
        sentences=tuple(sentences),
        without=tuple(members[key].city for key in missing.without),
        countries=tuple(sorted(countries)),
        themes=missing.themes,
    )
