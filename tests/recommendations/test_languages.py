"""Needs and listings in all official languages: words carry the rank where the model knows none."""
# ruff: noqa: RUF001 - these are words of many alphabets

from collections.abc import Iterator
from dataclasses import replace
from unicodedata import normalize
from uuid import UUID

import pytest

from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.results import SolutionMatch
from marketplace.services import Services
from tests.factories.languages import SPEECHES, Speech
from tests.recommendations.conftest import Market, furnished
from tests.recommendations.world import add_challenge, add_city, add_solution, add_vendor

pytestmark = pytest.mark.model


@pytest.fixture
def market(services: Services, english_model: str) -> Market:
    settings = replace(services.settings, encoder=english_model)
    return furnished(replace(services, settings=settings))


@pytest.fixture
def listed(market: Market) -> dict[str, UUID]:
    """What answers the need of each language, among what does not, each of its own vendor."""
    answering = {}
    with market.services.unit_of_work(SYSTEM) as uow:
        for speech in SPEECHES:
            vendors = [add_vendor(uow, name=f"{speech.code} {number}") for number in range(2)]
            answering[speech.code] = add_solution(
                uow, vendors[0], name=speech.code, text=speech.listing
            )
            add_solution(uow, vendors[1], name=f"{speech.code} too", text=speech.other)
    return answering


def ask(market: Market, text: str) -> list[SolutionMatch]:
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        return market.services.matcher.suppliers_for_text(uow, text)


def unknown() -> Iterator[Speech]:
    return (speech for speech in SPEECHES if speech.code != "en")


def test_a_need_in_any_official_language_finds_what_answers_it_by_words(
    market: Market, listed: dict[str, UUID]
) -> None:
    firsts = {}
    for speech in unknown():
        found = ask(market, speech.need)
        firsts[speech.code] = found[0].solution.id
        assert {match.unknown_language for match in found} == {speech.code}
    assert firsts == {speech.code: listed[speech.code] for speech in unknown()}


def test_capitals_and_parted_accents_change_nothing(
    market: Market, listed: dict[str, UUID]
) -> None:
    for speech in unknown():
        for text in (speech.need.upper(), normalize("NFD", speech.need)):
            assert ask(market, text)[0].solution.id == listed[speech.code]


def test_a_need_in_the_language_of_the_model_is_not_called_unknown(
    market: Market, listed: dict[str, UUID]
) -> None:
    english = next(speech for speech in SPEECHES if speech.code == "en")
    assert listed["en"] in {match.solution.id for match in ask(market, english.need)}
    assert ask(market, english.need)[0].unknown_language is None


def test_a_model_for_all_languages_knows_them_all(
    market: Market, listed: dict[str, UUID], sentence_models: tuple[str, str]
) -> None:
    settings = market.services.settings
    matcher = Matcher(
        market.services.sessions,
        market.services.clock,
        encoder=sentence_models[0],
        vectors="exact",
        folder=settings.data_dir / "multilingual",
    )
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        for speech in SPEECHES:
            found = matcher.suppliers_for_text(uow, speech.need)
            assert listed[speech.code] in {match.solution.id for match in found}
            assert {match.unknown_language for match in found} == {None}


def test_two_languages_in_one_need_find_what_answers_in_either(
    market: Market, listed: dict[str, UUID]
) -> None:
    speech = {one.code: one for one in SPEECHES}
    found = ask(market, f"{speech['nl'].need} {speech['fr'].need}")
    assert {listed["nl"], listed["fr"]} <= {match.solution.id for match in found[:4]}


def test_cities_and_vendors_of_one_language_meet_too(
    market: Market, listed: dict[str, UUID]
) -> None:
    speech = {one.code: one for one in SPEECHES}
    asked = {}
    with market.services.unit_of_work(SYSTEM) as uow:
        for code in ("el", "bg", "mt"):
            city = add_city(uow, name=f"City of {code}")
            other = add_city(uow, name=f"Other city of {code}")
            text = speech[code].need
            asked[code] = add_challenge(uow, city, title=text[:60], problem=text)
            add_challenge(uow, other, title=text[:50], problem=f"{text} {speech[code].other}")
    matcher = market.services.matcher
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        for code, challenge in asked.items():
            first = matcher.suppliers(uow, challenge)[0]
            assert (first.solution.id, first.unknown_language) == (listed[code], code)
            partner = matcher.partners(uow, challenge)[0]
            assert (partner.challenge.city_name, partner.unknown_language) == (
                f"Other city of {code}",
                code,
            )
            mirrored = matcher.challenges_for(uow, listed[code]).fits
            by_id = {match.challenge.id: match for match in mirrored}
            assert by_id[challenge].unknown_language == code


@pytest.mark.usefixtures("listed")
def test_alphabets_that_are_not_official_are_accepted_and_not_misnamed(market: Market) -> None:
    for text in ("公交车站晚上很暗，人们害怕在那里等车。", "مواقف الحافلات مظلمة في المساء"):
        assert {match.unknown_language for match in ask(market, text)} == {"und"}
