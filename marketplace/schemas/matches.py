"""The shapes of matches: suppliers, partners, and challenges for a vendor, with their reasons."""

from dataclasses import fields as fields_of
from typing import Any

from marshmallow import Schema, fields, pre_dump

from marketplace.recommendations.results import PartnerMatch
from marketplace.recommendations.side_by_side import Law, Lead, SideBySide
from marketplace.schemas.answers import ListedChallengeSchema, ListedSolutionSchema
from marketplace.schemas.challenges import BudgetSchema, ChallengeSchema
from marketplace.schemas.fields import Month
from marketplace.schemas.solutions import SolutionSchema


class EvidenceSchema(Schema):
    """A literal span of one field of the version that was ranked."""

    text = fields.String(required=True)
    field = fields.String(required=True)
    start = fields.Integer(required=True)
    end = fields.Integer(required=True)
    strength = fields.Float(required=True)


class FactVerdictSchema(Schema):
    """One fact that is needed, what is offered, and whether it is met."""

    name = fields.String(required=True)
    needed = fields.String(required=True)
    offered = fields.String(required=True)
    verdict = fields.String(required=True)
    essential = fields.Boolean()


class RequirementVerdictSchema(Schema):
    """One requirement, what the solution says to it, and where."""

    requirement = fields.String(required=True)
    importance = fields.String(required=True)
    stated = fields.Boolean(
        metadata={"description": "False for a sentence of the need taken as a wish."}
    )
    verdict = fields.String(required=True)
    evidence = fields.Nested(EvidenceSchema, allow_none=True, required=True)
    fact = fields.Nested(
        FactVerdictSchema,
        allow_none=True,
        required=True,
        metadata={"description": "What decided instead, where the requirement names a fact."},
    )

    @pre_dump
    def _importance(self, verdict: Any, **_: Any) -> dict[str, Any]:
        importance = "essential" if verdict.essential else "nice"
        return _values(verdict) | {"importance": importance}


class FactorSchema(Schema):
    """A part of the score, which is the sum of value times weight."""

    name = fields.String(required=True)
    value = fields.Float(required=True)
    weight = fields.Float(required=True)


class MovementSchema(Schema):
    """One thing that is not met, and the score if it were met in full."""

    mover = fields.String(
        required=True,
        metadata={"description": "“requirement” or “fact”."},
    )
    subject = fields.String(
        required=True,
        metadata={"description": "The text of the requirement, or the name of the fact."},
    )
    score = fields.Float(required=True, metadata={"description": "0..1"})


class MatchedSolutionSchema(ListedSolutionSchema):
    """A solution with the version that was ranked."""

    content = fields.Nested(SolutionSchema, required=True)


class MatchSchema(Schema):
    """What all kinds of matches say."""

    rank = fields.Integer(required=True)
    score = fields.Float(required=True, metadata={"description": "0..1"})
    factors = fields.List(fields.Nested(FactorSchema), required=True)
    model = fields.String(required=True)
    engine_version = fields.String(required=True)
    weights = fields.String(
        required=True,
        metadata={"description": "documented, or the id of the approved proposal they come from."},
    )
    challenge_version = fields.Integer(allow_none=True)
    unknown_language = fields.String(
        required=True,
        allow_none=True,
        metadata={
            "description": "The language of the need, if the model was not trained on it: words "
            "in common carry the rank then. ISO 639-1; “und” where the alphabet is no official one."
        },
    )


class SolutionMatchSchema(MatchSchema):
    """A solution judged against a need."""

    band = fields.String(
        required=True,
        metadata={"description": "How far its text fits: strong, possible, weak or none."},
    )
    solution = fields.Nested(MatchedSolutionSchema, required=True)
    requirements = fields.List(fields.Nested(RequirementVerdictSchema), required=True)
    facts = fields.List(fields.Nested(FactVerdictSchema), required=True)
    moves_most = fields.Nested(MovementSchema, required=True, allow_none=True)
    copies = fields.Integer(metadata={"description": "Near copies that this one stands for."})
    solution_version = fields.Integer(required=True)

    @pre_dump
    def _flat(self, match: Any, **_: Any) -> dict[str, Any]:
        solution = _values(match.solution) | {"content": match.content}
        more = {"solution": solution, "moves_most": match.moves_most}
        return _values(match) | _made_by(match) | more


class AgreementSchema(Schema):
    """One thing that both cities state, in words."""

    name = fields.String(required=True)
    own = fields.String(required=True)
    other = fields.String(required=True)


class SidedAgreementSchema(AgreementSchema):
    """The same with how the two go together: agrees, differs or contradicts."""

    side = fields.String(required=True)


class SharedSentencesSchema(Schema):
    """Two sentences that say much the same."""

    own = fields.Nested(EvidenceSchema, required=True)
    other = fields.Nested(EvidenceSchema, required=True)


class MatchedChallengeSchema(ListedChallengeSchema):
    """A challenge with the version that was compared."""

    content = fields.Nested(ChallengeSchema, required=True)


class JointWorkSchema(Schema):
    """A buyers group that the other city took part in."""

    title = fields.String(required=True)
    mode = fields.String(required=True)
    period = fields.String(required=True)
    led = fields.Boolean(required=True)


class ForPartnersSchema(Schema):
    """What the other city shows to partner cities only, beside what it says to everybody."""

    budget = fields.Nested(BudgetSchema, attribute="details.budget", allow_none=True)
    approval_month = Month(attribute="details.approval_month", allow_none=True)
    approval_has_passed = fields.Boolean(
        required=True, metadata={"description": "Ask whether the approval stands."}
    )
    contact = fields.String(attribute="details.contact", required=True)
    agreements = fields.List(
        fields.Nested(SidedAgreementSchema),
        required=True,
        metadata={"description": "With what the own city states; they rank nothing."},
    )


class RequirementPairSchema(Schema):
    """A requirement of the challenge that asks, and one of the other."""

    own = fields.String(required=True)
    other = fields.String(required=True)


class RequirementsBesideSchema(Schema):
    """What both ask for, what excludes each other, and what one asks for alone."""

    shared = fields.List(fields.Nested(RequirementPairSchema), required=True)
    contradicting = fields.List(fields.Nested(RequirementPairSchema), required=True)
    only_own = fields.List(fields.String(), required=True)
    only_other = fields.List(fields.String(), required=True)


class SideBySideSchema(Schema):
    """What does not rank: null stands for what is not known."""

    requirements = fields.Nested(
        RequirementsBesideSchema,
        required=True,
        allow_none=True,
        metadata={"description": "One by one, by meaning; null unless both name some."},
    )
    law = fields.Enum(Law, by_value=True, required=True, allow_none=True)
    distance_km = fields.Integer(required=True, allow_none=True)
    languages = fields.List(
        fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "Languages of both cities, ISO 639-1."},
    )
    lead = fields.Enum(
        Lead,
        by_value=True,
        required=True,
        allow_none=True,
        metadata={"description": "Which said that it would be the lead buyer."},
    )
    joint_work = fields.List(fields.Nested(JointWorkSchema), required=True)
    mentor = fields.Boolean(required=True)
    for_partners = fields.Nested(
        ForPartnersSchema,
        required=True,
        allow_none=True,
        metadata={
            "description": "For members of a verified city whose own challenge asks and is open "
            "to joint procurement, and for staff."
        },
    )


class PartnerMatchSchema(MatchSchema):
    """A city whose challenge is the same need."""

    challenge = fields.Nested(MatchedChallengeSchema, required=True)
    agrees = fields.List(fields.Nested(AgreementSchema), required=True)
    differs = fields.List(fields.Nested(AgreementSchema), required=True)
    contradicts = fields.List(fields.Nested(AgreementSchema), required=True)
    shared_sentences = fields.List(fields.Nested(SharedSentencesSchema), required=True)
    moves_most = fields.Nested(MovementSchema, required=True, allow_none=True)
    open_to_joint = fields.Boolean(allow_none=True)
    side_by_side = fields.Nested(SideBySideSchema, required=True)
    partner_version = fields.Integer(required=True)

    @pre_dump
    def _flat(self, both: tuple[PartnerMatch, SideBySide], **_: Any) -> dict[str, Any]:
        match, beside = both
        challenge = _values(match.challenge) | {"content": match.content}
        more = {"challenge": challenge, "moves_most": match.moves_most, "side_by_side": beside}
        return _values(match) | _made_by(match) | more


class ChallengeMatchSchema(MatchSchema):
    """A challenge that a solution fits, or nearly, with what keeps it out."""

    challenge = fields.Nested(ListedChallengeSchema, required=True)
    fits = fields.Boolean(required=True)
    place = fields.Integer(
        allow_none=True,
        metadata={"description": "Among the first ten matches of the challenge; None if not."},
    )
    kept_out_by = fields.List(fields.String(), required=True)
    requirements = fields.List(fields.Nested(RequirementVerdictSchema), required=True)
    facts = fields.List(fields.Nested(FactVerdictSchema), required=True)
    solution_version = fields.Integer(required=True)

    @pre_dump
    def _flat(self, match: Any, **_: Any) -> dict[str, Any]:
        judged = {"fits": match.fits, "kept_out_by": match.kept_out_by}
        return _values(match) | _made_by(match) | judged


def _values(thing: Any) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields_of(thing)}


def _made_by(match: Any) -> dict[str, Any]:
    return _values(match.made_by)
