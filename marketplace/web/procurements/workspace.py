"""The list of joint procurements, and the first page of one: who, where it stands, what is next."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext, ngettext

from marketplace.challenges.content import JointRole
from marketplace.common_needs.operations import FEWEST_MEMBERS
from marketplace.common_needs.queries import NeedView, need_of
from marketplace.funding.queries import versions_named
from marketplace.procurements.content import Letter, Mandate
from marketplace.procurements.lifecycle import INVITED, OVER, WAY
from marketplace.procurements.queries import (
    ProcurementView,
    decisions_of,
    get_procurement,
    list_procurements,
)
from marketplace.request_scope import current_uow
from marketplace.steps.conditions import next_steps
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.glossary import glossary
from marketplace.web.procurements.beginning import may_begin
from marketplace.web.procurements.frame import GET, ONE, choosing, own_members
from marketplace.web.procurements.partners import group_in_its_place
from marketplace.web.procurements.words import MODES
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked
from marketplace.web.tasks import Task, Urgency

Item = dict[str, Any]

LAST_DECISIONS = 3


def index() -> str:
    """Those that the reader may know of: those under way, or those that are over."""
    asked = Asked()
    over = asked.text("state") == "over"
    steps = OVER if over else tuple(step for step in WAY if step not in OVER)
    page = list_procurements(current_uow(), asked.page(), steps=steps)
    shown = filters.listing(page, [], [procurement_item(view) for view in page])
    return render_template(
        "procurements/index.html", over=over, faults=asked.faults, may_begin=may_begin(), **shown
    )


def show(procurement_id: UUID) -> str:
    """What it is, who takes part, what comes next and who owes it."""
    uow = current_uow()
    view = get_procurement(uow, procurement_id)
    decisions = decisions_of(uow, procurement_id)[:LAST_DECISIONS] if view.inside else []
    return render_template(
        "procurements/home.html",
        view=view,
        here="home",
        mine=own_members(view),
        tasks=_tasks(view, need_of(uow, procurement_id))
        if view.inside and not view.is_over
        else [],
        mode=MODES[view.content.mode] if view.content.mode else None,
        decisions=decisions,
        facts=_facts(view),
        rules=_rules(view),
        second=group_in_its_place(view),
        ahead=next_steps(view.step)[0] if view.inside and not view.is_over else None,
    )


def procurement_item(view: ProcurementView) -> Item:
    """A joint procurement in a list."""
    taking_part = [member.name for member in view.taking_part]
    waiting = sum(member.state == INVITED for member in view.members)
    return {
        "view": view,
        "href": url_for("procurements.show", procurement_id=view.id),
        "cities": taking_part,
        "waiting": waiting,
        "asked": [one for one in own_members(view) if one.state == INVITED],
        "lead": view.lead_buyer.name if view.lead_buyer else None,
    }


def _facts(view: ProcurementView) -> list[Item]:
    said = view.content
    open_yet = gettext("Not chosen yet")
    led = [one.name for one in view.taking_part if one.role is JointRole.LEAD_BUYER]
    facts = [
        (gettext("Lead buyer"), led[0] if led else open_yet),
        (gettext("Mode"), str(MODES[said.mode].name) if said.mode else open_yet),
        (gettext("Whose law holds"), glossary().country(said.law) if said.law else open_yet),
        (gettext("Currency"), view.currency),
        (gettext("Themes"), glossary().labels(TermList.THEMES, said.themes) or None),
        (gettext("Begun on"), words.day(view.created_at)),
        (gettext("Call published on"), words.day(view.published_at)),
    ]
    optional = len(facts) - 1
    return [
        {"label": label, "value": value}
        for number, (label, value) in enumerate(facts)
        if value is not None or number < optional
    ]


def _rules(view: ProcurementView) -> list[Item]:
    """The rule sets that the group was checked under, at the version of that day."""
    names = [(one.key, one.number) for one in view.rule_sets]
    found = versions_named(current_uow().session, names)
    return [
        {
            "name": found[key, number].content.name,
            "number": number,
            "href": url_for("public.rule_set", key=key),
        }
        for key, number in names
        if (key, number) in found
    ]


def _tasks(view: ProcurementView, need: NeedView | None) -> list[Task]:
    """What is open, the most pressing first."""
    return sorted((*_of_need(view, need), *_of_group(view)), key=lambda task: task.urgency)


def _of_need(view: ProcurementView, need: NeedView | None) -> Iterator[Task]:
    """What the common need waits for, until the call is published."""
    if view.published_at:
        return
    if need is None and len(view.taking_part) >= FEWEST_MEMBERS:
        hint = gettext("It says what several of you ask for, and what excludes each other.")
        title = gettext("Draw up what you need in common")
        yield _task(view, title, hint, "procurements.need", Urgency.SOON)
    elif need and need.is_outdated:
        hint = gettext("The cities ask for something else now than when it was drawn up.")
        yield _task(view, gettext("Draw the common need up anew"), hint, "procurements.need")
    elif need and need.open:
        title = ngettext(
            "Decide on %(num)s contradiction", "Decide on %(num)s contradictions", len(need.open)
        )
        hint = gettext("What the cities ask for excludes each other.")
        yield _task(view, title, hint, "procurements.need")


def _of_group(view: ProcurementView) -> Iterator[Task]:
    """What the group owes, each with who owes it."""
    if len(view.buyers) > 1 and view.lead_buyer is None:
        yield _task(
            view,
            gettext("Choose the lead buyer"),
            gettext("The group decides; programme staff or the lead buyer put it on record."),
            choosing(view, "procurements.lead"),
        )
    if view.content.mode is None:
        yield _task(
            view,
            gettext("Choose how you buy together"),
            gettext("The group decides on the mode and on whose law holds."),
            choosing(view, "procurements.mode"),
            Urgency.SOON,
        )
    unanswered = [one.name for one in view.members if one.state == INVITED]
    unsigned = [one.name for one in view.buyers if one.letter is not Letter.SIGNED]
    open_mandates = [one.name for one in view.buyers if one.mandate is not Mandate.GIVEN]
    for names, said in (
        (unanswered, ngettext("Answer the invitation", "Answer the invitations", len(unanswered))),
        (unsigned, ngettext("Sign the letter of intent", "Sign letters of intent", len(unsigned))),
        (open_mandates, ngettext("Obtain the mandate", "Obtain mandates", len(open_mandates))),
    ):
        if names:
            hint = gettext("Owed by %(names)s", names=", ".join(names))
            yield _task(view, said, hint, "procurements.members", Urgency.SOON)


def _task(
    view: ProcurementView,
    title: str,
    hint: str,
    endpoint: str,
    urgency: Urgency = Urgency.NOW,
) -> Task:
    href = url_for(endpoint, procurement_id=view.id)
    return Task(title=title, hint=hint, href=href, urgency=urgency)


ROUTES = (
    ("/procurements", "index", index, GET),
    (ONE, "show", show, GET),
)
