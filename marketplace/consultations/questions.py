"""Questions inside the group: a member or the programme asks, any of them answers, all read both.

What vendors ask the group in a consultation stands in `market`.
"""

from dataclasses import dataclass
from uuid import UUID

from marketplace.consultations.events import GroupQuestionAnswered, GroupQuestionAsked
from marketplace.consultations.models import GroupQuestion
from marketplace.consultations.policy import WRITERS
from marketplace.foundation.access import Actor, require
from marketplace.foundation.errors import Forbidden, NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.organisations import enquiries
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.enquiries import QuestionView, asked_about, view_of
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement
from marketplace.procurements.policy import CAN_SEE_INSIDE
from marketplace.procurements.queries import inside, locked


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupQuestionView:
    """A question inside the group with the names of who asked and who answered."""

    question: QuestionView
    answerer_name: str | None


def ask_group(uow: UnitOfWork, procurement_id: UUID, asker_id: UUID, text: str) -> GroupQuestion:
    """Ask the others, in the name of a member that takes part or of the programme.

    Raises:
        NotFound, Forbidden: the actor does not speak for such an organisation.
        Invalid: the text cannot be taken.
        Conflict: it is over, or too many of the asker's questions wait for an answer.
    """
    procurement = locked(uow, procurement_id)
    _require_voice(uow, procurement, asker_id)
    question = GroupQuestion(procurement_id=procurement_id, asker_id=asker_id)
    enquiries.ask(uow, question, text)
    uow.tell(GroupQuestionAsked(question.id, procurement_id))
    return question


def answer_group(
    uow: UnitOfWork, question_id: UUID, answerer_id: UUID, text: str, *, expected_version: int
) -> GroupQuestion:
    """Answer to all inside; answering again replaces the answer.

    Raises:
        NotFound, Forbidden: the actor does not speak for a member or the programme.
        Invalid: the text cannot be taken.
        Stale: a colleague answered meanwhile.
        Conflict: it is over.
    """
    found = uow.session.get(GroupQuestion, question_id)
    if found is None:
        raise NotFound(say(NOTHING))
    procurement = locked(uow, found.procurement_id)
    _require_voice(uow, procurement, answerer_id)
    question = enquiries.locked(uow, GroupQuestion, question_id)
    question.answerer_id, question.answered_by = answerer_id, uow.actor.label
    enquiries.give_answer(uow, question, text, expected_version=expected_version)
    uow.tell(GroupQuestionAnswered(question.id, procurement.id))
    return question


def questions_of(uow: UnitOfWork, procurement_id: UUID) -> list[GroupQuestionView]:
    """The questions inside the group, the oldest first.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    inside(uow, procurement_id)
    rows = asked_about(uow, GroupQuestion, procurement_id)
    ids = {row.answerer_id for row, _ in rows if row.answerer_id}
    names = {id_: one.name for id_, one in organisations_by_id(uow.session, ids).items()}
    return [
        GroupQuestionView(
            question=view_of(row, name),
            answerer_name=names.get(row.answerer_id) if row.answerer_id else None,
        )
        for row, name in rows
    ]


def voices(uow: UnitOfWork, procurement: Procurement) -> list[Organisation]:
    """The organisations in whose name the actor may speak inside the group, by name."""
    own = organisations_by_id(uow.session, _writes_for(uow.actor))
    members = {one.organisation_id for one in procurement.members if one.state == ACCEPTED}
    found = [row for row in own.values() if row.id in members or _is_programme(uow.actor, row)]
    return sorted(found, key=lambda row: (row.name, str(row.id)))


def _is_programme(actor: Actor, row: Organisation) -> bool:
    return actor.acts_as_staff and row.kind == OrganisationKind.PROGRAMME


def _writes_for(actor: Actor) -> tuple[UUID, ...]:
    return actor.organisations(*WRITERS) if actor.may_write else ()


def _require_voice(uow: UnitOfWork, procurement: Procurement, organisation_id: UUID) -> None:
    require(CAN_SEE_INSIDE, uow.actor, procurement)
    if organisation_id not in {row.id for row in voices(uow, procurement)}:
        raise Forbidden(
            say("Only owners and editors of the cities that take part, and staff, can do this.")
        )
