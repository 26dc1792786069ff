"""The papers themselves, drawn up for whoever may see the inside of the joint procurement."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import language, say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.packs.agreements import agreement
from marketplace.packs.content import Block, Document, Listing, PackName, Table
from marketplace.packs.demand import statement_of_demand
from marketplace.packs.facts import Facts, facts_of
from marketplace.packs.letters import letter_of_intent
from marketplace.packs.memoranda import memorandum
from marketplace.packs.notices import prior_information_notice
from marketplace.packs.reports import consultation_report
from marketplace.packs.wording import day, name_of
from marketplace.procurements.queries import MemberView

OF_ALL: Mapping[PackName, Callable[[Facts], tuple[Block, ...]]] = {
    PackName.MEMORANDUM: memorandum,
    PackName.AGREEMENT: agreement,
    PackName.STATEMENT_OF_DEMAND: statement_of_demand,
    PackName.CONSULTATION_REPORT: consultation_report,
    PackName.PRIOR_INFORMATION_NOTICE: prior_information_notice,
}
"""The papers of the whole group; a letter of intent is one city's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackCard:
    """A paper in the list: `city` is whose it is, None where it is the group's."""

    name: PackName
    title: str
    gaps: int
    city: MemberView | None = None


def packs_of(uow: UnitOfWork, procurement_id: UUID) -> list[PackCard]:
    """The papers that can be drawn up, each with the number of its gaps.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor may not see the inside.
    """
    facts = facts_of(uow, procurement_id)
    letters = [(PackName.LETTER_OF_INTENT, member) for member in facts.view.taking_part]
    wanted = [*letters, *((name, None) for name in OF_ALL)]
    drawn = [(_drawn_up(facts, name, member), member) for name, member in wanted]
    return [
        PackCard(name=paper.name, title=name_of(paper.name), gaps=len(paper.gaps), city=member)
        for paper, member in drawn
    ]


def get_pack(
    uow: UnitOfWork, procurement_id: UUID, name: PackName, city: UUID | None = None
) -> Document:
    """One paper, drawn up now in the language that is spoken.

    `city` is the member whose letter of intent it is; a paper of the group has none.

    Raises:
        NotFound: there is no such paper, or the actor may not know of the procurement.
        Unauthenticated, Forbidden: the actor may not see the inside.
    """
    facts = facts_of(uow, procurement_id)
    member = facts.member(city) if city is not None else None
    if (name is PackName.LETTER_OF_INTENT) is not (member is not None) or (city and not member):
        raise NotFound(say(NOTHING))
    return _drawn_up(facts, name, member)


def _drawn_up(facts: Facts, name: PackName, member: MemberView | None) -> Document:
    blocks = OF_ALL[name](facts) if member is None else letter_of_intent(facts, member)
    return Document(
        name=name,
        title=_title(facts, name, member),
        language=language(),
        made_at=facts.now,
        notes=_notes(facts),
        blocks=tuple(block for block in blocks if not _is_empty(block)),
    )


def _is_empty(block: Block) -> bool:
    """Whether it is a list or a table of nothing; what is missing is said by a gap beside it."""
    return (isinstance(block, Table) and not block.rows) or (
        isinstance(block, Listing) and not block.items
    )


def _title(facts: Facts, name: PackName, member: MemberView | None) -> str:
    about = facts.view.content.title if member is None else member.name
    return say("%(title)s: %(more)s", title=name_of(name), more=about)


def _notes(facts: Facts) -> tuple[str, ...]:
    drawn_up = say(
        "Draft, drawn up on %(day)s from the fields of the joint procurement.", day=day(facts.now)
    )
    return (
        drawn_up,
        say(
            "This is not legal advice. Have it checked by a lawyer before anybody signs or sends "
            "it."
        ),
        say(
            "Numbers in brackets say which field a line comes from. Gaps are marked with the word "
            "GAP."
        ),
    )
