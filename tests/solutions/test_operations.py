"""What vendors and staff do with solutions, and what everybody sees of it."""

from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from marketplace.foundation.access import SYSTEM, VISITOR, Role, Scope
from marketplace.foundation.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.record import ActivityEvent
from marketplace.organisations.models import Organisation
from marketplace.services import Services
from marketplace.solutions import operations
from marketplace.solutions.models import Solution
from marketplace.solutions.queries import (
    SolutionFilters,
    get_solution,
    list_solutions,
    published_contents,
    versions_of,
)
from tests.factories.market import STAFF, add_words, make_vendor, member
from tests.factories.solutions import (
    make_catalogue_solution,
    make_solution,
    publish_clear,
    solution_content,
)


def change(services: Services, vendor: UUID, solution_id: UUID, *, name: str, **said: Any) -> int:
    with services.unit_of_work(member(vendor)) as uow:
        version = uow.session.get_one(Solution, solution_id).version
        unfinished = said.pop("unfinished", None)
        row = operations.change_solution(
            uow,
            solution_id,
            solution_content(name=name, **said),
            expected_version=version,
            unfinished=unfinished,
        )
        return row.version


def test_a_draft_is_seen_by_its_vendor_and_staff_only(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="draft")
    for actor in (member(vendor, Role.VIEWER), STAFF):
        with services.unit_of_work(actor) as uow:
            assert get_solution(uow, solution_id).content.name == "Sensor"
    with services.unit_of_work() as uow:
        other = make_vendor(uow, name="Other")
    for actor in (VISITOR, member(other)):
        with services.unit_of_work(actor) as uow, pytest.raises(NotFound):
            get_solution(uow, solution_id)


def test_what_is_hidden_looks_just_like_what_is_not_there(services: Services, vendor: UUID) -> None:
    hidden = make_solution(services, vendor, name="Secret", state="draft")
    said = set()
    for solution_id in (hidden, uuid4()):
        with services.unit_of_work(VISITOR) as uow:
            for ask in (
                get_solution,
                versions_of,
                partial(operations.submit, expected_version=1),
            ):
                with pytest.raises(NotFound) as error:
                    ask(uow, solution_id)
                said.add(error.value.detail)
    assert len(said) == 1


def test_the_published_version_stays_live_while_a_newer_one_is_in_review(
    services: Services, vendor: UUID
) -> None:
    solution_id = make_solution(services, vendor, name="Old")
    version = change(services, vendor, solution_id, name="New")
    with services.unit_of_work(member(vendor)) as uow:
        operations.submit(uow, solution_id, expected_version=version)
    with services.unit_of_work(VISITOR) as uow:
        view = get_solution(uow, solution_id)
        found = list_solutions(uow, SolutionFilters(q="new"), PageRequest())
    assert (view.content.name, view.state, view.working_version) == ("Old", "published", None)
    assert found.total == 0
    with services.unit_of_work(STAFF) as uow:
        assert get_solution(uow, solution_id, working=True).content.name == "New"
        publish_clear(uow, solution_id, expected_version=version + 1)
    with services.unit_of_work(VISITOR) as uow:
        assert get_solution(uow, solution_id).content.name == "New"


def test_a_stranger_is_refused_the_working_version(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Old")
    with services.unit_of_work(VISITOR) as uow, pytest.raises(Forbidden):
        get_solution(uow, solution_id, working=True)


def test_a_withdrawn_solution_is_gone_at_once(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="withdrawn")
    with services.unit_of_work(VISITOR) as uow:
        with pytest.raises(NotFound):
            get_solution(uow, solution_id)
        assert list_solutions(uow, SolutionFilters(), PageRequest()).total == 0
        assert list(published_contents(uow.session)) == []


def test_versions_that_were_handed_in_are_kept(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="One")
    change(services, vendor, solution_id, name="Two")
    change(services, vendor, solution_id, name="Three")
    with services.unit_of_work(member(vendor)) as uow:
        kept = [(v.number, v.content.name, v.state) for v in versions_of(uow, solution_id)]
    assert kept == [(2, "Three", "draft"), (1, "One", "published")]


def test_a_thin_solution_is_not_handed_in_and_the_fields_are_named(
    services: Services, vendor: UUID
) -> None:
    with services.unit_of_work(member(vendor)) as uow:
        thin = solution_content(name="Thin", description="", features=(), price=None)
        row = operations.create_solution(uow, vendor, thin)
        with pytest.raises(Invalid) as error:
            operations.submit(uow, row.id, expected_version=1)
    assert {f.field for f in error.value.faults} == {"description", "features", "price"}


def test_what_staff_want_mended_stands_in_the_next_draft_until_it_is_changed(
    services: Services, vendor: UUID
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="returned")
    for summary, review in (
        ("Sensor in one line.", {"summary": "Say more."}),
        ("It says more.", {}),
    ):
        change(services, vendor, solution_id, name="Better", summary=summary)
        with services.unit_of_work(member(vendor)) as uow:
            view = get_solution(uow, solution_id)
        assert (view.number, view.review) == (2, review)


def test_what_cannot_be_taken_is_for_editors_and_goes_when_its_field_is_changed(
    services: Services, vendor: UUID
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="draft")
    typed = {"trl": "many", "website": "none"}
    version = change(services, vendor, solution_id, name="Sensor", unfinished=typed)
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Invalid, match="Mend it"):
        operations.submit(uow, solution_id, expected_version=version)
    with services.unit_of_work(STAFF) as uow:
        assert get_solution(uow, solution_id).unfinished == {}

    # A program changes one of the two, and knows nothing of either.
    change(services, vendor, solution_id, name="Sensor", trl=7)
    with services.unit_of_work(member(vendor)) as uow:
        assert get_solution(uow, solution_id).unfinished == {"website": "none"}


@pytest.mark.parametrize(
    "remarks", [{}, {"summary": "  "}, {"no_such_field": "x"}, {"summary": "a\0"}]
)
def test_a_version_is_returned_only_with_remarks_about_its_fields(
    services: Services, vendor: UUID, remarks: dict[str, str]
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="in_review")
    with services.unit_of_work(STAFF) as uow, pytest.raises(Invalid):
        operations.send_back(uow, solution_id, remarks, expected_version=2)


def test_nothing_of_an_unverified_vendor_is_published(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="in_review")
    with services.unit_of_work() as uow:
        uow.session.get_one(Organisation, vendor).verification = "unverified"
    with services.unit_of_work(STAFF) as uow, pytest.raises(Conflict, match="not verified"):
        publish_clear(uow, solution_id, expected_version=2)


@pytest.mark.parametrize("role", [Role.VIEWER, None])
def test_only_editors_change_a_solution(
    services: Services, vendor: UUID, role: Role | None
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor")
    actor = VISITOR if role is None else member(vendor, role)
    with services.unit_of_work(actor) as uow, pytest.raises(Forbidden):
        operations.withdraw(uow, solution_id, expected_version=3)


def test_a_token_that_may_only_read_changes_nothing(services: Services, vendor: UUID) -> None:
    reader = replace(member(vendor, Role.OWNER), scopes=frozenset({Scope.READ}))
    with services.unit_of_work(reader) as uow, pytest.raises(Forbidden):
        operations.create_solution(uow, vendor, solution_content(name="Sensor"))


def test_a_vendor_does_not_publish_its_own_solution(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="in_review")
    with services.unit_of_work(member(vendor, Role.OWNER)) as uow, pytest.raises(Forbidden):
        publish_clear(uow, solution_id, expected_version=2)


def test_a_change_to_what_somebody_else_changed_is_refused(
    services: Services, vendor: UUID
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="draft")
    change(services, vendor, solution_id, name="First")
    content = solution_content(name="Second")
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Stale):
        operations.change_solution(uow, solution_id, content, expected_version=1)
    with services.unit_of_work(member(vendor)) as uow:
        assert get_solution(uow, solution_id).content.name == "First"


def test_a_new_draft_with_nothing_else_changed_still_counts(
    services: Services, vendor: UUID
) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="draft")
    assert change(services, vendor, solution_id, name="Sensor") == 2


def test_everything_done_is_told_and_on_record(services: Services, vendor: UUID) -> None:
    solution_id = make_solution(services, vendor, name="Sensor", state="withdrawn")
    with services.unit_of_work() as uow:
        told = uow.session.scalars(
            select(OutboxFact.name).where(OutboxFact.name.like("Sol%")).order_by(OutboxFact.number)
        ).all()
        events = uow.session.execute(
            select(ActivityEvent.action, ActivityEvent.after)
            .where(ActivityEvent.object_id == str(solution_id))
            .order_by(ActivityEvent.id)
        ).all()
    assert told == ["SolutionSubmitted", "SolutionPublished", "SolutionWithdrawn"]
    done = [action.removeprefix("solution.") for action, _ in events]
    assert done == ["create", "submit", "publish", "withdraw"]
    assert "Sensor" not in str(events)


def test_a_catalogue_solution_is_made_once_and_changed_when_it_differs(services: Services) -> None:
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        vendor = make_vendor(uow, name="Listed", verified=False)
        first = make_catalogue_solution(uow, vendor, name="Sensor", themes=())
        again = make_catalogue_solution(uow, vendor, name="Sensor", themes=())
        assert (first.id, again.version, again.published_version) == (again.id, 2, 1)
        other = make_catalogue_solution(uow, vendor, name="Sensor", themes=(), trl=9)
        assert (other.id, other.published_version, other.trl) == (first.id, 2, 9)


def test_what_a_vendor_has_claimed_or_staff_withdrew_is_left_as_it_is(services: Services) -> None:
    with services.unit_of_work(SYSTEM) as uow:
        add_words(uow)
        vendor = make_vendor(uow, name="Listed", verified=False)
        row = make_catalogue_solution(uow, vendor, name="Sensor", themes=())
        operations.withdraw(uow, row.id, expected_version=row.version)
        kept = make_catalogue_solution(uow, vendor, name="Sensor", themes=(), trl=9)
        assert (kept.state, kept.published_version) == ("withdrawn", None)
        uow.session.get_one(Organisation, vendor).catalogue = False
        with pytest.raises(Conflict, match="own people"):
            make_catalogue_solution(uow, vendor, name="New", themes=())


def test_only_staff_keep_the_catalogue(services: Services, vendor: UUID) -> None:
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Forbidden):
        make_catalogue_solution(uow, vendor, name="Sensor")


def test_every_contradiction_is_named_at_once(services: Services, vendor: UUID) -> None:
    content = solution_content(
        name="Odd",
        themes=("EN1", "NOPE"),
        countries_not_served=("AT",),
        population_minimum=10,
        population_maximum=5,
        estimates=("nothing",),
    )
    with services.unit_of_work(member(vendor)) as uow, pytest.raises(Invalid) as error:
        operations.create_solution(uow, vendor, content)
    assert {f.field for f in error.value.faults} == {
        "themes",
        "countries_not_served",
        "population_maximum",
        "estimates",
    }
