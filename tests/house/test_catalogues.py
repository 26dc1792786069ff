"""Whatever the product says to people, it says in all its languages."""

import re

import pytest
from babel.messages.catalog import Catalog, Message

from marketplace.foundation.saying import LANGUAGES, catalogue
from tests.house.catalogues import FOLDER, TRANSLATIONS, extracted, kept

PLACES = re.compile(r"%\(\w+\)s|%%|</?\w[^>]*>")
ENGLISH = re.compile(r"(?i)\b(?<!-)(?:the|and|of|with|your|which|from|they|this|is|are)\b(?!-)")
NAMES = {"technologies"}
"""Lists whose labels are mostly names, which stay as they are."""
LONGEST_NAME = 3
"""In words; a longer text that is the same in two languages was forgotten."""

Key = tuple[str, str]


@pytest.fixture(scope="module")
def messages() -> Catalog:
    return extracted()


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_every_catalogue_has_the_messages_of_the_code(code: str, messages: Catalog) -> None:
    said, known = _keys(messages), _keys(kept(code))
    remedy = "run “make translations” and translate what it names"

    assert (said - known, known - said) == (set(), set()), remedy


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_every_message_is_translated_with_all_that_stands_in_it(code: str) -> None:
    faults = {_key(message): _fault(message, code) for message in kept(code) if message.id}

    assert {key: fault for key, fault in faults.items() if fault} == {}


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_no_english_is_left_over(code: str) -> None:
    left = {
        _key(message)[1]: form
        for message in kept(code)
        if message.id and message.context not in NAMES
        for form in _forms(message)
        if ENGLISH.search(PLACES.sub("", form))
        or (form == _key(message)[1] and len(form.split()) > LONGEST_NAME)
    }

    assert left == {}


def test_each_language_has_its_catalogue_and_nothing_else_lies_there() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(LANGUAGES) - {"en"}
    assert catalogue("de").gettext("Solutions") != "Solutions"


def _fault(message: Message, code: str) -> str:
    forms = _forms(message)
    wanted = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = [sorted(PLACES.findall(text)) for text in wanted]
    if message.fuzzy:
        return "is marked as fuzzy"
    if not forms or not all(form.strip() for form in forms):
        return "is not translated"
    if len(wanted) > 1 and len(forms) != kept_forms(code):
        return f"has {len(forms)} forms"
    wrong = [form for form in forms if sorted(PLACES.findall(form)) not in allowed]
    return f"has other placeholders: {wrong[0]}" if wrong else ""


def kept_forms(code: str) -> int:
    """How many forms the plural of a language has."""
    return Catalog(locale=code).num_plurals


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _keys(catalogue_of: Catalog) -> set[Key]:
    return {_key(message) for message in catalogue_of if message.id}


def _key(message: Message) -> Key:
    return message.context or "", message.id if isinstance(message.id, str) else message.id[0]
