"""The papers of a joint procurement: the list, each on a page to read and print, and as files."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from uuid import UUID

from flask import Response, render_template, request, url_for
from flask_babel import gettext, lazy_gettext

from marketplace.foundation.errors import NotFound
from marketplace.packs.content import Document, PackName, Place, Source
from marketplace.packs.docx_file import MIME as DOCX
from marketplace.packs.docx_file import as_docx
from marketplace.packs.files import numbers_of
from marketplace.packs.odt_file import MIME as ODT
from marketplace.packs.odt_file import as_odt
from marketplace.packs.queries import get_pack, packs_of
from marketplace.request_scope import current_uow
from marketplace.web.procurements.frame import GET, ONE, inside_view
from marketplace.web.words import Words

FILES: Mapping[str, tuple[Callable[..., bytes], str]] = {
    "docx": (as_docx, DOCX),
    "odt": (as_odt, ODT),
}
PAGES: Mapping[Place, str] = {
    Place.ABOUT: "procurements.show",
    Place.MEMBERS: "procurements.members",
    Place.DECISIONS: "procurements.decisions",
    Place.NEED: "procurements.need",
    Place.LOTS: "procurements.lots",
    Place.DEMAND: "procurements.demand",
    Place.COMMITMENTS: "procurements.commitments",
    Place.CONSULTATION: "procurements.consultation",
    Place.EVALUATION: "procurements.evaluation",
    Place.STEPS: "procurements.steps",
}
"""Where fields are read and filled in; those of the group, by the parts of its workspace."""

WHAT_FOR: Words = {
    PackName.LETTER_OF_INTENT: lazy_gettext(
        "One city tells the others that it means to take part, before anybody is bound."
    ),
    PackName.MEMORANDUM: lazy_gettext(
        "All cities say how they prepare together; it comes before the agreement."
    ),
    PackName.AGREEMENT: lazy_gettext(
        "The points that cities of several Member States have to settle in writing."
    ),
    PackName.STATEMENT_OF_DEMAND: lazy_gettext(
        "The cities tell suppliers together what they need."
    ),
    PackName.CONSULTATION_REPORT: lazy_gettext(
        "What was asked of the market, what came back, and who was given what and when."
    ),
    PackName.PRIOR_INFORMATION_NOTICE: lazy_gettext(
        "What a notice for the whole of Europe will say, by the fields of its form."
    ),
}


def packs(procurement_id: UUID) -> str:
    """What can be drawn up, and how much of each is missing."""
    view = inside_view(procurement_id)
    cards = packs_of(current_uow(), procurement_id)
    return render_template(
        "procurements/packs.html",
        view=view,
        here="packs",
        letters=[card for card in cards if card.city is not None],
        cards=[card for card in cards if card.city is None],
        what_for=WHAT_FOR,
    )


def pack(procurement_id: UUID, name: str) -> str:
    """One paper to read and to print, each line with a way to the field that it came from."""
    view = inside_view(procurement_id)
    document = _drawn_up(procurement_id, name)
    return render_template(
        "procurements/pack.html",
        view=view,
        here="packs",
        document=document,
        here_gaps=[gap for gap in document.gaps if gap.source.place is not Place.BY_HAND],
        other_gaps=[gap for gap in document.gaps if gap.source.place is Place.BY_HAND],
        numbers=numbers_of(document),
        address=_addresses(procurement_id),
        city=request.args.get("city"),
    )


def pack_file(procurement_id: UUID, name: str, kind: str) -> Response:
    """The same as a file for word processors."""
    document = _drawn_up(procurement_id, name)
    write, mime = FILES[kind]
    response = Response(write(document, _addresses(procurement_id, whole=True)), mimetype=mime)
    header = f'attachment; filename="{_file_name(document)}.{kind}"'
    response.headers["Content-Disposition"] = header
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _drawn_up(procurement_id: UUID, name: str) -> Document:
    try:
        wanted = PackName(name)
        city = UUID(request.args["city"]) if "city" in request.args else None
    except ValueError:
        raise NotFound(gettext("There is nothing here, or nothing that you may see.")) from None
    return get_pack(current_uow(), procurement_id, wanted, city)


def _addresses(procurement_id: UUID, *, whole: bool = False) -> Callable[[Source], str]:
    def address(source: Source) -> str:
        if source.place is Place.LAW:
            return source.key
        if source.place is Place.ORGANISATION:
            return url_for("public.organisation", organisation_id=source.key, _external=whole)
        if source.place is Place.CHALLENGE:
            return url_for("public.challenge", challenge_id=source.key, _external=whole)
        if source.place not in PAGES:
            return ""
        return url_for(PAGES[source.place], procurement_id=procurement_id, _external=whole)

    return address


def _file_name(document: Document) -> str:
    letters = unicodedata.normalize("NFKD", document.title.lower())
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60] or document.name.value


ROUTES = (
    (f"{ONE}/packs", "packs", packs, GET),
    (f"{ONE}/packs/<name>", "pack", pack, GET),
    (f"{ONE}/packs/<name>.<any(docx,odt):kind>", "pack_file", pack_file, GET),
)
