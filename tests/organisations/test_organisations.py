from dataclasses import replace
from uuid import uuid4

import pytest

from marketplace.foundation.access import SYSTEM, VISITOR, Actor, ActorKind, Role, Scope
from marketplace.foundation.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Stale,
    Unauthenticated,
)
from marketplace.foundation.paging import PageRequest
from marketplace.organisations.content import OrganisationKind, ProgrammeRole
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import (
    add_programme_staff,
    add_verified_organisation,
    change_organisation,
    create_catalogue_organisation,
    create_organisation,
    refuse_organisation,
    verify_organisation,
)
from marketplace.organisations.queries import (
    OrganisationFilters,
    actor_of,
    get_organisation,
    list_organisations,
    members_of,
    my_organisations,
    pending_verifications,
)
from marketplace.services import Services
from tests.factories.accounts import act_as, make_user
from tests.factories.organisations import (
    add_terms,
    city_content,
    make_owned,
    make_staff,
    vendor_content,
)

FIRST = PageRequest()


def names(page: list[Organisation]) -> list[str]:
    return [row.name for row in page]


def test_who_creates_an_organisation_owns_it_and_strangers_do_not_see_it(
    services: Services,
) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada, bob = (make_user(uow, email=f"{name}@city.example") for name in ("ada", "bob"))
        row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=False)

        actor = act_as(uow, ada)
        assert actor.memberships == {row.id: Role.OWNER}
        assert not actor.network
        assert get_organisation(uow, row.id) is row
        for stranger in (VISITOR, act_as(uow, bob)):
            uow.actor = stranger
            assert list_organisations(uow, OrganisationFilters(), FIRST).total == 0
            with pytest.raises(NotFound):
                get_organisation(uow, row.id)


def test_a_verified_city_is_public_and_its_members_are_of_the_network(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=True)

        assert act_as(uow, ada).network
        assert not uow.actor.staff
        uow.actor = VISITOR
        assert get_organisation(uow, row.id) is row
        with pytest.raises(Unauthenticated):
            members_of(uow, row.id)


def test_members_of_an_unverified_programme_are_not_staff(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        eve = make_user(uow, email="eve@elsewhere.example")
        content = replace(vendor_content(name="My programme"), kind=OrganisationKind.PROGRAMME)
        make_owned(uow, content, owner=eve, verified=False)

        assert not act_as(uow, eve).acts_as_staff


def test_staff_have_their_powers_only_in_the_browser_or_with_the_admin_scope(
    services: Services,
) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        staff = make_staff(uow, email="staff@programme.example")

        assert act_as(uow, staff).acts_as_staff
        program = actor_of(uow.session, staff, {Scope.READ, Scope.WRITE})
        assert program.kind is ActorKind.PROGRAM
        assert not program.acts_as_staff


def test_somebody_without_a_confirmed_address_creates_nothing(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        act_as(uow, make_user(uow, email="ada@city.example", confirmed=False))
        with pytest.raises(Forbidden, match="Confirm"):
            create_organisation(uow, city_content(name="Graz"))
        uow.actor = VISITOR
        with pytest.raises(Unauthenticated):
            create_organisation(uow, city_content(name="Graz"))


@pytest.mark.parametrize(
    ("content", "fields"),
    [
        (city_content(name="Graz", country="XX"), {"country"}),
        (city_content(name="Graz", nuts="ITC4C"), {"city.nuts"}),
        (city_content(name="Graz", nuts="AT999"), {"city.nuts"}),
        (city_content(name="Graz", latitude=47.07), {"city.longitude"}),
        (city_content(name="Graz", longitude=15.44), {"city.latitude"}),
        (city_content(name="Graz", population_year=2021), {"city.population"}),
        (city_content(name="Graz", languages=("de", "xx")), {"city.languages"}),
        (city_content(name="Graz", themes=("energie",)), {"city.themes"}),
        (city_content(name="Graz", mission_city=True), {"city.mission_city"}),
        (
            city_content(name="Graz", programme_role=ProgrammeRole.CORE, country="ZZ"),
            {"city.programme_role", "country"},
        ),
        (
            replace(city_content(name="Graz"), kind=OrganisationKind.VENDOR),
            {"city"},
        ),
    ],
)
def test_every_fault_of_a_content_is_named(
    services: Services, content: object, fields: set[str]
) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        act_as(uow, make_user(uow, email="ada@city.example"))
        with pytest.raises(Invalid) as refused:
            create_organisation(uow, content)

    assert {fault.field for fault in refused.value.faults} == fields


def test_a_greek_city_has_a_region_that_begins_with_el(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        act_as(uow, make_user(uow, email="ada@city.example"))
        with pytest.raises(Invalid, match="EL"):
            create_organisation(uow, city_content(name="Volos", country="GR", nuts="AT130"))


def test_a_change_is_made_on_the_version_that_was_seen(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=False)
        act_as(uow, ada)
        seen = row.version

        change_organisation(uow, row.id, city_content(name="Gratz"), expected_version=seen)
        assert (row.version, row.name) == (seen + 1, "Gratz")
        with pytest.raises(Stale):
            change_organisation(uow, row.id, city_content(name="Gräz"), expected_version=seen)


def test_the_same_content_again_changes_nothing(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=False)
        act_as(uow, ada)
        seen = row.version
        change_organisation(uow, row.id, city_content(name="Graz"), expected_version=seen)

        assert row.version == seen


def test_what_staff_verified_only_staff_change(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=True)
        act_as(uow, ada)
        other = city_content(name="Wien", country="IT", population=5)
        with pytest.raises(Invalid) as refused:
            change_organisation(uow, row.id, other, expected_version=row.version)
        assert {fault.field for fault in refused.value.faults} == {"name", "country"}

        described = city_content(name="Graz", population=291_134)
        change_organisation(uow, row.id, described, expected_version=row.version)
        uow.actor = SYSTEM
        change_organisation(uow, row.id, other, expected_version=row.version)
        assert (row.name, row.population) == ("Wien", 5)


def test_the_kind_never_changes(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        row = create_catalogue_organisation(uow, city_content(name="Graz"), "graz")
        with pytest.raises(Invalid, match="kind"):
            change_organisation(
                uow, row.id, vendor_content(name="Graz"), expected_version=row.version
            )


def test_viewers_and_read_only_programs_change_nothing(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=True)
        reader = actor_of(uow.session, ada, {Scope.READ})
        viewer = Actor(kind=ActorKind.PERSON, user_id=ada.id, memberships={row.id: Role.VIEWER})
        for actor in (reader, viewer):
            uow.actor = actor
            with pytest.raises(Forbidden):
                change_organisation(
                    uow, row.id, city_content(name="Graz"), expected_version=row.version
                )


def test_staff_verify_or_refuse_with_a_reason(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada = make_user(uow, email="ada@city.example")
        staff = make_staff(uow, email="staff@programme.example")
        row = make_owned(uow, city_content(name="Graz"), owner=ada, verified=False)
        act_as(uow, ada)
        with pytest.raises(Forbidden):
            verify_organisation(uow, row.id, expected_version=row.version)
        with pytest.raises(Forbidden):
            pending_verifications(uow, FIRST)

        act_as(uow, staff)
        assert names(pending_verifications(uow, FIRST)) == ["Graz"]
        with pytest.raises(Invalid, match="why"):
            refuse_organisation(uow, row.id, expected_version=row.version, note=" ")
        refuse_organisation(uow, row.id, expected_version=row.version, note="No such address.")
        verify_organisation(uow, row.id, expected_version=row.version)
        with pytest.raises(Conflict, match="verified"):
            verify_organisation(uow, row.id, expected_version=row.version)
        assert pending_verifications(uow, FIRST).total == 0


def test_a_catalogue_entry_is_made_once_and_follows_its_file_until_it_is_claimed(
    services: Services,
) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        row = create_catalogue_organisation(uow, city_content(name="Graz"), "graz")
        seen = row.version
        assert create_catalogue_organisation(uow, city_content(name="Graz"), "graz") is row
        assert row.version == seen
        create_catalogue_organisation(uow, city_content(name="Graz", population=5), "graz")
        assert (row.version, row.population) == (seen + 1, 5)

        row.catalogue = False
        create_catalogue_organisation(uow, city_content(name="Graz", population=6), "graz")
        assert row.population == 5
        uow.actor = VISITOR
        with pytest.raises(Unauthenticated):
            create_catalogue_organisation(uow, city_content(name="Linz"), "linz")


def test_the_list_is_narrowed_by_what_a_city_is_and_wants(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        contents = [
            city_content(name="Málaga", country="IT", mission_city=True),
            city_content(name="Graz", nuts="AT221", themes=("energy.heat",)),
            city_content(name="Wien", nuts="AT130", programme_role=ProgrammeRole.MENTOR),
            vendor_content(name="Grazer Stadtwärme"),
        ]
        for content in contents:
            create_catalogue_organisation(uow, content, content.name)

        def found(**wanted: object) -> list[str]:
            uow.actor = VISITOR
            return names(list_organisations(uow, OrganisationFilters(**wanted), FIRST))

        assert found() == ["Graz", "Grazer Stadtwärme", "Málaga", "Wien"]
        assert found(q="malaga") == ["Málaga"]
        assert found(q="GRAZ stadtwarme") == ["Grazer Stadtwärme"]
        assert found(q="%") == []
        assert found(q="a\0") == found(q="a")
        assert found(kind=OrganisationKind.CITY, country="AT") == ["Graz", "Wien"]
        assert found(theme="energy") == ["Graz"]
        assert found(region="AT2") == ["Graz"]
        assert found(mission_city=True) == ["Málaga"]
        assert found(programme_role=ProgrammeRole.MENTOR) == ["Wien"]


def test_pages_of_a_list_follow_each_other(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        for number in range(5):
            create_catalogue_organisation(uow, city_content(name=f"City {number}"), str(number))
        page = list_organisations(uow, OrganisationFilters(), PageRequest(2, 2))

        assert (names(page), page.total, page.pages) == (["City 2", "City 3"], 5, 3)


def test_there_is_no_organisation_under_an_unknown_id(services: Services) -> None:
    with services.unit_of_work() as uow, pytest.raises(NotFound):
        get_organisation(uow, uuid4())


def test_the_system_sets_up_verified_organisations_and_staff_once(services: Services) -> None:
    with services.unit_of_work() as uow:
        add_terms(uow)
        ada, bob = (make_user(uow, email=f"{name}@programme.example") for name in ("ada", "bob"))
        content = vendor_content(name="Demo")
        first = add_verified_organisation(uow, ada, content, external_key="demo")
        assert add_verified_organisation(uow, ada, content, external_key="demo") is first
        assert add_programme_staff(uow, ada).id == add_programme_staff(uow, bob).id

        assert act_as(uow, bob).acts_as_staff
        assert names([row for row, _ in my_organisations(uow)]) == ["Programme team"]
