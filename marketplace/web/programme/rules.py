"""Staff begin a rule set, and write a new version of one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import Fault, Invalid
from marketplace.funding.content import Basis, RuleKind, RuleSetContent
from marketplace.funding.models import RuleSet
from marketplace.funding.operations import begin, write_version
from marketplace.funding.queries import latest, rule_sets_today
from marketplace.funding.sentences import SENTENCES
from marketplace.request_scope import current_uow
from marketplace.schemas.funding import MOST_RULES, RuleSetSchema
from marketplace.schemas.loading import dump, load
from marketplace.web.forms.belonging import require_staff
from marketplace.web.forms.figures import day
from marketplace.web.forms.keeping import expected_version

PLAIN = (
    "name",
    "programme",
    "valid_from",
    "valid_to",
    "checked_on",
    "source_url",
    "source_note",
    "note",
)
LISTS = ("eu", "associated")
DAYS = ("valid_from", "valid_to", "checked_on")
PARTS = ("kind", "least", "basis")
EMPTY_LINES, LINES_AT_FIRST = 2, 4


def new() -> str:
    """An empty form; the Member States are those that a rule set of today names."""
    require_staff()
    uow = current_uow()
    states = (row.content.eu for row in rule_sets_today(uow) if row.content.eu)
    known = {"checked_on": str(brussels_today(uow.now)), "eu": ", ".join(next(states, ()))}
    rules = {f"rules.{number}.{part}": "" for number in range(LINES_AT_FIRST) for part in PARTS}
    stored = dict.fromkeys((*PLAIN, *LISTS, "key"), "") | rules | known
    return _form(None, stored, LINES_AT_FIRST)


def add() -> ResponseReturnValue:
    """Write what was sent as the first version of a rule set."""
    require_staff()
    with _named_as_shown():
        content = load(RuleSetSchema(), _sent(), texts=True)
        row = begin(current_uow(), request.form.get("key", ""), content)
    flash(
        gettext(
            "Added. From the first day of their validity, groups are checked under these rules."
        ),
        "success",
    )
    return redirect(url_for("public.rule_set", key=row.key), 303)


def edit(key: str) -> str:
    """The newest version as a form."""
    require_staff()
    row = latest(current_uow().session, key)
    lines = min(len(row.content.rules) + EMPTY_LINES, MOST_RULES)
    return _form(row, _stored(row.content, lines), lines)


def _form(row: RuleSet | None, stored: dict[str, str], lines: int) -> str:
    return render_template(
        "programme/rule_set.html",
        row=row,
        stored=stored,
        lines=range(lines),
        kinds=[(kind.value, gettext(SENTENCES[kind])) for kind in RuleKind],
        bases=[
            (Basis.STATED.value, gettext("A source states it")),
            (Basis.GENERAL_KNOWLEDGE.value, gettext("General knowledge, not asked of a group")),
        ],
    )


def write(key: str) -> ResponseReturnValue:
    """Write what was sent as the next version."""
    require_staff()
    with _named_as_shown():
        content = load(RuleSetSchema(), _sent(), texts=True)
        write_version(current_uow(), key, content, expected_number=expected_version())
    flash(gettext("Written. Groups that rely on an older version keep it."), "success")
    return redirect(url_for("public.rule_set", key=key), 303)


def _stored(content: RuleSetContent, lines: int) -> dict[str, str]:
    """What stands in the fields, by their names."""
    values = dump(RuleSetSchema(), content)
    found = {name: values.get(name) or "" for name in PLAIN}
    found |= {name: ", ".join(values.get(name) or ()) for name in LISTS}
    for number in range(lines):
        rule = values["rules"][number] if number < len(content.rules) else {}
        found |= {f"rules.{number}.{part}": str(rule.get(part, "")) for part in PARTS}
    return found


def _sent() -> dict[str, Any]:
    values: dict[str, Any] = {name: request.form.get(name, "") for name in PLAIN}
    values |= {name: day(values[name]) for name in DAYS}
    for name in LISTS:
        values[name] = request.form.get(name, "").replace(",", " ").split()
    rules = [{part: _typed(number, part) for part in PARTS} for number in _filled_lines()]
    return values | {
        "rules": [{part: text for part, text in rule.items() if text} for rule in rules]
    }


def _typed(number: int, part: str) -> str:
    return request.form.get(f"rules.{number}.{part}", "")


def _filled_lines() -> list[int]:
    """The lines in which something is asked; how sure it is, each line says from the start."""
    return [n for n in range(MOST_RULES) if _typed(n, "kind") or _typed(n, "least").strip()]


@contextmanager
def _named_as_shown() -> Iterator[None]:
    """Name each fault by the field in which it was typed: lines can be left out between others.

    Raises:
        Invalid: what was raised inside, by the names of the form.
    """
    try:
        yield
    except Invalid as error:
        raise Invalid([_as_shown(fault) for fault in error.faults]) from None


def _as_shown(fault: Fault) -> Fault:
    name, _, rest = fault.field.partition(".")
    if name in LISTS:
        return replace(fault, field=name)
    number, _, part = rest.partition(".")
    if name != "rules" or not part:
        return fault
    if part == "kind":
        fault = replace(fault, message=gettext("Choose what this line asks of a group."))
    return replace(fault, field=f"rules.{_filled_lines()[int(number)]}.{part}")
