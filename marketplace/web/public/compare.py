"""Up to four solutions side by side for one challenge: what each says to every requirement."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext, ngettext

from marketplace.challenges.queries import get_challenge
from marketplace.feedback.queries import own_opinions
from marketplace.recommendations.results import SolutionMatch, Verdict
from marketplace.request_scope import current_uow
from marketplace.solutions.content import ReferenceState, SolutionContent
from marketplace.solutions.places import references_of
from marketplace.web import words
from marketplace.web.design_system import with_values
from marketplace.web.glossary import glossary
from marketplace.web.public.challenges import heading
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import facts_of, match_of, matcher, requirement_of
from marketplace.web.public.voices import voices_of

MOST = 4
PLACES_NAMED = 3


def compare(challenge_id: UUID) -> str:
    """The solutions that the address names, in that order; of more than four the first four."""
    uow = current_uow()
    view = get_challenge(uow, challenge_id)
    asked = _asked()
    found = _in_order(matcher().judged(uow, challenge_id, asked[:MOST]), asked)
    return render_template(
        "public/compare.html",
        **heading(view),
        columns=[_column(match, asked) for match in found],
        rows=_requirements(found),
        facts=_facts(found),
        others=_others(found, {fact.name for fact in found[0].facts} if found else set()),
        voices=voices_of(own_opinions(uow, challenge_id), found, "compare"),
        left_out=max(0, len(asked) - MOST),
        gone=len(asked[:MOST]) - len(found),
        made_by_what=found[0].made_by if found else None,
    )


def _asked() -> list[UUID]:
    """The solutions named; what is no id is passed over."""
    found = []
    for text in request.args.getlist("solution")[: MOST * 10]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _in_order(found: Sequence[SolutionMatch], asked: Sequence[UUID]) -> list[SolutionMatch]:
    return sorted(found, key=lambda match: asked.index(match.solution.id))


def _column(match: SolutionMatch, asked: Sequence[UUID]) -> Item:
    others = [str(id_) for id_ in asked if id_ != match.solution.id]
    return match_of(match) | {
        "unstated": _unstated(match),
        "may_ask": not match.solution.catalogue,
        "without_href": with_values("solution", others),
    }


def _unstated(match: SolutionMatch) -> int:
    """How many requirements and facts that are asked for the solution says nothing to."""
    wants = [item.verdict for item in match.requirements if item.stated]
    return [*wants, *(fact.verdict for fact in match.facts)].count(Verdict.NOT_STATED)


def _requirements(found: Sequence[SolutionMatch]) -> list[Item]:
    """A row for each requirement that is stated, or to which one of them says something."""
    rows = zip(*(match.requirements for match in found), strict=True)
    return [
        {
            "requirement": row[0].requirement,
            "importance": ("essential" if row[0].essential else "nice") if row[0].stated else None,
            "cells": [
                requirement_of(item, match.content) for item, match in zip(row, found, strict=True)
            ],
        }
        for row in rows
        if any(item.stated or item.verdict is not Verdict.NOT_STATED for item in row)
    ]


def _facts(found: Sequence[SolutionMatch]) -> list[Item]:
    rows = zip(*(facts_of(match.facts) for match in found), strict=True)
    return [
        {"name": row[0]["name"], "needed": row[0]["needed"], "cells": list(row)} for row in rows
    ]


def _others(found: Sequence[SolutionMatch], asked: Collection[str]) -> list[Item]:
    """What they state beside what is asked for, row by row; None where one does not state it."""
    references = references_of(current_uow().session, [match.solution.id for match in found])
    confirmed: dict[UUID, int] = {match.solution.id: 0 for match in found}
    for (solution_id, _), row in references.items():
        confirmed[solution_id] += row.state == ReferenceState.CONFIRMED
    said = [_said(match.content, confirmed[match.solution.id], asked) for match in found]
    return [
        {"name": name, "cells": [one[name] for one in said]}
        for name in (said[0] if said else ())
        if any(one[name] for one in said)
    ]


def _said(content: SolutionContent, confirmed: int, asked: Collection[str]) -> dict[str, Any]:
    weeks = words.between(
        words.number(content.weeks_to_deploy_minimum), words.number(content.weeks_to_deploy_maximum)
    )
    trl = gettext("TRL %(level)s of 9", level=content.trl) if content.trl else None
    served = ", ".join(map(glossary().country, content.countries_served))
    asked_too = {
        "trl": (gettext("Technology readiness"), trl),
        "country": (gettext("Countries served"), served),
    }
    return {
        gettext("Price"): words.price(content.price),
        **dict(value for name, value in asked_too.items() if name not in asked),
        gettext("Stage"): words.word(words.STAGES, content.stage),
        gettext("Time to deploy"): gettext("%(weeks)s weeks", weeks=weeks) if weeks else None,
        gettext("Where it runs"): _places([d.place for d in content.deployments], confirmed),
        gettext("Licence"): content.licence,
        gettext("Not suited for"): content.not_suited,
    }


def _places(names: Collection[str], confirmed: int) -> str | None:
    """The first places by name, how many more there are, and how many are borne out."""
    if not names:
        return None
    known = list(dict.fromkeys(names))
    said = ", ".join(known[:PLACES_NAMED])
    more = len(known) - PLACES_NAMED
    if more > 0:
        said = gettext("%(places)s and %(more)s more", places=said, more=more)
    borne_out = (
        ngettext("one confirmed by the buyer", "%(num)s confirmed by the buyers", confirmed)
        if confirmed
        else gettext("none confirmed by the buyer yet")
    )
    return f"{said} ({borne_out})"
