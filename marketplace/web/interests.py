"""Expressions of interest as pages show them, to either side.

What may be seen is decided by the query; here the two halves of the evidence come together.
"""

from datetime import datetime

from flask import url_for
from flask_babel import gettext

from marketplace.interests.lifecycle import CLOSED, DECLINED, ENDED, WITHDRAWN
from marketplace.interests.queries import InterestView
from marketplace.web.public.items import Item


def interest_item(view: InterestView) -> Item:
    """An interest for a list or the head of a page; `steps` as `macros/steps.html` shows them."""
    return {
        "id": view.id,
        "href": url_for("vendor.interest", interest_id=view.id),
        "state": f"interest_{view.state}",
        "solution": {
            "name": view.solution_name,
            "href": url_for("public.solution", solution_id=view.solution_id),
        },
        "challenge": {
            "title": view.challenge_title,
            "href": url_for("public.challenge", challenge_id=view.challenge_id),
        },
        "vendor": view.vendor_name,
        "city": view.city_name,
        "reason": view.reason,
        "steps": steps_of(view),
    }


def steps_of(view: InterestView) -> list[Item]:
    """How far it has come: each step with its day, those to come without."""
    done = [
        _step(gettext("Sent"), view.expressed_at),
        _step(gettext("Read by the city"), view.seen_at),
    ]
    early = {WITHDRAWN: gettext("Withdrawn"), ENDED: gettext("The city has left")}
    if view.state in early:
        known = [step for step in (*done, _answered(view)) if step["at"]]
        return [*known, _step(early[view.state], view.ended_at)]
    ended = _step(gettext("City has decided"), view.ended_at if view.state == CLOSED else None)
    return [*done, _answered(view), ended]


def evidence_rows(view: InterestView) -> list[Item]:
    """For each requirement what the vendor says of it, beside what was read in its listing."""
    if view.content is None or view.read is None:
        return []
    said = {item.requirement: item for item in view.content.evidence}
    read = {item.requirement: item for item in view.read.readings}
    rows = []
    for requirement in dict.fromkeys((*read, *said)):
        own, found = said.get(requirement), read.get(requirement)
        sentence = found.sentence if found else ""
        text = own.text if own else ""
        rows.append(
            {
                "requirement": requirement,
                "text": text,
                "link": own.link if own else None,
                "verdict": found.verdict if found else None,
                "sentence": sentence,
                "is_same": bool(text) and text == sentence,
            }
        )
    return rows


def _answered(view: InterestView) -> Item:
    label = gettext("Not now") if view.state == DECLINED else gettext("Answered")
    return _step(label, view.answered_at)


def _step(label: str, at: datetime | None) -> Item:
    return {"label": label, "at": at}
