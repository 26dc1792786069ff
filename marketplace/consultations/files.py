"""Which files are taken: recognised by what they hold, never by what they are called.

Nothing is unpacked: of an office file the list of its parts is read, and the one part that
says what it is. What could run (macros, scripts) is refused.
"""

import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from marketplace.consultations.content import FileKind, StoredFile
from marketplace.foundation.errors import Invalid, shown
from marketplace.foundation.saying import say
from marketplace.foundation.texts import foreign_character, normal

FIELD = "file"
LONGEST_NAME = 100
MOST_PARTS = 5000
MOST_UNPACKED = 200 * 2**20
LARGEST_PART_READ = 2**20

_BEGINNINGS = {
    b"%PDF-": FileKind.PDF,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"\xff\xd8\xff": FileKind.JPEG,
}
_ODF = "application/vnd.oasis.opendocument."
_MIMETYPES = {f"{_ODF}text": FileKind.ODT, f"{_ODF}spreadsheet": FileKind.ODS}
_OOXML = "application/vnd.openxmlformats-officedocument."
_MAIN_PARTS = {
    f"{_OOXML}wordprocessingml.document.main+xml": FileKind.DOCX,
    f"{_OOXML}spreadsheetml.sheet.main+xml": FileKind.XLSX,
}
_RUNS = re.compile(r"vbaproject|vbadata|(^|/)(basic|scripts|macrosheets|activex)/", re.IGNORECASE)
"""What the parts of an office file are called that can run."""

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*%;\u2028\u2029]+')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def received(name: str, data: bytes, *, most: int) -> StoredFile:
    """The file that was sent, if it is of a kind that is taken and has at most `most` bytes.

    Raises:
        Invalid: it is empty, too large, of another kind, holds macros, or unpacks to too much.
    """
    if not data:
        raise Invalid.of(FIELD, say("This file is empty. Choose another one."), shown(name))
    if len(data) > most:
        raise Invalid.of(
            FIELD,
            say(
                "This file is too large. Send one of at most %(most)s MB, or link to it.",
                most=f"{most / 2**20:g}",
            ),
            shown(name),
        )
    kind = _kind(name, data)
    return StoredFile(name=safe_name(name, kind), kind=kind, data=data)


def safe_name(name: str, kind: FileKind) -> str:
    """A name under which anybody can save the file: no folders, nothing hidden, the right ending.

    What turns the direction of writing is hidden, so no name shows another ending than it has.
    """
    last = normal(name.replace("\\", "/")).rpartition("/")[2]
    visible = "".join(c for c in last if foreign_character(c) is None)
    stem = " ".join(_UNSAFE.sub(" ", visible).split())
    if "." in stem:
        stem = stem.rpartition(".")[0]
    stem = stem[:LONGEST_NAME].strip(" .-")
    if not stem or _DEVICES.fullmatch(stem):
        stem = "document"
    return f"{stem}.{kind.value}"


def _kind(name: str, data: bytes) -> FileKind:
    for beginning, kind in _BEGINNINGS.items():
        if data.startswith(beginning):
            return kind
    found = _office_kind(name, data) if data.startswith(b"PK\x03\x04") else _text_kind(name, data)
    if found is None:
        raise Invalid.of(
            FIELD,
            say(
                "Files of this kind are not taken. Send a PDF, ODT, DOCX, ODS, XLSX, CSV, TXT, "
                "PNG or JPEG file; texts in UTF-8."
            ),
            shown(name),
        )
    return found


def _text_kind(name: str, data: bytes) -> FileKind | None:
    """Plain text; that it is a table can be told by its name alone, and both are as harmless."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if any(char < " " and char not in "\t\n\r\f" for char in text):
        return None
    return FileKind.CSV if name.lower().endswith(".csv") else FileKind.TXT


def _office_kind(name: str, data: bytes) -> FileKind | None:
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
                raise Invalid.of(
                    FIELD,
                    say("This file unpacks to far more than it holds. Save it again as a PDF."),
                    shown(name),
                )
            kind, says = _said_by(archive)
            if any(_RUNS.search(part.filename) for part in parts) or "macroEnabled" in says:
                raise Invalid.of(
                    FIELD,
                    say("This file holds macros, which can run. Save it without them."),
                    shown(name),
                )
            return kind
    except (BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        # Damaged, encrypted, or packed in a way that nobody needs for an office file.
        return None


def _said_by(archive: ZipFile) -> tuple[FileKind | None, str]:
    """What the office file says that it is, and the text in which it says so."""
    names = set(archive.namelist())
    if "mimetype" in names:
        says = _read(archive, "mimetype").strip()
        return _MIMETYPES.get(says), says
    if "[Content_Types].xml" not in names:
        return None, ""
    says = _read(archive, "[Content_Types].xml")
    return next((kind for part, kind in _MAIN_PARTS.items() if part in says), None), says


def _read(archive: ZipFile, part: str) -> str:
    """The part as text, as far as anybody has to read it."""
    with archive.open(part) as file:
        return file.read(LARGEST_PART_READ).decode("utf-8", "replace")
