"""What each constraint of a challenge costs its city: who would newly be shown without it."""

from uuid import UUID

from flask import render_template, request, url_for
from flask_babel import gettext, ngettext

from marketplace.challenges.content import Importance
from marketplace.challenges.queries import get_challenge
from marketplace.recommendations.relaxing import (
    Constraint,
    OwnFigures,
    Relaxation,
    Variation,
    what_milder_facts_add,
    what_own_figures_find,
    what_relaxing_adds,
)
from marketplace.request_scope import current_uow
from marketplace.web import words
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked
from marketplace.web.public.home import match_facets, match_filters
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import match_of, matcher

OWN = ("budget", "start", "trl")
NONE = OwnFigures()
FILTER_OF = {
    "themes": "theme",
    "technologies": "technology",
    "countries": "country",
    "languages": "language",
    "standards": "standard",
}
"""The field of the page that sets a filter of the engine, where the two have other names."""


def relaxing(challenge_id: UUID) -> str:
    """The solutions that each filter, essential fact and requirement keeps from being shown."""
    uow, asked = current_uow(), Asked()
    chosen = match_filters(asked)
    found = what_relaxing_adds(matcher(), uow, challenge_id, chosen)
    milder = what_milder_facts_add(matcher(), uow, challenge_id, chosen)
    own = OwnFigures(
        budget=asked.amount("budget"), start=asked.day("start"), trl=asked.whole("trl", 1, 9)
    )
    tried = what_own_figures_find(matcher(), uow, challenge_id, own, chosen) if own != NONE else []
    view = get_challenge(uow, challenge_id)
    facets = match_facets()
    labels = {facet["name"]: facet["label"] for facet in facets}
    content = view.content
    return render_template(
        "city/relaxing.html",
        view=view,
        content=content,
        items=[_item(item, labels) for item in found],
        variations=[_variation(item, _step(item.fact, item.step)) for item in milder],
        tried=[_variation(item, _own(item.fact, own)) for item in tried],
        own={name: request.args.get(name, "") for name in OWN},
        others=[(k, v) for k, v in request.args.items(multi=True) if k not in OWN],
        has_constraints=bool(content.essential)
        or any(item.importance is Importance.ESSENTIAL for item in content.requirements),
        facets=facets,
        in_use=filters.in_use(facets),
        faults=asked.faults,
        address=url_for("city.relaxing", challenge_id=challenge_id),
        matches_href=filters.carried(
            url_for("public.challenge_matches", challenge_id=challenge_id)
        ),
    )


def _item(item: Relaxation, labels: dict[str, str]) -> Item:
    return {
        "title": _title(item, labels),
        "matches": [match_of(match) for match in item.added],
    }


def _variation(item: Variation, label: str) -> Item:
    return {
        "label": label,
        "more": item.more,
        "added": [match_of(match) for match in item.added],
    }


def _own(fact: str, own: OwnFigures) -> str:
    """The figure that is tried, in words."""
    if fact == "budget":
        return str(gettext("With a budget up to %(amount)s", amount=words.number(own.budget)))
    if fact == "start":
        return str(gettext("In use by %(day)s", day=words.day(own.start)))
    return str(gettext("With TRL %(level)s at least", level=own.trl))


def _step(fact: str, step: int) -> str:
    if fact == "budget":
        return str(gettext("With %(percent)s %% more budget", percent=step))
    if fact == "start":
        said = ngettext("In use one month later", "In use %(num)s months later", step)
        return str(said)
    return str(ngettext("With TRL one level lower", "With TRL %(num)s levels lower", step))


def _title(item: Relaxation, labels: dict[str, str]) -> str:
    if item.kind is Constraint.FILTER:
        label = labels.get(FILTER_OF.get(item.name, item.name), item.name)
        return str(gettext("Without the filter “%(label)s”", label=label))
    if item.kind is Constraint.FACT:
        name = words.word(words.FACTS, item.name)
        return str(gettext("If “%(name)s” were not essential", name=name))
    return str(gettext("If “%(name)s” were only nice to have", name=item.name))
