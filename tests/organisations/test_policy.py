from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from marketplace.foundation.access import SYSTEM, VISITOR, Actor, ActorKind, Role, Scope
from marketplace.organisations import policy
from marketplace.organisations.models import Organisation, Verification
from marketplace.organisations.operations import create_catalogue_organisation
from marketplace.services import Services
from tests.factories.organisations import add_terms, vendor_content

IDS = [UUID(int=number) for number in range(6)]
RULES = {name: rule for name, rule in vars(policy).items() if name.startswith("CAN_")}

actors = st.one_of(
    st.sampled_from([VISITOR, SYSTEM]),
    st.builds(
        Actor,
        kind=st.sampled_from([ActorKind.PERSON, ActorKind.PROGRAM]),
        user_id=st.just(1),
        memberships=st.dictionaries(st.sampled_from(IDS), st.sampled_from(Role)),
        staff=st.booleans(),
        network=st.booleans(),
        scopes=st.frozensets(st.sampled_from(Scope)),
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actor=actors)
def test_a_rule_allows_the_rows_that_its_sql_finds(services: Services, actor: Actor) -> None:
    with services.unit_of_work() as uow:
        if uow.session.get(Organisation, IDS[0]) is None:
            add_terms(uow)
            for number, organisation_id in enumerate(IDS):
                content = vendor_content(name=f"Vendor {number}")
                row = create_catalogue_organisation(uow, content, str(number))
                uow.session.execute(
                    Organisation.__table__.update()
                    .where(Organisation.id == row.id)
                    .values(
                        id=organisation_id,
                        catalogue=number % 2 == 0,
                        verification=list(Verification)[number // 2].value,
                    )
                )
            uow.session.expunge_all()
        rows = uow.session.scalars(select(Organisation)).all()
        for name, rule in RULES.items():
            found = set(uow.session.scalars(select(Organisation.id).where(rule.where(actor))))
            assert {row.id for row in rows if rule.allows(actor, row)} == found, name
