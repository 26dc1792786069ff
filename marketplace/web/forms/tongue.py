"""The language somebody writes in: told from the text as long as they do not say it themselves."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from marketplace.recommendations.languages import spoken_in
from marketplace.taxonomy.codes import TermList
from marketplace.web.glossary import glossary


def told_by(content: Any, prose: Iterable[str]) -> str | None:
    """The language of the longest of these texts (ISO 639-1), if we are sure and have its name."""
    code = spoken_in(max((getattr(content, name) for name in prose), key=len))
    return code if code in glossary().list_of(TermList.LANGUAGES) else None


def in_its_language(content: Any, before: Any, prose: Iterable[str]) -> Any:
    """The content with the language that its texts tell, unless somebody chose another.

    What was told before is told anew; what somebody chose stands.
    """
    names = tuple(prose)
    chosen = content.written_in != before.written_in or before.written_in not in (
        None,
        told_by(before, names),
    )
    if chosen and content.written_in is not None:
        return content
    return replace(content, written_in=told_by(content, names))
