"""Files are known by what they hold, and what could run, or burst, is not taken."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from marketplace.consultations.content import FileKind
from marketplace.consultations.files import received, safe_name
from marketplace.foundation.errors import Invalid

MOST = 2**20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"


def packed(**parts: str | bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def office(main: str, **more: str | bytes) -> bytes:
    types = f'<Types><Override ContentType="{main}"/></Types>'
    return packed(**{"[Content_Types].xml": types, "word/document.xml": "<x/>"}, **more)


TAKEN = {
    FileKind.PDF: b"%PDF-1.7 ...",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n....",
    FileKind.JPEG: b"\xff\xd8\xff\xe0....",
    FileKind.TXT: "Wärme für alle".encode(),
    FileKind.DOCX: office(WORD),
    FileKind.XLSX: office(SHEET),
    FileKind.ODT: packed(mimetype=OPEN_TEXT, **{"content.xml": "<x/>"}),
    FileKind.ODS: packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
}
REFUSED = {
    "nothing": b"",
    "too large": b"a" * (MOST + 1),
    "a program": b"MZ\x90\x00\x03\x00",
    "a page in another encoding": "Wärme".encode("utf-16"),
    "an older office file": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "any archive": packed(**{"a.txt": "x"}),
    "a damaged archive": office(WORD)[:-30],
    "macros by their part": office(WORD, **{"word/vbaProject.bin": b"x"}),
    "macros by what it says": office(
        "application/vnd.ms-word.document.macroEnabled.main+xml " + WORD
    ),
    "macros of another office": packed(mimetype=OPEN_TEXT, **{"Basic/Standard/Module1.xml": "x"}),
    "a bomb": office(WORD, **{f"{n}.xml": bytes(50 * 2**20) for n in range(5)}),
    "a bomb of parts": office(WORD, **{f"{n}": "" for n in range(5001)}),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_file_is_what_it_holds_whatever_it_is_called(kind: FileKind) -> None:
    file = received("holiday.exe", TAKEN[kind], most=MOST)
    assert (file.kind, file.name) == (kind, f"holiday.{kind}")
    assert len(file.sha256) == 64


def test_a_table_is_told_from_a_text_by_its_name() -> None:
    assert received("a.CSV", b"a;b", most=MOST).kind is FileKind.CSV


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_such_file_is_refused_with_the_remedy(what: str) -> None:
    with pytest.raises(Invalid) as refusal:
        received("name.pdf", REFUSED[what], most=MOST)
    (fault,) = refusal.value.faults
    assert (fault.field, fault.value) == ("file", "name.pdf")
    assert len(fault.message.split()) > 4


@pytest.mark.parametrize(
    ("sent", "safe"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\ann\\Letter of intent.docx", "Letter of intent.pdf"),
        ("letter\u202efdp.exe", "letterfdp.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie x=1.pdf"),
        ('a"; filename="b.html', "a filename= b.pdf"),
        ("\x00\ud800.pdf", "document.pdf"),
        ("..", "document.pdf"),
        ("NUL.txt", "document.pdf"),
        ("Größe & Maß.pdf", "Größe & Maß.pdf"),
        ("x" * 500, "x" * 100 + ".pdf"),
    ],
)
def test_a_name_leads_nowhere_and_shows_the_ending_it_has(sent: str, safe: str) -> None:
    assert safe_name(sent, FileKind.PDF) == safe
    assert safe_name(safe, FileKind.PDF) == safe
