"""Staff begin a rule set, and write a new version of one."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.clock import brussels_today
from marketplace.funding.content import Basis, RuleKind, RuleSetContent
from marketplace.funding.models import RuleSet
from marketplace.funding.operations import begin, write_version
from marketplace.funding.queries import latest, rule_sets_today
from marketplace.funding.sentences import SENTENCES
from marketplace.request_scope import current_uow
from marketplace.schemas.funding import MOST_RULES, RuleSetSchema
from marketplace.schemas.loading import dump, load
from marketplace.web.forms.belonging import require_staff
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
    for name in LISTS:
        values[name] = request.form.get(name, "").replace(",", " ").split()
    rules = []
    for number in range(MOST_RULES):
        rule = {part: request.form.get(f"rules.{number}.{part}", "") for part in PARTS}
        if rule["kind"]:
            rules.append({part: text for part, text in rule.items() if text})
    return values | {"rules": rules}
