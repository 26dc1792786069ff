"""What the files of a paper have in common, whichever program opens them.

A file says all that the page says: what the paper is, its gaps, its text, and a table of what
each number in the text refers to. How that is written down is `docx_file`'s and `odt_file`'s.
"""

import re
from collections.abc import Callable, Mapping

from marketplace.foundation.saying import say
from marketplace.packs.content import (
    Block,
    Document,
    Field,
    Gap,
    Heading,
    Listing,
    Paragraph,
    Run,
    Source,
    Table,
    Words,
)

Address = Callable[[Source], str]
"""Where a field is filled in, as a whole address; empty where there is no such page."""

NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text with a mark in place of each character that no XML file can hold.

    Lines end as they do elsewhere here.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", lines)


def gap_text(gap: Gap) -> str:
    """How a gap stands in the text: in words, so that nobody depends on a colour."""
    return say("[GAP: %(what)s]", what=gap.what)


def numbers_of(document: Document) -> Mapping[Source, int]:
    """The number by which the text refers to each thing that it rests on."""
    return {source: number for number, source in enumerate(document.sources, 1)}


def in_full(document: Document, address: Address) -> tuple[Block, ...]:
    """The blocks of the file below its title."""
    return (
        *(Paragraph((Words(note),)) for note in document.notes),
        *_gaps(document),
        *document.blocks,
        Heading(say("Where each line comes from")),
        _references(document, address),
    )


def _gaps(document: Document) -> tuple[Block, ...]:
    if not document.gaps:
        return (Paragraph((Words(say("Nothing is missing: all fields are filled in.")),)),)
    items = tuple((gap,) for gap in document.gaps)
    return (Heading(say("What is still missing")), Listing(items))


def _references(document: Document, address: Address) -> Table:
    rows = ((f"[{n}]", source.name, address(source)) for source, n in numbers_of(document).items())
    return Table(
        caption=say("The numbers in the text"),
        header=(say("Number"), say("Field or source"), say("Where it stands")),
        rows=tuple(tuple((Words(cell),) for cell in row) for row in rows),
    )


def run_text(run: Run) -> str:
    """A run as a file holds it."""
    return xml_text(gap_text(run) if isinstance(run, Gap) else run.text)


def fields_of(document: Document) -> list[Field]:
    """What stands in the text out of fields."""
    return [run for run in document.runs if isinstance(run, Field)]
