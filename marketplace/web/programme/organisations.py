"""Verifying organisations, and deciding who may take over a catalogue entry."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import NotFound
from marketplace.organisations.claims import decide_claim
from marketplace.organisations.operations import refuse_organisation, verify_organisation
from marketplace.organisations.queries import owners_of, pending_claims, pending_verifications
from marketplace.request_scope import current_uow
from marketplace.web.forms.keeping import expected_version
from marketplace.web.glossary import glossary
from marketplace.web.public.arguments import Asked

JUDGEMENTS = {"verify": verify_organisation, "refuse": refuse_organisation}


def waiting() -> str:
    """The organisations that wait to be verified."""
    uow = current_uow()
    page = pending_verifications(uow, Asked().page())
    owners = {row.id: owners_of(uow.session, row.id) for row in page}
    countries = {row.id: glossary().country(row.country) for row in page}
    return render_template(
        "programme/organisations.html", page=page, owners=owners, countries=countries
    )


def judge(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Verify or refuse an organisation."""
    if name not in JUDGEMENTS:
        raise NotFound(gettext("There is nothing at this address."))
    uow, note = current_uow(), request.form.get("note", "")
    row = JUDGEMENTS[name](uow, thing_id, expected_version=expected_version(), note=note)
    done = {
        "verify": gettext("%(name)s is verified.", name=row.name),
        "refuse": gettext("%(name)s is refused; its members are told why.", name=row.name),
    }
    flash(done[name], "success")
    return redirect(url_for("programme.organisations"), 303)


def claims() -> str:
    """The claims that wait for a decision."""
    return render_template(
        "programme/claims.html", page=pending_claims(current_uow(), Asked().page())
    )


def decide(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Accept or refuse a claim."""
    uow, note = current_uow(), request.form.get("note", "")
    decide_claim(uow, thing_id, name, expected_version=expected_version(), note=note)
    done = {
        "accept": gettext("Accepted. The organisation speaks for itself from now on."),
        "refuse": gettext("Refused. The person is told."),
    }
    flash(done[name], "success")
    return redirect(url_for("programme.claims"), 303)
