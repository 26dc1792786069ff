"""The shortlist as a file: for a spreadsheet, and for programs."""

import re
from collections.abc import Iterator
from uuid import UUID

from flask import Response, jsonify, url_for
from flask_babel import gettext

from marketplace.challenges.queries import ChallengeView, get_challenge
from marketplace.request_scope import current_uow
from marketplace.schemas.shortlists import ShortlistItemSchema
from marketplace.shortlists.queries import Listed, Shortlist, shortlist_of
from marketplace.web import words
from marketplace.web.glossary import glossary
from marketplace.web.public.reasons import fact_in_words, verdict_in_words
from marketplace.web.spreadsheets import csv_file


def as_csv(challenge_id: UUID) -> Response:
    """One row for each solution, one column for each requirement and fact."""
    found, view = _found(challenge_id)
    wants = _distinct(v.requirement for item in found.items for v in item.match.requirements)
    facts = _distinct(fact.name for item in found.items for fact in item.match.facts)
    header = [
        gettext("Place"),
        gettext("Solution"),
        gettext("Vendor"),
        gettext("Country of the vendor"),
        gettext("Address"),
        gettext("Note, private to the city"),
        gettext("Put on it on"),
        gettext("Place in the list it was taken from"),
        gettext("Score of 100"),
        *wants,
        *(words.word(words.FACTS, name) or name for name in facts),
        gettext("Version of the solution"),
        gettext("Version of the challenge"),
        gettext("Engine"),
        gettext("Model"),
        gettext("Exported on"),
    ]
    rows = [list(_row(item, wants, facts)) for item in found.items]
    return csv_file(f"{_name(view)}.csv", header, rows)


def as_json(challenge_id: UUID) -> Response:
    """The same with every reason, as the API gives matches."""
    found, view = _found(challenge_id)
    response = jsonify(
        {
            "challenge": {
                "id": str(view.id),
                "title": view.content.title,
                "city": view.city_name,
                "address": url_for("public.challenge", challenge_id=view.id, _external=True),
            },
            "exported_at": current_uow().now.isoformat(),
            "contains_private_notes": True,
            "items": ShortlistItemSchema(many=True).dump(found.items),
        }
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(view)}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _found(challenge_id: UUID) -> tuple[Shortlist, ChallengeView]:
    found = shortlist_of(current_uow(), challenge_id)
    return found, get_challenge(current_uow(), challenge_id)


def _row(item: Listed, wants: list[str], facts: list[str]) -> Iterator[object]:
    match = item.match
    said = {verdict.requirement: verdict for verdict in match.requirements}
    stated = {fact.name: fact for fact in match.facts}
    yield from (item.place, match.solution.name, match.solution.vendor_name)
    yield glossary().country(match.solution.vendor_country)
    yield url_for("public.solution", solution_id=item.solution_id, _external=True)
    yield from (item.note, item.put_on_at.date().isoformat(), item.rank)
    yield round(match.score * 100)
    yield from (verdict_in_words(said[want]) if want in said else None for want in wants)
    yield from (fact_in_words(stated[name]) if name in stated else None for name in facts)
    yield from (match.solution_version, match.challenge_version)
    yield from (match.made_by.engine_version, match.made_by.model)
    yield current_uow().now.date().isoformat()


def _distinct(texts: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _name(view: ChallengeView) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", view.content.title.lower()).strip("-")[:60]
    return "-".join(filter(None, ("shortlist", plain)))
