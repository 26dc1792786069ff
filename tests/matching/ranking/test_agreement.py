from dataclasses import replace
from datetime import date

import pytest

from matching.profiles import JointStance, NeedFacts, Place
from matching.ranking.agreement import complement, distance_km, facts_agreement, nearness
from tests.matching.shelves import need

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


def judged(own: NeedFacts, other: NeedFacts) -> dict[str, tuple[str, str, str]]:
    """The own words, the other's and the side of each fact, both ways round the same."""
    one = replace(need("Lamps fail.", key="a"), facts=own)
    two = replace(need("Lamps fail.", key="b"), facts=other)
    today = date(2026, 1, 15)
    there = {item.name: item for item in facts_agreement(one, two, today)[0]}
    back = {item.name: item for item in facts_agreement(two, one, today)[0]}
    assert {n: i.side for n, i in there.items()} == {n: i.side for n, i in back.items()}
    return {name: (item.own, item.other, item.side) for name, item in there.items()}


@pytest.mark.parametrize(
    ("own", "other", "side"),
    [
        # The day by which alone: within a year of each other.
        ((None, "2026-06-01"), (None, "2027-05-01"), "agrees"),
        ((None, "2026-06-01"), (None, "2027-07-01"), "contradicts"),
        ((None, "2026-01-10"), (None, "2026-02-01"), "contradicts"),
        # A common day, though the latest days are far apart.
        (("2026-03-01", "2026-06-01"), ("2026-05-01", "2028-06-01"), "agrees"),
        (("2026-03-01", None), (None, "2026-03-01"), "agrees"),
        (("2026-03-01", None), ("2030-03-01", None), "agrees"),
        # No common day: within a year one after the other.
        (("2026-03-01", "2026-06-01"), ("2026-09-01", None), "differs"),
        (("2026-03-01", "2026-06-01"), ("2027-09-01", "2028-01-01"), "contradicts"),
    ],
)
def test_starts_go_together_if_some_day_suits_both(
    own: tuple[str | None, str | None], other: tuple[str | None, str | None], side: str
) -> None:
    facts = [
        NeedFacts(earliest_start=_day(first), start=_day(last)) for first, last in (own, other)
    ]
    assert judged(*facts)["start"][2] == side


def test_a_window_is_written_as_iso_8601_has_it() -> None:
    first, last = date(2026, 3, 1), date(2026, 6, 1)
    whole, begun = NeedFacts(earliest_start=first, start=last), NeedFacts(earliest_start=first)
    assert judged(whole, begun)["start"][:2] == ("2026-03-01/2026-06-01", "2026-03-01/..")
    assert judged(NeedFacts(start=last), whole)["start"][0] == "2026-06-01"


def test_without_a_common_language_there_is_no_common_procedure() -> None:
    finnish, both = (NeedFacts(procedure_languages=frozenset(x)) for x in ({"fi"}, {"en", "fi"}))
    polish = NeedFacts(procedure_languages=frozenset({"pl"}))
    assert judged(finnish, both)["procedure_languages"] == ("fi", "en, fi", "agrees")
    assert judged(finnish, polish)["procedure_languages"][2] == "contradicts"
    assert "procedure_languages" not in judged(finnish, NeedFacts())


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
