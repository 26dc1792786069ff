"""The forms in which somebody is invited, and in which a catalogue entry is claimed."""

from flask_babel import lazy_gettext as _

from marketplace.web.forms.parts import Field, Kind, Section
from marketplace.web.forms.vocabulary import MEMBER_ROLES

INVITATION_FORM = (
    Section(
        id="invitation",
        title=_("Invite somebody"),
        parts=(
            Field(name="email", label=_("E-mail address"), width=30),
            Field(
                name="role",
                label=_("Role"),
                kind=Kind.RADIOS,
                words=MEMBER_ROLES,
                start="editor",
            ),
        ),
    ),
)
CLAIM_FORM = (
    Section(
        id="claim",
        title=_("Your claim"),
        parts=(
            Field(
                name="message",
                label=_("How do you belong to it?"),
                kind=Kind.AREA,
                rows=5,
                hint=_(
                    "Your role there, and how programme staff can check it: an address of the "
                    "organisation, or a page that names you. At most 2,000 characters."
                ),
            ),
        ),
    ),
)
