"""The documents of a group: all with their versions, adding one, and what is settled about it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.consultations import documents
from marketplace.consultations.content import MEDIA_TYPES, DocumentKind, Source, StoredFile
from marketplace.consultations.documents import DocumentView, VersionView
from marketplace.consultations.files import received
from marketplace.consultations.lifecycle import DOCUMENT
from marketplace.foundation.errors import Forbidden, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.queries import ProcurementView
from marketplace.request_scope import attachment, current_services, current_uow
from marketplace.schemas.consultations import LinkSchema
from marketplace.schemas.loading import load
from marketplace.web import words
from marketplace.web.forms.keeping import expected_version
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view
from marketplace.web.procurements.reading import word_of

Item = dict[str, Any]

KINDS: words.Words = {
    DocumentKind.LETTER_OF_INTENT: lazy_gettext("Letter of intent"),
    DocumentKind.MEMORANDUM: lazy_gettext("Memorandum of understanding"),
    DocumentKind.AGREEMENT: lazy_gettext("Joint procurement agreement"),
    DocumentKind.SPECIFICATION: lazy_gettext("Specification"),
    DocumentKind.STATEMENT_OF_DEMAND: lazy_gettext("Joint statement of demand"),
    DocumentKind.CONSULTATION_REPORT: lazy_gettext("Report of the market consultation"),
    DocumentKind.OTHER: lazy_gettext("Another document"),
}
KILO, MEGA = 2**10, 2**20


def listed(procurement_id: UUID) -> str:
    """All documents with their versions."""
    view = inside_view(procurement_id)
    found = documents.documents_of(current_uow(), procurement_id)
    return render_template(
        "procurements/documents.html",
        view=view,
        here="documents",
        documents=[_item(one) for one in found],
        may_add=view.may_take_part,
    )


def new(procurement_id: UUID) -> ResponseReturnValue:
    """Add a document with its first version."""
    view = _taking_part(procurement_id)
    if request.method == "GET":
        return _form(view)
    kind = word_of(DocumentKind, "kind", gettext("Choose what kind of document it is."))
    title, source = request.form.get("title", ""), _source()
    documents.add_document(current_uow(), procurement_id, kind, title, source)
    flash(gettext("Added, as a draft. All cities of the group can read it."), "success")
    return _back(procurement_id)


def new_version(procurement_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Add the next version of a document."""
    view, document = _taking_part(procurement_id), _document(procurement_id, document_id)
    if request.method == "GET":
        return _form(view, document)
    version = expected_version()
    documents.add_version(current_uow(), document_id, _source(), expected_version=version)
    flash(gettext("Added, as a draft. All cities of the group can read it."), "success")
    return _back(procurement_id)


def settle(procurement_id: UUID, document_id: UUID, number: int, move: str) -> ResponseReturnValue:
    """Note that a version is agreed, signed elsewhere or superseded."""
    _document(procurement_id, document_id)
    version = expected_version()
    documents.settle(current_uow(), document_id, number, move, expected_version=version)
    flash(gettext("Noted. All cities of the group can read it."), "success")
    return _back(procurement_id)


def file(procurement_id: UUID, document_id: UUID, number: int) -> ResponseReturnValue:
    """The file of a version, to be saved; or on to where it is."""
    _document(procurement_id, document_id)
    return sent(documents.file_of(current_uow(), document_id, number))


def sent(found: StoredFile | str) -> ResponseReturnValue:
    """The file, to be saved; or on to the address where it is."""
    if isinstance(found, str):
        return redirect(found, 303)
    return attachment(found.data, found.name, MEDIA_TYPES[found.kind])


def size_in_words(size: int) -> str:
    """How large a file is."""
    if size < MEGA:
        return str(gettext("%(number)s kB", number=words.number(max(1, round(size / KILO)))))
    return str(gettext("%(number)s MB", number=words.number(round(size / MEGA, 1))))


def largest() -> str:
    """How large a file may be."""
    return size_in_words(current_services().settings.max_file_bytes)


def _form(view: ProcurementView, document: DocumentView | None = None) -> str:
    return render_template(
        "procurements/document_form.html",
        view=view,
        here="documents",
        document=document,
        kinds=[(kind, word, "") for kind, word in KINDS.items()],
        largest=largest(),
    )


def _taking_part(procurement_id: UUID) -> ProcurementView:
    """The procurement, for those who may add documents: spares others the form.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor takes no part.
    """
    view = inside_view(procurement_id)
    if not view.may_take_part:
        raise Forbidden(
            gettext("Only owners and editors of the cities that buy, and staff, can do this.")
        )
    return view


def _document(procurement_id: UUID, document_id: UUID) -> DocumentView:
    view = documents.get_document(current_uow(), document_id)
    if view.procurement_id != procurement_id:
        raise NotFound(say(NOTHING))
    return view


def _source() -> Source:
    """The file or the link that the form brings.

    Raises:
        Invalid: the file is none that is taken, or the link is no address.
    """
    most = current_services().settings.max_file_bytes
    brought = request.files.get("file")
    found = None
    if brought is not None and brought.filename:
        found = received(brought.filename, brought.read(most + 1), most=most)
    link = load(LinkSchema(), {"link": request.form.get("link", "")}, texts=True).link
    return Source(file=found, link=link, note=request.form.get("note", ""))


def _item(view: DocumentView) -> Item:
    return {
        "view": view,
        "kind": KINDS[view.kind],
        "versions": [_version(view, one) for one in view.versions],
    }


def _version(view: DocumentView, one: VersionView) -> Item:
    return {
        "view": one,
        "size": None if one.size is None else size_in_words(one.size),
        "href": url_for(
            "procurements.document_file",
            procurement_id=view.procurement_id,
            document_id=view.id,
            number=one.number,
        ),
    }


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.documents", procurement_id=procurement_id), 303)


_DOCUMENT = f"{ONE}/documents/<uuid:document_id>"
_VERSION = f"{_DOCUMENT}/versions/<int(max=1000):number>"
_MOVE = "any(" + ", ".join(DOCUMENT.moves) + ")"
ROUTES = (
    (f"{ONE}/documents", "documents", listed, GET),
    (f"{ONE}/documents/new", "new_document", new, BOTH),
    (f"{_DOCUMENT}/new-version", "new_document_version", new_version, BOTH),
    (f"{_VERSION}/file", "document_file", file, GET),
    (f"{_VERSION}/<{_MOVE}:move>", "settle_document", settle, POST),
)
TAKE_FILES = frozenset({"procurements.new_document", "procurements.new_document_version"})
