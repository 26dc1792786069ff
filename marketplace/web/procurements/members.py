"""The cities of a joint procurement: all of them, one of them, and what is said of its part."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from marketplace.challenges.content import JointRole
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.versions import NOTHING
from marketplace.procurements import members
from marketplace.procurements.content import Invited, Letter, Mandate
from marketplace.procurements.lifecycle import DECLINED, WITHDRAWN
from marketplace.procurements.operations import MOST_CITIES, invite
from marketplace.request_scope import current_actor, current_uow
from marketplace.web.forms.keeping import expected_version
from marketplace.web.procurements.frame import BOTH, GET, ONE, POST, inside_view, led_view
from marketplace.web.procurements.partners import makes_best_group, next_cities
from marketplace.web.procurements.reading import day_of, ids_in, word_of
from marketplace.web.procurements.words import LETTER_CHOICES, MANDATE_CHOICES, ROLE_CHOICES

Item = dict[str, Any]
DONE = {
    "accept": lazy_gettext("The city takes part. The group and programme staff are told."),
    "decline": lazy_gettext("The invitation is declined. The group and programme staff are told."),
    "withdraw": lazy_gettext("The city has withdrawn. The group and programme staff are told."),
    "role": lazy_gettext("The role is changed. The city is told."),
    "letter": lazy_gettext("The state of the letter of intent is saved."),
    "mandate": lazy_gettext("The state of the mandate is saved."),
}


def show_all(procurement_id: UUID) -> str:
    """The cities with their papers."""
    view = inside_view(procurement_id)
    gone = [one.name for one in view.members if one.state in (DECLINED, WITHDRAWN)]
    can_ask = bool(gone) and view.may_lead and view.published_at is None
    return render_template(
        "procurements/members.html",
        view=view,
        here="members",
        gone=gone,
        can_ask=can_ask,
        next_best=makes_best_group(view)[:1] if can_ask else [],
    )


def show_one(procurement_id: UUID, organisation_id: UUID) -> str:
    """One city's part, with the forms of whoever speaks for it or manages the group."""
    view = inside_view(procurement_id)
    one = next((m for m in view.members if m.organisation_id == organisation_id), None)
    if one is None:
        raise NotFound(say(NOTHING))
    return render_template(
        "procurements/member.html",
        view=view,
        here="members",
        one=one,
        is_own=current_actor().is_member(organisation_id),
        roles=ROLE_CHOICES,
        letters=LETTER_CHOICES,
        mandates=MANDATE_CHOICES,
    )


def say_of_member(procurement_id: UUID, organisation_id: UUID, name: str) -> ResponseReturnValue:
    """Answer for a city, or say something of its part."""
    SAYINGS[name](procurement_id, organisation_id)
    flash(str(DONE[name]), "success")
    # Outside the group, as whoever has declined is, there is nothing more to see of it.
    leaves = name in {"decline", "withdraw"} and not current_actor().acts_as_staff
    if leaves:
        return redirect(url_for("city.home", organisation_id=organisation_id), 303)
    if name == "accept":
        return redirect(url_for("procurements.show", procurement_id=procurement_id), 303)
    place: Item = {"procurement_id": procurement_id, "organisation_id": organisation_id}
    return redirect(url_for("procurements.member", **place), 303)


def choose_another(procurement_id: UUID) -> ResponseReturnValue:
    """The cities that could be invited next, the best first; and the invitation of some of them."""
    view = led_view(procurement_id)
    if request.method == "POST":
        asked = ids_in(request.form.getlist("challenge")[:MOST_CITIES], "challenge")
        if not asked:
            raise Invalid.of("challenge", gettext("Choose a city to invite."))
        for challenge_id in dict.fromkeys(asked):
            invite(current_uow(), procurement_id, Invited(challenge_id=challenge_id))
        said = ngettext(
            "Invited. The city is told, and asked to answer.",
            "Invited. The cities are told, and asked to answer.",
            len(asked),
        )
        flash(said, "success")
        return redirect(url_for("procurements.members", procurement_id=procurement_id), 303)
    return render_template(
        "procurements/invite.html", view=view, here="members", candidates=next_cities(view)
    )


def _accept(procurement_id: UUID, organisation_id: UUID) -> None:
    members.accept(
        current_uow(),
        procurement_id,
        organisation_id,
        word_of(JointRole, "role", gettext("Choose a role.")),
        expected_version=expected_version(),
    )


def _decline(procurement_id: UUID, organisation_id: UUID) -> None:
    said, version = request.form.get("reason", ""), expected_version()
    uow = current_uow()
    members.decline(uow, procurement_id, organisation_id, said, expected_version=version)


def _withdraw(procurement_id: UUID, organisation_id: UUID) -> None:
    said, version = request.form.get("reason", ""), expected_version()
    uow = current_uow()
    members.withdraw(uow, procurement_id, organisation_id, said, expected_version=version)


def _role(procurement_id: UUID, organisation_id: UUID) -> None:
    members.give_role(
        current_uow(),
        procurement_id,
        organisation_id,
        word_of(JointRole, "role", gettext("Choose a role.")),
        expected_version=expected_version(),
    )


def _letter(procurement_id: UUID, organisation_id: UUID) -> None:
    members.state_letter(
        current_uow(),
        procurement_id,
        organisation_id,
        word_of(Letter, "letter", gettext("Choose how far it has come.")),
        day_of("signed_on"),
        expected_version=expected_version(),
    )


def _mandate(procurement_id: UUID, organisation_id: UUID) -> None:
    members.state_mandate(
        current_uow(),
        procurement_id,
        organisation_id,
        word_of(Mandate, "mandate", gettext("Choose how far it has come.")),
        request.form.get("note", ""),
        expected_version=expected_version(),
    )


SAYINGS: Mapping[str, Callable[[UUID, UUID], None]] = {
    "accept": _accept,
    "decline": _decline,
    "withdraw": _withdraw,
    "role": _role,
    "letter": _letter,
    "mandate": _mandate,
}
MEMBER = f"{ONE}/members/<uuid:organisation_id>"
ROUTES = (
    (f"{ONE}/members", "members", show_all, GET),
    (f"{ONE}/invite", "invite", choose_another, BOTH),
    (MEMBER, "member", show_one, GET),
    (f"{MEMBER}/<any({', '.join(SAYINGS)}):name>", "say_of_member", say_of_member, POST),
)
