"""Suppliers for a group are found for what it needs in common, and frozen as they were shown."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from marketplace.challenges.content import Budget, Importance, Requirement, Visibility
from marketplace.challenges.models import ChallengeVersion
from marketplace.common_needs.content import LotContent
from marketplace.common_needs.cutting import add_lot
from marketplace.common_needs.queries import need_of
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.record import ActivityEvent
from marketplace.long_lists.content import LongListContent
from marketplace.long_lists.models import LongList
from marketplace.long_lists.operations import freeze
from marketplace.long_lists.queries import (
    Ranked,
    long_list,
    long_lists_of,
    look,
    matches_of,
    ranked,
)
from marketplace.procurements.lifecycle import Step
from marketplace.procurements.models import Procurement
from marketplace.services import Services
from marketplace.solutions.models import Solution
from marketplace.solutions.operations import withdraw
from tests.factories.market import STAFF, member
from tests.factories.needs import BEES, SAME, drawn_up
from tests.factories.procurements import Buyers, make_buyers
from tests.factories.solutions import make_solution

PUMPS = "The pump takes heat from the river in winter."
MAPS = "Residents report cold flats on a map."
NEED = "Older residents live alone and lose contact with their neighbours." * 3
WANTS = tuple(Requirement(text=text, importance=Importance.ESSENTIAL) for text in (PUMPS, MAPS))


class Group:
    """Three cities that buy together; one solution meets each of their two requirements."""

    def __init__(self, buyers: Buyers) -> None:
        self.buyers, self.services = buyers, buyers.services
        self.lead = member(buyers.cities[0])
        self.id = buyers.joined()
        self.pump = self._solution("River pump", PUMPS)
        self.map = self._solution("Cold map", MAPS)
        self.require(buyers.challenges[0], WANTS)

    def _solution(self, name: str, text: str) -> UUID:
        return make_solution(
            self.services,
            self.buyers.vendor,
            name=name,
            features=(text,),
            description=f"{text} {NEED}",
        )

    def require(self, challenge: UUID, wants: tuple[Requirement, ...], **more: Any) -> None:
        with self.services.unit_of_work() as uow:
            for version in uow.session.scalars(select(ChallengeVersion)):
                if version.challenge_id == challenge:
                    version.content = replace(version.content, requirements=wants, **more)

    def look(self, actor: Actor | None = None) -> LongListContent:
        with self.services.unit_of_work(actor or self.lead, writes=False) as uow:
            return look(uow, self.services.matcher, self.id).content

    def freeze(self, actor: Actor | None = None, **said: str) -> int:
        told = {"title": "Before the consultation", "note": "", "mark": self.look().mark} | said
        with self.services.unit_of_work(actor or self.lead, writes=False) as uow:
            found = ranked(uow, self.services.matcher, self.id)
        return self.keep(found, actor, **told)

    def keep(self, found: Ranked, actor: Actor | None = None, **told: str) -> int:
        with self.services.unit_of_work(actor or self.lead) as uow:
            return freeze(uow, found, self.id, **told).number


@pytest.fixture
def group(services: Services) -> Group:
    return Group(make_buyers(services))


def test_a_team_covers_together_what_none_covers_alone(group: Group) -> None:
    (whole,) = group.look().parts
    assert {one.solution_id for one in whole.solutions} == {group.pump, group.map}
    assert whole.alone == ()
    (team,) = whole.teams
    assert set(team.solutions) == {group.pump, group.map}
    by_text = {part.requirement: part.solutions for part in team.parts}
    assert by_text == {PUMPS: (group.pump,), MAPS: (group.map,)}
    assert team.suppliers == 1


def test_each_supplier_is_held_against_what_each_member_states(group: Group) -> None:
    group.require(group.buyers.challenges[1], (), languages=("it",))
    (whole,) = group.look().parts
    said = whole.solutions[0].for_members
    assert [one.name for one in said] == ["Espoo", "Graz", "Linz"]
    assert [fact.name for fact in said[2].facts if fact.name == "languages"] == ["languages"]
    assert [fact.name for fact in said[1].facts if fact.name == "languages"] == []


def test_what_a_member_keeps_to_itself_moves_nothing(group: Group) -> None:
    before = group.look().mark
    for visibility, same in ((Visibility.PRIVATE, True), (Visibility.PUBLIC, False)):
        budget = Budget(maximum=Decimal(1), visibility=visibility)
        group.require(group.buyers.challenges[0], WANTS, budget=budget)
        assert (group.look().mark == before) is same


def test_a_frozen_list_stays_as_it_was_shown(group: Group) -> None:
    shown = group.look()
    assert group.freeze(note="For the record.") == 1
    with group.services.unit_of_work(member(group.buyers.vendor, Role.OWNER)) as uow:
        at = uow.session.get_one(Solution, group.map).version
        withdraw(uow, group.map, expected_version=at)
    assert {one.solution_id for one in group.look().parts[0].solutions} == {group.pump}
    with group.services.unit_of_work(group.lead, writes=False) as uow:
        kept = long_list(uow, group.id, 1)
        assert kept.content == shown
        assert kept.frozen_by == group.lead.label
        assert set(matches_of(uow, kept.content)) == {(group.pump, 1), (group.map, 1)}
    assert group.freeze(title="After it") == 2
    with group.services.unit_of_work(group.lead, writes=False) as uow:
        assert [one.title for one in long_lists_of(uow, group.id)] == [
            "After it",
            "Before the consultation",
        ]


def test_what_has_changed_since_it_was_looked_at_is_not_frozen(group: Group) -> None:
    with group.services.unit_of_work(group.lead, writes=False) as uow:
        found = ranked(uow, group.services.matcher, group.id)
    mark = found.content.mark
    group.require(group.buyers.challenges[0], WANTS[:1])
    with pytest.raises(Stale):
        group.freeze(mark=mark)
    with pytest.raises(Stale):
        # A member asks for something else in the moment between ranking and freezing.
        group.keep(found, title="Too late", note="", mark=mark)
    with pytest.raises(Invalid):
        group.freeze(title=" ")
    with group.services.unit_of_work(writes=False) as uow:
        assert uow.session.scalar(select(func.count()).select_from(LongList)) == 0
        done = select(ActivityEvent).where(ActivityEvent.action == "long_list.freeze")
        assert uow.session.scalars(done).all() == []


def test_only_the_inside_sees_it_and_only_the_lead_buyer_and_staff_freeze(group: Group) -> None:
    buyer, vendor = member(group.buyers.cities[1]), member(group.buyers.vendor)
    for stranger in (VISITOR, vendor, member(group.buyers.stranger)):
        with pytest.raises(NotFound):
            group.look(stranger)
        with pytest.raises(NotFound):
            group.freeze(stranger)
    assert group.look(buyer) == group.look(STAFF)
    with pytest.raises(Forbidden):
        group.freeze(buyer)
    assert group.freeze(STAFF) == 1
    offered = []
    for step in (Step.PROPOSED, Step.DISSOLVED):
        with group.services.unit_of_work(group.lead) as uow:
            uow.session.get_one(Procurement, group.id).step = step
            offered.append(look(uow, group.services.matcher, group.id).may_freeze)
    assert offered == [True, False]


def test_as_long_as_nobody_buys_nothing_is_asked(services: Services) -> None:
    buyers = make_buyers(services)
    id_ = buyers.proposed()
    with buyers.services.unit_of_work(STAFF, writes=False) as uow, pytest.raises(Conflict):
        look(uow, buyers.services.matcher, id_)


def test_a_need_that_is_drawn_up_is_asked_for_with_its_lots_and_own_wishes(
    services: Services,
) -> None:
    buyers = make_buyers(services)
    id_ = drawn_up(buyers)
    lead = member(buyers.cities[0])
    make_solution(services, buyers.vendor, name="Beekeeper", features=(BEES,))
    with services.unit_of_work(lead) as uow:
        need = need_of(uow, id_)
        assert need is not None
        core = next(item for item in need.items if item.says)
        lot = add_lot(uow, id_, LotContent(title="Bees", items=(core.id,))).id
    with services.unit_of_work(lead, writes=False) as uow:
        found = look(uow, services.matcher, id_)
        whole, bees = found.content.parts
        assert [choice.title for choice in found.choices] == ["Lamps", "Bees"]
        only = look(uow, services.matcher, id_, lot=str(lot)).content.parts
        with pytest.raises(NotFound):
            look(uow, services.matcher, id_, lot="quokka")
    assert found.content.drawn_up
    assert [one.text for one in whole.requirements] == [SAME]
    assert only == (bees,)
    (listed,) = whole.solutions
    own = {one.name: [said.requirement for said in one.requirements] for one in listed.for_members}
    assert BEES in [text for texts in own.values() for text in texts]
    assert SAME not in [text for texts in own.values() for text in texts]
