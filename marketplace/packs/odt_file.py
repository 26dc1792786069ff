"""A paper as ODT, for word processors; the only file that knows odfdo."""

from io import BytesIO
from typing import Any

from odfdo import Cell, Header, List, ListItem, Row, Span, Style
from odfdo import Document as File
from odfdo import Paragraph as Line
from odfdo import Table as Grid

from marketplace.packs.content import (
    Block,
    Document,
    Field,
    Gap,
    Heading,
    Listing,
    Paragraph,
    Run,
    Runs,
    Source,
    Table,
    Words,
)
from marketplace.packs.files import Address, fields_of, in_full, numbers_of, run_text, xml_text

MIME = "application/vnd.oasis.opendocument.text"
GAP, NUMBER, STRONG, GRID = "Gap", "Number", "Strong", "Grid"


def as_odt(document: Document, address: Address) -> bytes:
    """The bytes of the file."""
    return _Writer(document, address).written()


class _Writer:
    def __init__(self, document: Document, address: Address) -> None:
        self.document = document
        self.numbers = numbers_of(document)
        self.blocks = in_full(document, address)
        self.file = File("text")
        self.body: Any = self.file.body
        self.tables = 0

    def written(self) -> bytes:
        self.body.clear()
        languages = {run.language for run in fields_of(self.document) if run.language}
        for style in _styles(languages):
            self.file.insert_style(style, automatic=True)
        self._about()
        self.body.append(Header(1, xml_text(self.document.title)))
        for block in self.blocks:
            self._block(block)
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _about(self) -> None:
        meta: Any = self.file.meta
        self.file.language = self.document.language
        meta.title = xml_text(self.document.title)
        meta.creator, meta.creation_date = "Rialto", self.document.made_at.replace(tzinfo=None)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.body.append(Header(block.level + 1, xml_text(block.text)))
        elif isinstance(block, Paragraph):
            self.body.append(self._line(block.runs, block.basis))
        elif isinstance(block, Listing):
            listing = List()
            for item in block.items:
                entry = ListItem()
                entry.append(self._line(item))
                listing.append(entry)
            self.body.append(listing)
        else:
            self._table(block)

    def _table(self, block: Table) -> None:
        self.tables += 1
        self.body.append(_line_of(block.caption, STRONG))
        grid = Grid(f"Table {self.tables}")
        grid.append(_row([_line_of(text, STRONG) for text in block.header]))
        for row in block.rows:
            grid.append(_row([self._line(runs) for runs in row]))
        self.body.append(grid)
        self.body.append(Line(""))

    def _line(self, runs: Runs, basis: Source | None = None) -> Line:
        line = Line()
        for run in runs:
            self._run(line, run)
        if basis is not None:
            self._number(line, basis)
        return line

    def _run(self, line: Line, run: Run) -> None:
        line.append(_span(run_text(run), _style_of(run)))
        if not isinstance(run, Words):
            self._number(line, run.source)

    def _number(self, line: Line, source: Source) -> None:
        line.append(_span(f"[{self.numbers[source]}]", NUMBER))


def _styles(languages: set[str]) -> list[Style]:
    return [
        Style("text", name=GAP, area="text", bold=True, background_color="#ffff00"),
        Style("text", name=STRONG, area="text", bold=True),
        _raised(),
        Style("table-cell", name=GRID, border="0.5pt solid #505a5f", padding="0.1cm"),
        *map(_speaking, sorted(languages)),
    ]


def _raised() -> Style:
    style = Style("text", name=NUMBER)
    style.set_properties({"style:text-position": "super 58%"}, area="text")
    return style


def _speaking(language: str) -> Style:
    """A style that says in which language its words are, for spelling and for reading them out."""
    style = Style("text", name=_spoken(language))
    style.set_properties({"fo:language": language, "fo:country": "none"}, area="text")
    return style


def _spoken(language: str) -> str:
    return f"In_{language}"


def _style_of(run: Run) -> str | None:
    if isinstance(run, Gap):
        return GAP
    return _spoken(run.language) if isinstance(run, Field) and run.language else None


def _span(text: str, style: str | None) -> Span:
    return Span(xml_text(text), style=style)


def _line_of(text: str, style: str | None = None) -> Line:
    line = Line()
    line.append(_span(text, style))
    return line


def _row(lines: list[Line]) -> Row:
    row = Row()
    for line in lines:
        cell = Cell(style=GRID)
        cell.append(line)
        row.append_cell(cell)
    return row
