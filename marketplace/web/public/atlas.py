"""The map of Europe: the cities that ask for something, and under which theme."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from flask import render_template, url_for
from flask_babel import gettext, ngettext

from marketplace.organisations.models import Organisation
from marketplace.pulse.places import Asked as Wanted
from marketplace.pulse.places import Place, other_cities, places
from marketplace.request_scope import current_uow
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.labels import in_order, label_of
from marketplace.web.brokering import Item
from marketplace.web.design_system import with_query
from marketplace.web.glossary import glossary
from marketplace.web.map import HEIGHT, WIDTH, Spot, spot
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked

SHAPES = 10
"""So many shapes are drawn; a theme beyond them shares one with an earlier theme."""
CLOSEST = 140
"""The shortest side of the part that is shown, in units of the drawing."""
MARGIN = 30
NAME_WIDTH, NAME_HEIGHT = 100, 18
"""About the room that a name takes beside its mark, at full size."""
MOST_NAMES = 25
"""More names than this would hide each other."""


def atlas() -> str:
    """The map with its list."""
    asked, uow = Asked(), current_uow()
    wanted = Wanted(theme=asked.code("theme"), country=asked.code("country"))
    found = places(uow.session, wanted)
    shapes = _shapes()
    marks = [_mark(place, wanted.theme, shapes) for place in found]
    others: list[Organisation] = []
    if asked.yes("all"):
        others = other_cities(uow.session, wanted, {place.city_id for place in found})
    spots = [mark["at"] for mark in marks if mark["at"] is not None]
    part = _part(spots if wanted.country else [])
    for mark in marks:
        mark["leftwards"] = _has_neighbour(mark["at"], spots, part["scale"])
    facets = _facets()
    return render_template(
        "public/map.html",
        marks=marks,
        dots=[at for at in (spot(row.latitude, row.longitude) for row in others) if at],
        part=part,
        named=bool(wanted.country) and len(marks) <= MOST_NAMES,
        legend=_legend(found, shapes),
        countries=_by_country(marks),
        total=sum(place.challenges for place in found),
        facets=facets,
        in_use=filters.in_use(facets),
        faults=asked.faults,
        address=url_for("public.map"),
    )


def _shapes() -> dict[str, int]:
    """The number of the shape of each theme of the upper level."""
    known = glossary().list_of(TermList.THEMES).values()
    codes = sorted(term.code for term in known if term.parent is None)
    return {code: number % SHAPES for number, code in enumerate(codes)}


def _mark(place: Place, theme: str | None, shapes: dict[str, int]) -> Item:
    """A city with its shape: that of the theme that is asked for, or of its commonest."""
    code = theme or next(iter(place.themes), None)
    return {
        "name": place.name,
        "href": url_for("public.city", city_id=place.city_id),
        "country": place.country,
        "at": spot(place.latitude, place.longitude),
        "shape": shapes.get(code or "", 0),
        "theme": glossary().label(TermList.THEMES, code) if code else None,
        "counted": ngettext("%(num)s challenge", "%(num)s challenges", place.challenges),
    }


def _part(spots: Sequence[Spot]) -> Item:
    """The part of the drawing in which all spots lie, square; the whole of it without any."""
    if not spots:
        return {"x": 0, "y": 0, "side": WIDTH, "scale": 1}
    left, top = min(at.x for at in spots), min(at.y for at in spots)
    right, bottom = max(at.x for at in spots), max(at.y for at in spots)
    side = min(WIDTH, max(right - left, bottom - top, CLOSEST - 2 * MARGIN) + 2 * MARGIN)
    x = min(max(0, (left + right - side) / 2), WIDTH - side)
    y = min(max(0, (top + bottom - side) / 2), HEIGHT - side)
    return {"x": round(x), "y": round(y), "side": round(side), "scale": round(side / WIDTH, 3)}


def _has_neighbour(at: Spot | None, spots: Sequence[Spot], scale: float) -> bool:
    """Whether another mark stands where the name would, so that it goes to the other side."""
    if at is None:
        return False
    wide, high = NAME_WIDTH * scale, NAME_HEIGHT * scale
    return any(0 < other.x - at.x < wide and abs(other.y - at.y) < high for other in spots)


def _legend(found: Sequence[Place], shapes: dict[str, int]) -> list[Item]:
    """How many cities ask for each theme, the commonest first."""
    counted = Counter(code for place in found for code in place.themes)
    return [
        {
            "shape": shapes.get(code, 0),
            "label": glossary().label(TermList.THEMES, code),
            "value": count,
            "href": with_query(theme=code),
        }
        for code, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    ]


def _by_country(marks: Sequence[Item]) -> list[Item]:
    """The same cities as a list, by the name of their country."""
    name = glossary().country
    ordered = sorted(marks, key=lambda mark: name(mark["country"]))
    return [
        {"name": country or gettext("Country not stated"), "marks": list(some)}
        for country, some in groupby(ordered, key=lambda mark: name(mark["country"]))
    ]


def _facets() -> list[filters.Facet]:
    upper = [
        (term.code, label_of(term))
        for term in glossary().list_of(TermList.THEMES).values()
        if term.parent is None
    ]
    upper.sort(key=lambda choice: in_order(choice[1]))
    others = gettext("Cities without a challenge, as small dots")
    return [
        filters.choice("theme", gettext("Theme"), upper),
        filters.codes("country", gettext("Country"), TermList.COUNTRIES, None),
        filters.tick("all", gettext("Also show"), others),
    ]
