"""A paper as DOCX, for word processors; the only file that knows python-docx."""

from io import BytesIO

import docx
from docx.document import Document as File
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as Line
from docx.text.run import Run as Piece

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
from marketplace.packs.files import Address, in_full, numbers_of, run_text, xml_text

MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def as_docx(document: Document, address: Address) -> bytes:
    """The bytes of the file, on A4."""
    return _Writer(document, address).written()


class _Writer:
    def __init__(self, document: Document, address: Address) -> None:
        self.document = document
        self.numbers = numbers_of(document)
        self.blocks = in_full(document, address)
        self.file: File = docx.Document()

    def written(self) -> bytes:
        self._page()
        self.file.add_heading(xml_text(self.document.title), 0)
        for block in self.blocks:
            self._block(block)
        out = BytesIO()
        self.file.save(out)
        return out.getvalue()

    def _page(self) -> None:
        section, about = self.file.sections[0], self.file.core_properties
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        about.title = xml_text(self.document.title)[:255]
        about.author, about.comments, about.language = "Rialto", "", self.document.language
        about.created = about.modified = self.document.made_at.replace(tzinfo=None)
        normal = self.file.styles["Normal"]
        normal.font.size = Pt(10.5)
        _speak(normal.element.get_or_add_rPr(), self.document.language)

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            self.file.add_heading(xml_text(block.text), block.level)
        elif isinstance(block, Paragraph):
            self._runs(self.file.add_paragraph(), block.runs, block.basis)
        elif isinstance(block, Listing):
            for item in block.items:
                self._runs(self.file.add_paragraph(style="List Bullet"), item)
        else:
            self._table(block)

    def _table(self, block: Table) -> None:
        caption = self.file.add_paragraph(xml_text(block.caption), style="Caption")
        caption.paragraph_format.keep_with_next = True
        table = self.file.add_table(rows=1, cols=len(block.header), style="Table Grid")
        for cell, text in zip(table.rows[0].cells, block.header, strict=True):
            cell.paragraphs[0].add_run(xml_text(text)).bold = True
        # Word repeats the first row on each page, and reads it out as the heading of the columns.
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
        for row in block.rows:
            for cell, runs in zip(table.add_row().cells, row, strict=True):
                self._runs(cell.paragraphs[0], runs)
        self.file.add_paragraph()

    def _runs(self, line: Line, runs: Runs, basis: Source | None = None) -> None:
        for run in runs:
            self._run(line, run)
        if basis is not None:
            self._number(line, basis)

    def _run(self, line: Line, run: Run) -> None:
        piece = line.add_run(run_text(run))
        if isinstance(run, Gap):
            piece.bold, piece.font.highlight_color = True, WD_COLOR_INDEX.YELLOW
        if isinstance(run, Field) and run.language:
            _speak(piece._r.get_or_add_rPr(), run.language)  # noqa: SLF001 - no public way.
        if not isinstance(run, Words):
            self._number(line, run.source)

    def _number(self, line: Line, source: Source) -> None:
        piece: Piece = line.add_run(f"[{self.numbers[source]}]")
        piece.font.superscript = True


def _speak(properties: object, language: str) -> None:
    """Say in which language something is, for spelling and for reading it out."""
    element = OxmlElement("w:lang")
    element.set(qn("w:val"), language)
    properties.append(element)  # type: ignore[attr-defined]
