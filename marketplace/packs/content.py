"""What a paper is made of, whatever it is written to: headings, sentences, lists, tables.

The words of a paper are runs: words of ours, a value out of a field, or a gap where that field
is empty. Pages and files are made of the same blocks; nothing here knows how they look.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import ClassVar

PLACE = re.compile(r"%\((\w+)\)s")


class PackName(StrEnum):
    """The papers that can be drawn up, by the names in their addresses."""

    LETTER_OF_INTENT = "letter-of-intent"
    MEMORANDUM = "memorandum"
    AGREEMENT = "agreement"
    STATEMENT_OF_DEMAND = "statement-of-demand"
    CONSULTATION_REPORT = "consultation-report"
    PRIOR_INFORMATION_NOTICE = "prior-information-notice"


class Place(StrEnum):
    """Where a field is read and filled in; the pages know their own addresses."""

    ABOUT = "about"
    MEMBERS = "members"
    DECISIONS = "decisions"
    NEED = "need"
    LOTS = "lots"
    DEMAND = "demand"
    COMMITMENTS = "commitments"
    CONSULTATION = "consultation"
    EVALUATION = "evaluation"
    STEPS = "steps"
    ORGANISATION = "organisation"
    CHALLENGE = "challenge"
    LAW = "law"
    TEMPLATE = "template"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Source:
    """What a line rests on: a field called `name`, a law, or the template itself.

    `key` is the id of the organisation or challenge, or the address of the law.
    """

    name: str
    place: Place
    key: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the template."""

    kind: ClassVar[str] = "words"
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """A value out of a field; `language` (ISO 639-1) where somebody wrote it in words of theirs."""

    kind: ClassVar[str] = "field"
    text: str
    source: Source
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A value that is needed here and is not there yet; `what` names it."""

    kind: ClassVar[str] = "gap"
    what: str
    source: Source


Run = Words | Field | Gap
Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section (`level` 1) or of a part of one (2)."""

    kind: ClassVar[str] = "heading"
    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences; `basis` is what they rest on beside the fields that they name."""

    kind: ClassVar[str] = "paragraph"
    runs: Runs
    basis: Source | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Things of one kind, one below the other."""

    kind: ClassVar[str] = "listing"
    items: tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under headings; each row has as many cells as `header`."""

    kind: ClassVar[str] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Runs, ...], ...]


Block = Heading | Paragraph | Listing | Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper in `language`; `notes` say before everything else what it is and is not."""

    name: PackName
    title: str
    language: str
    made_at: datetime
    notes: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still missing, each once, in the order of the text."""
        return tuple(dict.fromkeys(run for run in self.runs if isinstance(run, Gap)))

    @property
    def sources(self) -> tuple[Source, ...]:
        """What the lines rest on, each once, in the order of the text; the first is number 1."""
        return tuple(dict.fromkeys(chain.from_iterable(map(sources_of, self.blocks))))

    @property
    def runs(self) -> tuple[Run, ...]:
        """All that its blocks say, but for their headings."""
        return tuple(chain.from_iterable(map(runs_of, self.blocks)))


def runs_of(block: Block) -> Iterator[Run]:
    """The runs of a block in their order; a heading has none."""
    if isinstance(block, Paragraph):
        yield from block.runs
    elif isinstance(block, Listing):
        yield from chain.from_iterable(block.items)
    elif isinstance(block, Table):
        yield from chain.from_iterable(chain.from_iterable(block.rows))


def sources_of(block: Block) -> Iterator[Source]:
    """What a block rests on, in its order."""
    yield from (run.source for run in runs_of(block) if not isinstance(run, Words))
    if isinstance(block, Paragraph) and block.basis is not None:
        yield block.basis


def phrase(message: str, /, **parts: Run | Runs | str) -> Runs:
    """The sentence with runs in the places of its %(names)s; texts are words of ours."""
    return tuple(_pieces(message, parts))


def joined(runs: Iterable[Run], between: str = ", ") -> Runs:
    """The runs with words between them."""
    found = list(runs)
    return tuple(chain.from_iterable((Words(between), run) for run in found))[1:]


def plain(runs: Runs, gap: Callable[[Gap], str]) -> str:
    """The runs as text, without what they rest on; `gap` says how one is written."""
    return "".join(gap(run) if isinstance(run, Gap) else run.text for run in runs)


def _pieces(message: str, parts: dict[str, Run | Runs | str]) -> Iterator[Run]:
    # Split with one group gives texts and names by turns, a text at both ends.
    for index, piece in enumerate(PLACE.split(message)):
        if index % 2:
            part = parts[piece]
            yield from (Words(part),) if isinstance(part, str) else _as_runs(part)
        elif piece:
            yield Words(piece)


def _as_runs(part: Run | Runs) -> Runs:
    return part if isinstance(part, tuple) else (part,)
