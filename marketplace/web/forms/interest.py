"""The form in which a vendor offers a solution; its fields are those of InterestContentSchema."""

from flask_babel import lazy_gettext as _
from flask_babel import lazy_pgettext

from marketplace.web.forms.parts import Entries, Field, Group, Kind, Section, Sections

MESSAGE = Field(
    name="message",
    label=_("Your message to the city"),
    kind=Kind.AREA,
    rows=5,
    hint=_("In two or three sentences: why this solution, and where it runs already."),
)
EVIDENCE = Entries(
    name="evidence",
    optional=True,
    label=_("What you say of each requirement"),
    one=_("Requirement"),
    add=_("Add requirement"),
    more=_("Add another requirement"),
    remove=_("Remove requirement %(number)s"),
    fields=(
        Field(name="requirement", label=_("Requirement")),
        Field(name="text", optional=True, label=_("In your words"), kind=Kind.AREA, rows=3),
        Field(name="link", label=_("Link to evidence (optional)")),
    ),
)
CONTACT = Group(
    name="contact",
    label=_("Whom the city can reach"),
    hint=_("Only this city and programme staff see it."),
    fields=(
        Field(name="name", label=lazy_pgettext("person", "Name")),
        Field(name="email", label=_("E-mail address")),
        Field(name="phone", label=_("Telephone (optional)"), width=20),
    ),
    always=True,
)
INTEREST_FORM: Sections = (
    Section(id="offer", title=_("Your offer"), parts=(MESSAGE, EVIDENCE, CONTACT)),
)
