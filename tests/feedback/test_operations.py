from dataclasses import replace
from typing import Any, cast

import pytest
from sqlalchemy import func, select, update

from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import award
from marketplace.feedback.content import Answer, Aspect, Reason, Said
from marketplace.feedback.models import Opinion
from marketplace.feedback.operations import give_opinion, take_back
from marketplace.feedback.queries import opinions_on, own_opinions
from marketplace.foundation.access import VISITOR, Actor
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, ProductError, Stale
from marketplace.foundation.record import ActivityEvent
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.matcher import Matcher
from tests.factories.market import STAFF
from tests.feedback.conftest import SHORTLIST, USEFUL, Asking
from tests.recommendations.world import withdraw_solution

USELESS = Said(aspect=Aspect.VERDICT, useful=False, reasons=(Reason.PRICE,), note="Ten times.")
CHOSEN = Said(aspect=Aspect.OUTCOME)


def test_what_is_said_keeps_what_it_was_said_about(asking: Asking) -> None:
    asking.say(asking.calls, USELESS, rank=2)
    with asking.services.unit_of_work(asking.editor, writes=False) as uow:
        (view,) = opinions_on(uow, asking.challenge)
        (match,) = asking.services.matcher.judged(uow, asking.challenge, [asking.calls])
    assert (view.useful, view.reasons, view.note) == (False, (Reason.PRICE,), "Ten times.")
    assert (view.challenge_version, view.answer_version, view.rank) == (1, 1, 2)
    assert view.score == match.score
    assert (view.model, view.engine_version, view.weights) == (
        match.made_by.model,
        match.made_by.engine_version,
        "documented",
    )
    assert view.said_by == asking.editor.label


def test_the_last_word_counts_and_can_be_taken_back(asking: Asking) -> None:
    first = asking.say(asking.calls, USEFUL)
    assert asking.say(asking.calls, USELESS) == first
    asking.say(asking.calls, SHORTLIST)
    with asking.services.unit_of_work(asking.editor) as uow:
        said = own_opinions(uow, asking.challenge).about(Answer.SOLUTION, asking.calls)
        assert not said[Aspect.VERDICT].useful
        for _ in range(2):
            take_back(uow, asking.challenge, Answer.SOLUTION, asking.calls, Aspect.VERDICT)
    with asking.services.unit_of_work(asking.editor) as uow:
        said = own_opinions(uow, asking.challenge).about(Answer.SOLUTION, asking.calls)
        assert set(said) == {Aspect.SHORTLIST}


def test_partners_are_spoken_of_in_the_same_way(asking: Asking) -> None:
    with asking.services.unit_of_work(asking.editor) as uow:
        about = asking.about(asking.twin, kind=Answer.PARTNER)
        give_opinion(uow, asking.services.matcher, about, USEFUL)
        assert own_opinions(uow, asking.challenge).about(Answer.PARTNER, asking.twin)
        about = asking.about(asking.challenge, kind=Answer.PARTNER)
        with pytest.raises(Conflict, match="not listed"):
            give_opinion(uow, asking.services.matcher, about, USEFUL)


@pytest.mark.parametrize("who", ["viewer", "other_city", "vendor", "staff", "visitor"])
def test_only_editors_of_the_city_speak_for_it(asking: Asking, who: str) -> None:
    actor = {"staff": STAFF, "visitor": VISITOR}.get(who) or getattr(asking, who)
    with pytest.raises(Forbidden):
        asking.say(asking.calls, USEFUL, actor=actor)
    with pytest.raises(Forbidden), asking.services.unit_of_work(actor) as uow:
        take_back(uow, asking.challenge, Answer.SOLUTION, asking.calls, Aspect.VERDICT)


def test_nobody_but_the_city_reads_what_it_said(asking: Asking) -> None:
    asking.say(asking.calls, USELESS)
    readers: list[tuple[Actor, int]] = [(asking.viewer, 1), (asking.editor, 1)]
    outsiders = (asking.other_city, asking.vendor, STAFF, VISITOR)
    for actor, found in [*readers, *((actor, 0) for actor in outsiders)]:
        with asking.services.unit_of_work(actor, writes=False) as uow:
            assert len(own_opinions(uow, asking.challenge).of) == found
            if not found:
                with pytest.raises(Forbidden):
                    opinions_on(uow, asking.challenge)


@pytest.mark.parametrize(
    ("said", "more", "error"),
    [
        (replace(USELESS, note="x" * 501), {}, Invalid),
        (replace(USEFUL, reasons=(Reason.NEED,)), {}, Invalid),
        (replace(SHORTLIST, useful=False), {}, Invalid),
        (USEFUL, {"answer_version": 2}, Stale),
        (USEFUL, {"challenge_version": 7}, Stale),
        (CHOSEN, {}, Conflict),
    ],
)
def test_what_cannot_be_meant_is_refused(
    asking: Asking, said: Said, more: dict[str, int], error: type[ProductError]
) -> None:
    with pytest.raises(error):
        asking.say(asking.calls, said, **more)


def test_a_choice_is_named_once_it_is_recorded_that_there_is_one(asking: Asking) -> None:
    with asking.services.unit_of_work(asking.editor) as uow:
        row = uow.session.get_one(Challenge, asking.challenge)
        award(uow, asking.challenge, expected_version=row.version)
    asking.say(asking.calls, CHOSEN)
    with asking.services.unit_of_work(asking.editor) as uow:
        assert Aspect.OUTCOME in own_opinions(uow, asking.challenge).about(
            Answer.SOLUTION, asking.calls
        )


def test_nothing_is_said_of_what_is_withdrawn(asking: Asking) -> None:
    withdraw_solution(asking.services, asking.calls)
    with pytest.raises(Conflict, match="not listed"):
        asking.say(asking.calls, USEFUL)


def test_the_record_says_that_somebody_spoke_and_not_what(asking: Asking) -> None:
    id_ = asking.say(asking.calls, USELESS)
    with asking.services.unit_of_work() as uow:
        (event,) = uow.session.scalars(
            select(ActivityEvent).where(ActivityEvent.object_kind == "opinion")
        )
        assert (event.action, event.object_id) == ("opinion.say", str(id_))
        assert (event.before, event.after) == ({}, {})
        assert uow.session.scalar(select(func.count()).select_from(Opinion)) == 1


def test_no_opinion_changes_anybodys_answer(asking: Asking) -> None:
    def answers() -> list[tuple[int, float, str]]:
        with asking.services.unit_of_work(VISITOR, writes=False) as uow:
            found = asking.services.matcher.suppliers(uow, asking.challenge)
            return [(one.rank, one.score, str(one.solution.id)) for one in found]

    before = answers()
    asking.say(asking.calls, USELESS)
    asking.say(asking.buses, SHORTLIST)
    assert answers() == before


def test_what_changed_while_the_engine_was_asked_is_noticed_behind_the_lock(
    asking: Asking,
) -> None:
    class Slow:
        def judged(self, uow: UnitOfWork, *asked: Any) -> Any:
            found = asking.services.matcher.judged(uow, *asked)
            uow.session.connection().execute(update(Challenge).values(published_version=2))
            return found

    with asking.services.unit_of_work(asking.editor) as uow, pytest.raises(Stale):
        give_opinion(uow, cast("Matcher", Slow()), asking.about(asking.calls), USEFUL)
