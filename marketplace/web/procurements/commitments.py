"""What the cities of a group commit under its cap."""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Invalid
from marketplace.pooled_demand.content import Pledge
from marketplace.pooled_demand.operations import commit, recommit, set_cap, take_back
from marketplace.pooled_demand.queries import Commitments, LotRef, commitments_of
from marketplace.request_scope import current_uow
from marketplace.schemas.demand import CapSchema, PledgeSchema
from marketplace.schemas.loading import load
from marketplace.web.forms.figures import plain
from marketplace.web.forms.keeping import expected_version
from marketplace.web.procurements.frame import GET, ONE, POST, inside_view


def show(procurement_id: UUID) -> str:
    """What is committed, the cap and what is left, with the forms of those who may."""
    view = inside_view(procurement_id)
    found = commitments_of(current_uow(), procurement_id)
    return render_template(
        "procurements/commitments.html",
        view=view,
        here="commitments",
        found=found,
        titles={str(lot.id): _title(lot) for lot in found.lots},
        to_begin=list(_to_begin(found)),
    )


def _to_begin(found: Commitments) -> Iterator[tuple[UUID, str, list[tuple[str, str]]]]:
    """The cities that can still commit, by name, each with the lots that are left to it."""
    whole = ("", gettext("The whole"))
    choices = [whole, *((str(lot.id), _title(lot)) for lot in found.lots)]
    begun = {(item.organisation_id, item.lot) for item in found.items if item.counts}
    for id_, name in found.may_commit_for.items():
        open_ = [choice for choice in choices if (id_, choice[0]) not in begun]
        if open_:
            yield id_, name, open_


def _title(lot: LotRef) -> str:
    return str(gettext("Lot %(number)s: %(title)s", number=lot.number, title=lot.title))


def make(procurement_id: UUID) -> ResponseReturnValue:
    """Commit an amount for a city that has committed nothing yet."""
    try:
        city = UUID(request.form.get("organisation", ""))
    except ValueError:
        raise Invalid.of(
            "amount", gettext("Load the page again, then repeat your change.")
        ) from None
    pledge = replace(_pledge(), lot=request.form.get("lot", ""))
    commit(current_uow(), procurement_id, city, pledge)
    flash(gettext("Committed. The cities of the group are told."), "success")
    return _back(procurement_id)


def change(procurement_id: UUID, commitment_id: UUID) -> ResponseReturnValue:
    """Commit another amount than before."""
    pledge, version = _pledge(), expected_version()
    recommit(current_uow(), procurement_id, commitment_id, pledge, expected_version=version)
    flash(gettext("Changed. The cities of the group are told."), "success")
    return _back(procurement_id)


def leave(procurement_id: UUID, commitment_id: UUID) -> ResponseReturnValue:
    """Commit it no longer."""
    take_back(current_uow(), procurement_id, commitment_id, expected_version=expected_version())
    flash(gettext("Taken back. The cities of the group are told."), "success")
    return _back(procurement_id)


def limit(procurement_id: UUID) -> ResponseReturnValue:
    """Set the cap and the currency."""
    cap = load(CapSchema(), _typed("cap"), texts=True)
    set_cap(current_uow(), procurement_id, cap, expected_version=expected_version())
    flash(gettext("Saved. It holds for all cities of the group."), "success")
    return _back(procurement_id)


def _pledge() -> Pledge:
    return load(PledgeSchema(), _typed("amount"), texts=True)


def _typed(amount: str) -> dict[str, str]:
    """An amount as people write it, and its currency."""
    return {
        amount: plain(request.form.get(amount, "")),
        "currency": request.form.get("currency", ""),
    }


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.commitments", procurement_id=procurement_id), 303)


COMMITMENT = f"{ONE}/commitments/<uuid:commitment_id>"
ROUTES = (
    (f"{ONE}/commitments", "commitments", show, GET),
    (f"{ONE}/commitments", "commit", make, POST),
    (f"{ONE}/commitments/cap", "set_cap", limit, POST),
    (f"{COMMITMENT}/change", "change_commitment", change, POST),
    (f"{COMMITMENT}/take-back", "take_back_commitment", leave, POST),
)
