"""Weights that verdicts of cities speak for: the report in plain words, and the decision."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import NotFound
from marketplace.recommendations.models import WeightProposal
from marketplace.recommendations.weighing import decide as decide_weights
from marketplace.recommendations.weighing import is_of_this_release, proposals
from marketplace.request_scope import current_uow
from marketplace.web import words
from marketplace.web.forms.belonging import require_staff
from marketplace.web.forms.keeping import expected_version
from marketplace.web.public.arguments import Asked
from marketplace.web.public.items import Item


def weights() -> str:
    """Every proposal, the newest first, with what speaks for it."""
    require_staff()
    page = proposals(current_uow(), Asked().page())
    return render_template(
        "programme/weights.html", page=page, items=[_item(row) for row in page.items]
    )


def decide(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Approve or refuse a proposal, or take an approved one back."""
    done = {
        "approve": gettext("Approved. Every answer is made with these weights from now on."),
        "refuse": gettext("Refused. The weights stay as they are."),
        "take_back": gettext("Taken back. The documented weights are in use again."),
    }
    if name not in done:
        raise NotFound(gettext("There is nothing at this address."))
    uow, note = current_uow(), request.form.get("note", "")
    decide_weights(uow, thing_id, name, expected_version=expected_version(), note=note)
    flash(done[name], "success")
    return redirect(url_for("programme.weights"), 303)


def _item(row: WeightProposal) -> Item:
    report = row.report
    return {
        "row": row,
        "title": str(words.word(words.RANKINGS, row.ranking)),
        "report": report,
        "serves": row.serves is not None and is_of_this_release(row),
        "is_outdated": not is_of_this_release(row),
        "factors": [
            {
                "label": words.word(words.FACTORS, name),
                "before": before,
                "after": report.learned[name],
                "least": report.intervals[name][0],
                "most": report.intervals[name][1],
            }
            for name, before in report.documented.items()
        ],
    }
