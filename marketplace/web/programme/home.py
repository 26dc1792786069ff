"""The start page of programme staff: how the programme stands, and what to do first."""

from flask import render_template, url_for
from flask_babel import gettext, ngettext

from marketplace.foundation.paging import PageRequest
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.introductions.lifecycle import UNDER_WAY
from marketplace.introductions.queries import list_introductions
from marketplace.procurements.glances import under_way as procurements_under_way
from marketplace.pulse.figures import countries, themes
from marketplace.pulse.queries import MOST_OF_A_KIND, deadlines, quiet_challenges, waits
from marketplace.pulse.reviews import organisations_and_claims, to_review
from marketplace.request_scope import current_uow
from marketplace.web.brokering import WAITING, Item, days, whole_days
from marketplace.web.forms.belonging import require_staff
from marketplace.web.programme.groups import suggested
from marketplace.web.programme.queue import review_item
from marketplace.web.public.statistics import country_row, theme_row

FIRST = PageRequest(1, 6)
COUNTED = PageRequest(1, 1)
SHOWN = 5


def home() -> str:
    """The pulse of the programme."""
    require_staff()
    uow = current_uow()
    silence, waiting = _silence(uow)
    review = to_review(uow, FIRST)
    return render_template(
        "programme/home.html",
        review=[review_item(one) for one in review],
        to_review=review.total,
        figures=_figures(uow, review.total, waiting),
        silence=silence,
        deadlines=deadlines(uow, SHOWN),
        groups=suggested(SHOWN),
        themes=[theme_row(tally) for tally in themes(uow.session)],
        countries=[country_row(tally) for tally in countries(uow.session)],
    )


def _figures(uow: UnitOfWork, review: int, waiting: int) -> list[Item]:
    under_way = list_introductions(uow, COUNTED, states=UNDER_WAY).total
    verify, claims = organisations_and_claims(uow)
    together = procurements_under_way(uow)
    counted = [
        (review, ngettext("version to review", "versions to review", review), "programme.queue"),
        (
            verify,
            ngettext("organisation to verify", "organisations to verify", verify),
            "programme.organisations",
        ),
        (claims, ngettext("claim to decide", "claims to decide", claims), "programme.claims"),
        (waiting, gettext("waiting for an answer"), "programme.waiting"),
        (
            under_way,
            ngettext("introduction under way", "introductions under way", under_way),
            "programme.introductions",
        ),
        (
            together,
            ngettext("joint procurement under way", "joint procurements under way", together),
            "procurements.index",
        ),
    ]
    return [
        {"value": value, "label": label, "href": url_for(endpoint)}
        for value, label, endpoint in counted
    ]


def _silence(uow: UnitOfWork) -> tuple[list[Item], int]:
    """What nobody has answered, each kind with the longest wait; and how many all wait for."""
    found = {kind: [wait.since for wait in some] for kind, some in waits(uow).items()}
    page = url_for("programme.waiting")
    rows = [(f"{page}#{kind}", str(WAITING[kind]), since) for kind, since in found.items()]
    quiet = [one.at for one in quiet_challenges(uow)]
    unheard = gettext("Calls without any interest for a fortnight")
    rows.append((f"{url_for('programme.pairs')}#quiet", unheard, quiet))
    silence = [
        {
            "label": label,
            "value": len(since),
            "more": len(since) >= MOST_OF_A_KIND,
            "longest": days(whole_days(min(since), uow.now)) if since else None,
            "href": href,
        }
        for href, label, since in rows
    ]
    return silence, sum(map(len, found.values()))
