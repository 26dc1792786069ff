"""Verbs of the common need: draw it up, for the first time or anew, and decide on its items.

What people decided stays when it is drawn up anew; what it came from is shown to have changed.
"""

from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from marketplace.common_needs.content import Choice, Decision, Sides, Source
from marketplace.common_needs.models import CommonNeed, CommonNeedItem
from marketplace.common_needs.policy import CAN_DECIDE
from marketplace.common_needs.queries import Stated, items_of, made_of, stated
from marketplace.foundation.access import require
from marketplace.foundation.errors import Conflict, Invalid, NotFound, Stale
from marketplace.foundation.saying import say
from marketplace.foundation.texts import require_text
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import NOTHING
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement
from marketplace.procurements.queries import inside, locked
from marketplace.recommendations.common import REQUIREMENT, Item, Kind, asked_together
from marketplace.recommendations.matcher import Matcher

FEWEST_MEMBERS = 2
LONGEST_WORDING, LONGEST_REASON = 500, 2000


def draw_up(uow: UnitOfWork, matcher: Matcher, procurement_id: UUID) -> CommonNeed:
    """Merge what the members' challenges ask for, as they are published now.

    What was decided stays. What is not decided, and nobody says any more, gives way.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor takes no part in decisions.
        Stale: the group, or what a member asks for, has changed meanwhile.
        Conflict: fewer than two cities take part, or all is over.
        Unavailable: the language model cannot be loaded.
    """
    # The model takes long; nobody has to wait for it, so what it read is looked at again.
    before = inside(uow, procurement_id)
    require(CAN_DECIDE, uow.actor, before)
    now = stated(uow.session, before)
    if len(now) < FEWEST_MEMBERS:
        raise Conflict(say("A common need takes two cities that take part. Wait for a second one."))
    told = [(one.origin, one.content, one.city) for one in now]
    found = asked_together(uow, matcher, told)
    procurement = locked(uow, procurement_id)
    require(CAN_DECIDE, uow.actor, procurement)
    if made_of(stated(uow.session, procurement)) != made_of(now):
        raise Stale(say("What the cities ask for has changed at this moment. Draw it up again."))
    row = uow.session.get(CommonNeed, procurement_id, populate_existing=True)
    if row is None:
        row = CommonNeed(procurement_id=procurement_id, version=0)
        uow.session.add(row)
    row.made_of, row.unread = made_of(now), list(found.unread)
    row.drawn_up_at, row.drawn_up_by = uow.now, uow.actor.label
    row.version += 1
    _replace_items(uow, procurement_id, found.items, now)
    procurement.changed_at = uow.now
    uow.record("common_need.draw_up", row, after={"items": len(found.items), "cities": len(now)})
    return row


def decide(
    uow: UnitOfWork,
    procurement_id: UUID,
    item_id: UUID,
    decision: Decision,
    *,
    expected_version: int,
) -> CommonNeedItem:
    """Put on record what people decided about one item; a later decision takes its place.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor takes no part in decisions.
        Invalid: a text or the cities that took part cannot be taken, or a wording is missing.
        Stale: somebody decided, or the need was drawn up anew, meanwhile.
        Conflict: it is over.
    """
    procurement = locked(uow, procurement_id)
    require(CAN_DECIDE, uow.actor, procurement)
    row = uow.session.get(CommonNeedItem, item_id, populate_existing=True)
    if row is None or row.procurement_id != procurement_id:
        raise NotFound(say(NOTHING))
    if row.version != expected_version:
        raise Stale(say("Somebody has decided on this meanwhile. Read it first, then decide."))
    _decide(uow, procurement, row, decision)
    return row


def accept_core(
    uow: UnitOfWork, procurement_id: UUID, took_part: Collection[UUID], *, expected_version: int
) -> list[CommonNeedItem]:
    """Keep for all, in the proposed wording, everything in the core on which nobody has decided.

    Raises:
        NotFound, Unauthenticated, Forbidden: the actor takes no part in decisions.
        Invalid: nobody or a stranger took part.
        Stale: the need was drawn up anew meanwhile.
        Conflict: nobody has drawn it up, or it is over.
    """
    procurement = locked(uow, procurement_id)
    require(CAN_DECIDE, uow.actor, procurement)
    need = uow.session.get(CommonNeed, procurement_id, populate_existing=True)
    if need is None:
        raise Conflict(say("Draw up the common need first."))
    if need.version != expected_version:
        raise Stale(say("The common need was drawn up anew meanwhile. Look at it again."))
    rows = [
        row for row in _rows(uow, procurement_id) if row.kind == Kind.CORE and row.choice is None
    ]
    for row in rows:
        chosen = Decision(choice=Choice.COMMON, took_part=tuple(took_part), wording=row.proposed)
        _decide(uow, procurement, row, chosen)
    return rows


def _decide(
    uow: UnitOfWork, procurement: Procurement, row: CommonNeedItem, decision: Decision
) -> None:
    before = row.choice
    row.wording = _wording(row, decision)
    least = 1 if decision.choice is Choice.DROPPED else 0
    row.reason = require_text("reason", decision.reason, LONGEST_REASON, least=least)
    row.took_part = _took_part(procurement, decision.took_part)
    row.choice = decision.choice.value
    row.decided_at, row.decided_by = uow.now, uow.actor.label
    row.is_changed, row.version = False, row.version + 1
    procurement.changed_at = uow.now
    uow.record("common_need.decide", row, before={"choice": before}, after={"choice": row.choice})


def _wording(row: CommonNeedItem, decision: Decision) -> str:
    """What all ask for: for a requirement any sentence, for a fact what a member states."""
    if decision.choice is not Choice.COMMON:
        return ""
    if row.about == REQUIREMENT:
        return require_text("wording", decision.wording, LONGEST_WORDING)
    stated_ones = {source.text for source in row.said.sources}
    if decision.wording not in stated_ones:
        raise Invalid.of("wording", say("Choose one of the values that the cities state."))
    return decision.wording


def _took_part(procurement: Procurement, ids: Collection[UUID]) -> list[str]:
    known = {one.organisation_id for one in procurement.members if one.state == ACCEPTED}
    if not ids or not set(ids) <= known:
        raise Invalid.of("took_part", say("Choose the cities of the group that took part in it."))
    return sorted(map(str, set(ids)))


def _replace_items(
    uow: UnitOfWork, procurement_id: UUID, items: Sequence[Item], now: Sequence[Stated]
) -> None:
    """Put these items in the place of those before, each decision with what it was about."""
    owners = {str(one.origin.id): one for one in now}
    rows = _rows(uow, procurement_id)
    fresh = [(item, _said(item, owners)) for item in items]
    taken = _continued(rows, fresh)
    left = [row for row in rows if row not in taken.values()]
    for place, row in enumerate(left, len(fresh)):
        if row.choice is None:
            uow.session.delete(row)
        else:
            row.place, row.version = place, row.version + (not row.is_gone)
            row.is_gone, row.is_changed = True, False
    for place, (item, said) in enumerate(fresh):
        kept = taken.get(place)
        row = kept or _undecided(uow, procurement_id)
        if kept is not None and (kept.is_gone or _texts(kept.said) != _texts(said)):
            row.is_changed, row.version = row.choice is not None, row.version + 1
        row.place, row.part, row.said, row.is_gone = place, item.part, said, False
        row.kind, row.about = item.kind.value, item.about
        row.proposed, row.because = item.wording, item.because.value


def _rows(uow: UnitOfWork, procurement_id: UUID) -> list[CommonNeedItem]:
    """The items, read anew behind the lock, whatever the view had read before."""
    chosen = items_of(procurement_id).execution_options(populate_existing=True)
    return list(uow.session.scalars(chosen))


def _undecided(uow: UnitOfWork, procurement_id: UUID) -> CommonNeedItem:
    row = CommonNeedItem(
        id=uuid4(),
        procurement_id=procurement_id,
        choice=None,
        wording="",
        reason="",
        took_part=[],
        decided_at=None,
        decided_by=None,
        is_changed=False,
        version=1,
    )
    uow.session.add(row)
    return row


def _said(item: Item, owners: dict[str, Stated]) -> Sides:
    """The sources of an item, with the city and the version that each belongs to."""
    return Sides(
        sides=tuple(
            tuple(
                Source(
                    organisation_id=owners[one.need].origin.owner_id,
                    challenge_id=owners[one.need].origin.id,
                    version=owners[one.need].origin.version,
                    field=one.field,
                    text=one.text,
                    essential=one.essential,
                )
                for one in side
            )
            for side in item.sides
        )
    )


def _texts(said: Sides) -> frozenset[tuple[str, str]]:
    """Who says what, whatever the place in which version."""
    return frozenset((str(one.challenge_id), one.text) for one in said.sources)


def _continued(
    rows: Sequence[CommonNeedItem], fresh: Sequence[tuple[Item, Sides]]
) -> dict[int, CommonNeedItem]:
    """By place, the row that a new item continues: a decided one first, that which shares most."""
    shared = sorted(
        (row.choice is None, -len(_texts(row.said) & _texts(said)), old, new)
        for old, row in enumerate(rows)
        for new, (item, said) in enumerate(fresh)
        if row.about == item.about and _texts(row.said) & _texts(said)
    )
    found: dict[int, int] = {}
    for *_, old, new in shared:
        if new not in found and old not in found.values():
            found[new] = old
    return {new: rows[old] for new, old in found.items()}
