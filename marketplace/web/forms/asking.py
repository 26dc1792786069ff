"""The form for a question that everybody will read, whoever asks whom."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from marketplace.foundation.errors import Conflict, Fault, Forbidden, Invalid
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.queries import my_organisations
from marketplace.request_scope import current_uow, status_of
from marketplace.web.forms.belonging import may_edit
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import faults_of, made_once, new_key, undone_on_error
from marketplace.web.forms.parts import Field, Kind, Part, Section, Sections, read

QUESTION = Field(
    name="text",
    label=lazy_gettext("Your question"),
    kind=Kind.AREA,
    hint=lazy_gettext("Question and answer can be read by everybody. At most 2,000 characters."),
)


def those_who_ask(asked_id: UUID, kind: str | None = None) -> dict[str, str]:
    """The names of the organisations in whose name this person can ask, by id.

    Raises:
        Forbidden: there is none.
    """
    if not my_organisations(current_uow()):
        raise Forbidden(gettext("Only organisations can ask. Create yours, or be invited to one."))
    if not (names := _askers(asked_id, kind)):
        raise Forbidden(
            gettext("Only owners and editors of a city can ask a vendor.")
            if kind == OrganisationKind.CITY
            else gettext("Only owners and editors of another organisation can ask.")
        )
    return names


def may_try_to_ask(asked_id: UUID, kind: str | None = None) -> bool:
    """Whether to show the way to the question: not where it is known to end in a refusal.

    Whoever acts for nobody yet is shown it, and told what it takes to ask.
    """
    return not my_organisations(current_uow()) or bool(_askers(asked_id, kind))


def _askers(asked_id: UUID, kind: str | None) -> dict[str, str]:
    return {
        str(row.id): row.name
        for row, _ in my_organisations(current_uow())
        if may_edit(row.id) and row.id != asked_id and (kind is None or row.kind == kind)
    }


def form_of(names: Mapping[str, str], hint: Any, *more: Part) -> Sections:
    """The form: the question, who asks, and what else is to be said with it."""
    asker = Field(
        name="asker",
        label=lazy_gettext("Who asks"),
        kind=Kind.RADIOS,
        words=names,
        start=next(iter(names)),
        hint=hint,
    )
    parts = (QUESTION, asker, *more)
    return (Section(id="question", title=lazy_gettext("Your question"), parts=parts),)


def taken(
    form: Sections,
    show: Callable[[Filled], str],
    ask: Callable[[UUID, dict[str, Any]], UUID],
    *,
    leads_to: str,
    told: str,
    begins: str = "",
) -> ResponseReturnValue:
    """The page with the form, or what comes of sending it; `begins` is what stands there first."""
    if request.method == "GET":
        return show(Filled(sections=form, document={"text": begins}, key=new_key()))
    typed = read(form, request.form)
    uow = current_uow()
    try:
        with undone_on_error(uow):
            asker = _asker(typed["asker"])
            made_once(uow, lambda: ask(asker, typed))
    except (Invalid, Conflict) as error:
        key = request.form.get("key", "")
        sent = Filled(sections=form, document=typed, key=key, faults=faults_of(error))
        return show(sent), status_of(error)
    flash(told, "success")
    return redirect(leads_to, 303)


def _asker(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid([Fault("asker", gettext("Choose who asks."))]) from None
