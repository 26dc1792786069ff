"""The forms of evaluations and outcomes; their fields are those of the schemas."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from marketplace.awards.content import SCALES, Criteria, Result
from marketplace.web import words
from marketplace.web.forms.parts import Entries, Field, Group, Kind, Section, Sections

RESULTS = {
    Result.AWARDED.value: _("Awarded"),
    Result.CANCELLED.value: _("Cancelled"),
    Result.NONE_SUITABLE.value: _("No offer was suitable"),
}
CRITERIA_FORM: Sections = (
    Section(
        id="criteria",
        title=_("Criteria"),
        parts=(
            Field(
                name="link",
                label=_("Where offers are made"),
                optional=True,
                hint=_(
                    "The web address of the e-tendering system. Offers are never received here."
                ),
            ),
            Field(
                name="scale",
                label=_("Most points for each criterion"),
                kind=Kind.SELECT,
                words={str(scale): str(scale) for scale in SCALES},
                start="10",
            ),
            Entries(
                name="items",
                label=_("Criteria and weights"),
                one=_("Criterion"),
                add=_("Add a criterion"),
                more=_("Add another criterion"),
                remove=_("Remove criterion %(number)s"),
                hint=_(
                    "As they were published with the call; the weights add up to exactly 100. "
                    "Once points are given nothing of it can be changed."
                ),
                fields=(
                    Field(name="name", label=_("Name")),
                    Field(name="weight", label=_("Weight of 100"), kind=Kind.FIGURE, width=5),
                    Field(
                        name="minimum",
                        label=_("Fewest points"),
                        kind=Kind.FIGURE,
                        width=5,
                        optional=True,
                        hint=_("An offer with fewer points is excluded."),
                    ),
                    Field(
                        name="about",
                        label=_("What is looked at"),
                        kind=Kind.AREA,
                        rows=2,
                        optional=True,
                    ),
                ),
            ),
        ),
    ),
)


def marks_form(criteria: Criteria, *, agreed: bool) -> Sections:
    """Points and a comment for each criterion; where they agree, a reason is needed."""
    reason = _("Reason") if agreed else _("Comment")
    parts = tuple(
        Group(
            name=one.key,
            label=_(
                "%(name)s (weight %(weight)s, at least %(minimum)s points)",
                name=one.name,
                weight=words.number(one.weight),
                minimum=words.number(one.minimum),
            )
            if one.minimum
            else _("%(name)s (weight %(weight)s)", name=one.name, weight=words.number(one.weight)),
            hint=one.about,
            fields=(
                Field(
                    name="points",
                    label=_("Points, 0 to %(most)s", most=criteria.scale),
                    kind=Kind.FIGURE,
                    width=5,
                ),
                Field(name="comment", label=reason, kind=Kind.AREA, rows=2, optional=not agreed),
            ),
            always=True,
        )
        for one in criteria.items
    )
    return (Section(id="points", title=_("Points"), parts=parts),)


def outcome_form(tenderers: Iterable[tuple[str, str]], currency: str) -> Sections:
    """What came of it; `tenderers` are those who made an offer, with their words."""
    awards = _awards(dict(tenderers), currency)
    return (
        Section(
            id="outcome",
            title=_("Outcome"),
            parts=(
                Field(
                    name="result",
                    label=_("What came of it?"),
                    kind=Kind.RADIOS,
                    words=RESULTS,
                    start=Result.AWARDED.value,
                ),
                Field(name="decided_on", label=_("Decided on"), kind=Kind.DAY),
                Field(name="offers", label=_("How many offers"), kind=Kind.FIGURE, width=5),
                awards,
                Field(
                    name="reason",
                    label=_("Reason"),
                    kind=Kind.AREA,
                    optional=True,
                    hint=_("Needed where nothing was awarded, and helpful in every case."),
                ),
                Field(
                    name="link",
                    label=_("Address of the published result"),
                    optional=True,
                ),
            ),
        ),
    )


def _awards(words: Mapping[str, Any], currency: str) -> Entries:
    return Entries(
        name="awards",
        label=_("Contracts"),
        one=_("Contract"),
        add=_("Add a contract"),
        more=_("Add another contract"),
        remove=_("Remove contract %(number)s"),
        hint=_("One for each supplier and lot; none where nothing was awarded."),
        fields=(
            Field(name="tenderer_id", label=_("To whom"), kind=Kind.SELECT, words=words),
            Field(
                name="value",
                label=_("Value in %(currency)s, without VAT", currency=currency),
                kind=Kind.FIGURE,
                width=10,
            ),
            Field(name="begins", label=_("First day"), kind=Kind.DAY, optional=True),
            Field(name="ends", label=_("Last day"), kind=Kind.DAY, optional=True),
        ),
    )
