"""Keeping what a city says of an answer, and its shortlist, by the buttons below it."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.feedback.content import About, Answer, Aspect, Reason, Said
from marketplace.feedback.operations import give_opinion, take_back
from marketplace.foundation.errors import Invalid, NotFound
from marketplace.request_scope import current_services, current_uow
from marketplace.shortlists.operations import put_on, take_off
from marketplace.web.public.voices import anchor

SAYS: Mapping[str, Said] = {
    "useful": Said(aspect=Aspect.VERDICT),
    "useless": Said(aspect=Aspect.VERDICT, useful=False),
}
TAKES_BACK = "no-verdict"
PUTS_ON, TAKES_OFF = "shortlist", "no-shortlist"
PAGES = {
    "matches": ("public.challenge_matches", "challenge_id"),
    "partners": ("public.challenge_partners", "challenge_id"),
    "compare": ("public.compare", "challenge_id"),
    "shortlist": ("city.shortlist", "challenge_id"),
}
LONGEST_QUERY = 2000
RANK = re.compile("[1-9][0-9]{0,2}")


def say_of(challenge_id: UUID, answer: str, answer_id: UUID) -> ResponseReturnValue:
    """Keep what the pressed button says, or take something back."""
    pressed = request.form.get("said", "")
    known = {*SAYS, TAKES_BACK} | ({PUTS_ON, TAKES_OFF} if answer == Answer.SOLUTION else set())
    if answer not in set(Answer) or pressed not in known:
        raise NotFound(gettext("There is nothing at this address."))
    _do(pressed, challenge_id, Answer(answer), answer_id)
    return redirect(f"{_page(challenge_id)}#{anchor(answer_id)}", 303)


def _do(pressed: str, challenge_id: UUID, answer: Answer, answer_id: UUID) -> None:
    uow, matcher = current_uow(), current_services().matcher
    if pressed == TAKES_BACK:
        take_back(uow, challenge_id, answer, answer_id, Aspect.VERDICT)
    elif pressed == TAKES_OFF:
        take_off(uow, challenge_id, answer_id)
    elif pressed == PUTS_ON:
        put_on(uow, matcher, _about(challenge_id, answer, answer_id))
    else:
        about = _about(challenge_id, answer, answer_id)
        give_opinion(uow, matcher, about, _said(SAYS[pressed]))


def _about(challenge_id: UUID, answer: Answer, answer_id: UUID) -> About:
    rank = request.form.get("rank", "")
    return About(
        challenge_id=challenge_id,
        answer=answer,
        answer_id=answer_id,
        challenge_version=_number("challenge_version"),
        answer_version=_number("answer_version"),
        rank=int(rank) if RANK.fullmatch(rank) else None,
    )


def _said(meant: Said) -> Said:
    sent = request.form.getlist("reasons")
    if not set(sent) <= set(Reason):
        raise Invalid.of("reasons", gettext("Choose from the reasons that are offered."))
    reasons = () if meant.useful else tuple(Reason(value) for value in sent)
    note = request.form.get("note", "")
    return Said(aspect=meant.aspect, useful=meant.useful, reasons=reasons, note=note)


def _number(name: str) -> int:
    text = request.form.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):  # noqa: PLR2004 - of int32.
        raise Invalid.of(name, gettext("Load the page again, then say what you think."), text)
    return int(text)


def _page(challenge_id: UUID) -> str:
    """The page whose button was pressed, as it was asked for."""
    endpoint, name = PAGES.get(request.form.get("page", ""), PAGES["matches"])
    asked = parse_qsl(request.form.get("asked", "")[:LONGEST_QUERY])
    page: dict[str, Any] = {name: challenge_id}
    return url_for(endpoint, **page) + ("?" + urlencode(asked) if asked else "")
