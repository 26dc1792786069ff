"""The registration form: Flask-Security's own, and how the person is called."""

from flask_babel import lazy_gettext as _
from flask_security import RegisterFormV2
from marshmallow import ValidationError
from wtforms import Field, Form, StringField
from wtforms.validators import InputRequired, Length
from wtforms.validators import ValidationError as FormError

from marketplace.accounts.operations import LONGEST_NAME
from marketplace.schemas.fields import clean


def is_text(_form: Form, field: Field) -> None:
    """Refuse what the database could not keep, such as NUL."""
    try:
        clean(field.data or "")
    except ValidationError as error:
        raise FormError(str(error.messages[0])) from None


class RegistrationForm(RegisterFormV2):
    """Who registers: name, address, password twice."""

    name = StringField(
        _("Your name"),
        validators=[InputRequired(_("Enter your name.")), Length(max=LONGEST_NAME), is_text],
    )
