"""Answers of the engine beside the rows that people see; no logic lives here.

The engine's own judgements are passed on as they are, under the names used here, so that
what is shown is what made the rank.
"""

from dataclasses import dataclass

from marketplace.challenges.content import ChallengeContent
from marketplace.challenges.queries import ChallengeCard
from marketplace.recommendations.models import Kind
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.queries import SolutionCard
from matching.partners import SharedSentences
from matching.ranking.agreement import Agreement
from matching.ranking.calibration import Band, band_of, nothing_fits, text_score
from matching.ranking.explanation import Evidence, RequirementVerdict
from matching.ranking.facts import FactVerdict, Verdict
from matching.ranking.filters import Filters
from matching.ranking.fusion import TextFit
from matching.ranking.movement import Movement, Mover, agreement_moves_most, moves_most
from matching.ranking.scoring import Factor
from matching.ranking.weights import MEANING, PARTNER_WEIGHTS, SUPPLIER_WEIGHTS, WORDS, Weight

__all__ = [
    "PARTNER_WEIGHTS",
    "SUPPLIER_WEIGHTS",
    "Agreement",
    "Band",
    "ChallengeMatch",
    "Difference",
    "Evidence",
    "FactVerdict",
    "Factor",
    "Filters",
    "IndexStatus",
    "MadeBy",
    "Mirror",
    "Movement",
    "Mover",
    "NextModel",
    "PartnerMatch",
    "RequirementVerdict",
    "SharedSentences",
    "SolutionMatch",
    "Verdict",
    "Weight",
    "nothing_fits",
]


@dataclass(frozen=True, slots=True)
class MadeBy:
    """The model, the release of the engine and the weights that an answer was made with.

    `weights` is "documented", or the id of the approved proposal that they were learned in.
    """

    model: str
    engine_version: str
    weights: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionMatch:
    """One solution judged against one need; `score` is the sum of its factors.

    `band` says how far its text fits, the same for every need. `content` is the version that
    was ranked: evidence is a literal span of it. `estimated` names the facts whose offered value
    somebody else estimated. `challenge_version` is None for a need that is not stored.
    `unknown_language` is the one of the need (ISO 639-1, or “und”) if the model was not trained
    on it, so that words in common carry the rank; so it is in every kind of match.
    """

    rank: int
    score: float
    band: Band
    solution: SolutionCard
    content: SolutionContent
    requirements: tuple[RequirementVerdict, ...]
    facts: tuple[FactVerdict, ...]
    estimated: frozenset[str]
    factors: tuple[Factor, ...]
    copies: int
    solution_version: int
    challenge_version: int | None
    unknown_language: str | None
    made_by: MadeBy

    @property
    def moves_most(self) -> Movement | None:
        """The one requirement or fact whose being met would raise the score most."""
        return moves_most(self.requirements, self.facts, self.factors)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerMatch:
    """One city with the same need, or one much like it; `score` is the sum of its factors.

    `content` is what a visitor may see of its challenge. `agrees`, `differs` and
    `contradicts` say what is stated on both sides; `open_to_joint` is true if both cities
    said that they would buy together. `shared_sentences` are pairs of spans: of the challenge
    asked about, and of this one.
    """

    rank: int
    score: float
    challenge: ChallengeCard
    content: ChallengeContent
    open_to_joint: bool
    agrees: tuple[Agreement, ...]
    differs: tuple[Agreement, ...]
    contradicts: tuple[Agreement, ...]
    factors: tuple[Factor, ...]
    shared_sentences: tuple[SharedSentences, ...]
    challenge_version: int
    partner_version: int
    unknown_language: str | None
    made_by: MadeBy

    @property
    def band(self) -> Band:
        """How far the two texts say the same need, on the scale that solutions have."""
        values = {factor.name: factor.value for factor in self.factors}
        known = self.unknown_language is None
        fit = TextFit(values.get(MEANING.name, 0.0), values.get(WORDS.name, 0.0), known)
        return band_of(text_score(fit), language_known=known)

    @property
    def moves_most(self) -> Movement | None:
        """The one fact whose agreeing would raise the score most."""
        stated = (*self.agrees, *self.differs, *self.contradicts)
        return agreement_moves_most(stated, self.factors)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeMatch:
    """One challenge as a solution fits it; the score is the one that the city sees.

    `band` says how far the two texts fit; a solution may be in the running with a weak one.
    `facts_in_the_way` are the essential facts that keep the solution out: with none it is in
    the running. `requirements_in_the_way` are essential requirements that it contradicts:
    they cost points and do not exclude. `place` is the one among the first ten matches of the
    challenge, None for what is not among them.
    """

    rank: int
    score: float
    band: Band
    place: int | None
    challenge: ChallengeCard
    requirements: tuple[RequirementVerdict, ...]
    facts: tuple[FactVerdict, ...]
    factors: tuple[Factor, ...]
    facts_in_the_way: tuple[FactVerdict, ...]
    requirements_in_the_way: tuple[RequirementVerdict, ...]
    solution_version: int
    challenge_version: int
    unknown_language: str | None
    made_by: MadeBy

    @property
    def fits(self) -> bool:
        """Whether the solution is in the running."""
        return not self.facts_in_the_way

    @property
    def kept_out_by(self) -> tuple[str, ...]:
        """The names of the facts, and the texts of the requirements, that are in the way."""
        facts = (fact.name for fact in self.facts_in_the_way)
        return (*facts, *(item.requirement for item in self.requirements_in_the_way))


@dataclass(frozen=True, slots=True)
class Mirror:
    """The challenges that a solution fits, and those it would fit but for what is in the way."""

    fits: tuple[ChallengeMatch, ...]
    near_misses: tuple[ChallengeMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextModel:
    """The model that is to serve next; `fault` says why it cannot be used, if it cannot.

    `stored` counts the texts whose vectors by this model are in the database.
    """

    name: str
    stored: int
    fault: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatus:
    """How the index of this process stands; `seen` is None before its first answer.

    `offerings` and `needs` are counts in the index, `stored` counts the texts whose vectors
    by this model are in the database.
    """

    made_by: MadeBy
    next_model: NextModel | None
    offerings: int
    needs: int
    stored: int
    seen: int | None
    last: int

    @property
    def behind(self) -> int:
        """How many facts the index has not seen yet."""
        return self.last - (self.seen or 0)


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that the index has otherwise than the database; `what` says how."""

    kind: Kind
    id: str
    what: str
