"""What holds for every file of the demonstration data, before anything loads it."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cattrs import Converter

from marketplace.challenges.content import ChallengeContent, Importance, Nature, Visibility
from marketplace.organisations.content import (
    OrganisationContent,
    OrganisationKind,
    StoryContent,
    StoryKind,
)
from marketplace.solutions.content import SolutionContent
from marketplace.taxonomy.codes import TermList
from seed_data import FOLDER

Row = dict[str, Any]
COLUMNS = ["list", "code", "label", "parent", "note", "source", "extra"]
CONTENTS: dict[str, type] = {
    "organisations": OrganisationContent,
    "solutions": SolutionContent,
    "challenges": ChallengeContent,
    "case_studies": StoryContent,
    "buyers_groups": StoryContent,
}
STORIES = ("case_studies", "buyers_groups")
ADDRESS = re.compile(r'"(?:source_url|website|repository|evidence_link)": "([^"]*)"')


def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True)
    converter.register_structure_hook(Decimal, lambda value, _: Decimal(value))
    converter.register_structure_hook(date, lambda value, _: date.fromisoformat(value))
    return converter


def _lines(name: str) -> list[Row]:
    with (FOLDER / f"{name}.jsonl").open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _terms(name: str) -> list[dict[str, str]]:
    with (FOLDER / "taxonomy" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _codes(name: str) -> set[str]:
    return {term["code"] for term in _terms(name)}


def _keys(name: str) -> set[str]:
    return {row["key"] for row in _lines(name)}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _contents(name: str) -> list[Any]:
    converter = _converter()
    return [converter.structure(row["content"], CONTENTS[name]) for row in _lines(name)]


@pytest.mark.parametrize("name", CONTENTS)
def test_every_record_has_the_shape_of_its_content(name: str) -> None:
    assert len(_contents(name)) == len(_lines(name))


@pytest.mark.parametrize("name", CONTENTS)
def test_keys_are_unique_and_plain(name: str) -> None:
    keys = [row["key"] for row in _lines(name)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert [key for key in keys if not re.fullmatch(r"[a-z0-9-]+", key)] == []


@pytest.mark.parametrize("name", CONTENTS)
def test_no_text_is_empty_or_padded(name: str) -> None:
    texts = [text for row in _lines(name) for text in _texts(row)]
    assert [text for text in texts if not text or text != text.strip()] == []


@pytest.mark.parametrize("name", CONTENTS)
def test_every_record_says_where_it_comes_from(name: str) -> None:
    silent = [row["key"] for row in _lines(name) if not row["content"].get("source_note")]
    assert silent == []


@pytest.mark.parametrize("name", STORIES)
def test_every_story_names_its_source(name: str) -> None:
    contents: list[StoryContent] = _contents(name)
    silent = [c.title for c in contents if not c.source_url and "Source: " not in c.source_note]
    assert silent == []


def test_case_studies_are_of_one_city_and_buyers_groups_say_whether_they_name_all() -> None:
    cases, groups = _contents("case_studies"), _contents("buyers_groups")
    assert {content.kind for content in cases} == {StoryKind.CASE_STUDY}
    assert {content.kind for content in groups} == {StoryKind.BUYERS_GROUP}
    assert all(len(row["cities"]) <= 1 and not row["lead"] for row in _lines("case_studies"))
    assert {group.members_complete for group in groups} == {True, False, None}


def test_what_a_solution_tells_of_a_city_stands_with_the_solution() -> None:
    solutions = {row["key"]: row["content"] for row in _lines("solutions")}
    for case in _contents("case_studies"):
        if case.solution:
            told = [place.get("summary") for place in solutions[case.solution]["deployments"]]
            assert case.text in told, case.title


@pytest.mark.parametrize("name", CONTENTS)
def test_addresses_are_web_addresses(name: str) -> None:
    addresses = ADDRESS.findall((FOLDER / f"{name}.jsonl").read_text(encoding="utf-8"))
    assert [a for a in addresses if not re.fullmatch(r"https?://[\w.-]+\.\w+(/\S*)?", a)] == []


def test_the_numbers_of_records_are_those_of_the_sources() -> None:
    kinds = Counter(content.kind for content in _contents("organisations"))
    assert kinds[OrganisationKind.CITY] >= 194
    assert kinds[OrganisationKind.PROGRAMME] == 1
    counts = [len(_lines(name)) for name in ("challenges", "solutions", *STORIES)]
    assert counts == [162, 183, 51, 33]


def test_funding_has_thirty_programmes_and_sixty_two_calls() -> None:
    kinds = Counter(json.loads(term["extra"])["kind"] for term in _terms("funding"))
    assert kinds == {"programme": 30, "call": 62}


@pytest.mark.parametrize("name", list(TermList))
def test_every_code_list_is_sorted_labelled_and_sourced(name: TermList) -> None:
    terms = _terms(name)
    codes = [term["code"] for term in terms]
    assert list(terms[0]) == COLUMNS
    assert codes == sorted(set(codes))
    assert all(term["list"] == name and term["label"] and term["source"] for term in terms)
    assert all(isinstance(json.loads(term["extra"]), dict) for term in terms)
    assert {term["parent"] for term in terms} - {""} <= set(codes)


def test_themes_name_targets_and_procurement_codes_of_the_lists() -> None:
    extras = [json.loads(term["extra"]) for term in _terms("themes")]
    assert {target for extra in extras for target in extra["sdg_targets"]} <= _codes("sdgs")
    assert {code for extra in extras for code in extra["cpv"]} <= _codes("cpv")


def test_countries_are_iso_codes_and_not_those_of_the_regions() -> None:
    assert {"GR", "GB"} <= _codes("countries")
    assert not {"EL", "UK"} & _codes("countries")
    assert "EL" in _codes("regions")


def test_codes_of_organisations_exist() -> None:
    contents: list[OrganisationContent] = _contents("organisations")
    assert {content.country for content in contents} <= _codes("countries")
    cities = [content.city for content in contents if content.city]
    assert {city.nuts for city in cities} - {None} <= _codes("regions")
    assert {code for city in cities for code in city.languages} <= _codes("languages")
    assert {code for city in cities for code in city.themes} <= _codes("themes")


def test_codes_of_solutions_exist() -> None:
    contents: list[SolutionContent] = _contents("solutions")
    for name in ("themes", "technologies", "standards", "languages"):
        used = {code for content in contents for code in getattr(content, name)}
        assert used <= _codes(name), name
    assert {content.licence for content in contents} - {None} <= _codes("licences")
    places = [place for content in contents for place in content.deployments]
    assert {place.country for place in places} - {None} <= _codes("countries")


def test_codes_of_challenges_exist() -> None:
    contents: list[ChallengeContent] = _contents("challenges")
    assert {code for content in contents for code in content.themes} <= _codes("themes")
    assert {code for content in contents for code in content.standards} <= _codes("standards")


def test_codes_of_stories_exist() -> None:
    contents: list[StoryContent] = [c for name in STORIES for c in _contents(name)]
    assert {code for content in contents for code in content.themes} <= _codes("themes")
    assert {code for content in contents for code in content.countries} <= _codes("countries")


def test_every_key_that_is_referred_to_exists() -> None:
    organisations, solutions = _keys("organisations"), _keys("solutions")
    assert {row["vendor"] for row in _lines("solutions")} <= organisations
    assert {row["city"] for row in _lines("challenges")} <= organisations
    stories = [row for name in STORIES for row in _lines(name)]
    assert {city for row in stories for city in row["cities"]} <= organisations
    assert all(row["lead"] in (None, *row["cities"]) for row in stories)
    told = [row["content"].get("solution") for row in stories]
    assert {key for key in told if key} <= solutions


def test_cities_lie_on_the_earth_and_have_plausible_numbers_of_residents() -> None:
    contents: list[OrganisationContent] = _contents("organisations")
    for city in (content.city for content in contents if content.city):
        assert city.population is None or 1_000 <= city.population <= 20_000_000
        assert city.population is None or city.population_source
        assert city.latitude is None or -60 <= city.latitude <= 72
        assert city.longitude is None or -180 <= city.longitude <= 180
        assert (city.latitude is None) == (city.longitude is None)


def test_estimates_name_filled_fields_and_no_price_is_claimed() -> None:
    contents: list[SolutionContent] = _contents("solutions")
    for content in contents:
        assert all(getattr(content, name) for name in content.estimates), content.name
        assert (content.trl is not None) == ("trl" in content.estimates), content.name
        assert content.price is None, content.name


def test_summaries_are_one_short_sentence() -> None:
    contents: list[SolutionContent] = _contents("solutions")
    wrong = [c.name for c in contents if len(c.summary) > 160 or not c.summary.endswith(".")]
    assert wrong == []


def test_challenges_are_examples_with_public_budgets() -> None:
    contents: list[ChallengeContent] = _contents("challenges")
    assert {content.nature for content in contents} == {Nature.EXAMPLE}
    budgets = [content.budget for content in contents if content.budget]
    assert {budget.visibility for budget in budgets} == {Visibility.PUBLIC}
    assert all(budget.note for budget in budgets)


def test_every_challenge_asks_for_two_to_four_things_in_single_sentences() -> None:
    contents: list[ChallengeContent] = _contents("challenges")
    for content in contents:
        texts = [requirement.text for requirement in content.requirements]
        assert 2 <= len(set(texts)) == len(texts) <= 4, content.title
        assert all(re.fullmatch(r"[A-Z][^.]*\.", text) for text in texts), content.title
        assert "Requirements worded by the project" in (content.source_note or "")


def test_nothing_is_essential_where_a_plan_was_interpreted() -> None:
    contents: list[ChallengeContent] = _contents("challenges")
    plans = [c for c in contents if "Climate City Contract" in (c.source_note or "")]
    assert len(plans) == 92
    importances = {requirement.importance for plan in plans for requirement in plan.requirements}
    assert importances == {Importance.NICE}


@pytest.mark.parametrize("name", CONTENTS)
def test_the_readme_counts_the_records_rightly(name: str) -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"| `{name}.jsonl` | {len(_lines(name))} |" in readme
