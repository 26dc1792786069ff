"""The lots of a joint procurement: the list, those that can be proposed, and the page of one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.common_needs.content import LotContent, LotsBy
from marketplace.common_needs.cutting import (
    add_lot,
    change_lot,
    merge_lots,
    remove_lot,
    take_over,
)
from marketplace.common_needs.lots import LotsView, LotView, lots_of
from marketplace.common_needs.queries import NeedView, need_of
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.request_scope import current_uow
from marketplace.schemas.common_needs import LotContentSchema
from marketplace.schemas.loading import load
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.forms.figures import plain
from marketplace.web.forms.keeping import expected_version
from marketplace.web.glossary import glossary
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view, led_view
from marketplace.web.procurements.reading import word_of

Item = dict[str, Any]
NO_LOT = LotContent(title="")
BY: dict[LotsBy, Any] = {
    LotsBy.PART: lazy_gettext("By part of the need"),
    LotsBy.MEMBER: lazy_gettext("By city"),
}
MEANS: dict[LotsBy, Any] = {
    LotsBy.PART: lazy_gettext(
        "Requirements that go together are one lot; each lot is for all cities that buy."
    ),
    LotsBy.MEMBER: lazy_gettext(
        "Each city that buys is one lot: what all ask for, and its own wishes."
    ),
}


def show(procurement_id: UUID) -> str:
    """The lots beside the whole; where there are none, what they could be."""
    view, found = inside_view(procurement_id), lots_of(current_uow(), procurement_id)
    return render_template(
        "procurements/lots.html",
        view=view,
        here="lots",
        found=found,
        lots=[_lot(one, found) for one in found.lots],
        total=words.money(found.total, found.currency),
        cap=words.money(found.cap, found.currency) if found.cap is not None else None,
        ways=[(by.value, word, MEANS[by]) for by, word in BY.items()],
        need=need_of(current_uow(), procurement_id),
    )


def propose(procurement_id: UUID) -> ResponseReturnValue:
    """Take over the lots that the common need suggests."""
    by = word_of(LotsBy, "by", gettext("Choose how the need is divided."))
    take_over(current_uow(), procurement_id, by)
    flash(gettext("Kept. Change, merge or remove each as you need it."), "success")
    return _back(procurement_id)


def new(procurement_id: UUID) -> ResponseReturnValue:
    """A lot that people write themselves."""
    if request.method == "GET":
        return _page(procurement_id, None)
    led_view(procurement_id)
    add_lot(current_uow(), procurement_id, _content())
    flash(gettext("The lot is added."), "success")
    return _back(procurement_id)


def edit(procurement_id: UUID, lot_id: UUID) -> ResponseReturnValue:
    """One lot: what it says, merging and removing."""
    if request.method == "GET":
        found = lots_of(current_uow(), procurement_id)
        return _page(procurement_id, _one(found, lot_id), found)
    version = expected_version()
    change_lot(current_uow(), procurement_id, lot_id, _content(), expected_version=version)
    flash(gettext("The lot is saved."), "success")
    return _back(procurement_id)


def merge(procurement_id: UUID, lot_id: UUID) -> ResponseReturnValue:
    """Put another lot into this one."""
    id_, _, version = request.form.get("other", "").partition(":")
    try:
        other, seen = UUID(id_), int(version)
    except ValueError:
        raise Invalid.of("other", gettext("Choose another lot to merge with this one.")) from None
    merge_lots(
        current_uow(),
        procurement_id,
        lot_id,
        other,
        expected_version=expected_version(),
        other_version=seen,
    )
    flash(gettext("The two lots are one now."), "success")
    return _back(procurement_id)


def remove(procurement_id: UUID, lot_id: UUID) -> ResponseReturnValue:
    """Remove a lot."""
    remove_lot(current_uow(), procurement_id, lot_id, expected_version=expected_version())
    flash(gettext("The lot is removed."), "success")
    return _back(procurement_id)


def _page(procurement_id: UUID, lot: LotView | None, found: LotsView | None = None) -> str:
    view, need = led_view(procurement_id), need_of(current_uow(), procurement_id)
    content = lot.content if lot else NO_LOT
    countries = glossary().list_of(TermList.COUNTRIES)
    named = sorted((glossary().country(code), code) for code in countries)
    return render_template(
        "procurements/lot.html",
        view=view,
        here="lots",
        lot=lot,
        stored=_stored(content),
        countries=[{"value": "", "text": gettext("Not stated")}]
        + [{"value": code, "text": name} for name, code in named],
        items=_items(need) if need else [],
        cities=[(str(one.organisation_id), one.name, "") for one in view.taking_part],
        chosen={*map(str, content.items), *map(str, content.members)},
        others=[one for one in found.lots if lot and one.id != lot.id] if found else [],
    )


def _stored(content: LotContent) -> Mapping[str, str]:
    """What stands in the fields now; figures as they are typed."""
    figures = {"quantity": content.quantity, "value": content.value}
    return {
        "title": content.title,
        "description": content.description,
        "unit": content.unit,
        "country": content.country or "",
        "region": content.region or "",
        "cpv": content.cpv or "",
    } | {name: "" if value is None else f"{value:f}" for name, value in figures.items()}


def _items(need: NeedView) -> list[tuple[str, str, str]]:
    """What a lot can cover: id, wording, and whose wish it is where it is not everybody's."""
    return [
        (str(item.id), item.says or item.proposed, "" if item.says else ", ".join(item.cities))
        for item in need.items
        if item.is_requirement and (item.says or (item.own_wish_of and item.proposed))
    ]


def _content() -> LotContent:
    sent = request.form
    texts: dict[str, Any] = {
        name: sent.get(name, "") for name in ("title", "description", "unit", "country", "region")
    }
    texts["cpv"] = sent.get("cpv", "").strip()
    texts |= {name: plain(sent.get(name, "")) for name in ("quantity", "value")}
    lists = {name: sent.getlist(name) for name in ("items", "members")}
    return load(LotContentSchema(), texts | lists, texts=True)


def _one(found: LotsView, lot_id: UUID) -> LotView:
    for one in found.lots:
        if one.id == lot_id:
            return one
    raise NotFound(say(NOTHING))


def _lot(one: LotView, found: LotsView) -> Item:
    said = one.content
    region = glossary().label(TermList.REGIONS, said.region) if said.region else ""
    country = glossary().country(said.country) if said.country else ""
    counted = words.number(said.quantity) if said.quantity is not None else ""
    return {
        "it": one,
        "quantity": " ".join(filter(None, (counted, said.unit))),
        "value": words.money(said.value, found.currency) if said.value is not None else "",
        "place": ", ".join(filter(None, (region, country))),
        "cpv": glossary().label(TermList.CPV, said.cpv) if said.cpv else "",
    }


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.lots", procurement_id=procurement_id), 303)


_LOT = f"{ONE}/lots/<uuid:lot_id>"
ROUTES = (
    (f"{ONE}/lots", "lots", show, GET),
    (f"{ONE}/lots/propose", "propose_lots", propose, POST),
    (f"{ONE}/lots/new", "new_lot", new, BOTH),
    (_LOT, "lot", edit, BOTH),
    (f"{_LOT}/merge", "merge_lots", merge, POST),
    (f"{_LOT}/remove", "remove_lot", remove, POST),
)
