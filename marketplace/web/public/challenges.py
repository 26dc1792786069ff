"""Challenges: the list with its filters, one with all it says, its matches and its partners."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext

from marketplace.challenges.content import ChallengeContent, Nature, PartnerDetail
from marketplace.challenges.lifecycle import ENDED, OPEN
from marketplace.challenges.queries import (
    ChallengeFilters,
    ChallengeView,
    facet_counts,
    get_challenge,
    list_challenges,
)
from marketplace.challenges.questions import questions_about
from marketplace.feedback.queries import own_opinions
from marketplace.organisations.queries import organisations_by_id
from marketplace.recommendations.fitting import FITTING
from marketplace.recommendations.results import PartnerMatch, nothing_fits
from marketplace.request_scope import current_actor, current_uow
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.forms.asking import may_try_to_ask
from marketplace.web.forms.belonging import may_edit
from marketplace.web.glossary import glossary
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked
from marketplace.web.public.home import match_filters
from marketplace.web.public.items import Item, challenge_item, challenge_state, places
from marketplace.web.public.narrowing import Narrowing
from marketplace.web.public.partners import partners_of
from marketplace.web.public.reasons import (
    match_of,
    matcher,
    unknown_languages,
    where_possible,
)
from marketplace.web.public.voices import partner_voices_of, voices_of

TOP = 3
MATCHES_SHOWN = (10, 25, 50)
PARTNERS_SHOWN = 10


def challenges() -> str:
    """The list of all that is public, narrowed as asked."""
    asked = Asked()
    nature = asked.choice("nature", Nature)
    state = asked.text("state")
    chosen = ChallengeFilters(
        q=asked.text("q"),
        theme=asked.code("theme"),
        country=asked.code("country"),
        nature=nature.value if nature else None,
        joint=True if asked.yes("joint") else None,
        state=state if state in (OPEN, *ENDED) else None,
    )
    page = list_challenges(current_uow(), chosen, asked.page())
    shown = filters.listing(page, _facets(chosen), [challenge_item(card) for card in page])
    return render_template("public/challenges.html", faults=asked.faults, **shown)


def challenge(challenge_id: UUID) -> str:
    """One challenge with the best of its matches and partners."""
    uow = current_uow()
    view = get_challenge(uow, challenge_id)
    # Whether anything fits is judged from as many as the page of matches shows.
    matches = where_possible(lambda: matcher().suppliers(uow, challenge_id, limit=MATCHES_SHOWN[0]))
    partners = where_possible(lambda: matcher().partners(uow, challenge_id, limit=TOP))
    facts = _facts(view.content)
    return render_template(
        "public/challenge.html",
        **heading(view),
        facts=[fact for fact in facts if fact["value"]],
        unstated=[fact["label"] for fact in facts if not fact["value"]],
        outcomes=_outcomes(view.content),
        essential=[words.word(words.FACTS, name) for name in view.content.essential],
        questions=questions_about(uow, challenge_id),
        may_ask=may_try_to_ask(view.city_id),
        matches=None if matches is None else [match_of(match) for match in matches[:TOP]],
        nothing=nothing_fits(match.band for match in matches or ()),
        languages=unknown_languages(matches or ()),
        partners=None if partners is None else partners_of(partners, view),
    )


def matches(challenge_id: UUID) -> str:
    """The solutions that fit a challenge best, each with its reasons."""
    uow, asked = current_uow(), Asked()
    view = get_challenge(uow, challenge_id)
    shown = asked.whole("show", 1, MATCHES_SHOWN[-1]) or MATCHES_SHOWN[0]
    chosen = match_filters(asked)
    found = matcher().suppliers(uow, challenge_id, chosen, limit=shown)
    narrowing = Narrowing(challenge_id, chosen)
    facets = narrowing.facets()
    in_use = filters.in_use(facets)
    more = [count for count in MATCHES_SHOWN if count > shown]
    return render_template(
        "public/challenge_matches.html",
        **heading(view),
        matches=[match_of(match) for match in found],
        nothing=nothing_fits(match.band for match in found),
        languages=unknown_languages(found),
        voices=voices_of(own_opinions(uow, challenge_id), found, "matches"),
        made_by_what=found[0].made_by if found else None,
        facets=facets,
        in_use=in_use,
        cost=narrowing.cost(in_use),
        remain=narrowing.remain,
        total=narrowing.total,
        faults=asked.faults,
        more=more[0] if more and len(found) == shown else None,
        address=url_for("public.challenge_matches", challenge_id=challenge_id),
        relaxing_href=_relaxing(view),
    )


def partners(challenge_id: UUID) -> str:
    """The cities with the same need, each with what agrees, differs and contradicts."""
    uow = current_uow()
    view = get_challenge(uow, challenge_id)
    best = matcher().partners(uow, challenge_id, limit=PARTNERS_SHOWN)
    cards = partners_of(best, view)
    shown = {card["id"] for card in cards}
    found = [match for match in best if match.challenge.id in shown]
    alike = [match for match in found if match.band in FITTING]
    return render_template(
        "public/challenge_partners.html",
        **heading(view),
        partners=cards,
        alike=len(alike),
        voices=partner_voices_of(own_opinions(uow, challenge_id), found),
        languages=unknown_languages(found),
        made_by_what=found[0].made_by if found else None,
        places=_places(view, found, {match.challenge.city_id for match in alike or found}),
        proposes=view.published_version is not None
        and (may_edit(view.city_id) or current_actor().acts_as_staff),
    )


def _relaxing(view: ChallengeView) -> str | None:
    """The page that says what each constraint costs, for those who may ask."""
    if view.working_version is None:
        return None
    return filters.carried(url_for("city.relaxing", challenge_id=view.id))


def heading(view: ChallengeView) -> dict[str, Any]:
    """What the head of every page of a challenge shows."""
    content = view.content
    return {
        "view": view,
        "content": content,
        "state": challenge_state(view.state, content.nature),
        "is_example": content.nature is Nature.EXAMPLE,
        "country": glossary().country(view.city_country),
        "themes": glossary().labels(TermList.THEMES, content.themes),
        "city_href": url_for("public.city", city_id=view.city_id),
    }


def _places(view: ChallengeView, found: list[PartnerMatch], chosen: Collection[UUID]) -> list[Item]:
    """The city and the chosen of its partners; all of them are read already for their cards."""
    ids = [view.city_id, *(match.challenge.city_id for match in found)]
    rows = organisations_by_id(current_uow().session, ids)
    shown = [id_ for id_ in dict.fromkeys(ids) if id_ in chosen or id_ == view.city_id]
    return places([rows[id_] for id_ in shown if id_ in rows], [view.city_id])


def _facets(chosen: ChallengeFilters) -> list[filters.Facet]:
    counts = facet_counts(current_uow(), replace(chosen, theme=None), "theme")
    natures = [
        ("call", gettext("Calls: a city asks now")),
        ("example", gettext("Examples from published plans")),
    ]
    states = [
        ("open", gettext("Open")),
        ("closed", gettext("Closed")),
        ("awarded", gettext("Awarded")),
        ("cancelled", gettext("Cancelled")),
    ]
    return [
        filters.field("q", gettext("Words in the challenge, or a city")),
        filters.codes("theme", gettext("Theme"), TermList.THEMES, counts),
        filters.codes("country", gettext("Country of the city"), TermList.COUNTRIES, None),
        filters.choice("nature", gettext("Kind"), natures),
        filters.choice("state", gettext("State"), states),
        filters.tick("joint", gettext("Buying together"), gettext("Open to joint procurement")),
    ]


def _facts(content: ChallengeContent) -> list[dict[str, Any]]:
    words_of = glossary()
    roles = [words.word(words.JOINT_ROLES, role) for role in content.joint_roles]
    joint = gettext("Yes") if content.joint_procurement else None
    least = content.trl_minimum
    named = [
        (gettext("Budget"), words.budget(content.budget)),
        (gettext("Interest is welcome until"), words.day(content.deadline)),
        (gettext("In use by"), words.day(content.start)),
        (gettext("In use not before"), words.day(content.earliest_start)),
        (gettext("Residents concerned"), words.number(content.population)),
        (gettext("Scale"), content.scale),
        (gettext("Languages"), words_of.labels(TermList.LANGUAGES, content.languages)),
        (gettext("Data has to stay"), words.word(words.DATA_LOCATIONS, content.data_location)),
        (gettext("Standards"), words_of.labels(TermList.STANDARDS, content.standards)),
        (gettext("TRL at least"), words.number(least)),
        (
            gettext("How it will buy"),
            words.word(words.PROCUREMENT_PATHS, content.procurement_path),
        ),
        (gettext("Open to buying together"), [joint, *roles] if joint else None),
        (
            gettext("Languages of the procedure"),
            words_of.labels(TermList.LANGUAGES, content.procedure_languages),
        ),
        *_kept_by_the_city(content),
        (gettext("Programme"), content.programme),
        (gettext("Published in"), content.published_year),
    ]
    return [
        {"label": label, "value": value or None, "estimate": False, "href": None}
        for label, value in named
    ]


def _kept_by_the_city(content: ChallengeContent) -> list[tuple[str, str | None]]:
    """What only the city itself is shown here, so that nobody else reads of a gap."""
    month, contact = words.month(content.approval_month), content.partner_contact
    kept = (
        (gettext("Budget approved in"), month, PartnerDetail.APPROVAL_MONTH),
        (gettext("Contact for partner cities"), contact, PartnerDetail.CONTACT),
    )
    said = {
        True: gettext("partner cities see this"),
        False: gettext("only your city sees this"),
    }
    return [
        (label, f"{value} ({said[detail in content.shown_to_partners]})")
        for label, value, detail in kept
        if value
    ]


def _outcomes(content: ChallengeContent) -> list[dict[str, Any]]:
    return [
        {
            "indicator": outcome.indicator,
            "baseline": outcome.baseline,
            "target": outcome.target,
            "due": words.day(outcome.due),
        }
        for outcome in content.outcomes
    ]
