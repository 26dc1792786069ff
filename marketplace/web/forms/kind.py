"""What tells one kind of thing that is written in steps from another: verbs, pages and words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from marketplace.foundation.errors import Fault
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.schemas.loading import ContentSchema
from marketplace.web.forms.advice import Advise
from marketplace.web.forms.parts import Sections


class Row(Protocol):
    """What an operation gives back."""

    id: Any
    version: Any


class View(Protocol):
    """One thing as its owner sees it."""

    id: UUID
    version: int
    state: str
    content: Any
    review: Mapping[str, str]
    unfinished: Mapping[str, Any]
    moves: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Verbs:
    """The feature's own operations and rules; `moves` by the names of the lifecycle.

    `check` refuses what contradicts itself, `thin` finds what says too little for a review.
    """

    show: Callable[..., Any]
    create: Callable[[UnitOfWork, UUID, Any], Row]
    change: Callable[..., Row]
    moves: Mapping[str, Callable[..., Row]]
    check: Callable[[Any, Any], None]
    thin: Callable[[Any], Iterable[Fault]]
    versions: Callable[[UnitOfWork, UUID], Sequence[Any]]


@dataclass(frozen=True, kw_only=True)
class Pages:
    """Endpoints: of the list of steps, a step, its checks and the answers; and where one is from.

    All take `thing_id`, those of a step and of a move also `name`; `home`, `begin` and
    `check_first` take `organisation_id`.
    """

    tasks: str
    step: str
    check: str
    answers: str
    move: str
    manage: str
    home: str
    begin: str
    check_first: str


@dataclass(frozen=True, kw_only=True)
class Texts:
    """What the pages say of this kind of thing."""

    new: Any
    change: Any
    lead: Any
    in_review: Any
    advice: Any


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of thing; `done` says what to tell after each move, `blank` says nothing.

    `wording` advises by the words alone and at once, `advice` with what the engine finds.
    `name_of` and `owner_of` take a view: what it is called; the id and name of its owner.
    `prose` are the fields whose texts tell the language.
    """

    sections: Sections
    schema: ContentSchema[Any]
    verbs: Verbs
    pages: Pages
    texts: Texts
    done: Mapping[str, Any]
    blank: Any
    wording: Advise
    advice: Advise
    prose: tuple[str, ...]
    name_of: Callable[[Any], str]
    owner_of: Callable[[Any], tuple[UUID, str]]
