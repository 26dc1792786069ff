"""Buyers groups that staff could propose: found under rules and pins, or any group checked."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.buyers_groups.content import LARGEST, SMALLEST, Pinned
from marketplace.buyers_groups.queries import checked, pinnable, proposals
from marketplace.challenges.queries import get_challenge
from marketplace.foundation.errors import Invalid
from marketplace.funding.queries import rule_sets_today
from marketplace.procurements.content import Invited, ProcurementContent, RuleSetVersion
from marketplace.procurements.operations import LONGEST_SUMMARY, LONGEST_TITLE, propose
from marketplace.request_scope import current_uow
from marketplace.taxonomy.codes import TermList
from marketplace.web.brokering import Item
from marketplace.web.buyers_groups import group_items
from marketplace.web.design_system import with_query
from marketplace.web.forms.belonging import require_staff
from marketplace.web.glossary import Option
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked

MOST = 12
MOST_NAMED = 50


def groups() -> str:
    """The best groups under the chosen rules and pins."""
    require_staff()
    asked, uow = Asked(), current_uow()
    pinned = _pinned(asked)
    found = proposals(uow, pinned, MOST)
    facets = _facets(pinned)
    return render_template(
        "programme/groups.html",
        found=found,
        groups=group_items(found.groups, pinned.rule_sets),
        facets=facets,
        in_use=filters.in_use(facets),
        faults=asked.faults,
        address=url_for("programme.groups"),
        everybody=with_query(only_open=None),
        only_open=pinned.only_open,
    )


def group() -> str:
    """One group, against every rule set that is valid or that it relies on."""
    require_staff()
    relied_on = [_version(text) for text in request.args.getlist("rules")[:MOST_NAMED]]
    view = checked(current_uow(), _ids("challenge"), relied_on)
    return render_template("programme/group.html", group=group_items([view])[0])


def propose_group() -> ResponseReturnValue:
    """Ask the cities of a group whether they want to buy together."""
    require_staff()
    uow, ids = current_uow(), _ids("challenge", request.form.get("challenges", "").split(","))
    view = checked(uow, ids)
    first = get_challenge(uow, ids[0])
    content = ProcurementContent(
        title=first.content.title[:LONGEST_TITLE],
        summary=first.content.problem[:LONGEST_SUMMARY],
        themes=first.content.themes,
    )
    met = [RuleSetVersion(key=one.key, number=one.number) for one in view.checks if one.met]
    cities = [Invited(challenge_id=one.challenge_id) for one in view.members]
    row = propose(uow, content, cities, rule_sets=met)
    flash(gettext("Proposed. The cities are told, and asked to answer."), "success")
    return redirect(url_for("procurements.show", procurement_id=row.id), 303)


def suggested(most: int) -> list[Item]:
    """The best groups of cities that said they would buy together, whatever funds them."""
    found = proposals(current_uow(), Pinned(only_open=True), most)
    return group_items(found.groups, mapped=False)


def _pinned(asked: Asked) -> Pinned:
    valid = {row.key for row in rule_sets_today(current_uow())}
    chosen = tuple(key for key in request.args.getlist("rule_set") if key in valid)
    return Pinned(
        rule_sets=tuple(dict.fromkeys(chosen)),
        cities=frozenset(_ids("with")),
        without=frozenset(_ids("without")),
        size=asked.whole("size", SMALLEST, LARGEST),
        theme=asked.code("theme"),
        value=asked.amount("value") or None,
        only_open=asked.yes("only_open"),
    )


def _ids(name: str, texts: Sequence[str] | None = None) -> list[UUID]:
    """The ids of the query, or of what was sent, each once."""
    found = []
    for text in (request.args.getlist(name) if texts is None else texts)[:MOST_NAMED]:
        try:
            found += [UUID(text)] if text else []
        except ValueError:
            raise Invalid.of(
                name, gettext("This is no id; follow a link to this page."), text
            ) from None
    return list(dict.fromkeys(found))


def _version(text: str) -> tuple[str, int]:
    key, _, number = text.rpartition(":")
    if not number.isascii() or not number.isdigit() or len(number) > len("99999"):
        raise Invalid.of("rules", gettext("Write a rule set and the number of its version."), text)
    return key, int(number)


def _facets(pinned: Pinned) -> list[Item]:
    """The fields of the filter."""
    cities = [(str(id_), name) for id_, name in pinnable(current_uow())]
    options = [
        Option(row.key, row.content.name, None, row.key in pinned.rule_sets)
        for row in rule_sets_today(current_uow())
    ]
    rules = {"name": "rule_set", "kind": "checkboxes", "options": options}
    return [
        rules | {"label": gettext("Rules that a group meets")},
        filters.choice("with", gettext("With this city"), cities),
        filters.choice("without", gettext("Without this city"), cities),
        filters.codes("theme", gettext("Theme"), TermList.THEMES, None),
        filters.field("size", gettext("How many cities"), "number"),
        filters.field("value", gettext("Public budgets together at least, EUR"), "number"),
        filters.tick(
            "only_open",
            gettext("Who is asked"),
            gettext("Only cities that said they would buy together"),
        ),
    ]
