"""Whatever stands in the fields, a file opens again and holds it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

import docx
import odfdo
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from marketplace.foundation.saying import speaking
from marketplace.packs.content import (
    Document,
    Field,
    Gap,
    Heading,
    Listing,
    PackName,
    Paragraph,
    Place,
    Source,
    Table,
    Words,
    phrase,
)
from marketplace.packs.docx_file import as_docx
from marketplace.packs.files import numbers_of, run_text, xml_text
from marketplace.packs.odt_file import as_odt

BUDGET = Source("Budget", Place.DEMAND)
TITLE = Source("Title", Place.ABOUT)
HOSTILE = [
    '=HYPERLINK("http://evil.example")',
    '<script>alert(1)</script> & "quoted" ]]> <!-- x -->',
    "\x00\x0b\x1f\ufffe\uffff\ud800 end",
    "two  spaces,\ta tab,\r\nlines\rand\nmore",
    "{{ 7*7 }} %(name)s %s",
    "\u202eright\u202c \u0645\u062f\u064a\u0646\u0629 \U0001f3d9",
    "x" * 5000,
]


def paper(*texts: str) -> Document:
    """A paper that holds these texts in every kind of place."""
    field = tuple(Field(text, TITLE, "de") for text in texts)
    return Document(
        name=PackName.MEMORANDUM,
        title=texts[0],
        language="en",
        made_at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
        notes=("A draft.",),
        blocks=(
            Heading("Purpose"),
            Paragraph((*field, Gap("the budget", BUDGET))),
            Listing(tuple((one,) for one in field)),
            Table(
                "Cities",
                ("City", "Budget"),
                tuple((((one,), (Gap("it", BUDGET),))) for one in field),
            ),
        ),
    )


def docx_text(file: bytes) -> str:
    """What python-docx reads out of the file."""
    opened = docx.Document(BytesIO(file))
    cells = (cell.text for table in opened.tables for row in table.rows for cell in row.cells)
    return "\n".join(chain((line.text for line in opened.paragraphs), cells))


def odt_text(file: bytes) -> str:
    """What odfdo reads out of the file."""
    opened = odfdo.Document(BytesIO(file))
    lines = opened.body.xpath("//text:h|//text:p")
    return "\n".join(line.inner_text for line in lines)


def where(source: Source) -> str:
    return f"https://market.example.eu/procurements/1/{source.place}"


Writer = Callable[[Document, Callable[[Source], str]], bytes]
WRITERS = pytest.mark.parametrize(
    ("write", "read"), [(as_docx, docx_text), (as_odt, odt_text)], ids=["docx", "odt"]
)


def expected(document: Document) -> Iterator[str]:
    """Every text that a file of this paper has to hold."""
    yield xml_text(document.title)
    yield from document.notes
    yield from map(run_text, document.runs)
    for source, number in numbers_of(document).items():
        yield from (f"[{number}]", source.name, where(source))


@WRITERS
@given(texts=st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=3))
@example(texts=HOSTILE)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_file_opens_again_and_holds_every_text(
    write: Writer, read: Callable[[bytes], str], texts: list[str]
) -> None:
    document = paper(*texts)
    held = read(write(document, where))
    assert [text for text in expected(document) if text not in held] == []


@pytest.mark.parametrize(
    ("write", "part"),
    [(as_docx, "word/document.xml"), (as_odt, "content.xml")],
    ids=["docx", "odt"],
)
def test_nothing_in_a_field_becomes_markup_a_formula_or_a_link(write: Writer, part: str) -> None:
    with ZipFile(BytesIO(write(paper(*HOSTILE), where))) as parts:
        xml = parts.read(part)
    for mark in (b"<script", b"<w:hyperlink", b"<w:instrText", b"<text:a ", b"table:formula"):
        assert mark not in xml


@WRITERS
def test_a_gap_is_said_in_words_and_listed_before_the_text(
    write: Writer, read: Callable[[bytes], str]
) -> None:
    held = read(write(paper("Street lights"), where))
    assert (
        held.index("What is still missing")
        < held.index("[GAP: the budget]")
        < held.index("Purpose")
    )


def test_a_document_numbers_what_it_rests_on_once_and_in_order() -> None:
    document = paper("one", "two")
    assert document.sources == (TITLE, BUDGET)
    assert [gap.what for gap in document.gaps] == ["the budget", "it"]


def test_a_sentence_takes_its_values_wherever_a_language_puts_them() -> None:
    with speaking("de"):
        runs = phrase("Von %(day)s an kauft %(city)s.", city=Field("Espoo", TITLE), day="Montag")
    assert runs == (
        Words("Von "), Words("Montag"), Words(" an kauft "), Field("Espoo", TITLE), Words("."),
    )  # fmt: skip
