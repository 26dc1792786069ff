from uuid import UUID

import pytest

from marketplace.feedback.content import Answer, Aspect
from marketplace.feedback.queries import own_opinions
from marketplace.foundation.access import VISITOR, Actor
from marketplace.foundation.documents import from_json
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.shortlists import operations
from marketplace.shortlists.content import Kept
from marketplace.shortlists.operations import move, put_on, take_off, write_note
from marketplace.shortlists.queries import Listed, shortlist_counts, shortlist_of
from tests.factories.market import STAFF
from tests.feedback.conftest import Asking
from tests.recommendations.world import withdraw_solution


def put(asking: Asking, solution: UUID, *, actor: Actor | None = None, **more: int) -> None:
    with asking.services.unit_of_work(actor or asking.editor) as uow:
        put_on(uow, asking.services.matcher, asking.about(solution, **more))


def listed(asking: Asking, actor: Actor | None = None) -> tuple[Listed, ...]:
    with asking.services.unit_of_work(actor or asking.viewer, writes=False) as uow:
        return shortlist_of(uow, asking.challenge).items


def opinions(asking: Asking, solution: UUID) -> set[Aspect]:
    with asking.services.unit_of_work(asking.editor, writes=False) as uow:
        return set(own_opinions(uow, asking.challenge).about(Answer.SOLUTION, solution))


def test_a_match_is_kept_as_it_was_shown_whatever_happens_to_the_solution(asking: Asking) -> None:
    with asking.services.unit_of_work(asking.editor, writes=False) as uow:
        (shown,) = asking.services.matcher.judged(uow, asking.challenge, [asking.calls])
    put(asking, asking.calls, rank=1)
    withdraw_solution(asking.services, asking.calls)
    (item,) = listed(asking)
    kept = item.match
    assert (kept.requirements, kept.facts, kept.factors) == (
        shown.requirements,
        shown.facts,
        shown.factors,
    )
    assert (kept.score, kept.band, kept.made_by) == (shown.score, shown.band, shown.made_by)
    assert (kept.content, kept.solution.name) == (shown.content, shown.solution.name)
    assert (item.rank, item.put_on_by) == (1, asking.editor.label)
    assert item.published_version is None


def test_the_place_on_the_shortlist_and_the_opinion_are_one(asking: Asking) -> None:
    put(asking, asking.calls)
    assert opinions(asking, asking.calls) == {Aspect.SHORTLIST}
    with asking.services.unit_of_work(asking.editor) as uow:
        for _ in range(2):
            take_off(uow, asking.challenge, asking.calls)
    assert (opinions(asking, asking.calls), listed(asking)) == (set(), ())


def test_to_put_it_on_again_keeps_place_and_note_and_takes_over_what_is_shown(
    asking: Asking,
) -> None:
    put(asking, asking.calls, rank=7)
    put(asking, asking.buses)
    with asking.services.unit_of_work(asking.editor) as uow:
        write_note(uow, asking.challenge, asking.calls, " Ask Ana. ", expected_version=1)
    put(asking, asking.calls, rank=1)
    assert [(i.solution_id, i.rank, i.note) for i in listed(asking)] == [
        (asking.calls, 1, "Ask Ana."),
        (asking.buses, None, ""),
    ]


def test_people_keep_the_order(asking: Asking) -> None:
    put(asking, asking.calls)
    put(asking, asking.buses)
    with asking.services.unit_of_work(asking.editor) as uow:
        move(uow, asking.challenge, asking.buses, by=-1)
        move(uow, asking.challenge, asking.buses, by=-1)
    assert [item.solution_id for item in listed(asking)] == [asking.buses, asking.calls]
    with asking.services.unit_of_work(asking.editor) as uow:
        take_off(uow, asking.challenge, asking.buses)
        uow.session.flush()
        with pytest.raises(NotFound):
            move(uow, asking.challenge, asking.buses, by=1)
    assert [(item.solution_id, item.place) for item in listed(asking)] == [(asking.calls, 1)]


@pytest.mark.parametrize("who", ["viewer", "other_city", "vendor", "staff", "visitor"])
def test_only_editors_of_the_city_change_it(asking: Asking, who: str) -> None:
    put(asking, asking.calls)
    actor = {"staff": STAFF, "visitor": VISITOR}.get(who) or getattr(asking, who)
    with pytest.raises(Forbidden):
        put(asking, asking.buses, actor=actor)
    with asking.services.unit_of_work(actor) as uow:
        with pytest.raises(Forbidden):
            take_off(uow, asking.challenge, asking.calls)
        with pytest.raises(Forbidden):
            write_note(uow, asking.challenge, asking.calls, "No.", expected_version=1)
        with pytest.raises(Forbidden):
            move(uow, asking.challenge, asking.calls, by=1)


def test_nobody_but_the_city_reads_it_or_hears_how_long_it_is(asking: Asking) -> None:
    put(asking, asking.calls)
    for actor in (asking.other_city, asking.vendor, STAFF, VISITOR):
        with pytest.raises(Forbidden):
            listed(asking, actor)
    with asking.services.unit_of_work(asking.viewer, writes=False) as uow:
        (city,) = asking.viewer.memberships
        assert shortlist_counts(uow, city) == {asking.challenge: 1}
    with asking.services.unit_of_work(STAFF, writes=False) as uow:
        assert shortlist_counts(uow, city) == {}


def test_what_cannot_be_done_is_said(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    put(asking, asking.calls)
    with pytest.raises(Stale):
        put(asking, asking.buses, answer_version=7)
    with asking.services.unit_of_work(asking.editor) as uow:
        with pytest.raises(Stale):
            write_note(uow, asking.challenge, asking.calls, "Late.", expected_version=7)
        with pytest.raises(Invalid):
            write_note(uow, asking.challenge, asking.calls, "x" * 2001, expected_version=1)
    monkeypatch.setattr(operations, "MOST_ITEMS", 1)
    with pytest.raises(Conflict, match="Take one off"):
        put(asking, asking.buses)
    withdraw_solution(asking.services, asking.buses)
    with pytest.raises(Conflict, match="not listed"):
        put(asking, asking.buses)


def test_what_an_older_release_kept_can_still_be_read() -> None:
    """A new field of a verdict needs a start value, or shortlists could not be opened."""
    stored = {
        "band": "strong",
        "requirements": [
            {
                "requirement": "Rings people.",
                "essential": True,
                "stated": True,
                "verdict": "met",
                "evidence": {
                    "text": "rings",
                    "field": "summary",
                    "start": 0,
                    "end": 5,
                    "strength": 0.5,
                },
                "strength": 0.5,
                "worth": 1.0,
            }
        ],
        "facts": [
            {
                "name": "trl",
                "needed": "7",
                "offered": "",
                "verdict": "not_stated",
                "essential": False,
            }
        ],
        "factors": [{"name": "meaning", "value": 0.5, "weight": 0.4}],
    }
    kept = from_json(stored, Kept)
    assert kept.requirements[0].evidence
    assert kept.facts[0].offered == ""
