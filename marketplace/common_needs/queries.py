"""Reads of the common need: its items, what was decided, and what is asked for by now."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session

from marketplace.challenges.content import ChallengeContent, Importance, JointRole, Requirement
from marketplace.challenges.models import Challenge, ChallengeVersion
from marketplace.challenges.policy import visible_content
from marketplace.common_needs.content import Choice, Source
from marketplace.common_needs.models import CommonNeed, CommonNeedItem
from marketplace.common_needs.policy import CAN_DECIDE
from marketplace.foundation.access import VISITOR
from marketplace.foundation.unit_of_work import UnitOfWork, once
from marketplace.organisations.content import OrganisationContent
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import organisations_by_id
from marketplace.procurements.lifecycle import ACCEPTED, OVER
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.queries import MemberView, ProcurementView, inside
from marketplace.recommendations.common import REQUIREMENT, Because, Kind
from marketplace.recommendations.profiles import Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What a member's challenge says to everybody, in the version that counts for the group."""

    origin: Origin
    content: ChallengeContent
    city: OrganisationContent


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A sentence of a member, with the name of its city.

    `is_public`: that version of the challenge is what everybody can read now.
    """

    source: Source
    city: str
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One thing that is asked for, what is proposed for it, and what was decided.

    `choice` and what goes with it are at their default as long as nobody has decided.
    """

    id: UUID
    version: int
    kind: Kind
    about: str
    proposed: str
    because: Because
    part: int | None
    sides: tuple[tuple[SourceView, ...], ...]
    choice: Choice | None = None
    wording: str = ""
    reason: str = ""
    took_part: tuple[str, ...] = ()
    decided_at: datetime | None = None
    decided_by: str | None = None
    is_changed: bool = False
    is_gone: bool = False

    @property
    def sources(self) -> tuple[SourceView, ...]:
        """The sentences of all sides."""
        return tuple(source for side in self.sides for source in side)

    @property
    def cities(self) -> tuple[str, ...]:
        """Whose wish it is, by name."""
        return tuple(sorted({one.city for one in self.sources}))

    @property
    def essential_for(self) -> tuple[str, ...]:
        """To whom it is essential, by name."""
        return tuple(sorted({one.city for one in self.sources if one.source.essential}))

    @property
    def is_essential(self) -> bool:
        """Whether it is essential to everybody whose wish it is."""
        return self.essential_for == self.cities

    @property
    def is_requirement(self) -> bool:
        """Whether it is a sentence, and no code of a fact."""
        return self.about == REQUIREMENT

    @property
    def own_wish_of(self) -> frozenset[UUID]:
        """The cities whose own wish it is: decided so, or an extra on which nobody has decided."""
        is_extra = self.kind is Kind.EXTRA if self.choice is None else self.choice is Choice.EXTRA
        owners = (one.source.organisation_id for one in self.sources)
        return frozenset(owners) if is_extra else frozenset()

    @property
    def says(self) -> str:
        """What all ask for as things stand: as decided, or else as proposed for several."""
        if self.choice is not None:
            return self.wording if self.choice is Choice.COMMON else ""
        return self.proposed if self.kind is Kind.CORE else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedView:
    """The common need of a group. `unread` names the cities whose language the model cannot read.

    Since it was drawn up, the cities of `changed` have published another version of their
    challenge and those of `come` have joined; `has_left`: one takes part no longer. `silent` names
    the members whose challenge states no requirement; `names` are those of the cities whose
    challenges count now.
    """

    drawn_up_at: datetime
    drawn_up_by: str
    version: int
    items: tuple[ItemView, ...]
    unread: tuple[str, ...]
    silent: tuple[str, ...]
    names: Mapping[UUID, str]
    changed: tuple[str, ...]
    come: tuple[str, ...]
    has_left: bool
    may_decide: bool

    @property
    def is_outdated(self) -> bool:
        """Whether the cities say something else now than when it was drawn up."""
        return bool(self.changed or self.come or self.has_left)

    @property
    def contradictions(self) -> tuple[ItemView, ...]:
        """What excludes each other, decided or not."""
        return tuple(item for item in self.items if item.kind is Kind.CONTRADICTION)

    @property
    def core(self) -> tuple[ItemView, ...]:
        """What several ask for."""
        return tuple(item for item in self.items if item.kind is Kind.CORE)

    @property
    def extras(self) -> tuple[ItemView, ...]:
        """What one city asks for."""
        return tuple(item for item in self.items if item.kind is Kind.EXTRA)

    @property
    def open(self) -> tuple[ItemView, ...]:
        """The contradictions on which nobody has decided yet."""
        return tuple(item for item in self.contradictions if item.choice is None)

    @property
    def is_settled(self) -> bool:
        """Whether every contradiction is decided."""
        return not self.open


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFor:
    """What a group asks for as things stand, as requirements of a challenge are written.

    `extras` are by organisation. Contradictions on which nobody has decided are in neither.
    """

    common: tuple[Requirement, ...]
    extras: Mapping[UUID, tuple[Requirement, ...]]


def need_of(uow: UnitOfWork, procurement_id: UUID) -> NeedView | None:
    """The common need, for the inside of the group; None if nobody has drawn it up.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    procurement = inside(uow, procurement_id)
    which = (CommonNeed, procurement_id, uow.actor.kind, uow.actor.user_id)
    return once(uow.session, which, lambda: _read(uow, procurement))


def _read(uow: UnitOfWork, procurement: Procurement) -> NeedView | None:
    row = uow.session.get(CommonNeed, procurement.id)
    if row is None:
        return None
    now = stated(uow.session, procurement)
    names = {one.origin.owner_id: one.city.name for one in now}
    then = {str(one["challenge"]): one["version"] for one in row.made_of}
    come = [one for one in now if str(one.origin.id) not in then]
    changed = [
        one for one in now if then.get(str(one.origin.id), one.origin.version) != one.origin.version
    ]
    by_challenge = {str(one.origin.id): one.city.name for one in now}
    silent = (one.city.name for one in now if not one.content.requirements)
    return NeedView(
        drawn_up_at=row.drawn_up_at,
        drawn_up_by=row.drawn_up_by,
        version=row.version,
        items=_views(uow, procurement.id, names, now),
        unread=tuple(sorted(by_challenge[key] for key in row.unread if key in by_challenge)),
        silent=tuple(sorted(silent)),
        names=names,
        changed=tuple(sorted(one.city.name for one in changed)),
        come=tuple(sorted(one.city.name for one in come)),
        has_left=not then.keys() <= by_challenge.keys(),
        may_decide=CAN_DECIDE.allows(uow.actor, procurement) and procurement.step not in OVER,
    )


def aligned(session: Session, procurements: Sequence[ProcurementView]) -> set[UUID]:
    """Those whose common need says what the members say now, every contradiction in it decided.

    Three queries, however many they are. Nobody's right to see it is asked for: it is for the
    floors above.
    """
    ids = [one.id for one in procurements]
    drawn_up = select(CommonNeed.procurement_id, CommonNeed.made_of)
    rows = session.execute(drawn_up.where(CommonNeed.procurement_id.in_(ids)))
    made = {row.procurement_id: row.made_of for row in rows}
    still_open = select(CommonNeedItem.procurement_id).where(
        CommonNeedItem.procurement_id.in_(made),
        CommonNeedItem.kind == Kind.CONTRADICTION.value,
        CommonNeedItem.choice.is_(None),
    )
    left = set(session.scalars(still_open))
    members = {one.id: _counting(one.members) for one in procurements if one.id in made}
    published = select(Challenge.id, Challenge.published_version).where(
        Challenge.id.in_({key for agreed in members.values() for key in agreed})
    )
    now = {row.id: row.published_version for row in session.execute(published)}
    return {
        id_
        for id_, agreed in members.items()
        if id_ not in left
        and {(str(key), now[key] or number) for key, number in agreed.items()}
        == {(one["challenge"], one["version"]) for one in made[id_]}
    }


def asked_for(uow: UnitOfWork, procurement_id: UUID) -> AskedFor | None:
    """What the group asks for as things stand; None if nobody has drawn it up.

    Raises:
        NotFound, Unauthenticated, Forbidden: as `procurements.queries.inside`.
    """
    found = need_of(uow, procurement_id)
    if found is None:
        return None
    wanted = [item for item in found.items if item.is_requirement]
    extras: dict[UUID, list[Requirement]] = {}
    for item in wanted:
        for one in item.sources:
            if one.source.organisation_id in item.own_wish_of:
                own = _requirement(one.source.text, is_essential=one.source.essential)
                extras.setdefault(one.source.organisation_id, []).append(own)
    return AskedFor(
        common=tuple(
            _requirement(item.says, is_essential=item.is_essential) for item in wanted if item.says
        ),
        extras={id_: tuple(wishes) for id_, wishes in extras.items()},
    )


def made_of(now: Sequence[Stated]) -> list[dict[str, str | int]]:
    """The versions that a common need is made of, as they are kept."""
    return [{"challenge": str(one.origin.id), "version": one.origin.version} for one in now]


def items_of(procurement_id: UUID) -> Select[CommonNeedItem]:
    """The items of a common need, in their order."""
    chosen = select(CommonNeedItem).where(CommonNeedItem.procurement_id == procurement_id)
    return chosen.order_by(CommonNeedItem.place, CommonNeedItem.id)


def stated(session: Session, procurement: Procurement) -> list[Stated]:
    """What the challenges of the members say to everybody, by the city's name.

    Those count that take part and do not only look on. A challenge counts as it is published now,
    or, when it is not any more, as it was when its city was invited.
    """
    agreed = _counting(procurement.members)
    at_hand = or_(
        ChallengeVersion.number == Challenge.published_version,
        Challenge.published_version.is_(None)
        & or_(
            false(),
            *(
                (Challenge.id == id_) & (ChallengeVersion.number == number)
                for id_, number in agreed.items()
            ),
        ),
    )
    rows = session.execute(
        select(Challenge, ChallengeVersion, Organisation)
        .join(ChallengeVersion, ChallengeVersion.challenge_id == Challenge.id)
        .join(Organisation, Organisation.id == Challenge.city_id)
        .where(Challenge.id.in_(agreed), at_hand)
        .order_by(Organisation.sort_key, Challenge.id)
    )
    return [
        Stated(
            origin=Origin(id=challenge.id, owner_id=city.id, version=version.number),
            content=visible_content(VISITOR, challenge, version.content),
            city=city.content,
        )
        for challenge, version, city in rows
    ]


def _counting(members: Iterable[ProcurementMember | MemberView]) -> dict[UUID, int]:
    """The challenges that count for a group, each with the version as which it was asked in."""
    return {
        one.challenge_id: one.challenge_version
        for one in members
        if one.state == ACCEPTED and one.role != JointRole.OBSERVER
    }


def _requirement(text: str, *, is_essential: bool) -> Requirement:
    importance = Importance.ESSENTIAL if is_essential else Importance.NICE
    return Requirement(text=text, importance=importance)


def _views(
    uow: UnitOfWork, procurement_id: UUID, names: dict[UUID, str], now: Sequence[Stated]
) -> tuple[ItemView, ...]:
    rows = uow.session.scalars(items_of(procurement_id)).all()
    mentioned = {source.organisation_id for row in rows for source in row.said.sources}
    mentioned |= {UUID(id_) for row in rows for id_ in row.took_part}
    others = mentioned - names.keys()
    left = organisations_by_id(uow.session, others) if others else {}
    known = names | {id_: row.name for id_, row in left.items()}
    versions = {(one.origin.id, one.origin.version) for one in now}
    return tuple(_view(row, known, versions) for row in rows)


def _view(
    row: CommonNeedItem, names: Mapping[UUID, str], versions: Collection[tuple[UUID, int]]
) -> ItemView:
    return ItemView(
        id=row.id,
        version=row.version,
        kind=Kind(row.kind),
        about=row.about,
        proposed=row.proposed,
        because=Because(row.because),
        part=row.part,
        sides=tuple(
            tuple(
                SourceView(
                    source=one,
                    city=names[one.organisation_id],
                    is_public=(one.challenge_id, one.version) in versions,
                )
                for one in side
            )
            for side in row.said.sides
        ),
        choice=Choice(row.choice) if row.choice else None,
        wording=row.wording,
        reason=row.reason,
        took_part=tuple(sorted(names[UUID(id_)] for id_ in row.took_part)),
        decided_at=row.decided_at,
        decided_by=row.decided_by,
        is_changed=row.is_changed,
        is_gone=row.is_gone,
    )
