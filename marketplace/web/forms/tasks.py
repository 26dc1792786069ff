"""The steps of a form as a list of tasks, each with how far it has come."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from marketplace.web.forms.parts import Entries, Field, Part, Section
from marketplace.web.forms.saying import as_text, in_words


class Progress(StrEnum):
    """How far a step has come."""

    TO_MEND = "to_mend"
    READY = "ready"
    BEGUN = "begun"
    NOT_BEGUN = "not_begun"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a draft: its document, and fields with something to say about them.

    `to_mend` cannot be taken or have a remark, `missing` say too little for a review.
    """

    document: Mapping[str, Any]
    to_mend: Collection[str]
    missing: Collection[str]


@dataclass(frozen=True, kw_only=True)
class Task:
    """A step in the list of steps."""

    section: Section
    href: str
    progress: Progress
    is_needed: bool


def progress_of(section: Section, standing: Standing) -> Progress:
    """How far the step has come."""
    names = set(section.names)
    if names & set(standing.to_mend):
        return Progress.TO_MEND
    begun = any(is_stated(part, standing.document.get(part.name)) for part in section.parts)
    if names & set(standing.missing):
        return Progress.BEGUN if begun else Progress.NOT_BEGUN
    return Progress.READY if begun else Progress.NOT_BEGUN


def is_stated(part: Part, value: Any) -> bool:
    """Whether something stands there that somebody has said, not what fields start with."""
    if isinstance(part, Field) and part.start and value is not None:
        return as_text(value) != part.start
    if isinstance(part, Entries):
        return bool(value)
    return bool(in_words(part, value))
