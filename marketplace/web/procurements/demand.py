"""What the cities of a group need and can pay together, by year, and who would pay what."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.pooled_demand.content import SharingKey, Terms, YearNeed
from marketplace.pooled_demand.offers import offers_of
from marketplace.pooled_demand.operations import agree_on, write_demand
from marketplace.pooled_demand.prices import Apart
from marketplace.pooled_demand.queries import (
    MemberNeed,
    PooledDemand,
    YearSum,
    demand_of,
    shares_of,
)
from marketplace.pooled_demand.thresholds import EURO, Buying, crossed, small_lots
from marketplace.procurements.queries import ProcurementView
from marketplace.request_scope import current_services, current_uow, status_of
from marketplace.schemas.demand import DemandSchema
from marketplace.schemas.loading import dump, load
from marketplace.web import words
from marketplace.web.forms.demand import DEMAND_FORM
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import expected_version, faults_of, undone_on_error
from marketplace.web.forms.lost_session import come_back
from marketplace.web.forms.parts import read, with_entry, without_entry
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view
from marketplace.web.public.arguments import Asked
from marketplace.web.public.reasons import where_possible

MOST_COLUMNS = 5
KEYS = {
    SharingKey.EQUAL: lazy_gettext("Equal parts"),
    SharingKey.UNITS: lazy_gettext("By units"),
    SharingKey.POPULATION: lazy_gettext("By residents"),
    SharingKey.OWN: lazy_gettext("By the cities' own figures"),
}
KINDS = {
    Buying.SUB_CENTRAL: lazy_gettext("Supplies and services for cities and regions"),
    Buying.CENTRAL: lazy_gettext("Supplies and services for central government"),
    Buying.SOCIAL: lazy_gettext("Social and other specific services"),
    Buying.UTILITIES: lazy_gettext("Supplies and services for utilities"),
    Buying.WORKS: lazy_gettext("Works"),
}
ACTS = {
    "Commission Delegated Regulation (EU) 2025/2150": lazy_gettext(
        "Commission Delegated Regulation (EU) %(number)s", number="2025/2150"
    ),
    "Commission Delegated Regulation (EU) 2025/2152": lazy_gettext(
        "Commission Delegated Regulation (EU) %(number)s", number="2025/2152"
    ),
    "Directive 2014/24/EU Article 4(d)": lazy_gettext("Directive 2014/24/EU, Article 4(d)"),
}
"""The acts that the thresholds come from; one without words here keeps its English name."""
WHY_APART = {
    Apart.CURRENCY: lazy_gettext("Listed in another currency, so not compared"),
    Apart.UNIT: lazy_gettext("Counted in another unit, so not compared"),
    Apart.TOO_FEW: lazy_gettext("No listed price for so few units"),
}


def show(procurement_id: UUID) -> str:
    """The sums by member and year, the listed prices, and the EU thresholds."""
    uow, view = current_uow(), inside_view(procurement_id)
    found = demand_of(uow, procurement_id)
    offers = where_possible(lambda: [offers_of(uow, current_services().matcher, found)])
    return render_template(
        "procurements/demand.html",
        view=view,
        here="demand",
        demand=found,
        rows=_rows(found),
        series=[_heading(column) for column in _columns(found)],
        silent=[one.name for one in found.members if not one.version],
        offers=offers[0] if offers else None,
        why_apart=WHY_APART,
        thresholds=crossed(found.budget, found.currency, brussels_today(uow.now)),
        kinds=KINDS,
        acts=ACTS,
        small=_small_lots(found),
        keys=KEYS,
    )


def shares(procurement_id: UUID) -> str:
    """Who pays what of the budget, or of another amount, by each key."""
    view, asked = inside_view(procurement_id), Asked()
    found = demand_of(current_uow(), procurement_id)
    amount = asked.amount("amount")
    total = found.budget if amount is None else amount.quantize(Decimal("0.01"))
    return render_template(
        "procurements/demand_shares.html",
        view=view,
        here="demand",
        demand=found,
        total=total,
        amount=request.args.get("amount", ""),
        faults=asked.faults,
        shares=[shares_of(found, key, total) for key in SharingKey],
        keys=KEYS,
    )


def agree(procurement_id: UUID) -> ResponseReturnValue:
    """Say what the group counts in, and by what it shares."""
    key = request.form.get("sharing", "")
    if key and key not in set(SharingKey):
        raise Invalid.of("sharing", gettext("Choose from the list."), key)
    terms = Terms(unit=request.form.get("unit", ""), sharing=SharingKey(key) if key else None)
    agree_on(current_uow(), procurement_id, terms, expected_version=expected_version())
    flash(gettext("Saved. It holds for all cities of the group."), "success")
    return redirect(url_for("procurements.demand", procurement_id=procurement_id), 303)


def write(procurement_id: UUID, organisation_id: UUID) -> ResponseReturnValue:
    """The form of one city, and what it brings."""
    view = inside_view(procurement_id)
    found = demand_of(current_uow(), procurement_id)
    one = _member(found, organisation_id)
    if request.method == "GET":
        return _page(view, found, one, come_back(_filled(one, _stored(found, one))))
    typed, do = read(DEMAND_FORM, request.form), request.form.get("do", "")
    verb, _, path = do.partition(" ")
    if verb in ("add", "remove"):
        changed = with_entry(typed, path) if verb == "add" else without_entry(typed, path)
        return _page(view, found, one, _filled(one, changed, version=expected_version()))
    uow, version = current_uow(), expected_version()
    try:
        with undone_on_error(uow):
            content = load(DemandSchema(), typed, texts=True)
            write_demand(uow, procurement_id, organisation_id, content, expected_version=version)
    except (Invalid, Conflict) as error:
        newer = _stored(found, one) if isinstance(error, Stale) else None
        refused = Filled(
            sections=DEMAND_FORM,
            document=typed,
            faults=faults_of(error),
            newer=newer,
            hidden={"version": str(one.version if newer is not None else version)},
        )
        return _page(view, found, one, refused), status_of(error)
    flash(gettext("Saved. The cities of the group and programme staff see it."), "success")
    return redirect(url_for("procurements.demand", procurement_id=procurement_id), 303)


def _small_lots(found: PooledDemand) -> set[UUID]:
    """The lots for which national rules may hold although the whole reaches a threshold."""
    valued = [(lot.id, lot.value) for lot in found.lots if lot.value is not None]
    if found.currency != EURO or len(valued) < len(found.lots):
        return set()
    small = small_lots([value for _, value in valued])
    return {id_ for (id_, _), is_small in zip(valued, small, strict=True) if is_small}


def _page(view: ProcurementView, found: PooledDemand, one: MemberNeed, form: Filled) -> str:
    return render_template(
        "procurements/demand_form.html", view=view, here="demand", demand=found, one=one, form=form
    )


def _filled(one: MemberNeed, document: Any, *, version: int | None = None) -> Filled:
    seen = one.version if version is None else version
    return Filled(sections=DEMAND_FORM, document=document, hidden={"version": str(seen)})


def _stored(found: PooledDemand, one: MemberNeed) -> dict[str, Any]:
    """What is stored; an empty year to begin with where nothing is."""
    if one.version:
        return dump(DemandSchema(), one.content)
    return {"currency": found.currency, "years": [{}]}


def _member(found: PooledDemand, organisation_id: UUID) -> MemberNeed:
    one = next((m for m in found.members if m.organisation_id == organisation_id), None)
    if one is None:
        raise NotFound(say(NOTHING))
    if not one.may_write:
        raise Forbidden(gettext("Only owners and editors of a city that buys can do this."))
    return one


def _columns(found: PooledDemand) -> list[tuple[int, ...]]:
    """The years of the group; where there are many, all later ones share the last column."""
    years = [total.year for total in found.years]
    if len(years) <= MOST_COLUMNS:
        return [(year,) for year in years]
    last = MOST_COLUMNS - 1
    return [*((year,) for year in years[:last]), tuple(years[last:])]


def _heading(column: tuple[int, ...]) -> str:
    return str(column[0]) if len(column) == 1 else f"{column[0]}\N{EN DASH}{column[-1]}"


def _rows(found: PooledDemand) -> list[dict[str, Any]]:
    """One row for each member whose amounts can be added, then their sum."""
    rows = [_row(one.name, found, one.content.years) for one in found.counted]
    more = _row(gettext("All cities"), found, found.years) | {"is_sum": True}
    return [*rows, more] if len(rows) > 1 else rows


def _row(label: str, found: PooledDemand, needs: Sequence[YearNeed | YearSum]) -> dict[str, Any]:
    by_column = [[need for need in needs if need.year in years] for years in _columns(found)]
    budget = _sum(needs)
    return {
        "label": label,
        "parts": [_part(found, within) for within in by_column],
        "sum": budget,
        "said": words.money(budget, found.currency),
        "is_sum": False,
    }


def _part(found: PooledDemand, needs: Sequence[YearNeed | YearSum]) -> dict[str, Any]:
    budget, units = _sum(needs), sum(need.units for need in needs)
    return {
        "value": budget,
        "text": words.money(budget, found.currency),
        "more": ngettext("%(num)s unit", "%(num)s units", units) if units else "",
    }


def _sum(needs: Sequence[YearNeed | YearSum]) -> Decimal:
    return sum((need.budget for need in needs), Decimal(0))


ROUTES = (
    (f"{ONE}/demand", "demand", show, GET),
    (f"{ONE}/demand/shares", "demand_shares", shares, GET),
    (f"{ONE}/demand/terms", "agree_on_demand", agree, POST),
    (f"{ONE}/demand/<uuid:organisation_id>", "write_demand", write, BOTH),
)
