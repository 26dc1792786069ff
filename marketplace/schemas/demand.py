"""The shapes of pooled demand, of who pays what, and of commitments."""

from typing import Any

from marshmallow import Schema, fields, post_load, pre_dump

from marketplace.pooled_demand.content import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_UNIT,
    MOST_UNITS,
    MOST_YEARS,
    Cap,
    DemandContent,
    Pledge,
    SharingKey,
    Terms,
    YearNeed,
)
from marketplace.pooled_demand.queries import Committed, PooledDemand, Shares
from marketplace.pooled_demand.thresholds import Crossed
from marketplace.schemas.fields import Choice, Exact, Line, Many, Money, Whole
from marketplace.schemas.loading import ContentSchema
from marketplace.schemas.money import Currency


class YearNeedSchema(ContentSchema[YearNeed]):
    """What a member needs in one year; the budget is without value added tax. Null counts as 0."""

    content = YearNeed

    year = Whole(FIRST_YEAR, LAST_YEAR, required=True)
    units = Whole(0, MOST_UNITS, allow_none=True)
    budget = Money(allow_none=True)

    @post_load
    def _make(self, values: dict[str, Any], **_: Any) -> YearNeed:
        return YearNeed(**{name: value for name, value in values.items() if value is not None})


class DemandSchema(ContentSchema[DemandContent]):
    """What a member needs and can pay, in the currency of the procurement."""

    content = DemandContent

    currency = Currency(required=True)
    years = Many(fields.Nested(YearNeedSchema), MOST_YEARS)
    own_share = Money(allow_none=True)


class TermsSchema(ContentSchema[Terms]):
    """What the group counts in, and by what it shares the cost."""

    content = Terms

    unit = Line(LONGEST_UNIT, least=1, required=True)
    sharing = Choice(SharingKey, allow_none=True)


class PledgeSchema(ContentSchema[Pledge]):
    """What a member commits: above 0, in the currency of the procurement."""

    content = Pledge

    amount = Money(required=True)
    currency = Currency(required=True)


class CapSchema(ContentSchema[Cap]):
    """What may be committed in all; null: there is no cap."""

    content = Cap

    cap = Money(required=True, allow_none=True)
    currency = Currency(required=True)


class MemberDemandSchema(Schema):
    """What one member needs and can pay; version 0 where nothing is written yet."""

    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True)
    country = fields.String(required=True)
    population = fields.Integer(required=True, allow_none=True)
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    is_apart = fields.Boolean(
        required=True,
        metadata={"description": "Its amounts are in another currency, and added to no other."},
    )
    content = fields.Nested(DemandSchema, required=True)


class YearSumSchema(Schema):
    """The units and budgets of all members in one year."""

    year = fields.Integer(required=True)
    units = fields.Integer(required=True)
    budget = Money(required=True)


class ShareSchema(Schema):
    """What one member pays."""

    organisation_id = fields.UUID(required=True)
    amount = Money(required=True)


class SharesSchema(Schema):
    """Who pays what of the budget by one key; `left` is what nobody pays, below 0: too much."""

    key = fields.Enum(SharingKey, by_value=True, required=True)
    shares = fields.List(fields.Nested(ShareSchema), required=True)
    not_known = fields.List(
        fields.UUID(), required=True, metadata={"description": "Their figure is not known."}
    )
    left = Exact(required=True)

    @pre_dump
    def _flat(self, shares: Shares, **_: Any) -> dict[str, Any]:
        paid = [{"organisation_id": id_, "amount": sum_} for id_, sum_ in shares.shares.items()]
        plain = {name: getattr(shares, name) for name in ("key", "left")}
        return plain | {"shares": paid, "not_known": shares.unknown}


class ThresholdSchema(Schema):
    """A threshold of EU procurement law of today, and whether the budget reaches it."""

    kind = fields.String(required=True)
    amount = Exact(required=True)
    currency = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(required=True)
    act = fields.String(required=True)
    source = fields.String(required=True)
    checked_on = fields.Date(required=True)
    is_reached = fields.Boolean(required=True)

    @pre_dump
    def _flat(self, found: Crossed, **_: Any) -> dict[str, Any]:
        told = {
            name: getattr(found.threshold, name) for name in self.fields if name != "is_reached"
        }
        return told | {"is_reached": found.is_reached}


class PooledDemandSchema(Schema):
    """What a group needs and can pay together."""

    currency = fields.String(required=True)
    terms = fields.Nested(TermsSchema, required=True, allow_none=True)
    version = fields.Integer(
        required=True, metadata={"description": "Of the terms, for If-Match; 0: none yet."}
    )
    units = fields.Integer(required=True)
    budget = Money(required=True)
    years = fields.List(fields.Nested(YearSumSchema), required=True)
    members = fields.List(fields.Nested(MemberDemandSchema), required=True)

    @pre_dump
    def _named(self, demand: PooledDemand, **_: Any) -> dict[str, Any]:
        told = {name: getattr(demand, name) for name in self.fields}
        return told | {"version": demand.terms_version}


class DemandAnswerSchema(PooledDemandSchema):
    """The same with what follows from it."""

    shares = fields.List(fields.Nested(SharesSchema), required=True, dump_only=True)
    thresholds = fields.List(fields.Nested(ThresholdSchema), required=True, dump_only=True)


class CommittedSchema(Schema):
    """What a member commits; it counts until it is taken back or the member buys no longer."""

    id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True)
    name = fields.String(required=True)
    lot = fields.UUID(
        required=True, allow_none=True, metadata={"description": "Null: for the whole."}
    )
    amount = Money(required=True)
    currency = fields.String(required=True)
    committed_at = fields.AwareDateTime(required=True)
    version = fields.Integer(required=True, metadata={"description": "For If-Match."})
    counts = fields.Boolean(required=True)

    @pre_dump
    def _whole(self, item: Committed, **_: Any) -> dict[str, Any]:
        return {name: getattr(item, name) for name in self.fields} | {"lot": item.lot or None}


class CommitmentsSchema(Schema):
    """What is committed in all, under a cap; `left` is null where there is none."""

    currency = fields.String(required=True)
    cap = Money(required=True, allow_none=True)
    total = Money(required=True)
    left = Money(required=True, allow_none=True)
    version = fields.Integer(
        required=True, metadata={"description": "Of the procurement, for If-Match."}
    )
    items = fields.List(fields.Nested(CommittedSchema), required=True)
