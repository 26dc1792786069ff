"""The form in which an organisation describes itself; fields of OrganisationSchema."""

from flask_babel import lazy_gettext as _

from marketplace.taxonomy.codes import TermList
from marketplace.web.forms.parts import Field, Group, Kind, Section, Sections

KIND = Field(
    name="kind",
    label=_("Kind of organisation"),
    kind=Kind.RADIOS,
    words={
        "city": _("City: states challenges"),
        "vendor": _("Vendor: a company, research body or social enterprise that lists solutions"),
    },
)
BASICS = (
    Field(name="name", label=_("Name of the organisation")),
    Field(name="country", label=_("Country"), kind=Kind.SELECT, codes=TermList.COUNTRIES),
    Field(name="description", optional=True, label=_("Description"), kind=Kind.AREA, rows=5),
    Field(name="website", optional=True, label=_("Web page"), hint=_("A web address")),
)
CITY = Group(
    name="city",
    label=_("City profile"),
    always=True,
    fields=(
        Field(
            name="nuts",
            optional=True,
            label=_("Region"),
            hint=_("Its NUTS code, such as PT11A"),
            width=5,
        ),
        Field(
            name="latitude",
            kind=Kind.DEGREES,
            optional=True,
            label=_("Latitude"),
            hint=_("Such as 41.15"),
            width=10,
        ),
        Field(
            name="longitude",
            kind=Kind.DEGREES,
            optional=True,
            label=_("Longitude"),
            hint=_("Such as -8.61"),
            width=10,
        ),
        Field(name="population", kind=Kind.FIGURE, optional=True, label=_("Residents"), width=10),
        Field(name="population_year", optional=True, label=_("In the year"), width=4),
        Field(name="population_source", optional=True, label=_("Source of that figure")),
        Field(
            name="languages",
            optional=True,
            label=_("Languages"),
            kind=Kind.CHECKBOXES,
            codes=TermList.LANGUAGES,
        ),
        Field(name="themes", optional=True, label=_("Themes of interest"), kind=Kind.THEMES),
        Field(
            name="specialisation_priorities",
            optional=True,
            label=_("Priorities of smart specialisation"),
            kind=Kind.CHECKBOXES,
            codes=TermList.SPECIALISATIONS,
        ),
    ),
)

NEW_FORM: Sections = (Section(id="about", title=_("About it"), parts=(KIND, *BASICS)),)


def profile_form(kind: str) -> Sections:
    """The form for an organisation of that kind."""
    about = Section(id="about", title=_("About it"), parts=BASICS)
    if kind != "city":
        return (about,)
    return (about, Section(id="profile", title=_("Facts about the city"), parts=(CITY,)))
