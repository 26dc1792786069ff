"""What is confidential occurs in nothing that anybody else can get, and moves nothing there."""

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from itertools import cycle
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, undefer
from werkzeug.test import TestResponse

from marketplace.challenges.models import Challenge, ChallengeVersion
from marketplace.feedback.models import Opinion
from marketplace.foundation.outbox import OutboxFact
from marketplace.foundation.record import ActivityEvent
from marketplace.notifications.models import OutgoingMail
from marketplace.recommendations.results import Band
from marketplace.shortlists.content import Kept
from marketplace.shortlists.models import ShortlistItem
from marketplace.solutions.models import Solution, SolutionVersion
from marketplace.worker import deliver_facts
from tests.databases import KINDS
from tests.factories.challenges import challenge_content
from tests.factories.solutions import solution_content
from tests.factories.town import SECRETS, VISITOR, private_budget
from tests.guards.conftest import Door
from tests.guards.secrets import Secret, outsiders, questions, secrets_of
from tests.guards.table import API, JSON, filled
from tests.sizes import sized

MOMENT = re.compile(r'"timestamp": "[^"]*"')
CHANGING = re.compile(r'(name="(?:csrf_token|key|author|once)"[^>]*value=")[^"]*')


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that is logged during a test, as it is written where the service runs."""
    written = StringIO()
    root = logging.getLogger()
    handler = logging.StreamHandler(written)
    handler.setFormatter(root.handlers[0].formatter)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def test_no_answer_shows_a_secret_to_somebody_not_entitled(door: Door, log: StringIO) -> None:
    secrets = list(secrets_of(door.town))
    found, seen = [], set()
    for who, address in questions(door.town):
        text = _whole(door.ask(who, "GET", address))
        shown = [secret for secret in secrets if secret.pattern.search(text)]
        seen |= {secret.name for secret in shown if who in secret.readers}
        found += [(s.name, who, address) for s in shown if who not in s.readers]

    assert found == []
    assert "answered" in log.getvalue()
    # The last digits of a moment are any: among so many lines some are those of a secret.
    assert _in(secrets, MOMENT.sub("", log.getvalue())) == []
    # Those who are entitled do see them, so the crawl comes to where they are.
    assert seen >= set(SECRETS)


def test_no_refusal_repeats_a_secret(door: Door) -> None:
    secrets = list(secrets_of(door.town))
    things = [(n, i) for n, i in door.town.ids.items() if n.startswith(("solution.", "challenge."))]
    found = []
    for name, id_ in things:
        address = f"{API}{name.partition('.')[0]}s/{id_}"
        for method, path, body in (
            ("PATCH", address, {"content": {"nonsense": 1}}),
            ("PATCH", address, {"content": {}}),
            ("POST", f"{address}/submit", None),
            ("POST", f"{address}/return", {"remarks": {"nonsense": "?"}}),
            ("DELETE", address, None),
        ):
            for who in (*outsiders(), "neighbour", "staff"):
                answer = door.ask(who, method, path, json=body, headers={"If-Match": '"77"'})
                shown = [s for s in secrets if s.pattern.search(_whole(answer))]
                found += [(s.name, who, method, path) for s in shown if who not in s.readers]

    assert found == []


@pytest.mark.parametrize("word", SECRETS.values())
def test_searching_for_a_secret_finds_nothing(door: Door, word: str) -> None:
    for who in outsiders():
        for things in ("solutions", "challenges", "organisations"):
            for states in ("", "&state=draft", "&state=in_review"):
                if things != "organisations" or not states:
                    query = f"{API}{things}?q={word}{states}"
                    assert door.ask(who, "GET", query).get_json()["total"] == 0


def test_files_facts_and_the_record_hold_no_secret(door: Door) -> None:
    services = door.town.services
    services.matcher.save()
    folder: Path = services.settings.data_dir / "index"
    files = [path for path in folder.rglob("*") if path.is_file()]
    kept = "\n".join(path.read_bytes().decode("latin-1") for path in files)
    with services.unit_of_work(writes=False) as uow:
        facts = [f"{f.name} {f.payload}" for f in uow.session.scalars(select(OutboxFact))]
        events = [
            f"{e.action} {e.object_id} {e.before} {e.after}"
            for e in uow.session.scalars(select(ActivityEvent))
        ]
    index = f"{services.matcher.status()} {services.matcher.verify()}"
    secrets = list(secrets_of(door.town))

    assert "Heat published" in kept
    for text in (kept, "\n".join(facts), "\n".join(events), index):
        assert _in(secrets, text) == []


def test_letters_tell_a_secret_to_nobody_else(door: Door) -> None:
    town = door.town
    while deliver_facts(town.services):
        pass
    secrets = [s for s in secrets_of(town) if "invit" not in s.name]
    by_address = {email: who for who, email in town.emails.items()}
    with town.services.unit_of_work(writes=False) as uow:
        mails = uow.session.scalars(select(OutgoingMail)).all()
        told = [(by_address[mail.to], f"{mail.subject} {mail.text} {mail.html}") for mail in mails]

    assert told
    assert [
        (s.name, who) for who, text in told for s in secrets
        if s.pattern.search(text) and who not in s.readers
    ] == []  # fmt: skip


def _drafts(session: Session) -> None:
    """Write something else into every version of a solution that is not public."""
    for row in session.scalars(select(Solution)):
        if row.published_version is None:
            row.name, row.summary = "Nothing", "Nothing"
    for version in session.scalars(select(SolutionVersion)):
        of = session.get_one(Solution, version.solution_id)
        if version.number != of.published_version:
            version.content = solution_content(name="Nothing", themes=("MO",), trl=9)


def _needs(session: Session) -> None:
    """The same for challenges, with their notes and private budgets."""
    for row in session.scalars(select(Challenge).options(undefer(Challenge.internal_note))):
        row.internal_note = "Nothing"
        if row.published_version is None:
            row.title, row.summary = "Nothing", "Nothing"
    for version in session.scalars(select(ChallengeVersion)):
        of = session.get_one(Challenge, version.challenge_id)
        if version.number != of.published_version:
            version.content = challenge_content(title="Nothing", themes=("MO",))
    _budget_and_note(session)


def _budget_and_note(session: Session) -> None:
    """Make every private budget a thousand times smaller, and write another note.

    What the city says of its matches is turned into its opposite.
    """
    for item in session.scalars(select(ShortlistItem)):
        item.note, item.kept = "Nothing", Kept(band=Band.WEAK)
    for opinion in session.scalars(select(Opinion)):
        opinion.useful, opinion.note, opinion.reasons = not opinion.useful, "Nothing", []
    for row in session.scalars(select(Challenge).options(undefer(Challenge.internal_note))):
        row.internal_note = "Nothing"
    for version in session.scalars(select(ChallengeVersion)):
        budget = version.content.budget
        if budget is not None and budget.visibility == "private":
            less = private_budget(731, "Nothing")
            version.content = replace(version.content, budget=less)
        if version.content.partner_contact and not version.content.shown_to_partners:
            version.content = replace(
                version.content, partner_contact="Nothing", approval_month=date(2032, 9, 1)
            )


def _all(session: Session) -> None:
    _drafts(session)
    _needs(session)


CHANGES = (
    (VISITOR, _all),
    ("rival", _all),
    ("neighbour", _all),
    ("clerk", _all),
    ("vendor.owner", _needs),
    ("city.owner", _drafts),
    ("staff", _budget_and_note),
)
IN_TURN = [(*one, kind) for one, kind in zip(CHANGES, cycle(KINDS), strict=False)]
ON_BOTH = [(*one, kind) for one in CHANGES for kind in KINDS]


@pytest.mark.whole
@pytest.mark.parametrize(
    ("who", "change", "database"), sized(IN_TURN, ON_BOTH), indirect=["database"]
)
def test_what_somebody_may_not_see_changes_not_a_byte_of_any_answer(
    door: Door, tmp_path: Path, who: str, change: Callable[[Session], None]
) -> None:
    asked = [address for asker, address in questions(door.town) if asker == who]
    asked = [a for a in asked if not a.startswith(("/metrics", "/api/docs", "/about", "/design"))]
    before = {address: _still(door.ask(who, "GET", address)) for address in asked}
    needs = _matched(door, who)

    with door.otherwise(change, tmp_path) as other:
        after = {address: _still(other.ask(who, "GET", address)) for address in asked}
        assert _matched(other, who) == needs

    assert [address for address in asked if before[address] != after[address]] == []


def test_those_who_may_see_it_are_answered_by_it(door: Door, tmp_path: Path) -> None:
    """The change above is one that would show."""
    addresses = filled(
        {"city.owner": "/challenges/{challenge.open}", "staff": "/solutions/{solution.draft}"},
        door.town.ids,
    )
    before = {who: _still(door.ask(who, "GET", address)) for who, address in addresses.items()}

    with door.otherwise(_all, tmp_path) as other:
        after = {who: _still(other.ask(who, "GET", at)) for who, at in addresses.items()}

    assert all(before[who] != after[who] for who in addresses)


def test_working_on_a_newer_version_changes_nothing_for_others(door: Door) -> None:
    """A city changes its private budget in a draft; a visitor's tag of the challenge stays."""
    address = f"{API}challenges/{door.town.ids['challenge.network']}"
    body: dict[str, Any] = {"content": {"budget": {"maximum": "5", "visibility": "private"}}}

    def change(session: Session) -> None:
        session.commit()
        owner = door.client("city.owner")
        headers = {
            "Authorization": f"Bearer {door.town.tokens['city.owner']}",
            "If-Match": f'"{door.town.versions["challenge.network"]}"',
        }
        assert owner.patch(address, json=body, headers=headers).status_code == 200

    before = door.ask(VISITOR, "GET", address)
    with door.otherwise(change, door.town.services.settings.data_dir) as other:
        after = other.ask(VISITOR, "GET", address)

    assert (before.data, before.headers["ETag"]) == (after.data, after.headers["ETag"])


def _whole(answer: TestResponse) -> str:
    """Head and body; without what only repeats the address that was asked for."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers)
    return f"{headers}\n{_text(answer)}"


def _still(answer: TestResponse) -> tuple[int, str]:
    """Status and body without what is different each time."""
    text = CHANGING.sub(r"\1", _text(answer))
    return answer.status_code, text.replace(answer.headers.get("X-Request-ID", "-"), "")


def _matched(door: Door, who: str) -> list[bytes]:
    """Answers to needs in words, one of them a secret."""
    words = (JSON["need"]["text"], *SECRETS.values())
    return [door.ask(who, "POST", f"{API}match", json={"text": word}).data for word in words]


def _in(secrets: list[Secret], text: str) -> list[str]:
    return [secret.name for secret in secrets if secret.pattern.search(text)]


def _text(answer: TestResponse) -> str:
    """The body; of a file of a word processor what stands in it, of others what can be read."""
    data = answer.get_data()
    if not data.startswith(b"PK"):
        return data.decode(errors="replace")
    with ZipFile(BytesIO(data)) as file:
        return "".join(file.read(part).decode(errors="replace") for part in file.namelist())
