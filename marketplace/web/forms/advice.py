"""What is said beside a step while it is written; made by the checks of each kind of thing.

No rule stands here: what is odd is found by the features and by the engine.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from marketplace.web.forms.filled import labels
from marketplace.web.forms.parts import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is written so far, by whom; `thing_id` is None before the first step is saved."""

    owner_id: UUID
    thing_id: UUID | None
    section: Section
    content: Any
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to look at, and the field that it is about."""

    path: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One of some things that were found; `more` stands behind the link."""

    text: str
    href: str
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Something worth knowing with what was found; `all_href` leads to the rest."""

    title: str
    text: str = ""
    lines: tuple[Line, ...] = ()
    all_href: str = ""
    all_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Texts that can be put into the form at `path` (`requirements.text`) at a press."""

    title: str
    path: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """All that is said beside a step; `is_whole` is false where the engine was not asked."""

    remarks: tuple[Remark, ...] = ()
    found: tuple[Found, ...] = ()
    offers: tuple[Offer, ...] = field(default=())
    is_whole: bool = False


Advise = Callable[[Draft], Advice]


def here(remarks: Iterable[Remark], draft: Draft) -> tuple[Remark, ...]:
    """The remarks about the fields of this step, each with the label of its field."""
    known = dict(labels((draft.section,), draft.document))
    return tuple(
        Remark(remark.path, remark.text, known[remark.path])
        for remark in remarks
        if remark.path in known
    )
