"""The form in which a city says what it needs and can pay; its fields are DemandSchema's."""

from flask_babel import lazy_gettext as _

from marketplace.web.forms.parts import Entries, Field, Kind, Section, Sections
from marketplace.web.forms.vocabulary import CURRENCY

YEARS = Entries(
    name="years",
    label=_("Units and budget by year"),
    one=_("Year"),
    add=_("Add a year"),
    more=_("Add another year"),
    remove=_("Remove year %(number)s"),
    hint=_("Estimate rather than wait. You can change the figures until the group is over."),
    fields=(
        Field(
            name="year", label=_("Calendar year"), kind=Kind.FIGURE, width=4, hint=_("Such as 2027")
        ),
        Field(
            name="units",
            label=_("How many units"),
            kind=Kind.FIGURE,
            width=10,
            optional=True,
            hint=_("A whole number"),
        ),
        Field(
            name="budget",
            label=_("Budget without VAT"),
            kind=Kind.FIGURE,
            width=10,
            optional=True,
            hint=_("In figures, such as 12000"),
        ),
    ),
)
OWN_SHARE = Field(
    name="own_share",
    label=_("What your city says that it pays of the whole"),
    kind=Kind.FIGURE,
    width=10,
    optional=True,
    hint=_("Only where the group shares the cost by the cities' own figures."),
)
DEMAND_FORM: Sections = (
    Section(id="demand", title=_("Units and budget"), parts=(CURRENCY, YEARS, OWN_SHARE)),
)
