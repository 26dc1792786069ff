"""Between the values that people and programs send and the typed contents of the features.

`load` turns marshmallow's errors into `Invalid`, whose faults name the field by its path
(`requirements.2.text`), the remedy and the value; `dump` is the way back.
"""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar, Generic, TypeVar

from marshmallow import RAISE, Schema, ValidationError, post_load

from marketplace.foundation.errors import Fault, Invalid, shown
from marketplace.foundation.saying import later, say
from marketplace.schemas.fields import from_texts

Content = TypeVar("Content")

MOST_FAULTS = 100
WHOLE = "document"
_REMEDIES = {
    "Unknown field.": later("This field is not known here; remove it."),
    "Missing data for required field.": later("This is needed."),
    "Field may not be null.": later("This cannot be null."),
    "Invalid input type.": later("Write an object with fields here."),
    "Not a valid mapping type.": later("Write an object with fields here."),
    "Not a valid list.": later("Write a list here."),
    "Not a valid string.": later("Write a text here."),
    "Not a valid boolean.": later("Say true or false."),
    "Not a valid UUID.": later("Write an id as the API gives it, of 36 characters."),
}
"""What marketplace says where marshmallow, for plain fields, only says what is wrong."""


class ContentSchema(Schema, Generic[Content]):
    """The shape of one kind of content: `class X(ContentSchema[C]): content = C`."""

    content: ClassVar[type[Any]]
    error_messages = {  # noqa: RUF012 - declared without ClassVar by marshmallow.
        "unknown": later("This field is not known here; remove it."),
        "type": later("Write an object with fields here."),
    }

    class Meta:
        """What is not known is refused, never dropped in silence."""

        unknown = RAISE

    @post_load
    def _make(self, values: dict[str, Any], **_: Any) -> Content:
        made: Content = self.content(**values)
        return made


def load(schema: ContentSchema[Content], data: object, *, texts: bool = False) -> Content:
    """The content that `data` describes.

    With `texts` every value may come as a text, as forms and CSV files have it; then an
    empty text means that nothing is stated.

    Raises:
        Invalid: with a fault for each field that cannot be taken.
    """
    token = from_texts.set(texts)
    try:
        loaded: Content = schema.load(data)  # type: ignore[arg-type]
    except ValidationError as error:
        faults = faults_of(error.messages, data)
        raise Invalid(islice(faults, MOST_FAULTS)) from None
    finally:
        from_texts.reset(token)
    return loaded


def dump(schema: ContentSchema[Content], content: Content) -> dict[str, Any]:
    """The content as JSON values; `load` makes the same content of them."""
    values: dict[str, Any] = schema.dump(content)
    return values


def faults_of(messages: object, data: object, path: tuple[str, ...] = ()) -> Iterator[Fault]:
    """A fault for each of marshmallow's messages about `data`, with the path to its field."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            if key == "_schema":
                yield from faults_of(inner, data, path)
            else:
                yield from faults_of(inner, _part(data, key), (*path, str(key)))
    elif isinstance(messages, list | tuple):
        for message in messages:
            yield from faults_of(message, data, path)
    else:
        value = None if isinstance(data, Mapping | list) else shown(data)
        # What has values in it was said where it was found; the rest is said here.
        remedy = _REMEDIES.get(str(messages), str(messages))
        yield Fault(shown(".".join(path)) or WHOLE, say(remedy), value)


def _part(data: object, key: object) -> object:
    if isinstance(data, Mapping):
        return data.get(key)
    if isinstance(data, list | tuple) and isinstance(key, int) and key < len(data):
        return data[key]
    return None
