"""Four cities of four countries with an open challenge each, which all fit each other but one."""

from itertools import combinations

import pytest

from marketplace.organisations.models import Organisation
from marketplace.recommendations.models import JointFit
from marketplace.services import Services
from marketplace.taxonomy.models import Term
from tests.factories.procurements import Buyers, make_buyers

COUNTRIES = ("AT", "DE", "FI", "BE")
FITS = {(0, 1): 0.8, (0, 2): 0.7, (1, 2): 0.6, (0, 3): 0.5, (1, 3): 0.4, (2, 3): 0.1}


@pytest.fixture
def buyers(services: Services) -> Buyers:
    buyers = make_buyers(services)
    with services.unit_of_work() as uow:
        for code in COUNTRIES[1:]:
            uow.session.add(Term(list="countries", code=code, label=code))
        for city, country in zip(buyers.cities, COUNTRIES, strict=True):
            row = uow.session.get_one(Organisation, city)
            row.country, row.mission_city = country, country == "BE"
        for one, other in combinations(range(4), 2):
            first, second = sorted((buyers.challenges[one], buyers.challenges[other]))
            uow.session.add(JointFit(one=first, other=second, fit=FITS[one, other]))
    return buyers
