"""The pages on which something with versions is written step by step, and handed in.

Solutions and challenges differ in what they ask and in who owns them; the rest stands here.
Each step is saved as it is left, with whatever was typed.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Conflict, Fault, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.texts import has_hidden
from marketplace.organisations.models import Organisation
from marketplace.request_scope import current_uow, status_of
from marketplace.schemas.loading import load
from marketplace.web.forms.advice import Draft
from marketplace.web.forms.belonging import may_edit
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import (
    expected_version,
    faults_of,
    made_once,
    new_key,
    undone_on_error,
)
from marketplace.web.forms.kind import View
from marketplace.web.forms.merging import merge
from marketplace.web.forms.parts import (
    Section,
    holding,
    in_order,
    over,
    read,
    with_entry,
    with_text,
    without_entry,
)
from marketplace.web.forms.saying import lines
from marketplace.web.forms.step_pages import StepPages, sent_marks, top
from marketplace.web.forms.tongue import in_its_language

NOTHING_YET = "-"
"""What stands for a text that is needed and not written yet, while others are looked at."""

ANSWERS = "answers"
"""Where somebody came from who changes a single answer, and goes back to."""


class Editor(StepPages):
    """What happens on the pages of one kind of thing."""

    def begin(self, owner: Organisation) -> ResponseReturnValue:
        """The first step of something new of that owner, and its first draft."""
        first = self.kind.sections[0]
        if request.method == "GET":
            blank = Filled(sections=(first,), document={}, key=new_key())
            return self._begun(owner, blank)
        typed = read((first,), request.form)
        key = request.form.get("key", "")
        sent = Filled(sections=(first,), document=typed, key=key)
        uow = current_uow()
        try:
            with undone_on_error(uow):
                content = load(self.kind.schema, typed, texts=True)
                content = in_its_language(content, self.kind.blank, self.kind.prose)
                create = self.kind.verbs.create
                made = made_once(uow, lambda: create(uow, owner.id, content).id)
        except (Invalid, Conflict) as error:
            return self._begun(owner, replace(sent, faults=faults_of(error))), status_of(error)
        return self._onwards(self._working(made), first)

    def check_first(self, owner: Organisation) -> ResponseReturnValue:
        """The same as `check` before there is a draft; what is still empty does not matter."""
        first = self.kind.sections[0]
        typed = read((first,), request.form)
        key = request.form.get("key", "")
        form = Filled(sections=(first,), document=typed, key=key)
        try:
            said = {name: value or NOTHING_YET for name, value in typed.items()}
            content = load(self.kind.schema, said | {"written_in": ""}, texts=True)
        except Invalid as error:
            # Told here, where nothing is stored: the step itself tells it again.
            return self._begun(owner, replace(form, faults=error.faults)), 422
        draft = Draft(
            owner_id=owner.id, thing_id=None, section=first, content=content, document=typed
        )
        return self._advised(draft, lambda advice: self._begun(owner, form, advice))

    def tasks(self, thing_id: UUID) -> ResponseReturnValue:
        """The list of steps; with `field` in the address, the step that asks for that field."""
        thing = self._changing(thing_id)
        wanted = request.args.get("field", "").partition(".")[0]
        if (section := holding(self.kind.sections, wanted)) is not None:
            step, anchor = self.kind.pages.step, request.args["field"]
            here = url_for(step, thing_id=thing.id, name=section.id, _anchor=anchor)
            return redirect(here, 303)
        return self._list(thing)

    def step(self, thing_id: UUID, name: str) -> ResponseReturnValue:
        """One step: what it asks, and what was typed there."""
        section = self._section(name)
        if request.method == "GET":
            thing = self._changing(thing_id)
            return self._step(thing, section, self._stored(thing, section))
        thing = self._working(thing_id)
        typed = read((section,), request.form)
        stored = self._stored(thing, section)
        sent = replace(stored, document=over(stored.document, typed), faults=())
        if (changed := entries_changed(sent)) is not None:
            return self._step(thing, section, replace(changed, hidden=sent_marks()))
        if "change" not in thing.moves:
            return self._ended(thing, section, sent)
        mine = self._taken(thing, {name: sent.document[name] for name in typed})
        said = {
            part.name: in_order(part, mine.value(part.name), stored.document.get(part.name))
            for part in section.parts
        }
        merged = merge(request.form, said, stored.document)
        if merged.contested or _was_moved(thing):
            return self._overtaken(thing, section, sent, merged)
        try:
            with undone_on_error(current_uow()):
                return self._keep(thing, section, merged.values)
        except Stale:
            # Somebody saved between our reading and our writing: look again.
            current_uow().session.expire_all()
            return self.step(thing_id, name)

    def check(self, thing_id: UUID, name: str) -> ResponseReturnValue:
        """What there is to say of what was typed; nothing is stored.

        To htmx only that; to everybody else the page of the step with it.
        """
        thing, section = self._changing(thing_id), self._section(name)
        typed = read((section,), request.form)
        document = over(self._document(thing), typed)
        taken = self._taken(thing, {part: document[part] for part in typed})
        faults = tuple(f for f in taken.faults if top(f.field) in section.names)
        stored = self._stored(thing, section)
        sent = replace(stored, document=document, faults=faults, hidden=sent_marks())
        draft = self._draft(thing, section, taken.content, document)
        return self._advised(draft, lambda advice: self._step(thing, section, sent, advice))

    def answers(self, thing_id: UUID) -> ResponseReturnValue:
        """All that was answered, to look over before it is handed in."""
        thing = self._changing(thing_id)
        document = self._document(thing)
        said = [
            (section, lines((section,), document, remarks=thing.review)[0][1])
            for section in self.kind.sections
        ]
        page = self._about(thing) | {"said": said, "tasks": self._tasks(thing)}
        return render_template("forms/answers.html", **page)

    def move(self, thing_id: UUID, name: str) -> ResponseReturnValue:
        """Make a move of the lifecycle; what is too thin to be handed in opens the answers."""
        moves = self.kind.verbs.moves
        if name not in moves:
            raise NotFound(gettext("There is nothing at this address."))
        uow = current_uow()
        try:
            with undone_on_error(uow):
                moves[name](uow, thing_id, expected_version=expected_version())
        except Invalid as error:
            return self._too_thin(thing_id, error)
        except Conflict as error:
            self._tell(self._working(thing_id), name, error)
        else:
            flash(str(self.kind.done[name]), "success")
        return self._to_manage(thing_id)

    def _section(self, name: str) -> Section:
        found = next((one for one in self.kind.sections if one.id == name), None)
        if found is None:
            raise NotFound(gettext("There is nothing at this address."))
        return found

    def _keep(
        self, thing: View, section: Section, values: Mapping[str, Any]
    ) -> ResponseReturnValue:
        """Store what was typed, and go on; or stay, if something here is to be mended."""
        taken = self._taken(thing, values)
        content = taken.content
        if content != thing.content:
            content = in_its_language(content, thing.content, self.kind.prose)
        kept = (content, taken.unfinished)
        if kept != (thing.content, thing.unfinished):
            self.kind.verbs.change(
                current_uow(),
                thing.id,
                content,
                expected_version=thing.version,
                unfinished=taken.unfinished,
            )
        if any(map(has_hidden, request.form.values())):
            flash(gettext("Characters that nobody sees were removed from your text."))
        now = self._working(thing.id)
        filled = self._stored(now, section)
        if filled.faults and request.form.get("do") != "later":
            flash(gettext("What you typed is kept. Something in it is to be mended."))
            return self._step(now, section, filled), 422
        return self._onwards(now, section)

    def _onwards(self, thing: View, section: Section) -> ResponseReturnValue:
        """To the next step; to where somebody came from, or wants to go."""
        if request.form.get("do") == "later":
            flash(gettext("Your draft is saved. Nobody outside sees it yet."), "success")
            return redirect(url_for(self.kind.pages.tasks, thing_id=thing.id), 303)
        number = self.kind.sections.index(section) + 1
        if request.form.get("then") == ANSWERS or number == len(self.kind.sections):
            return redirect(url_for(self.kind.pages.answers, thing_id=thing.id), 303)
        return redirect(self._step_address(thing, self.kind.sections[number]), 303)

    def _ended(self, thing: View, section: Section, sent: Filled) -> ResponseReturnValue:
        """It cannot be changed any more: say so beside what was typed."""
        if not may_edit(self.kind.owner_of(thing)[0]):
            raise Forbidden(gettext("Only owners and editors can, and not once it has ended."))
        told = gettext("It has ended meanwhile and cannot be changed. What you typed is below.")
        return self._step(thing, section, replace(sent, faults=(Fault("", told),))), 409

    def _too_thin(self, thing_id: UUID, error: Invalid) -> ResponseReturnValue:
        thing = self._working(thing_id)
        found = Filled(
            sections=self.kind.sections, document=self._document(thing), faults=error.faults
        )
        return self._list(thing, found), status_of(error)

    def _tell(self, thing: View, name: str, error: Conflict) -> None:
        if name not in thing.moves:
            # Pressed twice, or by a colleague a moment ago.
            flash(gettext("That is done already, or no longer possible. This is how it stands."))
        else:
            flash(error.detail, "error")

    def _to_manage(self, thing_id: UUID) -> ResponseReturnValue:
        return redirect(url_for(self.kind.pages.manage, thing_id=thing_id), 303)


def entries_changed(sent: Filled) -> Filled | None:
    """The form with an entry more or less, if one of those buttons was pressed."""
    verb, _, rest = request.form.get("do", "").partition(" ")
    changes = {"add": with_entry, "remove": without_entry, "use": with_text}
    if verb not in changes:
        return None
    return replace(sent, document=changes[verb](dict(sent.document), rest))


def _was_moved(thing: View) -> bool:
    """Whether somebody handed it in, or the like, while this form was open."""
    return request.form.get("state", thing.state) != thing.state != "draft"
