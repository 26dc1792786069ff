"""What keeps a solution out of the first matches of a challenge, and what would let it in."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext, lazy_gettext

from marketplace.recommendations.what_if import MOST_PLACES, ChangeKind, Step, WhyNot
from marketplace.request_scope import current_uow
from marketplace.solutions.queries import SolutionCard, get_solution
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.glossary import glossary
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import facts_of, matcher

FIELD_OF = {
    "country": "countries_served",
    "languages": "languages",
    "budget": "price",
    "start": "weeks_to_deploy_maximum",
    "trl": "trl",
    "standards": "standards",
    "data_location": "data_location",
    "population": "population_maximum",
}
"""The field of the listing in which a fact is stated."""

_CHANGE = lazy_gettext("Change the listing")
_WAYS = {
    ChangeKind.CONFIRM: lazy_gettext("To the listing"),
    ChangeKind.WITHDRAW: lazy_gettext("To that listing"),
}


def why_not(solution_id: UUID, challenge_id: UUID) -> str:
    """The place of the solution for a challenge, and what would change it."""
    found = matcher().why_not(current_uow(), solution_id, challenge_id)
    view = get_solution(current_uow(), solution_id)
    step = found.raises_most
    return render_template(
        "vendor/why_not.html",
        view=view,
        challenge=found.challenge,
        found=found,
        most_places=MOST_PLACES,
        facts_in_the_way=facts_of(found.facts_in_the_way),
        copy_of=_linked(found.copy_of),
        own_before=[_linked(card) for card in found.own_before],
        scores=_scores(found, view.content.name),
        differences=_differences(found),
        lets_in=[_step(item, solution_id) for item in found.lets_in],
        raises_most=_step(step, solution_id) if step else None,
    )


def _scores(found: WhyNot, name: str) -> list[Item]:
    """The two scores of a hundred, as bars."""
    own = {"label": name, "value": round(found.score * 100), "href": None}
    if found.last_score is None:
        return [own]
    last = gettext("The last one that is shown")
    return [own, {"label": last, "value": round(found.last_score * 100), "href": None}]


def _differences(found: WhyNot) -> list[Item]:
    return [
        {
            "label": words.word(words.FACTORS, item.name),
            "own": item.own,
            "last": item.last,
            "more": item.own - item.last,
        }
        for item in found.differences
    ]


def _step(step: Step, solution_id: UUID) -> Item:
    edit = url_for("vendor.edit_solution", thing_id=solution_id)
    manage = url_for("vendor.manage_solution", thing_id=solution_id)
    text, way = {
        ChangeKind.CONFIRM: (gettext("Confirm that the listing is still true."), manage),
        ChangeKind.ADD_THEME: (_theme(step), f"{edit}?field=themes"),
        ChangeKind.STATE_REQUIREMENT: (
            gettext("Say in the description:"),
            f"{edit}?field=description",
        ),
        ChangeKind.WITHDRAW: (_withdrawn(step.listing), _managed(step.listing)),
    }.get(step.kind) or (_fact(step), f"{edit}?field={FIELD_OF.get(step.subject, '')}")
    is_said = step.kind is ChangeKind.STATE_REQUIREMENT
    return {
        "text": text,
        "quote": step.subject if is_said else None,
        "removed": step.removed or None,
        "place": step.place,
        "score": round(step.score * 100),
        "href": way,
        "way": _WAYS.get(step.kind, _CHANGE),
    }


def _theme(step: Step) -> str:
    theme = glossary().label(TermList.THEMES, step.subject)
    return str(gettext("List it under the theme “%(theme)s”.", theme=theme))


def _fact(step: Step) -> str:
    name = words.word(words.OFFERED, step.subject)
    value = glossary().fact(step.subject, step.value)
    if step.kind is ChangeKind.ALTER_FACT:
        return str(gettext("Change what you state. %(name)s: %(value)s.", name=name, value=value))
    return str(gettext("State it. %(name)s: %(value)s.", name=name, value=value))


def _withdrawn(listing: SolutionCard | None) -> str:
    name = listing.name if listing else ""
    return str(gettext("Withdraw your listing “%(name)s”, which stands before it.", name=name))


def _managed(listing: SolutionCard | None) -> str | None:
    return url_for("vendor.manage_solution", thing_id=listing.id) if listing else None


def _linked(card: SolutionCard | None) -> dict[str, Any] | None:
    if card is None:
        return None
    return {"name": card.name, "href": url_for("public.solution", solution_id=card.id)}
