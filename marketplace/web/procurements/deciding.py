"""What a group decides and puts on record: who leads, how it buys, and everything else."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from marketplace.common_needs.queries import need_of
from marketplace.foundation.errors import Forbidden, Invalid
from marketplace.procurements.content import NO_LAW, Mode, OnRecord
from marketplace.procurements.leading import Candidate, candidates
from marketplace.procurements.members import choose_lead
from marketplace.procurements.operations import choose_mode, decide, describe
from marketplace.procurements.queries import decisions_of
from marketplace.request_scope import current_uow
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.forms.keeping import expected_version
from marketplace.web.glossary import glossary
from marketplace.web.procurements.frame import BOTH, ONE, inside_view, led_view
from marketplace.web.procurements.need import decided_items
from marketplace.web.procurements.reading import cities_of, ids_in, word_of
from marketplace.web.procurements.words import MODES

Item = dict[str, Any]
OTHER = "other"
"""What a decision is about that a group writes down itself."""


def lead(procurement_id: UUID) -> ResponseReturnValue:
    """Who could lead and why; and the choice."""
    view = led_view(procurement_id)
    if request.method == "GET":
        choices = [_candidate(one) for one in candidates(current_uow(), view)]
        return render_template("procurements/lead.html", view=view, here="home", candidates=choices)
    chosen = ids_in(filter(None, request.form.getlist("lead")[:1]), "lead")
    if not chosen:
        raise Invalid.of("lead", gettext("Choose the city that leads."))
    said = OnRecord(text=request.form.get("reason", ""), took_part=tuple(cities_of()))
    uow, version = current_uow(), expected_version()
    choose_lead(uow, procurement_id, chosen[0], said, expected_version=version)
    flash(gettext("Chosen and put on record. All cities of the group are told."), "success")
    return _home(procurement_id)


def mode(procurement_id: UUID) -> ResponseReturnValue:
    """How the group buys, and under whose law."""
    view = led_view(procurement_id)
    if request.method == "GET":
        known = glossary().list_of(TermList.COUNTRIES)
        named = ((code, glossary().country(code)) for code in known if code not in NO_LAW)
        laws = sorted(named, key=lambda one: one[1])
        return render_template(
            "procurements/mode.html", view=view, here="home", modes=MODES, laws=laws
        )
    chosen = word_of(Mode, "mode", gettext("Choose how you buy together."))
    said = OnRecord(text=request.form.get("reason", ""), took_part=tuple(cities_of()))
    law, version = request.form.get("law") or None, expected_version()
    choose_mode(current_uow(), procurement_id, chosen, law, said, expected_version=version)
    flash(gettext("Chosen and put on record. All cities of the group are told."), "success")
    return _home(procurement_id)


def edit(procurement_id: UUID) -> ResponseReturnValue:
    """The title and the text that say what is bought together."""
    view = led_view(procurement_id)
    if request.method == "GET":
        return render_template("procurements/edit.html", view=view, here="home")
    title, summary = request.form.get("title", ""), request.form.get("summary", "")
    said = replace(view.content, title=title, summary=summary)
    describe(current_uow(), procurement_id, said, expected_version=expected_version())
    flash(gettext("Saved. Everybody who sees it reads this from now on."), "success")
    return _home(procurement_id)


def decisions(procurement_id: UUID) -> ResponseReturnValue:
    """Everything on record, and the form that adds to it."""
    view = inside_view(procurement_id)
    if request.method == "GET":
        return render_template(
            "procurements/decisions.html",
            view=view,
            here="decisions",
            decisions=decisions_of(current_uow(), procurement_id),
            needs=decided_items(need_of(current_uow(), procurement_id)),
        )
    if not view.may_take_part:
        raise Forbidden(gettext("Only owners and editors of the cities that buy can do this."))
    decide(current_uow(), procurement_id, OTHER, request.form.get("text", ""), cities_of())
    flash(gettext("On record. All cities of the group are told."), "success")
    return redirect(url_for("procurements.decisions", procurement_id=procurement_id), 303)


def _candidate(one: Candidate) -> Item:
    return {
        "value": str(one.member.organisation_id),
        "text": one.member.name,
        "reasons": list(_reasons(one)),
        "leads": one.member.role.value == "lead_buyer",
    }


def _reasons(one: Candidate) -> Iterator[str]:
    """What speaks for a city, in whole sentences."""
    if one.offers:
        yield gettext("Its challenge says that it would lead.")
    if one.led:
        yield ngettext(
            "It has led %(num)s buyers group.", "It has led %(num)s buyers groups.", one.led
        )
    if one.took_part > one.led:
        yield ngettext(
            "It took part in %(num)s buyers group.",
            "It took part in %(num)s buyers groups.",
            one.took_part,
        )
    if one.member.population:
        size = words.number(one.member.population)
        yield gettext("It has %(number)s residents.", number=size)
    if one.speaks_with:
        yield ngettext(
            "It shares an official language with %(num)s other city of the group.",
            "It shares an official language with %(num)s other cities of the group.",
            one.speaks_with,
        )


def _home(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.show", procurement_id=procurement_id), 303)


ROUTES = (
    (f"{ONE}/edit", "edit", edit, BOTH),
    (f"{ONE}/lead", "lead", lead, BOTH),
    (f"{ONE}/mode", "mode", mode, BOTH),
    (f"{ONE}/decisions", "decisions", decisions, BOTH),
)
