"""The small forms that stand within a page: a note, an answer, a reason.

What such a form asks for is done or refused by a view that shows no page. If it is refused,
what was typed comes back to the page that the form stands on, with what is wrong beside the
field and above the page; nothing of that is for a view or a page to do. What somebody else
stored in the field meanwhile stands beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Flask, g, redirect
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime, gettext
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from marketplace.activity.queries import last_done
from marketplace.foundation.errors import Conflict, Invalid
from marketplace.request_scope import current_actor, current_uow
from marketplace.web.forms.keeping import faults_of
from marketplace.web.forms.lost_session import (
    FAULT,
    FORM,
    Answers,
    faults_in,
    form_marks,
    kept_answers,
    kept_for,
    sent_by,
)
from marketplace.web.forms.merging import BEFORE, mark_of


@dataclass(frozen=True)
class SmallForm:
    """One small form of a page; `name` tells it from the others, `stored` is what is kept now.

    `sent` is what was typed and came back, none of it as long as nothing was refused.
    """

    name: str
    stored: Mapping[str, str]
    sent: Answers | None = None
    recorded: tuple[object, tuple[str, ...]] | None = None

    @property
    def is_back(self) -> bool:
        """Whether it holds what could not be taken."""
        return self.sent is not None

    def id(self, field: str) -> str:
        """The id of the field."""
        return f"{self.name}-{field}"

    def text(self, field: str) -> str:
        """What stands in the field."""
        return self.stored[field] if self.sent is None else self.sent.get(field, "")

    def chosen(self, field: str) -> list[str]:
        """What is ticked in the field."""
        return [self.stored[field]] if self.sent is None else self.sent.getlist(field)

    def error(self, field: str) -> dict[str, str] | None:
        """What is wrong with the field, as the components take it."""
        found = [text for about, text in faults_in(self.sent) if self._shown_at(about) == field]
        if not found:
            return None
        return {"text": " ".join(found), "visuallyHiddenText": gettext("Error")}

    def hint(self, field: str, text: str = "") -> dict[str, str] | None:
        """The hint, and what a colleague stored meanwhile, as the components take it."""
        said = escape(text)
        if self.sent is not None and self._is_overtaken(field):
            stored = self.stored[field] or gettext("nothing")
            line = Markup('<span class="rialto-remark rialto-remark--newer">{} {}</span>')
            said += line.format(Markup("<strong>{}</strong>").format(self._whose()), stored)
        return {"html": said} if said else None

    def marks(self, version: int | None = None, /, **more: object) -> Markup:
        """The hidden fields: those of every form, what stood in the fields, and `more`."""
        values = {BEFORE + field: mark_of(text) for field, text in self.stored.items()}
        seen = {} if version is None else {"version": version}
        return form_marks(self.name, **values, **seen, **more)

    def told_by(self, object_id: object, *actions: str) -> "SmallForm":
        """The same form; the record says who stored it, under one of these actions."""
        return replace(self, recorded=(object_id, actions))

    def _whose(self) -> str:
        found = last_done(current_uow(), *self.recorded) if self.recorded else None
        if found is None:
            return str(gettext("Stored now:"))
        person, moment = found[0], format_datetime(found[1])
        return str(gettext("Stored now, by %(person)s, %(moment)s:", person=person, moment=moment))

    def _is_overtaken(self, field: str) -> bool:
        now, sent = self.stored[field], self.sent or MultiDict()
        was = sent.get(BEFORE + field, mark_of(now))
        return was != mark_of(now) and sent.get(field, "") != now

    def _shown_at(self, about: str) -> str:
        return about if about in self.stored else next(iter(self.stored))


def install(app: Flask) -> None:
    """Give the templates `small_form`, `sent_back` and `left_over`."""
    app.jinja_env.globals.update(small_form=small_form, sent_back=sent_back, left_over=left_over)


def small_form(name: str, /, **stored: str | None) -> SmallForm:
    """The form of that name; `stored` says of each of its fields what is kept now."""
    texts = {field: text or "" for field, text in stored.items()}
    answers = kept_answers()
    if answers is None or answers.get(FORM) != name:
        return SmallForm(name, texts)
    g.form_is_shown = True
    return SmallForm(name, texts, answers)


def refused(error: Invalid | Conflict) -> ResponseReturnValue | None:
    """Back to the page of the form with what was typed; None if there is no such page."""
    author = sent_by()
    if author is None or author != current_actor().user_id:
        return None
    faults = [(FAULT + fault.field, fault.message) for fault in faults_of(error)]
    there = kept_for(author, faults)
    return None if there is None else redirect(there, 303)


def sent_back() -> list[dict[str, str]]:
    """What was wrong with a form that came back to this page, each with its field."""
    answers, found = kept_answers() or MultiDict(), []
    fields = _fields(answers)
    for about, text in faults_in(answers):
        field = about if about in fields else next(iter(fields), "")
        href = {"href": f"#{answers[FORM]}-{field}"} if field and FORM in answers else {}
        found.append({"text": text} | href)
    return found


def left_over() -> list[dict[str, str]]:
    """What was typed into a form that its page holds no longer, to be copied from there."""
    answers = kept_answers()
    if answers is None or g.get("form_is_shown"):
        return []
    texts = ((field, answers.get(field, "")) for field in _fields(answers))
    return [{"id": f"{answers.get(FORM)}-{field}", "text": text} for field, text in texts if text]


def _fields(answers: Answers) -> list[str]:
    """The fields of a small form, in their order."""
    return [name.removeprefix(BEFORE) for name in answers if name.startswith(BEFORE)]
