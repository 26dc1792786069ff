"""Suppliers for a group: as they fit now, frozen as long lists, and as files."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.access import VISITOR
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.long_lists import operations
from marketplace.long_lists.content import ForMember, Listed, LongListContent, Part
from marketplace.long_lists.queries import LongListView, long_list, look, matches_of, ranked
from marketplace.recommendations.results import SolutionMatch, Verdict
from marketplace.request_scope import current_services, current_uow, prepared
from marketplace.schemas.long_lists import LongListSchema
from marketplace.services import Services
from marketplace.web import words
from marketplace.web.glossary import glossary
from marketplace.web.procurements.frame import BOTH, GET, ONE, inside_view, led_view
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import match_of, requirement_of, verdict_in_words
from marketplace.web.spreadsheets import csv_file

Matches = Mapping[tuple[UUID, int], SolutionMatch]


def suppliers(procurement_id: UUID) -> str:
    """The solutions that fit the whole or one lot now, each held against every member."""
    uow, matcher = current_uow(), current_services().matcher
    view, lot = inside_view(procurement_id), request.args.get("lot", "")
    found = look(uow, matcher, procurement_id, lot=lot)
    return render_template(
        "procurements/suppliers.html",
        view=view,
        here="suppliers",
        found=found,
        lot=lot,
        parts=_parts(found.content),
    )


def freeze(procurement_id: UUID) -> ResponseReturnValue:
    """What would be frozen, in short; and the freezing."""
    uow, view = current_uow(), led_view(procurement_id)
    if request.method == "GET":
        found = look(uow, current_services().matcher, procurement_id)
        return render_template(
            "procurements/freeze.html", view=view, here="suppliers", content=found.content
        )
    kept = operations.freeze(
        uow,
        prepared(),
        procurement_id,
        title=request.form.get("title", ""),
        note=request.form.get("note", ""),
        mark=request.form.get("mark", ""),
    )
    flash(gettext("The long list is frozen. It stays as it is, whatever changes later."), "success")
    return redirect(
        url_for("procurements.long_list", procurement_id=procurement_id, number=kept.number), 303
    )


def to_freeze(services: Services, uow: UnitOfWork, arguments: Mapping[str, Any]) -> object:
    """What is frozen; None for the page before. Who is not known is refused by the view itself."""
    if request.method != "POST" or uow.actor is VISITOR:
        return None
    return ranked(uow, services.matcher, arguments["procurement_id"])


def frozen(procurement_id: UUID, number: int) -> str:
    """One long list as it was frozen."""
    view = inside_view(procurement_id)
    kept = long_list(current_uow(), procurement_id, number)
    return render_template(
        "procurements/long_list.html",
        view=view,
        here="suppliers",
        kept=kept,
        parts=_parts(kept.content),
    )


def as_csv(procurement_id: UUID, number: int) -> Response:
    """One row for each solution in each part, one column for each requirement and member."""
    kept = long_list(current_uow(), procurement_id, number)
    listed = [(part, one) for part in kept.content.parts for one in part.solutions]
    wants = _distinct(verdict.requirement for _, one in listed for verdict in one.kept.requirements)
    members = {said.organisation_id: said.name for _, one in listed for said in one.for_members}
    header = [
        gettext("Part"),
        gettext("Place"),
        gettext("Solution"),
        gettext("Vendor"),
        gettext("Country of the vendor"),
        gettext("Address"),
        gettext("Score of 100"),
        *wants,
        *members.values(),
        gettext("Version of the solution"),
        gettext("Engine"),
        gettext("Model"),
        gettext("Frozen on"),
        gettext("Frozen by"),
    ]
    rows = [list(_row(kept, part, one, wants, list(members))) for part, one in listed]
    return csv_file(f"{_name(kept)}.csv", header, rows)


def as_json(procurement_id: UUID, number: int) -> Response:
    """The same with every reason, as the API gives it."""
    kept = long_list(current_uow(), procurement_id, number)
    response = jsonify(LongListSchema().dump(kept))
    response.headers["Content-Disposition"] = f'attachment; filename="{_name(kept)}.json"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _parts(content: LongListContent) -> list[Item]:
    """The parts with cards of their solutions; `names` tells of whom a team is."""
    matches = matches_of(current_uow(), content)
    return [
        {
            "part": part,
            "anchor": f"part-{number}",
            "names": {one.solution_id: one for one in part.solutions},
            "cards": [
                _card(f"part-{number}", one, matches[one.solution_id, one.version])
                for one in part.solutions
            ],
            "teams": [_team(part, team.solutions, matches) for team in part.teams],
        }
        for number, part in enumerate(content.parts, 1)
    ]


def _card(part: str, listed: Listed, match: SolutionMatch) -> Item:
    return match_of(match) | {
        "rank": listed.rank,
        "score": listed.score,
        "band": listed.kept.band.value,
        "requirements": [requirement_of(one, match.content) for one in listed.kept.requirements],
        "moves": None,
        "anchor": f"{part}-{listed.solution_id}",
        "members": [_for_member(one, match) for one in listed.for_members],
    }


def _for_member(said: ForMember, match: SolutionMatch) -> Item:
    by_verdict = {
        verdict.value: [
            words.word(words.FACTS, fact.name) for fact in said.facts if fact.verdict is verdict
        ]
        for verdict in Verdict
    }
    return {
        "name": said.name,
        "facts": by_verdict,
        "met": sum(one.verdict is Verdict.MET for one in said.requirements),
        "extras": [requirement_of(one, match.content) for one in said.requirements],
    }


def _team(part: Part, members: tuple[UUID, ...], matches: Matches) -> list[Item]:
    """Requirement by requirement who meets it, with the sentence that says so."""
    (team,) = (one for one in part.teams if one.solutions == members)
    rows = []
    for item in team.parts:
        first = next(filter(None, map(part.of, item.solutions)))
        verdict = next(v for v in first.kept.requirements if v.requirement == item.requirement)
        match = matches[first.solution_id, first.version]
        rows.append(
            {
                "requirement": item.requirement,
                "by": [one for one in map(part.of, item.solutions) if one],
                "said": requirement_of(verdict, match.content),
            }
        )
    return rows


def _row(
    kept: LongListView, part: Part, one: Listed, wants: list[str], members: list[UUID]
) -> Iterator[object]:
    said = {verdict.requirement: verdict for verdict in one.kept.requirements}
    held = {member.organisation_id: member for member in one.for_members}
    yield from (part.title, one.rank, one.name, one.vendor_name)
    yield glossary().country(one.country)
    yield url_for("public.solution", solution_id=one.solution_id, _external=True)
    yield round(one.score * 100)
    yield from (verdict_in_words(said[want]) if want in said else None for want in wants)
    yield from (_held(held[id_]) if id_ in held else None for id_ in members)
    yield from (one.version, kept.content.made_by.engine_version, kept.content.made_by.model)
    yield from (kept.frozen_at.date().isoformat(), kept.frozen_by)


def _held(said: ForMember) -> str:
    """What a solution says to one member, in a cell: each fact and own requirement."""
    facts = (
        f"{words.word(words.FACTS, fact.name)}: {words.VERDICTS[fact.verdict.value]}"
        for fact in said.facts
    )
    own = (f"{one.requirement}: {verdict_in_words(one)}" for one in said.requirements)
    return "; ".join((*facts, *own))


def _distinct(texts: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _name(kept: LongListView) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", kept.title.lower()).strip("-")[:60]
    return "-".join(filter(None, ("long-list", str(kept.number), plain)))


_LIST = f"{ONE}/suppliers/lists/<int(max=2147483647):number>"
ROUTES = (
    (f"{ONE}/suppliers", "suppliers", suppliers, GET),
    (f"{ONE}/suppliers/freeze", "freeze_suppliers", freeze, BOTH),
    (_LIST, "long_list", frozen, GET),
    (f"{_LIST}.csv", "long_list_csv", as_csv, GET),
    (f"{_LIST}.json", "long_list_json", as_json, GET),
)
PREPARES = {"procurements.freeze_suppliers": to_freeze}
