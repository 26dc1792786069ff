"""Partner cities as their cards show them: what agrees, differs and contradicts, in words.

What ranks is decided below, and so is what only partner cities see.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for
from flask_babel import gettext, lazy_gettext, ngettext

from marketplace.challenges.queries import ChallengeView
from marketplace.recommendations.requirements_beside import RequirementsBeside
from marketplace.recommendations.results import Agreement, Movement, PartnerMatch
from marketplace.recommendations.side_by_side import (
    ForPartners,
    Law,
    Lead,
    SideBySide,
    side_by_side,
)
from marketplace.request_scope import current_uow
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.glossary import glossary
from marketplace.web.public.items import Item, challenge_state
from marketplace.web.public.reasons import factors_of, matcher, points

GROUPS_NAMED = 3


def partners_of(found: Sequence[PartnerMatch], asking: ChallengeView) -> list[Item]:
    """Partner cities for their cards, seen from the challenge that asks."""
    beside = side_by_side(current_uow(), matcher(), asking.id, found)
    there = (match for match in found if match.challenge.id in beside)
    return [_partner(match, asking, beside[match.challenge.id]) for match in there]


def _partner(match: PartnerMatch, asking: ChallengeView, beside: SideBySide) -> Item:
    card, confidential = match.challenge, beside.for_partners
    only = confidential.agreements if confidential else ()
    said = {
        "agrees": [*_in_common(match, asking), *map(_sentence, match.agrees)],
        "differs": [*_country_differs(match, asking), *map(_sentence, match.differs)],
        "contradicts": [_sentence(item) for item in match.contradicts],
    }
    if beside.law is not None:
        side = "agrees" if beside.law is Law.NATIONAL else "differs"
        said[side].append(str(LAWS[beside.law]))
    if beside.requirements:
        for side, sentence in _requirements(beside.requirements):
            said[side].append(sentence)
    for item in only:
        said[item.side].append(_in_confidence(item))
    return {
        "id": card.id,
        "rank": match.rank,
        "score": match.score,
        "band": match.band.value,
        "city": {
            "name": card.city_name,
            "country": glossary().country(card.city_country),
            "href": url_for("public.city", city_id=card.city_id),
        },
        "challenge": {
            "title": card.title,
            "summary": card.summary,
            "href": url_for("public.challenge", challenge_id=card.id),
            "state": challenge_state(card.state, card.nature),
        },
        **said,
        "facts": list(_facts(beside, asking.city_name, card.city_name)),
        "work": _work(beside),
        "confidential": list(_shown_to_partners(confidential)) if confidential else [],
        "shared": list(_shared(match, beside)),
        "factors": factors_of(match.factors),
        "moves": _would_agree(match.moves_most, match.score),
    }


def _shared(match: PartnerMatch, beside: SideBySide) -> Iterator[tuple[str, str]]:
    """Theirs and ours: requirements that ask for the same, then sentences of the problem."""
    if beside.requirements:
        yield from ((pair.other, pair.own) for pair in beside.requirements.shared)
    yield from ((pair.other.text, pair.own.text) for pair in match.shared_sentences)


def _requirements(found: RequirementsBeside) -> Iterator[tuple[str, str]]:
    """On which side what stands."""
    if number := len(found.shared):
        yield (
            "agrees",
            ngettext("%(num)s requirement in common", "%(num)s requirements in common", number),
        )
    if number := len(found.only_other):
        yield (
            "differs",
            ngettext(
                "%(num)s requirement there is not asked for here",
                "%(num)s requirements there are not asked for here",
                number,
            ),
        )
    for own, other in found.contradicting:
        yield "contradicts", gettext("“%(other)s” there, “%(own)s” here", other=other, own=own)


LAWS = {
    Law.NATIONAL: lazy_gettext("Law: the same national law on public procurement"),
    Law.DIRECTIVE: lazy_gettext("Law: two national laws under the same European directives"),
    Law.APART: lazy_gettext(
        "Law: not both are in the European Economic Area, so no directive binds both"
    ),
}


def _facts(beside: SideBySide, own: str, other: str) -> Iterator[tuple[str, str]]:
    """What helps to work together, by name."""
    if beside.distance_km is not None:
        far = gettext("%(number)s km", number=words.number(beside.distance_km))
        yield gettext("Distance"), far
    if beside.languages is not None:
        names = ", ".join(glossary().labels(TermList.LANGUAGES, beside.languages))
        yield gettext("Languages of both cities"), names or gettext("none in common")
    if beside.lead is not None:
        leads = {
            Lead.OWN: own,
            Lead.OTHER: other,
            Lead.BOTH: gettext("both would"),
            Lead.NEITHER: gettext("neither has said that it would"),
        }
        yield gettext("Who could lead"), leads[beside.lead]
    if beside.mentor:
        yield gettext("In the programme"), gettext("Mentor city")


def _work(beside: SideBySide) -> Item | None:
    """What the other city has bought together before: the first names, and how many more."""
    if not beside.joint_work:
        return None
    named = [
        gettext("%(title)s, as lead buyer", title=one.title) if one.led else one.title
        for one in beside.joint_work[:GROUPS_NAMED]
    ]
    return {"named": named, "more": len(beside.joint_work) - len(named)}


def _shown_to_partners(shown: ForPartners) -> Iterator[str]:
    """What no comparison says already."""
    compared = {item.name for item in shown.agreements}
    details, month = shown.details, words.month(shown.details.approval_month)
    if shown.approval_has_passed:
        yield gettext(
            "Budget approved in %(month)s according to the city. The month has passed: ask "
            "whether it stands.",
            month=month,
        )
    elif month and "approval_month" not in compared:
        yield gettext("Budget to be approved in %(month)s", month=month)
    if details.budget is not None and "budget" not in compared:
        yield gettext("Budget: %(budget)s", budget=words.budget(details.budget) or "")
    if details.contact:
        yield gettext("Contact: %(contact)s", contact=details.contact)


def _would_agree(found: Movement | None, score: float) -> str | None:
    if found is None or points(found.score) == points(score):
        return None
    fact, hundredths = words.word(words.FACTS, found.subject), points(found.score)
    return str(gettext("If both agreed on “%(fact)s”: %(n)s of 100.", fact=fact, n=hundredths))


def _in_common(match: PartnerMatch, asking: ChallengeView) -> Iterator[str]:
    if match.challenge.city_country == asking.city_country:
        yield gettext("Country: %(both)s", both=glossary().country(asking.city_country))
    codes = [code for code in match.content.themes if code in asking.content.themes]
    if names := glossary().labels(TermList.THEMES, codes):
        yield gettext("Themes: %(names)s", names=", ".join(names))
    if match.open_to_joint:
        yield gettext("Both would buy together")


def _country_differs(match: PartnerMatch, asking: ChallengeView) -> Iterator[str]:
    other, own = match.challenge.city_country, asking.city_country
    if other != own:
        name = glossary().country
        yield gettext("Country: %(other)s there, %(own)s here", other=name(other), own=name(own))


def _sentence(item: Agreement) -> str:
    name, own, other = _in_words(item)
    if own == other:
        return str(gettext("%(fact)s: %(both)s", fact=name, both=own))
    said = gettext("%(fact)s: %(other)s there, %(own)s here", fact=name, other=other, own=own)
    return str(said)


def _in_confidence(item: Agreement) -> str:
    """The same of what the other city shows to partner cities only."""
    name, own, other = _in_words(item)
    return str(
        gettext(
            "%(fact)s: %(other)s there, %(own)s here (shown to partner cities only)",
            fact=name,
            other=other,
            own=own,
        )
    )


def _in_words(item: Agreement) -> tuple[str, str, str]:
    name = words.word(words.FACTS, item.name) or item.name
    if item.name == "start" and "/" in item.own + item.other:
        name = gettext("In use")
        return name, _window(item.own), _window(item.other)
    return name, _said(item.name, item.own), _said(item.name, item.other)


def _window(text: str) -> str:
    """A window as the engine writes it, such as 2026-03-01/.. or only the last day."""
    first, _, last = text.rpartition("/")
    ends = (None if day in ("", "..") else date.fromisoformat(day) for day in (first, last))
    return words.window(*ends) or ""


def _said(name: str, text: str) -> str:
    if name == "procedure":
        return words.word(words.PROCUREMENT_PATHS, text) or text
    if name == "approval_month":
        return words.month_of(text) or text
    if name == "procedure_languages":
        name = "languages"
    return glossary().fact(name, text) or text
