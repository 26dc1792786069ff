"""The words for codes, in the language that is spoken.

Countries and languages have their names from CLDR; what the project named itself is in the
catalogues. The rest are proper names (regions, licences, standards) and stay as they are.
"""

import unicodedata

from babel import Locale

from marketplace.foundation.saying import SOURCE, language, say_in
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.models import Term

TRANSLATED = (
    TermList.THEMES,
    TermList.TECHNOLOGIES,
    TermList.SPECIALISATIONS,
    TermList.SDGS,
    TermList.CPV,
)


def label_of(term: Term) -> str:
    """The label of a term for the reader."""
    return said(TermList(term.list), term.code, term.label)


def said(name: TermList, code: str, label: str) -> str:
    """The label of a code, of which `label` is the English one."""
    if name in TRANSLATED:
        return say_in(name, label)
    if language() == SOURCE:
        return label
    if name is TermList.COUNTRIES:
        return str(Locale(language()).territories.get(code, label))
    if name is TermList.LANGUAGES:
        return str(Locale(language()).languages.get(code, label))
    return label


def in_order(label: str) -> str:
    """What labels are sorted by, so that é stands beside e and not behind z."""
    apart = unicodedata.normalize("NFKD", label.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
