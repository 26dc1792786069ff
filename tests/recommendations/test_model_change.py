"""Another model takes over while the first one answers; vectors of two never meet."""
# ruff: noqa: RUF001 - these are words of many alphabets

import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.foundation.errors import Unavailable
from marketplace.foundation.record import ActivityEvent
from marketplace.recommendations import live_index
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.models import Embedding, ServingModel
from marketplace.recommendations.results import SolutionMatch
from marketplace.web.observability import model_note
from matching.encoding import load_encoder
from tests.recommendations.conftest import Market, another_process
from tests.recommendations.world import add_solution, withdraw_solution

pytestmark = pytest.mark.model

NEED = "Sensors in the bins tell when they are full."
TEXTS = (
    NEED,
    "Trams wait for each other where lines cross.",
    "Pupils grow vegetables on the roofs of their schools.",
    "Αισθητήρες στους κάδους δείχνουν πότε γεμίζουν.",
    "Сензорите в кофите показват кога са пълни.",
)
HASHING = load_encoder("hashing").fingerprint


@pytest.fixture
def stocked(open_market: Market) -> Market:
    """A market whose solutions are answered for by the model “hashing”."""
    for number, text in enumerate(TEXTS):
        publish(open_market, text, number)
    open_market.services.matcher.catch_up()
    return open_market


@pytest.fixture
def model(sentence_models: tuple[str, str]) -> str:
    return sentence_models[0]


def publish(market: Market, text: str, number: int = 0) -> UUID:
    vendor = (market.caller, market.mover)[number % 2]
    with market.services.unit_of_work(SYSTEM) as uow:
        return add_solution(uow, vendor, name=f"Solution {number}", text=text)


def ask(market: Market, matcher: Matcher, text: str = NEED) -> list[SolutionMatch]:
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        return matcher.suppliers_for_text(uow, text)


def maker(market: Market, matcher: Matcher) -> str:
    return ask(market, matcher)[0].made_by.model


def scores(market: Market, matcher: Matcher) -> dict[UUID, float]:
    return {match.solution.id: match.score for match in ask(market, matcher)}


def fingerprint(name: str) -> str:
    return load_encoder(name).fingerprint


def stored(market: Market, name: str) -> int:
    made = Embedding.fingerprint.startswith(fingerprint(name))
    with market.services.sessions() as session:
        return session.scalar(select(func.count()).where(made)) or 0


def wait_until(condition: Callable[[], bool]) -> None:
    last_moment = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < last_moment
        time.sleep(0.02)


def serving(market: Market) -> str:
    with market.services.sessions() as session:
        return session.scalars(select(ServingModel.fingerprint)).one()


def test_in_a_new_installation_the_model_that_is_set_serves_at_once(
    open_market: Market, model: str
) -> None:
    matcher = another_process(open_market, encoder=model)
    publish(open_market, NEED)
    assert maker(open_market, matcher) == fingerprint(model) == serving(open_market)
    assert matcher.next_model() is None


def test_another_model_serves_when_no_public_text_is_without_its_vectors(
    stocked: Market, model: str
) -> None:
    server, worker = stocked.services.matcher, another_process(stocked, encoder=model)
    left = len(TEXTS)
    assert worker.next_model().stored == 0
    while left:
        assert worker.prepare_next_model(batch=2) == left
        left = max(0, left - 2)
        assert (maker(stocked, server), maker(stocked, worker)) == (HASHING, HASHING)
        assert worker.next_model().stored == len(TEXTS) - left == stored(stocked, model)

    assert worker.prepare_next_model() == 0

    assert serving(stocked) == fingerprint(model)
    for process in (server, worker):
        wait_until(lambda process=process: maker(stocked, process) == fingerprint(model))
        assert process.verify() == []
    assert scores(stocked, server) == scores(stocked, another_process(stocked, encoder=model))
    assert worker.prepare_next_model() == 0
    assert worker.next_model() is None


def test_the_change_is_on_record(stocked: Market, model: str) -> None:
    another_process(stocked, encoder=model).change_model()
    with stocked.services.sessions() as session:
        (told,) = session.scalars(select(ActivityEvent).where(ActivityEvent.action.like("%model")))
    assert (told.before, told.after) == ({"model": HASHING}, {"model": fingerprint(model)})


def test_who_is_stopped_in_the_middle_goes_on_where_it_was(stocked: Market, model: str) -> None:
    another_process(stocked, encoder=model).prepare_next_model(batch=3)
    told: list[tuple[int, int]] = []

    fresh = another_process(stocked, encoder=model)
    assert fresh.change_model(batch=1, progress=lambda *done: told.append(done)) == 2

    assert told[-1] == (2, 2)
    assert stored(stocked, model) == len(TEXTS)


def test_what_is_published_meanwhile_is_found_before_and_after(stocked: Market, model: str) -> None:
    server, worker = stocked.services.matcher, another_process(stocked, encoder=model)
    worker.prepare_next_model(batch=3)

    lamps, calls = "Street lamps report that they have failed.", "Old people call each other."
    new = publish(stocked, lamps, 1)
    gone = ask(stocked, server)[0].solution.id
    withdraw_solution(stocked.services, gone)

    assert ask(stocked, server, lamps)[0].solution.id == new
    assert gone not in scores(stocked, server)
    worker.change_model()
    last = publish(stocked, calls, 0)
    assert ask(stocked, server, calls)[0].solution.id == last
    wait_until(lambda: maker(stocked, server) == fingerprint(model))
    assert [ask(stocked, server, text)[0].solution.id for text in (lamps, calls)] == [new, last]
    assert gone not in scores(stocked, server)
    assert server.verify() == []


def test_a_model_that_cannot_be_used_leaves_the_former_one_serving(
    stocked: Market, model: str, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(model, broken)
    (broken / "model.safetensors").write_bytes(b"no weights")
    for name in (str(broken), str(tmp_path / "nowhere")):
        process = another_process(stocked, encoder=name)
        with pytest.raises(Unavailable, match="“hashing” goes on serving"):
            process.prepare_next_model()
        assert maker(stocked, process) == HASHING == serving(stocked)
        assert process.next_model().name == name
        assert process.status().next_model.fault
        assert "cannot be used" in model_note(stocked.services)

    shutil.copytree(model, broken, dirs_exist_ok=True)
    mended = another_process(stocked, encoder=str(broken))
    mended.change_model()
    assert serving(stocked) == fingerprint(model)


def test_an_empty_market_changes_only_to_a_model_that_can_be_loaded(
    open_market: Market, model: str, tmp_path: Path
) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(model, broken)
    (broken / "model.safetensors").write_bytes(b"no weights")
    open_market.services.matcher.catch_up()
    with pytest.raises(Unavailable):
        another_process(open_market, encoder=str(broken)).prepare_next_model()
    assert serving(open_market) == HASHING


def test_the_way_back_needs_no_new_vectors_until_they_are_removed(
    stocked: Market, model: str
) -> None:
    assert another_process(stocked, encoder=model).change_model() == len(TEXTS)
    assert another_process(stocked, encoder="hashing").change_model() == 0
    assert serving(stocked) == HASHING

    assert stocked.services.matcher.forget_other_models() == len(TEXTS)

    assert (stored(stocked, "hashing"), stored(stocked, model)) == (len(TEXTS), 0)
    assert stocked.services.matcher.forget_other_models() == 0


def test_vectors_that_are_being_prepared_are_not_tidied_away(stocked: Market, model: str) -> None:
    worker = another_process(stocked, encoder=model)
    worker.prepare_next_model(batch=2)
    assert worker.forget_other_models() == 0
    assert stored(stocked, model) == 2


def test_a_process_that_cannot_have_the_model_goes_on_with_the_former_one(
    stocked: Market, model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_index, "SECONDS_TO_NEXT_TRY", 0.1)
    folder = tmp_path / "elsewhere"
    shutil.copytree(model, folder)
    server = stocked.services.matcher
    another_process(stocked, encoder=str(folder)).change_model()
    folder.rename(tmp_path / "away")

    with capture_logs() as logs:
        assert maker(stocked, server) == HASHING
        wait_until(lambda: "model_not_taken_over" in [entry["event"] for entry in logs])
    assert model_note(stocked.services) == "this process still answers with the former model"
    assert server.verify() == []

    (tmp_path / "away").rename(folder)
    wait_until(lambda: maker(stocked, server) == fingerprint(model))


def test_where_the_model_that_serves_is_not_to_be_had_the_one_that_is_set_answers(
    stocked: Market, model: str, tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(model, folder)
    another_process(stocked, encoder=str(folder)).change_model()
    shutil.rmtree(folder)

    with capture_logs() as logs:
        assert maker(stocked, another_process(stocked, encoder="hashing")) == HASHING
    assert "serving_model_missing" in [entry["event"] for entry in logs]


def test_another_model_under_the_same_name_is_not_taken_for_it(
    stocked: Market, sentence_models: tuple[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(sentence_models[0], folder)
    another_process(stocked, encoder=str(folder)).change_model()
    shutil.rmtree(folder)
    shutil.copytree(sentence_models[1], folder)

    fresh = another_process(stocked, encoder=str(folder))
    assert maker(stocked, fresh) == fingerprint(sentence_models[1])
    fresh.prepare_next_model()
    fresh.prepare_next_model()
    assert serving(stocked) == fingerprint(sentence_models[1])


def test_while_models_change_to_and_fro_no_answer_mixes_them(
    stocked: Market, sentence_models: tuple[str, str]
) -> None:
    right = {}
    for name in (*sentence_models, "hashing"):
        another_process(stocked, encoder=name).change_model()
        fresh = another_process(stocked, encoder=name, folder=f"fresh-{len(right)}")
        right[fingerprint(name)] = scores(stocked, fresh)
    server, stop, seen = stocked.services.matcher, Event(), set()
    assert len({tuple(found.values()) for found in right.values()}) == 3

    def read() -> None:
        while not stop.is_set():
            found = ask(stocked, server)
            (made,) = {match.made_by.model for match in found}
            assert {match.solution.id: match.score for match in found} == right[made]
            seen.add(made)

    with ThreadPoolExecutor(2) as readers:
        reading = [readers.submit(read) for _ in range(2)]
        try:
            for name in (*sentence_models, "hashing"):
                another_process(stocked, encoder=name).change_model()
                wait_until(lambda name=name: fingerprint(name) in seen or reading[0].done())
                wait_until(lambda: not server.is_moving() or reading[0].done())
        finally:
            stop.set()
        for one in reading:
            one.result()
    assert seen == right.keys()
