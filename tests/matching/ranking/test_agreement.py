import pytest

from matching.profiles import JointStance, Place
from matching.ranking.agreement import complement, distance_km, nearness

OULU = Place("FI", "FI1D9", 65.01, 25.47)
HELSINKI = Place("FI", "FI1B1", 60.17, 24.94)
TALLINN = Place("EE", "EE001", 59.44, 24.75)


def test_distances_are_those_of_the_map() -> None:
    assert distance_km(HELSINKI, TALLINN) == pytest.approx(82, abs=2)
    assert distance_km(HELSINKI, Place("EE")) is None


def test_a_country_in_common_outweighs_a_short_way() -> None:
    own, abroad = nearness(HELSINKI, OULU), nearness(HELSINKI, TALLINN)
    assert own is not None
    assert abroad is not None
    assert own > abroad > 0.0
    assert nearness(HELSINKI, HELSINKI) == pytest.approx(1.0)
    assert nearness(HELSINKI, None) is None


def test_roles_fit_when_one_leads_and_another_joins() -> None:
    leads = JointStance(open=True, roles=frozenset({"lead_buyer"}))
    joins = JointStance(open=True, roles=frozenset({"buyer"}))
    assert complement(leads, joins) == complement(joins, leads) == 1.0
    assert complement(leads, leads) == 0.5
    assert complement(leads, JointStance(open=False)) == 0.0
    assert complement(None, leads) is None
