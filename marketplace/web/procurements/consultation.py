"""The open market consultation as its group sees it: written, opened, answered, and ended.

What everybody sees is in `market`.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.consultations import market, operations, queries
from marketplace.consultations.content import ConsultationContent, Given
from marketplace.consultations.documents import documents_of
from marketplace.consultations.queries import ConsultationView, HandedOutView, LogEntry
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.request_scope import current_uow
from marketplace.schemas.consultations import ConsultationContentSchema
from marketplace.schemas.loading import load
from marketplace.web import words
from marketplace.web.forms.keeping import expected_version
from marketplace.web.glossary import glossary
from marketplace.web.procurements.documents import KINDS, size_in_words
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view, led_view
from marketplace.web.procurements.reading import day_of

Item = dict[str, Any]

GIVEN: words.Words = {
    Given.OPENED: lazy_gettext("The consultation was opened to everybody"),
    Given.HANDED_OUT: lazy_gettext("A document was given to everybody"),
    Given.ANSWERED: lazy_gettext("A question was answered to everybody"),
    Given.EXTENDED: lazy_gettext("Everybody was given more time"),
    Given.CLOSED: lazy_gettext("The consultation was ended early"),
    Given.TAKEN: lazy_gettext("An organisation fetched a document"),
}


def show(procurement_id: UUID) -> str:
    """Where it stands, what it says, what the market is given, and what vendors ask."""
    uow, view = current_uow(), inside_view(procurement_id)
    found = queries.consultation_of(uow, procurement_id)
    return render_template(
        "procurements/consultation.html",
        view=view,
        here="consultation",
        found=found,
        choices=list(_choices(procurement_id, found)) if found and found.may_consult else [],
        documents=[document_item(found, one) for one in found.documents] if found else [],
    )


def write(procurement_id: UUID) -> ResponseReturnValue:
    """Write what the market is to be told and asked."""
    uow, view = current_uow(), led_view(procurement_id)
    found = queries.consultation_of(uow, procurement_id)
    if request.method == "GET" and found and found.opened_at:
        return _back(procurement_id)
    if request.method == "GET":
        return render_template(
            "procurements/consultation_form.html",
            view=view,
            here="consultation",
            found=found,
            until=_brussels(found.deadline) if found and found.deadline else "",
        )
    content, version = _content(), expected_version()
    deadline = day_of("deadline")
    operations.prepare(uow, procurement_id, content, deadline, expected_version=version)
    flash(gettext("Saved. Nobody outside the group sees it until you open it."), "success")
    return _back(procurement_id)


def open_it(procurement_id: UUID) -> ResponseReturnValue:
    """Let everybody read it."""
    operations.open_to_market(current_uow(), procurement_id, expected_version=expected_version())
    flash(gettext("Open. Everybody can read it from now on, and vendors can respond."), "success")
    return _back(procurement_id)


def hand_out(procurement_id: UUID) -> ResponseReturnValue:
    """Give the market a document."""
    document_id, number = _version_in(request.form.get("document", ""))
    operations.hand_out(current_uow(), procurement_id, document_id, number)
    flash(gettext("The document is with the consultation."), "success")
    return _back(procurement_id)


def keep_back(procurement_id: UUID) -> ResponseReturnValue:
    """Take a document back that nobody was given yet."""
    document_id, number = _version_in(request.form.get("document", ""))
    operations.keep_back(current_uow(), procurement_id, document_id, number)
    flash(gettext("The document stays with the group."), "success")
    return _back(procurement_id)


def answer(procurement_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Answer a vendor, to everybody."""
    text, version = request.form.get("answer", ""), expected_version()
    market.answer_in_market(current_uow(), question_id, text, expected_version=version)
    flash(gettext("Answered. Everybody reads the question and the answer."), "success")
    return _back(procurement_id)


def time(procurement_id: UUID) -> ResponseReturnValue:
    """Give vendors longer, or end the consultation early."""
    uow, view = current_uow(), led_view(procurement_id)
    if request.method == "GET":
        return render_template(
            "procurements/consultation_time.html",
            view=view,
            here="consultation",
            found=_there(queries.consultation_of(uow, procurement_id)),
        )
    version = expected_version()
    if request.form.get("do") == "close":
        reason = request.form.get("reason", "")
        operations.close_early(uow, procurement_id, reason, expected_version=version)
        flash(gettext("Ended. Everybody reads why."), "success")
        return _back(procurement_id)
    deadline = day_of("deadline")
    if deadline is None:
        raise Invalid.of("deadline", gettext("Write until when vendors can respond."))
    operations.extend(uow, procurement_id, deadline, expected_version=version)
    flash(gettext("Everybody has more time now."), "success")
    return _back(procurement_id)


def responses(procurement_id: UUID) -> str:
    """What vendors responded, with the figures for the report."""
    view = inside_view(procurement_id)
    report = queries.report_of(current_uow(), procurement_id)
    if report is None:
        raise NotFound(say(NOTHING))
    return render_template(
        "procurements/consultation_responses.html",
        view=view,
        here="consultation",
        report=report,
        countries=[glossary().country(code) for code in report.figures.countries],
    )


def log(procurement_id: UUID) -> str:
    """Who was given what when."""
    view = inside_view(procurement_id)
    found = queries.log_of(current_uow(), procurement_id)
    return render_template(
        "procurements/consultation_log.html",
        view=view,
        here="consultation",
        log=[log_item(one) for one in found],
    )


def document_item(found: ConsultationView, one: HandedOutView) -> Item:
    """A document of a consultation in a list."""
    return {
        "view": one,
        "kind": KINDS[one.kind],
        "size": None if one.size is None else size_in_words(one.size),
        "name": f"{one.document_id}/{one.number}",
        "href": url_for(
            "procurements.take_document",
            consultation_id=found.id,
            document_id=one.document_id,
            number=one.number,
        ),
    }


def log_item(entry: LogEntry) -> Item:
    """An entry of the log in words."""
    return {
        "at": entry.at,
        "what": GIVEN[entry.what],
        "organisation": entry.organisation,
        "document": entry.document,
        "number": entry.number,
        "question": entry.question,
    }


def _brussels(deadline: datetime) -> str:
    """The last day, as a field for days takes it."""
    return brussels_today(deadline).isoformat()


def _choices(procurement_id: UUID, found: ConsultationView) -> Iterator[Item]:
    """The newest version of each document that is not with the consultation."""
    there = {(one.document_id, one.number) for one in found.documents}
    for document in documents_of(current_uow(), procurement_id):
        newest = document.versions[0]
        if (document.id, newest.number) not in there:
            text = gettext(
                "%(title)s, version %(number)s", title=document.title, number=newest.number
            )
            yield {"value": f"{document.id}/{newest.number}", "text": text}


def _version_in(text: str) -> tuple[UUID, int]:
    id_, _, number = text.partition("/")
    if len(number) <= len("1000"):
        with suppress(ValueError):
            return UUID(id_), int(number)
    raise Invalid.of("document", gettext("Choose a document."))


def _content() -> ConsultationContent:
    """What the form says; each line of the questions is one."""
    sent = request.form
    lines = [line for line in sent.get("questions", "").splitlines() if line.strip()]
    said = {"title": sent.get("title", ""), "text": sent.get("text", ""), "questions": lines}
    try:
        return load(ConsultationContentSchema(), said, texts=True)
    except Invalid as error:
        faults = (
            replace(fault, field="questions") if fault.field.startswith("questions") else fault
            for fault in error.faults
        )
        raise Invalid(faults) from None


def _there(found: ConsultationView | None) -> ConsultationView:
    if found is None or found.opened_at is None:
        raise NotFound(say(NOTHING))
    return found


def _back(procurement_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("procurements.consultation", procurement_id=procurement_id), 303)


_HERE = f"{ONE}/consultation"
ROUTES = (
    (_HERE, "consultation", show, GET),
    (f"{_HERE}/write", "write_consultation", write, BOTH),
    (f"{_HERE}/open", "open_consultation", open_it, POST),
    (f"{_HERE}/hand-out", "hand_out", hand_out, POST),
    (f"{_HERE}/keep-back", "keep_back", keep_back, POST),
    (f"{_HERE}/questions/<uuid:question_id>/answer", "answer_market", answer, POST),
    (f"{_HERE}/time", "consultation_time", time, BOTH),
    (f"{_HERE}/responses", "consultation_responses", responses, GET),
    (f"{_HERE}/log", "consultation_log", log, GET),
)
