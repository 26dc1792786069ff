"""The board of all joint procurements: where each stands, what it waits for, and from whom."""

from collections.abc import Iterator
from typing import Any

from flask import render_template, url_for
from flask_babel import gettext, ngettext

from marketplace.procurements.lifecycle import Step
from marketplace.request_scope import current_uow
from marketplace.steps.figures import Sums, TogetherFigures, together_figures
from marketplace.steps.queries import OnBoard, board
from marketplace.web import words
from marketplace.web.procurements.words import STEPS

Item = dict[str, Any]


def procurements() -> str:
    """Every joint procurement under way, by the step at which it stands."""
    found = board(current_uow())
    figures = together_figures(current_uow())
    return render_template(
        "programme/procurements.html",
        counts=[_count(step, items) for step, items in found.items() if items],
        steps=[
            {"step": step, "items": [_item(one) for one in items]}
            for step, items in found.items()
            if items
        ],
        figures=[{"label": label, "value": value} for label, value in _figures(figures) if value],
        figures_exist=bool(figures.under_way or figures.awarded_ones or figures.dissolved),
        overdue=sum(one.overdue for items in found.values() for one in items),
    )


def _figures(found: TogetherFigures) -> Iterator[tuple[str, str | None]]:
    """What came of buying together, in words; sums in several currencies stand side by side."""
    yield gettext("Under way"), words.number(found.under_way)
    yield gettext("Awarded"), words.number(found.awarded_ones)
    yield gettext("Dissolved"), words.number(found.dissolved)
    yield gettext("Cities that take part"), words.number(found.cities)
    yield gettext("From countries"), words.number(found.countries)
    yield gettext("Committed by buyers"), _sums(found.committed)
    yield gettext("Value of contracts"), _sums(found.awarded)
    yield gettext("Savings claimed"), _sums({one.currency: one.claimed for one in found.saved})
    yield gettext("Savings confirmed"), _sums({one.currency: one.confirmed for one in found.saved})
    if found.days_to_award is not None:
        days = round(found.days_to_award)
        said = ngettext("%(num)s day", "%(num)s days", days)
        yield gettext("From proposal to award, the middle value"), said


def _sums(sums: Sums) -> str | None:
    return ", ".join(words.money(sums[code], code) for code in sorted(sums)) or None


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
        "lost": one.lost,
        "second": one.second,
    }
