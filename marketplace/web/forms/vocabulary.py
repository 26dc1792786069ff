"""Words and fields that more than one form has."""

from flask_babel import lazy_gettext as _

from marketplace.taxonomy.codes import TermList
from marketplace.web.forms.parts import Field, Kind

INTERVALS = {"once": _("Once"), "month": _("A month"), "year": _("A year")}
PRICE_MODELS = {
    "free": _("Free of charge"),
    "one_off": _("One-off price"),
    "subscription": _("Subscription"),
    "usage": _("By use"),
    "on_request": _("On request"),
}
YES_NO = {"true": _("Yes"), "false": _("No")}
IMPORTANCES = {"essential": _("Essential"), "nice": _("Nice to have")}
VISIBILITIES = {
    "private": _("Only my city. It is used to judge our own matches and nowhere else."),
    "network": _("Members of verified cities and programme staff"),
    "public": _("Everybody"),
}
CONSTRAINTS = {
    "budget": _("Budget"),
    "start": _("In use by"),
    "languages": _("Languages"),
    "data_location": _("Where the data is kept"),
    "standards": _("Standards"),
    "trl": _("Technology readiness level"),
    "country": _("Is offered in our country"),
    "population": _("Suits a city of our size"),
}
SHOWN_TO_PARTNERS = {
    "budget": _("The budget, even if it is not public"),
    "approval_month": _("The month in which the budget is approved"),
    "contact": _("Whom they can write to"),
}
MEMBER_ROLES = {
    "viewer": _("Viewer: reads everything of the organisation"),
    "editor": _("Editor: also writes and answers"),
    "owner": _("Owner: also decides who is a member"),
}
WRITTEN_IN = Field(
    name="written_in",
    optional=True,
    label=_("Language that you write in"),
    kind=Kind.SELECT,
    codes=TermList.LANGUAGES,
    hint=_("Leave it, and we tell it from your text. It lets a screen reader read it well."),
)
CURRENCY = Field(
    name="currency",
    label=_("Currency"),
    hint=_("Three letters, such as EUR"),
    start="EUR",
    width=3,
)
