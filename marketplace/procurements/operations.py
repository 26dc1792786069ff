"""Verbs of joint procurements: propose, describe, and put a decision of the group on record.

What members do (accept, decline, withdraw, take a role) stands in `members`.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from sqlalchemy import func, select

from marketplace.challenges.content import JointRole
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.queries import ChallengeCard, cards
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.funding.queries import versions_named
from marketplace.procurements.content import (
    NO_LAW,
    OFFERED,
    Invited,
    Letter,
    Mandate,
    Mode,
    OnRecord,
    ProcurementContent,
    RuleSetVersion,
)
from marketplace.procurements.events import CityInvited, GroupDecided
from marketplace.procurements.lifecycle import ACCEPTED, INVITED, Step
from marketplace.procurements.models import GroupDecision, Procurement, ProcurementMember
from marketplace.procurements.policy import CAN_LEAD, CAN_PROPOSE, CAN_SPEAK_FOR, CAN_TAKE_PART
from marketplace.procurements.queries import locked
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import terms_with

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_DECISION = 200, 4000, 2000
FEWEST_CITIES, MOST_CITIES = 2, 30


def propose(
    uow: UnitOfWork,
    content: ProcurementContent,
    cities: Sequence[Invited],
    *,
    rule_sets: Collection[RuleSetVersion] = (),
    currency: str = "EUR",
) -> Procurement:
    """Begin a joint procurement and invite its cities.

    A city that proposes, with a challenge of its own among them, takes part at once; staff
    propose what they find.

    Raises:
        Unauthenticated, Forbidden: the actor is neither staff nor writes for one of the cities.
        NotFound: a challenge is not there, or not public.
        Invalid: title, summary or a role cannot be taken, there are fewer than two cities or too
            many, or a version of a rule set is not known.
        Conflict: a challenge is not open any more, or two are of one city.
    """
    found = _challenges(uow, cities)
    _require_known(uow, rule_sets)
    row = Procurement(
        id=uuid4(),
        content=_tidy(content),
        title=require_text("title", content.title, LONGEST_TITLE),
        step=Step.PROPOSED.value,
        rule_sets=[{"key": one.key, "number": one.number} for one in rule_sets],
        currency=currency,
        created_at=uow.now,
        created_by=uow.actor.label,
        changed_at=uow.now,
        version=1,
        members=[],
    )
    row.members = [_member(uow, row, found[one.challenge_id], one.role.value) for one in cities]
    _ask(uow, row)
    return row


def describe(
    uow: UnitOfWork, procurement_id: UUID, content: ProcurementContent, *, expected_version: int
) -> Procurement:
    """Say anew what is bought together, and how.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it.
        Invalid: title or summary cannot be taken.
        Stale: a colleague was faster.
        Conflict: it is over.
    """
    row = managed(uow, procurement_id, expected_version)
    row.content = _tidy(content)
    row.title = row.content.title
    touch(uow, row)
    uow.record("procurement.describe", row, after={"version": row.version})
    return row


def choose_mode(
    uow: UnitOfWork,
    procurement_id: UUID,
    mode: Mode,
    law: str | None,
    decision: OnRecord,
    *,
    expected_version: int,
) -> Procurement:
    """Say how the group buys, and under the law of which country; the decision goes on record.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it.
        Invalid: there is no such country, the text cannot be taken, or nobody or a stranger took
            part.
        Stale: a colleague was faster.
        Conflict: it is over.
    """
    row = managed(uow, procurement_id, expected_version)
    known = terms_with(uow.session, TermList.COUNTRIES)[TermList.COUNTRIES]
    if law is not None and (law in NO_LAW or law not in known):
        raise Invalid.of("law", say("Choose a country from the list."), law)
    row.content = replace(row.content, mode=mode, law=law)
    put_on_record(uow, row, "mode", decision, chosen=mode.value)
    return row


def invite(uow: UnitOfWork, procurement_id: UUID, city: Invited) -> ProcurementMember:
    """Ask one more city, or again one that has declined or withdrawn.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it, or the challenge is
            not public.
        Invalid: the role cannot be offered.
        Conflict: the city is in it already, the challenge is not open, the group is full, or the
            call has been published.
    """
    row = locked(uow, procurement_id)
    require(CAN_LEAD, uow.actor, row)
    require_open_to_members(row)
    require_offered(city.role)
    card = _open_card(cards(uow, [city.challenge_id]).get(city.challenge_id))
    known = next((one for one in row.members if one.organisation_id == card.city_id), None)
    if known is not None and known.state in (INVITED, ACCEPTED):
        raise Conflict(say("%(city)s is in it already.", city=card.city_name))
    if known is None and len(row.members) >= MOST_CITIES:
        raise Conflict(say("A group has at most %(most)s cities.", most=MOST_CITIES))
    member = _member(uow, row, card, city.role.value)
    if known is not None:
        member.id, member.version = known.id, known.version + 1
        member = uow.session.merge(member)
    else:
        row.members.append(member)
    touch(uow, row)
    uow.record("procurement.invite", member, after={"state": INVITED, "role": member.role})
    uow.tell(CityInvited(row.id, member.organisation_id))
    return member


def decide(
    uow: UnitOfWork, procurement_id: UUID, about: str, text: str, took_part: Collection[UUID]
) -> GroupDecision:
    """Put a decision of the group on record, with the members that took part in it.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor takes no part in decisions.
        Invalid: the text cannot be taken, or nobody or a stranger took part.
        Conflict: it is over.
    """
    row = locked(uow, procurement_id)
    require(CAN_TAKE_PART, uow.actor, row)
    return put_on_record(uow, row, about, OnRecord(text=text, took_part=tuple(took_part)))


def put_on_record(
    uow: UnitOfWork, row: Procurement, about: str, said: OnRecord, **more: str
) -> GroupDecision:
    """Add a decision to a locked procurement; the caller has asked whether the actor may.

    `more` stands in the record beside what it is about, such as who or what was chosen.

    Raises:
        Invalid: the text cannot be taken, or nobody or a stranger took part.
    """
    known = {member.organisation_id for member in row.members if member.state == ACCEPTED}
    if not said.took_part or not set(said.took_part) <= known:
        raise Invalid.of("took_part", say("Choose the cities of the group that took part in it."))
    counted = select(func.count()).where(GroupDecision.procurement_id == row.id)
    decision = GroupDecision(
        id=uuid4(),
        procurement_id=row.id,
        number=(uow.session.scalar(counted) or 0) + 1,
        about=about,
        text=require_text("text", said.text, LONGEST_DECISION),
        took_part=sorted(map(str, set(said.took_part))),
        decided_at=uow.now,
        decided_by=uow.actor.label,
    )
    uow.session.add(decision)
    touch(uow, row)
    after = {"about": about, "number": decision.number, **more}
    uow.record("procurement.decide", decision, after=after)
    uow.tell(GroupDecided(row.id, decision.id))
    return decision


def managed(uow: UnitOfWork, procurement_id: UUID, expected_version: int) -> Procurement:
    """The row, locked for somebody who manages it and has seen it as it is.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor does not manage it.
        Stale: it has changed meanwhile.
        Conflict: it is over.
    """
    row = locked(uow, procurement_id)
    require(CAN_LEAD, uow.actor, row)
    if row.version != expected_version:
        raise Stale(say("This joint procurement has changed meanwhile. Look at it again."))
    return row


def touch(uow: UnitOfWork, row: Procurement) -> None:
    """Count a change of the procurement or of what belongs to it."""
    row.version, row.changed_at = row.version + 1, uow.now


def require_open_to_members(row: Procurement) -> None:
    """Refuse what changes the group once the call is published.

    Raises:
        Conflict: it is.
    """
    if row.published_at is not None:
        raise Conflict(say("The call is published, so the group cannot grow any more."))


def require_offered(role: JointRole) -> None:
    """Refuse a role in which no city is invited or accepts.

    Raises:
        Invalid: it is one.
    """
    if role not in OFFERED:
        raise Invalid.of("role", say("Choose buyer, follower or observer."), role)


def _ask(uow: UnitOfWork, row: Procurement) -> None:
    own = [member for member in row.members if CAN_SPEAK_FOR.allows(uow.actor, member)]
    if not own:
        require(CAN_PROPOSE, uow.actor, row)
    uow.session.add(row)
    uow.record("procurement.propose", row, after={"step": row.step, "members": len(row.members)})
    for member in row.members:
        if member in own:
            member.state, member.answered_at = ACCEPTED, uow.now
            member.answered_by = uow.actor.label
            member.note_buying(uow.now)
        else:
            uow.tell(CityInvited(row.id, member.organisation_id))


def _require_known(uow: UnitOfWork, rule_sets: Collection[RuleSetVersion]) -> None:
    wanted = {(one.key, one.number) for one in rule_sets}
    missing = wanted - versions_named(uow.session, wanted).keys()
    if missing:
        key, number = min(missing)
        remedy = say(
            "There is no version %(number)s of the rule set “%(key)s”.", number=number, key=key
        )
        raise Invalid.of("rule_sets", remedy, key)


def _challenges(uow: UnitOfWork, cities: Sequence[Invited]) -> dict[UUID, ChallengeCard]:
    if not FEWEST_CITIES <= len(cities) <= MOST_CITIES:
        raise Invalid.of(
            "cities",
            say(
                "Choose %(fewest)s to %(most)s challenges of different cities.",
                fewest=FEWEST_CITIES,
                most=MOST_CITIES,
            ),
        )
    for one in cities:
        require_offered(one.role)
    known = cards(uow, [one.challenge_id for one in cities])
    found = {one.challenge_id: _open_card(known.get(one.challenge_id)) for one in cities}
    if len({card.city_id for card in found.values()}) < len(cities):
        raise Conflict(say("Two of these challenges are of the same city. Choose one of them."))
    return found


def _open_card(card: ChallengeCard | None) -> ChallengeCard:
    if card is None or card.number is None:
        raise NotFound(say(NOTHING))
    if card.state in ENDED:
        raise Conflict(say("“%(title)s” is not open any more.", title=card.title))
    return card


def _member(uow: UnitOfWork, row: Procurement, card: ChallengeCard, role: str) -> ProcurementMember:
    return ProcurementMember(
        id=uuid4(),
        procurement_id=row.id,
        organisation_id=card.city_id,
        challenge_id=card.id,
        challenge_version=card.number or 0,
        role=role,
        state=INVITED,
        reason="",
        letter=Letter.NONE.value,
        letter_on=None,
        mandate=Mandate.NOT_ASKED.value,
        mandate_note="",
        invited_at=uow.now,
        answered_at=None,
        answered_by=None,
        buys_since=None,
        version=1,
    )


def _tidy(content: ProcurementContent) -> ProcurementContent:
    return replace(
        content,
        title=require_text("title", content.title, LONGEST_TITLE),
        summary=require_text("summary", content.summary, LONGEST_SUMMARY),
    )
