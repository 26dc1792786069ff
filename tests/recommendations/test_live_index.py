import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from threading import Event
from uuid import UUID

from sqlalchemy import delete, func, select, update
from structlog.testing import capture_logs

from marketplace.challenges.content import Budget, ChallengeContent, Visibility
from marketplace.challenges.models import Challenge
from marketplace.challenges.operations import (
    close,
    create_challenge,
    withdraw,
    write_internal_note,
)
from marketplace.foundation import outbox
from marketplace.foundation.access import SYSTEM, VISITOR
from marketplace.organisations.content import CityProfile
from marketplace.organisations.models import Organisation
from marketplace.organisations.operations import create_catalogue_organisation
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.models import Embedding
from marketplace.solutions.models import Solution
from tests.recommendations.conftest import Market, another_process
from tests.recommendations.world import add_challenge, add_solution, member_of, withdraw_solution

TEXT = "Sensors in the bins tell when they are full."


OTHERS = (
    "Trams wait for each other where lines cross.",
    "Pupils grow vegetables on the roofs of their schools.",
)


def publish(market: Market, name: str = "Bins", text: str = TEXT) -> UUID:
    with market.services.unit_of_work(SYSTEM) as uow:
        return add_solution(uow, market.caller, name=name, text=text)


def ask(market: Market, matcher: Matcher, text: str = TEXT) -> list[UUID]:
    with market.services.unit_of_work(VISITOR, writes=False) as uow:
        return [m.solution.id for m in matcher.suppliers_for_text(uow, text)]


def stored(market: Market) -> int:
    with market.services.sessions() as session:
        return session.scalar(select(func.count()).select_from(Embedding)) or 0


def needs_of(matcher: Matcher) -> int:
    matcher.catch_up()
    return matcher.status().needs


def test_a_closed_or_withdrawn_challenge_is_no_need_any_more(market: Market) -> None:
    matcher = market.services.matcher
    for move in (close, withdraw):
        with market.services.unit_of_work(SYSTEM) as uow:
            challenge = add_challenge(uow, market.porto, title="Bins", problem="Bins overflow.")
        assert needs_of(matcher) == 1

        with market.services.unit_of_work(member_of(market.porto)) as uow:
            row = uow.session.get_one(Challenge, challenge)
            move(uow, challenge, expected_version=row.version)

        assert needs_of(matcher) == 0


def test_a_city_that_moves_takes_its_needs_with_it(market: Market) -> None:
    with market.services.unit_of_work(SYSTEM) as uow:
        add_challenge(uow, market.porto, title="Bins", problem="Bins overflow.")
    matcher = market.services.matcher
    matcher.catch_up()

    with market.services.unit_of_work(SYSTEM) as uow:
        city = uow.session.get_one(Organisation, market.porto)
        moved = replace(city.content, city=CityProfile(latitude=10.0, longitude=10.0))
        create_catalogue_organisation(uow, moved, str(city.external_key))

    assert matcher.verify() == []


def test_vectors_are_made_once_and_then_read(market: Market) -> None:
    publish(market)
    market.services.matcher.catch_up()
    assert stored(market) == 1
    with market.services.sessions() as session:
        before = session.scalars(select(Embedding)).one()
        session.expunge(before)

    another_process(market, folder="empty").catch_up()

    with market.services.sessions() as session:
        after = session.scalars(select(Embedding)).one()
    assert (after.vectors, after.created_at) == (before.vectors, before.created_at)
    assert len(after.vectors) == after.count * after.dimension * 4


def test_vectors_that_do_not_fit_the_text_are_made_anew(market: Market) -> None:
    solution = publish(market)
    market.services.matcher.catch_up()
    with market.services.sessions() as session:
        session.execute(update(Embedding).values(count=1, vectors=b"\0" * 256 * 4))
        session.commit()

    fresh = another_process(market, folder="empty")
    fresh.catch_up()

    assert ask(market, fresh) == [solution]
    with market.services.sessions() as session:
        assert session.scalars(select(Embedding.count)).one() > 1


def test_vectors_of_another_model_are_not_used(market: Market) -> None:
    publish(market)
    market.services.matcher.catch_up()
    with market.services.sessions() as session:
        session.execute(update(Embedding).values(fingerprint="another model"))
        session.commit()

    another_process(market, folder="empty").catch_up()

    assert stored(market) == 2


def test_missing_vectors_are_filled_in_with_progress(market: Market) -> None:
    for number in range(3):
        publish(market, text=f"{TEXT} Number {number}.")
    matcher = market.services.matcher
    told: list[tuple[int, int]] = []

    assert matcher.embed_missing(2, lambda done, of: told.append((done, of))) == 3

    assert told == [(2, 3), (3, 3)]
    assert stored(market) == 3
    assert matcher.embed_missing() == 0


def test_the_status_tells_how_far_the_index_is_behind(market: Market) -> None:
    matcher = market.services.matcher
    assert (matcher.status().seen, matcher.is_ready()) == (None, False)
    matcher.catch_up()
    assert (matcher.status().behind, matcher.is_ready()) == (0, True)

    publish(market)

    assert matcher.status().behind == 1
    matcher.catch_up()
    assert (matcher.status().behind, matcher.status().offerings) == (0, 1)


def test_verify_names_what_the_index_has_otherwise(market: Market) -> None:
    kept = publish(market)
    changed, gone = (publish(market, text=text) for text in OTHERS)
    matcher = market.services.matcher
    assert matcher.verify() == []
    with market.services.sessions() as session:  # Behind everybody's back: no fact is told.
        hide = update(Solution).where(Solution.id == gone).values(published_version=None)
        session.execute(hide)
        session.execute(
            update(Solution).where(Solution.id == changed).values(vendor_id=market.mover)
        )
        session.commit()

    assert {(d.id, d.what) for d in matcher.verify()} == {
        (str(gone), "is in the index, but is not public"),
        (str(changed), "has other facts in the index"),
    }
    matcher.rebuild()
    assert matcher.verify() == []
    assert kept in ask(market, matcher)


def test_a_saved_index_is_used_by_the_next_start(market: Market) -> None:
    solution = publish(market)
    assert market.services.matcher.save()
    with market.services.sessions() as session:
        session.execute(delete(Embedding))  # So that a rebuild would be seen.
        session.commit()

    fresh = another_process(market)
    assert ask(market, fresh) == [solution]
    assert stored(market) == 0

    later = publish(market, text=OTHERS[0])
    assert set(ask(market, fresh)) == {solution, later}


def test_a_damaged_saved_index_is_logged_and_made_anew(market: Market) -> None:
    solution = publish(market)
    market.services.matcher.save()
    (saved,) = (market.services.settings.data_dir / "index").iterdir()
    manifest = max(saved.iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(manifest.read_bytes())
    content[len(content) // 2] ^= 4
    manifest.write_bytes(bytes(content))

    with capture_logs() as logs:
        assert ask(market, another_process(market)) == [solution]

    assert "saved_index_damaged" in [entry["event"] for entry in logs]
    assert ask(market, another_process(market)) == [solution]


def test_a_saved_index_of_another_history_is_not_used(market: Market) -> None:
    publish(market)
    market.services.matcher.save()
    with market.services.sessions() as session:  # As if restored, and gone another way.
        session.execute(update(Solution).values(published_version=None))
        session.execute(update(outbox.OutboxFact).values(request_id="another"))
        session.commit()

    assert ask(market, another_process(market)) == []


def test_a_running_index_notices_another_history(market: Market) -> None:
    publish(market)
    matcher = market.services.matcher
    assert len(ask(market, matcher)) == 1
    with market.services.sessions() as session:
        session.execute(update(Solution).values(published_version=None))
        session.execute(delete(outbox.OutboxFact))
        session.commit()

    assert ask(market, matcher) == []
    assert matcher.verify() == []


def test_old_saved_indexes_are_removed(market: Market) -> None:
    for number in range(4):
        publish(market, text=f"{TEXT} {number}")
        market.services.matcher.save()

    assert len(list((market.services.settings.data_dir / "index").iterdir())) == 2


def test_a_writer_stores_no_vectors_on_the_side(open_market: Market) -> None:
    solution = publish(open_market)
    with open_market.services.unit_of_work(SYSTEM) as uow:
        uow.session.execute(update(Organisation).values(verification_note="Seen."))
        found = open_market.services.matcher.suppliers_for_text(uow, TEXT)

    assert [m.solution.id for m in found] == [solution]
    assert stored(open_market) == 0


def test_no_change_is_lost_when_commits_overtake_each_other(open_market: Market) -> None:
    matcher = open_market.services.matcher
    matcher.catch_up()

    def live(number: int) -> None:
        chance = random.Random(number)
        text = f"{TEXT} word{number} thing{number} place{number}"
        with open_market.services.unit_of_work(SYSTEM) as uow:
            vendor = (open_market.caller, open_market.mover)[number % 2]
            solution = add_solution(uow, vendor, name=f"Bins {number}", text=text)
            time.sleep(chance.random() / 20)
        matcher.catch_up()
        assert any(d.id == str(solution) for d in matcher.verify()) is False
        if number % 3 == 0:
            withdraw_solution(open_market.services, solution)

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(live, range(18)))

    assert matcher.verify() == []
    assert matcher.status().offerings == 12


def test_a_number_is_seen_only_after_all_numbers_before_it(open_market: Market) -> None:
    """Who takes a number first commits first: the second waits, however quick it is."""
    taken, go = Event(), Event()
    matcher = open_market.services.matcher
    matcher.catch_up()

    def slow() -> UUID:
        with open_market.services.unit_of_work(SYSTEM) as uow:
            solution = add_solution(uow, open_market.caller, name="Slow", text=TEXT)
            uow.session.flush()
            outbox.store(uow.session, uow.facts, now=uow.now, request_id="slow")
            uow.facts.clear()
            taken.set()
            go.wait(20)
        return solution

    with ThreadPoolExecutor(2) as writers:
        first = writers.submit(slow)
        taken.wait(20)
        second: Future[UUID] = writers.submit(publish, open_market, "Quick", OTHERS[0])
        time.sleep(0.3)
        matcher.catch_up()
        assert not second.done()
        assert matcher.status().offerings == 0
        go.set()
        both = {first.result(20), second.result(20)}

    assert set(ask(open_market, matcher)) == both


def test_nothing_confidential_is_in_the_saved_index_or_the_stored_vectors(market: Market) -> None:
    people = member_of(market.porto)
    secret = Budget(maximum=Decimal(73_313), note="Zaffre.", visibility=Visibility.PRIVATE)
    with market.services.unit_of_work(SYSTEM) as uow:
        challenge = add_challenge(
            uow, market.porto, title="Bins", problem="Bins overflow.", budget=secret
        )
    with market.services.unit_of_work(people) as uow:
        row = uow.session.get_one(Challenge, challenge)
        write_internal_note(uow, challenge, "Zaffre note.", expected_version=row.version)
        draft = ChallengeContent(title="Zaffre", problem="A zaffre draft.")
        asked = create_challenge(uow, market.porto, draft).id
    publish(market)
    matcher = market.services.matcher
    with market.services.unit_of_work(people, writes=False) as uow:
        matcher.suppliers(uow, challenge)
        matcher.partners(uow, challenge)
        matcher.suppliers(uow, asked)
    matcher.save()

    files = [p for p in market.services.settings.data_dir.rglob("*") if p.is_file()]
    assert files
    for path in files:
        content = path.read_bytes().lower()
        assert b"zaffre" not in content
        assert b"73313" not in content
    with market.services.sessions() as session:
        stored_ids = set(session.scalars(select(Embedding.object_id)))
    assert asked not in stored_ids


def test_many_threads_ask_while_others_publish(open_market: Market) -> None:
    matcher = open_market.services.matcher

    def live(number: int) -> None:
        text = " ".join(f"{word}{number}" for word in ("oxbow", "pyxis", "vortex", "kiosk"))
        vendor = (open_market.caller, open_market.mover)[number % 2]
        with open_market.services.unit_of_work(SYSTEM) as uow:
            solution = add_solution(uow, vendor, name=f"Thing {number}", text=text)
        assert ask(open_market, matcher, text)[0] == solution
        withdraw_solution(open_market.services, solution)
        assert solution not in ask(open_market, matcher, text)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(live, range(12)))

    assert matcher.status().offerings == 0
