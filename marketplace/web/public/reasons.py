"""Matches as their cards show them, with every reason written out.

What ranks and why is decided below; here codes become words and spans get their context.
Partner cities are next door.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import structlog
from flask import url_for
from flask_babel import gettext

from marketplace.foundation.errors import Unavailable
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.profiles import text_at
from marketplace.recommendations.results import (
    ChallengeMatch,
    Evidence,
    Factor,
    FactVerdict,
    Movement,
    Mover,
    PartnerMatch,
    RequirementVerdict,
    SolutionMatch,
    Verdict,
)
from marketplace.request_scope import current_services
from marketplace.solutions.content import SolutionContent
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.labels import label_of
from marketplace.web import words
from marketplace.web.design_system import in_context
from marketplace.web.glossary import glossary
from marketplace.web.public.items import Item, challenge_state, solution_state

Found = TypeVar("Found")


def matcher() -> Matcher:
    """The way to the engine."""
    return current_services().matcher


def where_possible(ask: Callable[[], Sequence[Found]]) -> Sequence[Found] | None:
    """An answer that is only a part of a page; None while the engine does not answer."""
    try:
        return ask()
    except Unavailable as error:
        structlog.get_logger(__name__).warning("engine_unavailable", reason=error.detail)
        return None


def unknown_languages(
    found: Iterable[SolutionMatch | PartnerMatch | ChallengeMatch],
) -> list[str]:
    """The names of the languages of the needs in answers that the model was not trained on."""
    codes = sorted({match.unknown_language for match in found if match.unknown_language})
    known = glossary().list_of(TermList.LANGUAGES)
    return [
        label_of(known[code]) if code in known else gettext("another language") for code in codes
    ]


def match_of(match: SolutionMatch) -> Item:
    """A match for its card; sentences taken as wants are shown where they found something."""
    card = match.solution
    shown = [item for item in match.requirements if item.stated or item.evidence or item.fact]
    return {
        "rank": match.rank,
        "score": match.score,
        "band": match.band.value,
        "solution": {
            "id": card.id,
            "name": card.name,
            "summary": card.summary,
            "href": url_for("public.solution", solution_id=card.id),
            "vendor": card.vendor_name,
            "country": glossary().country(card.vendor_country),
            "state": solution_state(card),
        },
        "requirements": [requirement_of(item, match.content) for item in shown],
        "note": None if shown or not match.requirements else _nothing_said(),
        "facts": facts_of(match.facts),
        "factors": factors_of(match.factors),
        "moves": _moves(match.moves_most, match.score),
        "why_href": None,
    }


def challenge_match_of(match: ChallengeMatch) -> Item:
    """A challenge that a solution fits, for a list."""
    card = match.challenge
    return {
        "name": card.title,
        "href": url_for("public.challenge", challenge_id=card.id),
        "caption": ", ".join(filter(None, (card.city_name, glossary().country(card.city_country)))),
        "summary": card.summary,
        "state": challenge_state(card.state, card.nature),
        "tags": [],
        "facts": [(gettext("Score"), gettext("%(n)s of 100", n=round(match.score * 100)))],
    }


def factors_of(factors: Iterable[Factor]) -> list[Item]:
    """The factors of a score with their words."""
    return [
        {
            "name": factor.name,
            "label": words.word(words.FACTORS, factor.name),
            "value": factor.value,
            "weight": factor.weight,
        }
        for factor in factors
    ]


def requirement_of(item: RequirementVerdict, content: SolutionContent) -> Item:
    """One requirement with its verdict and evidence; `content` is the version judged."""
    stated = "essential" if item.essential else "nice"
    return {
        "requirement": item.requirement,
        "importance": stated if item.stated else None,
        "verdict": item.verdict.value,
        "evidence": _evidence(item.evidence, content) if item.evidence else None,
        "fact": facts_of([item.fact])[0] if item.fact else None,
    }


def _moves(found: Movement | None, score: float) -> str | None:
    """What would move a match most; None where nothing would move it by a point."""
    if found is None or points(found.score) == points(score):
        return None
    subject, hundredths = found.subject, points(found.score)
    if found.mover is Mover.FACT:
        fact = words.word(words.FACTS, subject)
        said = gettext("If the fact “%(fact)s” were met: %(n)s of 100.", fact=fact, n=hundredths)
    else:
        said = gettext("If this were met: “%(wanted)s” %(n)s of 100.", wanted=subject, n=hundredths)
    return str(said)


def points(score: float) -> int:
    """A score as pages say it, 0..100."""
    return round(score * 100)


def _nothing_said() -> str:
    return str(
        gettext("No single sentence of the entry answers yours; it ranks by its whole text.")
    )


def _evidence(found: Evidence, content: SolutionContent) -> Item:
    text = text_at(content, found.field) or found.text
    before, marked, after = in_context(text, found.start, found.end)
    field = found.field.partition(".")[0]
    return {"text": marked, "field": field, "before": before, "after": after}


def facts_of(facts: Iterable[FactVerdict]) -> list[Item]:
    """Facts needed and offered, in words."""
    return [
        {
            "name": words.word(words.FACTS, fact.name),
            "needed": glossary().fact(fact.name, fact.needed),
            "offered": glossary().fact(fact.name, fact.offered),
            "verdict": fact.verdict.value,
            "apart": _apart(fact),
        }
        for fact in facts
    ]


def verdict_in_words(item: RequirementVerdict) -> str:
    """The verdict on a requirement with what it rests on, for the cell of a file."""
    if item.fact is not None:
        return fact_in_words(item.fact)
    word = str(words.READ_VERDICTS[item.verdict.value])
    return f"{word}: {item.evidence.text}" if item.evidence else word


def fact_in_words(fact: FactVerdict) -> str:
    """The verdict on a fact with what is offered, for the cell of a file."""
    offered = glossary().fact(fact.name, fact.offered)
    word = _apart(fact) or str(words.VERDICTS[fact.verdict.value])
    return f"{word}: {offered}" if offered else word


def _apart(fact: FactVerdict) -> str | None:
    """Why two amounts that are both stated cannot be compared; None where they can be."""
    both = fact.needed and fact.offered
    if fact.name != "budget" or fact.verdict is not Verdict.NOT_STATED or not both:
        return None
    (currency, interval), (other, others) = map(_unit, (fact.needed, fact.offered))
    if currency != other:
        return str(gettext("Cannot be compared: the two are in different currencies."))
    if interval == others:
        return None
    if "once" in (interval, others):
        return str(gettext("Cannot be compared: one is paid once, the other again and again."))
    return str(gettext("Cannot be compared: one is for a month, the other for a year."))


def _unit(amount: str) -> tuple[str, str]:
    """The currency and the interval of an engine's “18000-40000 EUR year”."""
    currency, _, interval = amount.partition(" ")[2].partition(" ")
    return currency, interval
