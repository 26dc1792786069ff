"""What a group needs in common: all of it, and the page on which people decide about one item."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from marketplace.common_needs.content import Choice, Decision
from marketplace.common_needs.operations import accept_core, decide, draw_up
from marketplace.common_needs.queries import ItemView, NeedView, need_of
from marketplace.foundation.errors import Forbidden, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.queries import ProcurementView
from marketplace.recommendations.common import Because
from marketplace.request_scope import current_services, current_uow
from marketplace.web import words
from marketplace.web.forms.keeping import expected_version
from marketplace.web.glossary import glossary
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view
from marketplace.web.procurements.reading import cities_of, word_of

Item = dict[str, Any]
FACTS: words.Words = {
    **words.FACTS,
    "languages": lazy_gettext("Languages it has to speak"),
}
REASONS: words.Words = {
    Because.ONLY: lazy_gettext("All who ask for it say it in these words."),
    Because.CENTRAL: lazy_gettext("Proposed because it is the nearest to what the others say."),
    Because.STRICTEST: lazy_gettext("Proposed because whatever meets it meets the others too."),
    Because.SHARED: lazy_gettext(
        "Proposed because more cities say it than anything that excludes it."
    ),
    Because.ESSENTIAL: lazy_gettext(
        "Proposed because it is the only one that is essential to anybody."
    ),
    Because.OPEN: lazy_gettext("No wording can be proposed: choose one, or write your own."),
}
CHOICES = (
    (Choice.COMMON.value, lazy_gettext("All cities ask for it, in one wording"), ""),
    (
        Choice.EXTRA.value,
        lazy_gettext("It stays a wish of those who say it"),
        lazy_gettext("Each keeps its own words, and suppliers are judged by them for that city."),
    ),
    (
        Choice.DROPPED.value,
        lazy_gettext("Nobody asks for it in this procurement"),
        lazy_gettext("Say why."),
    ),
)


def show(procurement_id: UUID) -> str:
    """Contradictions first, then what several ask for, then what one city asks for."""
    view, need = inside_view(procurement_id), need_of(current_uow(), procurement_id)
    return render_template(
        "procurements/need.html",
        view=view,
        here="need",
        need=need,
        groups=_groups(need) if need else [],
    )


def draw(procurement_id: UUID) -> ResponseReturnValue:
    """Draw it up, for the first time or anew."""
    uow = current_uow()
    draw_up(uow, current_services().matcher, procurement_id)
    need = need_of(uow, procurement_id)
    left = len(need.open) if need else 0
    if left:
        said = ngettext(
            "Drawn up. %(num)s contradiction waits for your decision.",
            "Drawn up. %(num)s contradictions wait for your decision.",
            left,
        )
    else:
        said = gettext("Drawn up. What was decided before stays as it was decided.")
    flash(said, "success")
    return _back(procurement_id)


def core(procurement_id: UUID) -> ResponseReturnValue:
    """Keep for all what several ask for, as it is proposed."""
    kept = accept_core(
        current_uow(), procurement_id, cities_of(), expected_version=expected_version()
    )
    told = ngettext("%(num)s item is decided.", "%(num)s items are decided.", len(kept))
    flash(told, "success")
    return _back(procurement_id)


def item(procurement_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One item with every sentence that it came from, and the decision."""
    view, need = inside_view(procurement_id), need_of(current_uow(), procurement_id)
    one = next((one for one in need.items if one.id == item_id), None) if need else None
    if need is None or one is None:
        raise NotFound(say(NOTHING))
    if not need.may_decide:
        raise Forbidden(gettext("Only owners and editors of the cities that buy can do this."))
    if request.method == "GET":
        return _item_page(view, one)
    decision = Decision(
        choice=word_of(Choice, "choice", gettext("Choose what you do with it.")),
        took_part=tuple(cities_of()),
        wording=request.form.get("wording", ""),
        reason=request.form.get("reason", ""),
    )
    decide(current_uow(), procurement_id, item_id, decision, expected_version=expected_version())
    flash(gettext("Decided. All cities of the group can read it."), "success")
    return _back(procurement_id)


def _item_page(view: ProcurementView, one: ItemView) -> str:
    values = dict.fromkeys(source.source.text for source in one.sources)
    return render_template(
        "procurements/need_item.html",
        view=view,
        here="need",
        item=_item(one),
        choices=CHOICES,
        values=[(text, _said(one, text), "") for text in values],
    )


def decided_items(need: NeedView | None) -> list[Item]:
    """What people have decided on, as pages show it: what was decided last comes first."""
    found = [(one.decided_at, one) for one in need.items if one.decided_at] if need else []
    return [_item(one) for _, one in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _groups(need: NeedView) -> list[Item]:
    return [
        {"name": name, "items": [_item(one) for one in items]}
        for name, items in (
            ("contradictions", need.contradictions),
            ("core", need.core),
            ("extras", need.extras),
        )
    ]


def _item(one: ItemView) -> Item:
    """An item as pages show it: every value in words, each city's sentences under its side."""
    return {
        "it": one,
        "about": "" if one.is_requirement else words.word(FACTS, one.about),
        "proposed": _said(one, one.proposed),
        "wording": _said(one, one.wording),
        "why": REASONS[one.because],
        "sides": [
            [
                {
                    "said": _said(one, source.source.text),
                    "city": source.city,
                    "challenge_id": source.source.challenge_id,
                    "version": source.source.version,
                    "is_public": source.is_public,
                    "essential": source.source.essential,
                    "is_first_day": source.source.field == "earliest_start",
                }
                for source in side
            ]
            for side in one.sides
        ],
    }


def _said(one: ItemView, text: str) -> str:
    """A sentence as it is, the code of a fact in words."""
    if one.is_requirement or not text:
        return text
    name = "languages" if one.about == "procedure_languages" else one.about
    return glossary().fact(name, text) or text


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.need", procurement_id=procurement_id), 303)


ROUTES = (
    (f"{ONE}/need", "need", show, GET),
    (f"{ONE}/need/draw-up", "draw_up_need", draw, POST),
    (f"{ONE}/need/core", "accept_core", core, POST),
    (f"{ONE}/need/items/<uuid:item_id>", "need_item", item, BOTH),
)
