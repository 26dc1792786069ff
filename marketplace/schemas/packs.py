"""The shapes of papers: the same blocks as on their pages, each run with what it rests on."""

from typing import Any

from marshmallow import Schema, fields

from marketplace.packs.content import (
    Block,
    Document,
    Field,
    Gap,
    Heading,
    Listing,
    PackName,
    Paragraph,
    Place,
    Run,
    Runs,
    Source,
    Words,
)
from marketplace.packs.files import numbers_of
from marketplace.packs.queries import PackCard

NULL: dict[str, Any] = {"required": True, "allow_none": True}


class PackCardSchema(Schema):
    """A paper that can be drawn up; `city` is whose it is, null where it is the group's."""

    name = fields.Enum(PackName, by_value=True, required=True)
    title = fields.String(required=True)
    gaps = fields.Integer(required=True, metadata={"description": "How many fields are missing."})
    city = fields.UUID(**NULL)


class PackCardsSchema(Schema):
    """The papers of a joint procurement."""

    items = fields.List(fields.Nested(PackCardSchema), required=True)
    total = fields.Integer(required=True)


class SourceSchema(Schema):
    """What lines rest on: a field, named for people, and the part of the workspace it stands in."""

    number = fields.Integer(required=True)
    name = fields.String(required=True)
    place = fields.Enum(Place, by_value=True, required=True)
    key = fields.String(required=True, metadata={"description": "An id or an address, or empty."})


class RunSchema(Schema):
    """Words of the template, a value out of a field, or a gap where that field is empty."""

    kind = fields.String(required=True, metadata={"description": "words, field or gap"})
    text = fields.String(required=True)
    source = fields.Integer(**NULL, metadata={"description": "The number of what it rests on."})
    language = fields.String(**NULL)


class BlockSchema(Schema):
    """A heading (`text`, `level`), paragraph (`runs`), listing (`lines`) or table (`rows`)."""

    kind = fields.String(required=True)
    text = fields.String()
    level = fields.Integer()
    basis = fields.Integer(metadata={"description": "The number of what a paragraph rests on."})
    runs = fields.List(fields.Nested(RunSchema))
    lines = fields.List(fields.List(fields.Nested(RunSchema)))
    header = fields.List(fields.String())
    rows = fields.List(fields.List(fields.List(fields.Nested(RunSchema))))


class PackSchema(Schema):
    """A paper, drawn up now; it is not legal advice."""

    name = fields.Enum(PackName, by_value=True, required=True)
    title = fields.String(required=True)
    language = fields.String(required=True)
    notes = fields.List(fields.String(), required=True)
    gaps = fields.List(fields.Nested(RunSchema), required=True)
    blocks = fields.List(fields.Nested(BlockSchema), required=True)
    sources = fields.List(fields.Nested(SourceSchema), required=True)


def card_of(card: PackCard) -> dict[str, Any]:
    """A line of the list, for `PackCardSchema`."""
    city = card.city.organisation_id if card.city is not None else None
    return {"name": card.name, "title": card.title, "gaps": card.gaps, "city": city}


def pack_of(document: Document) -> dict[str, Any]:
    """A paper, for `PackSchema`."""
    numbers = dict(numbers_of(document))
    return {
        "name": document.name,
        "title": document.title,
        "language": document.language,
        "notes": document.notes,
        "gaps": [_run(gap, numbers) for gap in document.gaps],
        "blocks": [_block(block, numbers) for block in document.blocks],
        "sources": [
            {"number": number, "name": one.name, "place": one.place, "key": one.key}
            for one, number in numbers.items()
        ],
    }


def _block(block: Block, numbers: dict[Source, int]) -> dict[str, Any]:
    def shown(runs: Runs) -> list[dict[str, Any]]:
        return [_run(run, numbers) for run in runs]

    if isinstance(block, Heading):
        said: dict[str, Any] = {"text": block.text, "level": block.level}
    elif isinstance(block, Paragraph):
        said = {"runs": shown(block.runs)}
        if block.basis is not None:
            said["basis"] = numbers[block.basis]
    elif isinstance(block, Listing):
        said = {"lines": [shown(item) for item in block.items]}
    else:
        rows = [[shown(cell) for cell in row] for row in block.rows]
        said = {"text": block.caption, "header": block.header, "rows": rows}
    return {"kind": block.kind, **said}


def _run(run: Run, numbers: dict[Source, int]) -> dict[str, Any]:
    return {
        "kind": run.kind,
        "text": run.what if isinstance(run, Gap) else run.text,
        "source": None if isinstance(run, Words) else numbers[run.source],
        "language": run.language if isinstance(run, Field) else None,
    }
