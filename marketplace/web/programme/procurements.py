"""The board of all joint procurements: where each stands, what it waits for, and from whom."""

from typing import Any

from flask import render_template, url_for

from marketplace.procurements.lifecycle import Step
from marketplace.request_scope import current_uow
from marketplace.steps.queries import OnBoard, board
from marketplace.web.procurements.words import STEPS

Item = dict[str, Any]


def procurements() -> str:
    """Every joint procurement under way, by the step at which it stands."""
    found = board(current_uow())
    return render_template(
        "programme/procurements.html",
        counts=[_count(step, items) for step, items in found.items()],
        steps=[
            {"step": step, "items": [_item(one) for one in items]}
            for step, items in found.items()
            if items
        ],
        overdue=sum(one.overdue for items in found.values() for one in items),
    )


def _count(step: Step, items: list[OnBoard]) -> Item:
    href = f"#{step.value}" if items else None
    return {"label": str(STEPS[step]), "value": len(items), "href": href}


def _item(one: OnBoard) -> Item:
    return {
        "view": one.view,
        "href": url_for("procurements.steps", procurement_id=one.view.id),
        "cities": [member.name for member in one.view.taking_part],
        "next": one.next,
        "due": one.due,
        "overdue": one.overdue,
        "missing": [asked.sentence for asked in one.waits_for],
        "blocked_by": one.blocked_by,
    }
