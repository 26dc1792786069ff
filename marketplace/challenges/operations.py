"""Verbs that change challenges; those about questions are in `questions`.

Each takes the version of the row that its actor last saw and raises Stale when somebody
was faster.
"""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any
from uuid import UUID

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.desk import DESK
from marketplace.challenges.events import ChallengeChanged, ChallengeOpened
from marketplace.challenges.lifecycle import CHALLENGE, IN_USE, OPEN
from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_EDIT, CAN_REVIEW
from marketplace.challenges.rules import (
    check,
    deadline_of,
    facets,
    past_fields,
    search_text,
    summary_of,
    thin_fields,
)
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Fault, Invalid
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import Version
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.standing import (
    lock_described,
    require_standing,
    require_unclaimed,
)

LONGEST_NOTE = 10_000


def create_challenge(uow: UnitOfWork, city_id: UUID, content: ChallengeContent) -> Challenge:
    """A first draft, seen by the city and staff only.

    Raises:
        Invalid: the content contradicts itself or uses unknown codes.
        Conflict: the organisation is no city.
    """
    challenge = Challenge(city_id=city_id)
    require(CAN_EDIT, uow.actor, challenge)
    _city(uow.session.get_one(Organisation, city_id))
    check(uow.session, content)
    _describe(challenge, content)
    DESK.begin(uow, challenge, content)
    uow.record("challenge.create", challenge, after={"state": challenge.state})
    return challenge


def change_challenge(
    uow: UnitOfWork,
    challenge_id: UUID,
    content: ChallengeContent,
    *,
    expected_version: int,
    unfinished: Mapping[str, Any] | None = None,
) -> Challenge:
    """A new draft; what is published stays as it is. A version in review comes back with it.

    `unfinished` is what was typed and cannot be taken yet, by field; see `Desk.write`.
    """
    with DESK.moving(uow, challenge_id, "change", expected_version=expected_version) as challenge:
        check(uow.session, content)
        DESK.write(uow, challenge, content, unfinished)
        if challenge.published_version is None:
            _describe(challenge, content)
    return challenge


def submit(uow: UnitOfWork, challenge_id: UUID, *, expected_version: int) -> Challenge:
    """Hand the working version in for review.

    Raises:
        Invalid: with the fields that say too little, or whose day has passed.
    """

    def thin(content: ChallengeContent) -> Iterator[Fault]:
        return chain(thin_fields(content), past_fields(content, uow.now))

    with DESK.moving(uow, challenge_id, "submit", expected_version=expected_version) as challenge:
        DESK.hand_in(uow, challenge, thin)
    return challenge


def publish(uow: UnitOfWork, challenge_id: UUID, *, expected_version: int) -> Challenge:
    """Let everybody see the version in review, in the place of an older one.

    Raises:
        Invalid: the last day for interest has passed meanwhile.
        Conflict: the city is neither verified nor a catalogue entry.
    """
    with DESK.moving(uow, challenge_id, "publish", expected_version=expected_version) as challenge:
        working = DESK.working(uow.session, challenge)
        if found := list(past_fields(working.content, uow.now)):
            raise Invalid(found)
        _show(uow, challenge, working)
    return challenge


def send_back(
    uow: UnitOfWork, challenge_id: UUID, remarks: Mapping[str, str], *, expected_version: int
) -> Challenge:
    """Return the version in review; `remarks` says for each field what is to be mended.

    Raises:
        Invalid: there is no remark, or one about a field that challenges do not have.
    """
    with DESK.moving(uow, challenge_id, "return", expected_version=expected_version) as challenge:
        DESK.send_back(uow, challenge, remarks)
    return challenge


def close(uow: UnitOfWork, challenge_id: UUID, *, expected_version: int) -> Challenge:
    """No more answers are taken; the challenge stays to be read."""
    return _simple(uow, challenge_id, "close", expected_version)


def reopen(uow: UnitOfWork, challenge_id: UUID, *, expected_version: int) -> Challenge:
    """Answers are taken again."""
    return _simple(uow, challenge_id, "reopen", expected_version)


def award(uow: UnitOfWork, challenge_id: UUID, *, expected_version: int) -> Challenge:
    """The city has chosen."""
    return _simple(uow, challenge_id, "award", expected_version)


def cancel(uow: UnitOfWork, challenge_id: UUID, *, expected_version: int) -> Challenge:
    """The city no longer looks for an answer."""
    return _simple(uow, challenge_id, "cancel", expected_version)


def withdraw(uow: UnitOfWork, challenge_id: UUID, *, expected_version: int) -> Challenge:
    """Nobody outside sees it any more, until a version is published again."""
    with DESK.moving(uow, challenge_id, "withdraw", expected_version=expected_version) as challenge:
        challenge.published_version = None
    return challenge


def write_internal_note(
    uow: UnitOfWork, challenge_id: UUID, text: str, *, expected_version: int
) -> Challenge:
    """Keep a note that only members of the city ever see.

    Raises:
        Invalid: it is longer than 10,000 characters, or not a text that can be kept.
    """
    challenge = DESK.locked(uow, challenge_id, CAN_EDIT, expected_version)
    challenge.internal_note = require_text("internal_note", text, LONGEST_NOTE, least=0)
    challenge.version += 1
    uow.record("challenge.note", challenge, after={"version": challenge.version})
    return challenge


def create_catalogue_challenge(
    uow: UnitOfWork, city_id: UUID, content: ChallengeContent, external_key: str
) -> Challenge:
    """A challenge described by staff from public sources, published at once.

    Doing it again under the same key makes a new version only if the content differs. What
    its city has claimed, or what has ended or was withdrawn, is left as it is.

    Raises:
        Conflict: it is new and its city speaks for itself, the key is another city's, or the
            organisation is no city.
    """
    require(CAN_REVIEW, uow.actor, None)
    city = _city(lock_described(uow.session, city_id))
    found = DESK.with_key(uow.session, external_key, city_id)
    if found is not None and (
        not city.catalogue or found.state not in IN_USE or DESK.shows(uow.session, found, content)
    ):
        return found
    require_unclaimed(city)
    check(uow.session, content)
    challenge = found or Challenge(city_id=city_id, external_key=external_key)
    if found is None:
        _describe(challenge, content)
        working = DESK.begin(uow, challenge, content)
    else:
        working = DESK.write(uow, challenge, content)
    _show(uow, challenge, working)
    DESK.settle(uow, challenge, CHALLENGE.named("publish"))
    return challenge


def _city(organisation: Organisation) -> Organisation:
    if organisation.kind != OrganisationKind.CITY:
        raise Conflict(
            say("%(name)s is no city; only cities state challenges.", name=organisation.name)
        )
    return organisation


def _simple(uow: UnitOfWork, challenge_id: UUID, name: str, expected_version: int) -> Challenge:
    with DESK.moving(uow, challenge_id, name, expected_version=expected_version) as challenge:
        return challenge


def _show(uow: UnitOfWork, challenge: Challenge, working: Version) -> None:
    city = require_standing(uow.session, challenge.city_id)
    told = ChallengeChanged if challenge.published_version else ChallengeOpened
    content: ChallengeContent = DESK.approve(uow, challenge, working, OPEN)
    _describe(challenge, content)
    challenge.search_text = search_text(content, city.name)
    DESK.replace_facets(uow.session, challenge, facets(content))
    uow.tell(told(challenge.id, challenge.working_version))


def _describe(challenge: Challenge, content: ChallengeContent) -> None:
    challenge.title, challenge.summary = content.title, summary_of(content)
    challenge.nature = content.nature
    challenge.joint_procurement = content.joint_procurement
    challenge.published_year = content.published_year
    challenge.programme = content.programme
    challenge.deadline = deadline_of(content)
