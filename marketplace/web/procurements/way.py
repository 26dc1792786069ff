"""The way of a joint procurement: the steps taken, what the next one asks, and its end."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.procurements.lifecycle import Step
from marketplace.request_scope import current_uow
from marketplace.steps import operations
from marketplace.steps.conditions import Checked
from marketplace.steps.queries import Way, way_of
from marketplace.web.forms.keeping import expected_version
from marketplace.web.procurements.frame import GET, ONE, POST, choosing, led_view
from marketplace.web.procurements.reading import day_of, ids_in, word_of

Item = dict[str, Any]

ROOMS = {
    "members": "procurements.members",
    "about": "procurements.mode",
    "need": "procurements.need",
    "documents": "procurements.documents",
    "consultation": "procurements.consultation",
    "evaluation": "procurements.evaluation",
    "outcome": "procurements.outcome",
}
"""Where what a condition asks for can be mended."""


def steps(procurement_id: UUID) -> str:
    """How far it has come, what the next step asks and who owes it."""
    way = way_of(current_uow(), procurement_id)
    names = {one.organisation_id: one.name for one in way.view.members}
    return render_template(
        "procurements/steps.html",
        view=way.view,
        here="steps",
        way=way,
        ahead=[_ahead(way, step, names) for step in way.ahead],
        names=names,
    )


def end(procurement_id: UUID) -> str:
    """The page on which a group goes back a step, or dissolves."""
    led_view(procurement_id)
    way = way_of(current_uow(), procurement_id)
    return render_template("procurements/end.html", view=way.view, here="steps", way=way)


def take(procurement_id: UUID, name: str) -> ResponseReturnValue:
    """Plan a step, take one, go back, or dissolve."""
    flash(TAKINGS[name](procurement_id), "success")
    return redirect(url_for("procurements.steps", procurement_id=procurement_id), 303)


def _ahead(way: Way, step: Step, names: Mapping[UUID, str]) -> Item:
    """A step that can come next, with what it asks."""
    asked = way.ahead[step]
    return {
        "step": step,
        "asked": [_asked(way, one, names) for one in asked],
        "ready": all(one.met for one in asked),
    }


def _asked(way: Way, one: Checked, names: Mapping[UUID, str]) -> Item:
    room = choosing(way.view, ROOMS[one.room]) if one.room == "about" else ROOMS[one.room]
    return {
        "sentence": one.sentence,
        "met": one.met,
        "owing": [names[id_] for id_ in one.owing],
        "href": url_for(room, procurement_id=way.view.id),
    }


def _plan(procurement_id: UUID) -> str:
    owner = ids_in(filter(None, request.form.getlist("owner")[:1]), "owner")
    operations.plan(
        current_uow(),
        procurement_id,
        _step("step"),
        owner_id=owner[0] if owner else None,
        due=day_of("due"),
        expected_version=expected_version(),
    )
    return str(gettext("Saved. The group reads who sees to this step, and by when."))


def _move_on(procurement_id: UUID) -> str:
    said, version, target = request.form.get("evidence", ""), expected_version(), _step("target")
    operations.move_on(current_uow(), procurement_id, target, said, expected_version=version)
    return str(gettext("The step is taken. All cities of the group are told."))


def _back(procurement_id: UUID) -> str:
    said, version = request.form.get("reason", ""), expected_version()
    operations.go_back(current_uow(), procurement_id, said, expected_version=version)
    return str(gettext("It went back one step. All cities of the group are told."))


def _dissolve(procurement_id: UUID) -> str:
    said, version = request.form.get("reason", ""), expected_version()
    operations.dissolve(current_uow(), procurement_id, said, expected_version=version)
    return str(gettext("It is dissolved. All cities of the group are told."))


def _step(field: str) -> Step:
    return word_of(Step, field, gettext("Choose a step from the list."))


TAKINGS: Mapping[str, Callable[[UUID], str]] = {
    "plan": _plan,
    "move": _move_on,
    "back": _back,
    "dissolve": _dissolve,
}
ROUTES = (
    (f"{ONE}/steps", "steps", steps, GET),
    (f"{ONE}/steps/end", "end", end, GET),
    (f"{ONE}/steps/<any({', '.join(TAKINGS)}):name>", "take", take, POST),
)
