"""The pages on which something with versions is written: begun, changed, handed in and moved.

Solutions and challenges differ in what they ask and in who owns them; the rest stands here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.texts import has_hidden
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.models import Organisation
from marketplace.request_scope import current_uow, status_of
from marketplace.schemas.loading import ContentSchema, dump, load
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.keeping import (
    expected_version,
    faults_of,
    made_once,
    new_key,
    undone_on_error,
)
from marketplace.web.forms.parts import Sections, over, read, with_entry, without_entry


class Row(Protocol):
    """What an operation gives back."""

    id: Any
    version: Any


class View(Protocol):
    """One thing as its owner sees it."""

    id: UUID
    version: int
    content: Any
    review: Mapping[str, str]
    moves: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Verbs:
    """The feature's own operations; `moves` by the names of the lifecycle."""

    show: Callable[..., Any]
    create: Callable[[UnitOfWork, UUID, Any], Row]
    change: Callable[..., Row]
    moves: Mapping[str, Callable[..., Row]]


@dataclass(frozen=True, kw_only=True)
class Editor:
    """The pages of one kind of thing.

    `template` is that of the form; `edit_page` and `manage_page` are endpoints that take
    `thing_id`; `done` says what to tell after each move.
    """

    sections: Sections
    schema: ContentSchema[Any]
    verbs: Verbs
    template: str
    edit_page: str
    manage_page: str
    done: Mapping[str, Any]

    def begin(self, owner: Organisation) -> ResponseReturnValue:
        """The form for something new of that owner, and its first draft."""
        if request.method == "GET":
            blank = Filled(sections=self.sections, document={}, key=new_key())
            return self._form(blank, owner=owner)
        typed = read(self.sections, request.form)
        sent = Filled(sections=self.sections, document=typed, key=request.form.get("key", ""))
        if (changed := entries_changed(sent)) is not None:
            return self._form(changed, owner=owner)
        uow = current_uow()
        try:
            with undone_on_error(uow):
                content = load(self.schema, typed, texts=True)
                made = made_once(uow, lambda: self.verbs.create(uow, owner.id, content).id)
        except (Invalid, Conflict) as error:
            refused = replace(sent, faults=faults_of(error))
            return self._form(refused, owner=owner), status_of(error)
        return self._saved(made)

    def change(self, thing_id: UUID) -> ResponseReturnValue:
        """The form for a change of what is there already."""
        thing = self._working(thing_id)
        if "change" not in thing.moves:
            raise Forbidden(gettext("Only owners and editors can, and not once it has ended."))
        if request.method == "GET":
            return self._form(self._stored(thing), thing=thing)
        typed = over(dump(self.schema, thing.content), read(self.sections, request.form))
        sent = replace(self._stored(thing), document=typed, version=expected_version())
        if (changed := entries_changed(sent)) is not None:
            return self._form(changed, thing=thing)
        uow = current_uow()
        try:
            with undone_on_error(uow):
                content = self._loaded(thing, typed)
                self.verbs.change(uow, thing_id, content, expected_version=sent.version)
        except Stale as error:
            return self._overtaken(thing, sent, error)
        except (Invalid, Conflict) as error:
            refused = replace(sent, faults=faults_of(error))
            return self._form(refused, thing=thing), status_of(error)
        return self._saved(thing_id)

    def move(self, thing_id: UUID, name: str) -> ResponseReturnValue:
        """Make a move of the lifecycle; what is too thin to be handed in opens the form."""
        if name not in self.verbs.moves:
            raise NotFound(gettext("There is nothing at this address."))
        uow = current_uow()
        try:
            with undone_on_error(uow):
                self.verbs.moves[name](uow, thing_id, expected_version=expected_version())
        except Invalid as error:
            return self._too_thin(thing_id, error)
        except Conflict as error:
            self._tell(self._working(thing_id), name, error)
        else:
            flash(str(self.done[name]), "success")
        return self._to_manage(thing_id)

    def _working(self, thing_id: UUID) -> View:
        """The working version.

        Raises:
            NotFound, Forbidden: the actor may not see it.
        """
        thing: View = self.verbs.show(current_uow(), thing_id, working=True)
        return thing

    def _stored(self, thing: View) -> Filled:
        return Filled(
            sections=self.sections,
            document=dump(self.schema, thing.content),
            version=thing.version,
            remarks=thing.review,
        )

    def _loaded(self, thing: View, typed: Mapping[str, Any]) -> Any:
        content = load(self.schema, typed, texts=True)
        marked = typed.get("estimates")
        if not marked:
            return content
        # What its own people have now stated otherwise is no longer somebody's estimate.
        before, after = dump(self.schema, thing.content), dump(self.schema, content)
        kept = [name for name in marked if before.get(name) == after.get(name)]
        return load(self.schema, {**typed, "estimates": kept}, texts=True)

    def _saved(self, thing_id: UUID) -> ResponseReturnValue:
        if any(map(has_hidden, request.form.values())):
            flash(gettext("Characters that nobody sees were removed from your text."))
        if request.form.get("do") != "submit":
            flash(gettext("Your draft is saved. Nobody outside sees it yet."), "success")
            return self._to_manage(thing_id)
        uow, thing = current_uow(), self._working(thing_id)
        try:
            with undone_on_error(uow):
                self.verbs.moves["submit"](uow, thing_id, expected_version=thing.version)
        except Invalid as error:
            return self._too_thin(thing_id, error)
        except Conflict as error:
            self._tell(thing, "submit", error)
        else:
            flash(str(self.done["submit"]), "success")
        return self._to_manage(thing_id)

    def _too_thin(self, thing_id: UUID, error: Invalid) -> ResponseReturnValue:
        thing = self._working(thing_id)
        flash(gettext("Your draft is saved, but it is not handed in yet."))
        filled = replace(self._stored(thing), faults=error.faults)
        return self._form(filled, thing=thing), status_of(error)

    def _overtaken(self, thing: View, sent: Filled, error: Stale) -> ResponseReturnValue:
        stored = self._stored(thing)
        if dump(self.schema, self._loaded(thing, sent.document)) == stored.document:
            # The same form was sent twice: what it says is stored, so nothing is to be told.
            return self._to_manage(thing.id)
        filled = replace(
            stored, document=sent.document, newer=stored.document, faults=faults_of(error)
        )
        return self._form(filled, thing=thing), status_of(error)

    def _tell(self, thing: View, name: str, error: Conflict) -> None:
        if name not in thing.moves:
            # Pressed twice, or by a colleague a moment ago.
            flash(gettext("That is done already, or no longer possible. This is how it stands."))
        else:
            flash(error.detail, "error")

    def _form(
        self, filled: Filled, *, thing: View | None = None, owner: Organisation | None = None
    ) -> str:
        action = url_for(self.edit_page, thing_id=thing.id) if thing else request.path
        return render_template(self.template, form=filled, thing=thing, owner=owner, action=action)

    def _to_manage(self, thing_id: UUID) -> ResponseReturnValue:
        return redirect(url_for(self.manage_page, thing_id=thing_id), 303)


def entries_changed(sent: Filled) -> Filled | None:
    """The form with an entry more or less, if one of those buttons was pressed."""
    verb, _, path = request.form.get("do", "").partition(" ")
    changes = {"add": with_entry, "remove": without_entry}
    if verb not in changes:
        return None
    return replace(sent, document=changes[verb](dict(sent.document), path))
