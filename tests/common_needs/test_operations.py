"""A common need is drawn up, people decide on it, and it is drawn up anew without losing that."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from marketplace.challenges.content import Importance, JointRole
from marketplace.common_needs.content import Choice, Decision
from marketplace.common_needs.operations import accept_core, decide, draw_up
from marketplace.common_needs.queries import (
    ItemView,
    NeedView,
    aligned,
    asked_for,
    need_of,
)
from marketplace.foundation.access import VISITOR, Actor, Role
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.procurements.members import give_role, withdraw
from marketplace.procurements.queries import get_procurement
from marketplace.recommendations.common import Because, Kind
from marketplace.recommendations.matcher import Matcher
from tests.factories.market import STAFF, member
from tests.factories.needs import (
    BEES,
    KEEPS,
    KEEPS_NOT,
    LATER,
    SAME,
    SOON,
    WISHES,
    drawn_up,
    make_group,
    says_now,
)
from tests.factories.procurements import Buyers


def seen(buyers: Buyers, id_: UUID, actor: Actor = STAFF) -> NeedView:
    with buyers.services.unit_of_work(actor, writes=False) as uow:
        found = need_of(uow, id_)
    assert found is not None
    return found


def item(need: NeedView, text: str) -> ItemView:
    return next(one for one in need.items if text in [s.source.text for s in one.sources])


def taken(buyers: Buyers, id_: UUID, text: str, choice: Choice, **more: str) -> None:
    about = item(seen(buyers, id_), text)
    decision = Decision(choice=choice, took_part=buyers.cities[:2], **more)
    with buyers.services.unit_of_work(member(buyers.cities[0])) as uow:
        decide(uow, id_, about.id, decision, expected_version=about.version)


def again(buyers: Buyers, id_: UUID) -> NeedView:
    with buyers.services.unit_of_work(STAFF) as uow:
        draw_up(uow, buyers.services.matcher, id_)
    return seen(buyers, id_)


def challenge_of(need: NeedView, city: str) -> UUID:
    return next(
        one.source.challenge_id for it in need.items for one in it.sources if one.city == city
    )


def test_the_wishes_of_the_members_are_common_their_own_or_against_each_other(
    buyers: Buyers,
) -> None:
    id_ = drawn_up(buyers)
    need = seen(buyers, id_, member(buyers.cities[2], Role.VIEWER))
    assert {(one.proposed, one.because) for one in need.contradictions} == {
        ("", Because.OPEN),
        (SOON, Because.STRICTEST),
    }
    assert [(one.proposed, one.cities, one.is_essential) for one in need.core] == [
        (SAME, ("Espoo", "Graz", "Linz"), True)
    ]
    assert [(one.proposed, one.cities) for one in need.extras] == [(BEES, ("Espoo",))]
    assert not need.is_settled
    assert not need.is_outdated
    assert not need.may_decide
    assert need.unread == need.silent == ()
    with buyers.services.unit_of_work() as uow:
        done = uow.session.scalars(
            select(ActivityEvent.action).where(ActivityEvent.object_kind == "commonneed")
        ).all()
    assert done == ["common_need.draw_up"]


def test_what_people_decide_is_kept_with_who_took_part(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    taken(buyers, id_, SOON, Choice.COMMON, wording="Reports within one hour.", reason="Halfway.")
    taken(buyers, id_, KEEPS, Choice.EXTRA)
    taken(buyers, id_, BEES, Choice.DROPPED, reason="Another time.")
    need = seen(buyers, id_)
    halfway = item(need, LATER)
    assert (halfway.says, halfway.reason, halfway.took_part) == (
        "Reports within one hour.",
        "Halfway.",
        ("Graz", "Linz"),
    )
    assert halfway.decided_at is not None
    assert need.is_settled
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        found = asked_for(uow, id_)
        events = uow.session.query(ActivityEvent).filter_by(action="common_need.decide").all()
    assert found is not None
    assert {(one.text, one.importance) for one in found.common} == {
        (SAME, Importance.ESSENTIAL),
        ("Reports within one hour.", Importance.NICE),
    }
    graz, linz = buyers.cities[:2]
    assert {id_: [one.text for one in wishes] for id_, wishes in found.extras.items()} == {
        graz: [KEEPS],
        linz: [KEEPS_NOT],
    }
    assert [(one.before["choice"], one.after["choice"]) for one in events] == [
        (None, "common"),
        (None, "extra"),
        (None, "dropped"),
    ]


def test_drawn_up_anew_a_decision_stays_and_what_changed_is_shown(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    taken(buyers, id_, SOON, Choice.COMMON, wording=SOON)
    taken(buyers, id_, BEES, Choice.COMMON, wording=BEES)
    taken(buyers, id_, SAME, Choice.COMMON, wording=SAME)
    before = seen(buyers, id_)
    assert [one.choice for one in again(buyers, id_).items] == [one.choice for one in before.items]
    says_now(buyers, challenge_of(before, "Linz"), buyers.cities[1], (SAME, "Costs little."))
    says_now(buyers, challenge_of(before, "Espoo"), buyers.cities[2], (SAME,))
    then = seen(buyers, id_)
    assert (then.changed, then.come, then.has_left) == (("Espoo", "Linz"), (), False)
    assert not all(one.is_public for one in item(seen(buyers, id_), LATER).sources)
    need = again(buyers, id_)
    assert not need.is_outdated
    soon, bees, same = (item(need, text) for text in (SOON, BEES, SAME))
    assert (soon.choice, soon.is_changed, soon.kind) == (Choice.COMMON, True, Kind.EXTRA)
    assert (bees.choice, bees.is_gone) == (Choice.COMMON, True)
    assert (same.is_changed, same.is_gone) == (False, False)
    assert need.items[-1] == bees
    assert item(need, "Costs little.").choice is None
    assert KEEPS_NOT not in [one.source.text for it in need.items for one in it.sources]


def test_members_that_leave_or_look_on_ask_for_nothing_any_more(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    with buyers.services.unit_of_work(STAFF) as uow:
        withdraw(uow, id_, buyers.cities[2], "No money.", expected_version=2)
    then = seen(buyers, id_)
    assert (then.is_outdated, then.changed, then.come, then.has_left) == (True, (), (), True)
    assert BEES not in [one.proposed for one in again(buyers, id_).items]
    with buyers.services.unit_of_work(STAFF) as uow:
        version = buyers.version(id_, buyers.cities[1])
        give_role(uow, id_, buyers.cities[1], JointRole.OBSERVER, expected_version=version)
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Conflict, match="two cities"):
        draw_up(uow, buyers.services.matcher, id_)


def test_it_is_aligned_when_it_says_what_the_members_say_now_and_all_is_decided(
    buyers: Buyers,
) -> None:
    id_ = drawn_up(buyers)

    def is_aligned() -> bool:
        with buyers.services.unit_of_work(STAFF, writes=False) as uow:
            return aligned(uow.session, [get_procurement(uow, id_)]) == {id_}

    assert not is_aligned()
    taken(buyers, id_, SOON, Choice.COMMON, wording=SOON)
    assert not is_aligned()
    taken(buyers, id_, KEEPS, Choice.EXTRA)
    assert is_aligned()
    espoo = challenge_of(seen(buyers, id_), "Espoo")
    says_now(buyers, espoo, buyers.cities[2], (SAME, "Reports a failed street lamp within a day."))
    assert not is_aligned()
    need = again(buyers, id_)
    assert (item(need, SOON).choice, item(need, SOON).is_changed) == (Choice.COMMON, True)
    assert is_aligned()
    with buyers.services.unit_of_work(STAFF) as uow:
        withdraw(uow, id_, buyers.cities[2], "No money.", expected_version=2)
    assert not is_aligned()


@dataclass
class Meanwhile:
    """A matcher that takes so long that a member has left when it answers."""

    matcher: Matcher
    leaves: Callable[[UnitOfWork], object]

    def asked(self, uow: UnitOfWork) -> object:
        self.leaves(uow)
        return self.matcher.asked(uow)


def test_a_group_that_changes_while_its_need_is_drawn_up_is_told(buyers: Buyers) -> None:
    id_, linz = make_group(buyers), buyers.cities[1]
    slow: Any = Meanwhile(
        buyers.services.matcher,
        lambda uow: withdraw(uow, id_, linz, "No money.", expected_version=2),
    )
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Stale):
        draw_up(uow, slow, id_)


def test_the_core_is_accepted_at_once_and_nothing_else(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    with buyers.services.unit_of_work(STAFF) as uow:
        rows = accept_core(uow, id_, buyers.cities[:3], expected_version=1)
        assert [row.wording for row in rows] == [SAME]
    assert [one.wording for one in seen(buyers, id_).items if one.choice] == [SAME]
    again(buyers, id_)
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Stale):
        accept_core(uow, id_, buyers.cities[:3], expected_version=1)


NOT_TAKEN: tuple[tuple[dict[str, object], str], ...] = (
    ({"choice": Choice.COMMON, "wording": " "}, "wording"),
    ({"choice": Choice.COMMON, "wording": "x" * 501}, "wording"),
    ({"choice": Choice.DROPPED}, "reason"),
    ({"choice": Choice.EXTRA, "reason": "\0"}, "reason"),
    ({"choice": Choice.EXTRA, "took_part": ()}, "took_part"),
)


def test_a_decision_that_cannot_be_taken_names_its_field(buyers: Buyers) -> None:
    id_ = drawn_up(buyers)
    about = item(seen(buyers, id_), KEEPS)
    for decision, field in NOT_TAKEN:
        said = Decision(**({"took_part": buyers.cities[:1]} | decision))  # type: ignore[arg-type]
        with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Invalid) as caught:
            decide(uow, id_, about.id, said, expected_version=about.version)
        assert [fault.field for fault in caught.value.faults] == [field]


def test_of_a_fact_only_what_a_city_states_can_be_kept(buyers: Buyers) -> None:
    id_ = drawn_up(buyers, trl_minimum=7)
    about = next(one for one in seen(buyers, id_).items if one.about == "trl")
    assert (about.proposed, about.kind) == ("7", Kind.CORE)
    for wording, refused in (("8", True), ("7", False)):
        said = Decision(choice=Choice.COMMON, took_part=buyers.cities[:1], wording=wording)
        with buyers.services.unit_of_work(STAFF) as uow:
            if refused:
                with pytest.raises(Invalid, match="values that the cities state"):
                    decide(uow, id_, about.id, said, expected_version=1)
            else:
                decide(uow, id_, about.id, said, expected_version=1)


def test_who_takes_no_part_decides_nothing_and_who_is_outside_sees_nothing(
    buyers: Buyers,
) -> None:
    id_ = drawn_up(buyers)
    about = item(seen(buyers, id_), KEEPS)
    said = Decision(choice=Choice.EXTRA, took_part=buyers.cities[:1])
    for actor, refusal in (
        (member(buyers.cities[0], Role.VIEWER), Forbidden),
        (member(buyers.stranger), NotFound),
        (VISITOR, NotFound),
    ):
        with buyers.services.unit_of_work(actor) as uow, pytest.raises(refusal):
            decide(uow, id_, about.id, said, expected_version=1)
        with buyers.services.unit_of_work(actor) as uow, pytest.raises(refusal):
            draw_up(uow, buyers.services.matcher, id_)
    other = make_group(buyers, WISHES[:2])
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(NotFound):
        decide(uow, other, about.id, said, expected_version=1)
    with buyers.services.unit_of_work(member(buyers.stranger)) as uow, pytest.raises(NotFound):
        need_of(uow, id_)
    taken(buyers, id_, KEEPS, Choice.EXTRA)
    with buyers.services.unit_of_work(STAFF) as uow, pytest.raises(Stale):
        decide(uow, id_, about.id, said, expected_version=1)
