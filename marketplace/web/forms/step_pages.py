"""The pages on which something is written step by step, as they are shown; nothing is changed.

What happens when a button is pressed stands in `editor`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Forbidden
from marketplace.organisations.models import Organisation
from marketplace.request_scope import current_uow
from marketplace.schemas.loading import dump
from marketplace.taxonomy.codes import TermList
from marketplace.web.forms.advice import Advice, Draft
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.kind import Kind, View
from marketplace.web.forms.merging import BEFORE, SEEN, Merged, mark_of, marks
from marketplace.web.forms.parts import Section
from marketplace.web.forms.saying import in_words
from marketplace.web.forms.taking import Taken, take
from marketplace.web.forms.tasks import Standing, Task, progress_of
from marketplace.web.forms.tongue import told_by
from marketplace.web.glossary import glossary


@dataclass(frozen=True)
class StepPages:
    """The pages of one kind of thing."""

    kind: Kind

    def _working(self, thing_id: UUID) -> View:
        """The working version.

        Raises:
            NotFound, Forbidden: the actor may not see it.
        """
        thing: View = self.kind.verbs.show(current_uow(), thing_id, working=True)
        return thing

    def _changing(self, thing_id: UUID) -> View:
        """The same, for those who can change it now.

        Raises:
            Forbidden: they cannot.
        """
        thing = self._working(thing_id)
        if "change" not in thing.moves:
            raise Forbidden(gettext("Only owners and editors can, and not once it has ended."))
        return thing

    def _document(self, thing: View) -> dict[str, Any]:
        """What the working version says, with what was typed and cannot be taken yet."""
        return {**dump(self.kind.schema, thing.content), **thing.unfinished}

    def _taken(self, thing: View, typed: Mapping[str, Any]) -> Taken:
        session = current_uow().session
        return take(
            self.kind.schema,
            lambda content: self.kind.verbs.check(session, content),
            dump(self.kind.schema, thing.content),
            {**thing.unfinished, **typed},
        )

    def _stored(self, thing: View, section: Section) -> Filled:
        document = self._document(thing)
        faults = self._taken(thing, {}).faults if thing.unfinished else ()
        return Filled(
            sections=(section,),
            document=document,
            version=thing.version,
            remarks=thing.review,
            faults=tuple(f for f in faults if top(f.field) in section.names),
            hidden=marks(document, section.names) | {"state": thing.state},
        )

    def _step(
        self, thing: View, section: Section, form: Filled, advice: Advice | None = None
    ) -> str:
        draft = self._draft(thing, section, thing.content, form.document)
        page = self._about(thing) | self._place(section)
        page |= {
            "form": form,
            "action": self._step_address(thing, section),
            "check": url_for(self.kind.pages.check, thing_id=thing.id, name=section.id),
            "advice": advice or self.kind.wording(draft),
        }
        return render_template("forms/step.html", **page)

    def _draft(
        self, thing: View, section: Section, content: Any, document: Mapping[str, Any]
    ) -> Draft:
        return Draft(
            owner_id=self.kind.owner_of(thing)[0],
            thing_id=thing.id,
            section=section,
            content=content,
            document=document,
        )

    def _advised(self, draft: Draft, page: Callable[[Advice], str]) -> ResponseReturnValue:
        """Advice by itself for htmx, and on its page for everybody else."""
        # Where nothing is written yet there is nothing to look at.
        advice = self.kind.advice(draft) if any(draft.document.values()) else Advice()
        if not request.headers.get("HX-Request"):
            return page(advice)
        action = request.path.removesuffix("/check")
        return render_template("forms/advice.html", advice=advice, action=action)

    def _begun(self, owner: Organisation, form: Filled, advice: Advice | None = None) -> str:
        page = {"texts": self.kind.texts, "thing": None, "name": self.kind.texts.new}
        page |= {"owner": (url_for(self.kind.pages.home, organisation_id=owner.id), owner.name)}
        page |= self._place(self.kind.sections[0]) | {
            "form": form,
            "action": url_for(self.kind.pages.begin, organisation_id=owner.id),
            "check": url_for(self.kind.pages.check_first, organisation_id=owner.id),
            "advice": advice or Advice(),
        }
        return render_template("forms/step.html", **page)

    def _list(self, thing: View, found: Filled | None = None) -> str:
        tasks = self._tasks(thing)
        chapters = [
            (chapter, list(steps))
            for chapter, steps in groupby(tasks, lambda task: str(task.section.chapter))
        ]
        page = self._about(thing) | {"tasks": tasks, "chapters": chapters, "found": found}
        return render_template("forms/tasks.html", **page)

    def _overtaken(
        self, thing: View, section: Section, sent: Filled, merged: Merged
    ) -> ResponseReturnValue:
        """Ask for each field that both changed whose words shall stand."""
        latest = self.kind.verbs.versions(current_uow(), thing.id)[0]
        stored = self._document(thing)
        both = [
            (part, in_words(part, merged.values[part.name]), in_words(part, stored[part.name]))
            for part in section.parts
            if part.name in merged.contested
        ]
        seen = {SEEN + name: mark_of(stored[name]) for name in merged.contested}
        page = self._about(thing) | {
            "section": section,
            "form": replace(sent, hidden=sent_marks() | seen | {"state": thing.state}),
            "typed": [
                (path, value)
                for path, value in request.form.items(multi=True)
                if top(path) in section.names
            ],
            "both": both,
            "latest": latest,
            "action": self._step_address(thing, section),
        }
        return render_template("forms/merge.html", **page), 412

    def _place(self, section: Section) -> dict[str, Any]:
        sections = self.kind.sections
        number = sections.index(section) + 1
        return {"section": section, "number": number, "total": len(sections)}

    def _about(self, thing: View) -> dict[str, Any]:
        """What every page says of the thing."""
        pages = self.kind.pages
        owner_id, owner = self.kind.owner_of(thing)
        written_in = thing.content.written_in
        told = written_in and written_in == told_by(thing.content, self.kind.prose)
        return {
            "written_in": glossary().label(TermList.LANGUAGES, written_in) if told else None,
            "texts": self.kind.texts,
            "thing": thing,
            "name": self.kind.name_of(thing),
            "owner": (url_for(pages.home, organisation_id=owner_id), owner),
            "manage_href": url_for(pages.manage, thing_id=thing.id),
            "tasks_href": url_for(pages.tasks, thing_id=thing.id),
            "answers_href": url_for(pages.answers, thing_id=thing.id),
            "submit_href": url_for(pages.move, thing_id=thing.id, name="submit"),
        }

    def _tasks(self, thing: View) -> list[Task]:
        """The steps, each with how far it has come."""
        blank = self.kind.blank
        needed = {top(fault.field) for fault in self.kind.verbs.thin(blank)}
        standing = Standing(
            document=self._document(thing),
            to_mend={*thing.unfinished, *map(top, thing.review)},
            missing={top(fault.field) for fault in self.kind.verbs.thin(thing.content)},
        )
        return [
            Task(
                section=section,
                href=self._step_address(thing, section),
                progress=progress_of(section, standing),
                is_needed=number == 0 or bool(needed & set(section.names)),
            )
            for number, section in enumerate(self.kind.sections)
        ]

    def _step_address(self, thing: View, section: Section) -> str:
        return url_for(self.kind.pages.step, thing_id=thing.id, name=section.id)


def sent_marks() -> dict[str, str]:
    """What the form brought of what stood there when it was first shown."""
    sent = request.form
    return {k: v for k, v in sent.items() if k.startswith(BEFORE) or k == "state"}


def top(path: str) -> str:
    """The field of the document that a path leads into."""
    return path.partition(".")[0]
