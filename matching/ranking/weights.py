"""Every number that moves a rank, with a sentence for people who want to know why.

The score of a match is the sum of its factors, each worth between 0 and 1 times its weight;
the weights of one match add up to 1. A factor that a need does not ask for is left out, and
its weight goes to `meaning` and `words`, in the proportion they have.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from matching.ranking.fusion import shares


@dataclass(frozen=True, slots=True)
class Weight:
    """The share of one factor in a score, and the sentence that explains it to people."""

    name: str
    share: float
    sentence: str


@dataclass(frozen=True)
class Weights:
    """What the factors of one ranking weigh: meaning and words first, together 1."""

    factors: tuple[Weight, ...]

    @cached_property
    def by_name(self) -> dict[str, float]:
        """What each factor weighs, in 0..1."""
        return {factor.name: factor.share for factor in self.factors}

    @cached_property
    def text(self) -> float:
        """What meaning and words weigh together."""
        return self.by_name[MEANING.name] + self.by_name[WORDS.name]

    def split(self, *, language_known: bool) -> tuple[float, float]:
        """How meaning and words share `text` for one need; together 1.

        As `fusion` says, each more or less by as much as its weight here differs from there.
        """
        of_meaning, of_words = shares(language_known=language_known)
        close = of_meaning * self.by_name[MEANING.name] / _OF_MEANING
        common = of_words * self.by_name[WORDS.name] / _OF_WORDS
        return close / (close + common), common / (close + common)

    def learned(self, shares: Mapping[str, float]) -> "Weights":
        """Return the same factors with shares that verdicts of people have moved.

        Raises:
            ValueError: a share is missing or farther from the one documented here than
                `MOST_LEARNED` of it, or they are not 1 together.
        """
        if shares.keys() != {factor.name for factor in self.factors}:
            raise ValueError("Every factor needs its share, and nothing else has one.")
        if abs(sum(shares.values()) - 1.0) > _ROUNDING:
            raise ValueError("The shares must be 1 together.")
        for factor in self.factors:
            if abs(shares[factor.name] - factor.share) > MOST_LEARNED * factor.share + _ROUNDING:
                raise ValueError(f"The share of {factor.name} is too far from {factor.share}.")
        return Weights(tuple(replace(item, share=shares[item.name]) for item in self.factors))


MOST_LEARNED = 0.25
"""How far verdicts of people may move a weight from the one documented here, as a part of it."""

_ROUNDING = 1e-5

_OF_MEANING, _OF_WORDS = shares(language_known=True)

TEXT = 0.70
"""What meaning and words weigh together. They share it as `fusion` says: as written here where
the model knows the language of the need, else a fifth for meaning and four fifths for words."""

MEANING = Weight(
    "meaning",
    TEXT * _OF_MEANING,
    "How close the solution is to the need in meaning, closer than to needs as they usually are: "
    "mostly the two texts as a whole, and partly the one passage that comes closest. Texts that "
    "have nothing to do with each other are at 0.",
)
WORDS = Weight(
    "words",
    TEXT * _OF_WORDS,
    "How many words of the need the solution uses too; rare words count more, and so do words that "
    "the need says more than once.",
)
REQUIREMENTS = Weight(
    "requirements",
    0.12,
    "How likely the text makes it that each stated requirement is met; silence counts half, "
    "and essential requirements count double.",
)
FACTS = Weight(
    "facts",
    0.08,
    "How many of the facts asked for are met; a fact that is not stated counts half.",
)
THEMES = Weight(
    "themes",
    0.06,
    "How many of the themes of the need the solution is listed under. Under more than eight, each "
    "counts the less.",
)
FRESHNESS = Weight(
    "freshness",
    0.04,
    "Whether the vendor has confirmed in the last 90 days that the solution is still as described.",
)
SUPPLIER_WEIGHTS = (MEANING, WORDS, REQUIREMENTS, FACTS, THEMES, FRESHNESS)
FOR_SUPPLIERS = Weights(SUPPLIER_WEIGHTS)

PARTNER_TEXT = 0.50
"""What meaning and words weigh together between two needs, shared in the same way."""

PARTNER_MEANING = Weight(
    "meaning", PARTNER_TEXT * _OF_MEANING, "How close the two needs are to each other in meaning."
)
PARTNER_WORDS = Weight(
    "words",
    PARTNER_TEXT * _OF_WORDS,
    "How many words of the one need the other uses too, rare words counting more.",
)
PARTNER_THEMES = Weight("themes", 0.10, "How many themes the two needs share.")
PARTNER_FACTS = Weight("facts", 0.10, "How far what the two cities ask for can be bought together.")
PARTNER_PLACE = Weight(
    "place",
    0.20,
    "How near the cities are: buyers who really buy together share a country, mostly a region.",
)
PARTNER_COMPLEMENT = Weight(
    "complement",
    0.10,
    "Whether both would buy together and their roles fit: one to lead, another to join.",
)
PARTNER_WEIGHTS = (
    PARTNER_MEANING,
    PARTNER_WORDS,
    PARTNER_THEMES,
    PARTNER_FACTS,
    PARTNER_PLACE,
    PARTNER_COMPLEMENT,
)
FOR_PARTNERS = Weights(PARTNER_WEIGHTS)

THEMES_COUNTED = 8
"""Themes of a solution that count in full, with those above them; honest ones have at most 7."""

NOT_STATED_WORTH = 0.5
"""What a fact or requirement that is not stated is worth: a question to ask, not a refusal."""

STALE_AFTER_DAYS = 90
"""A solution confirmed longer ago loses the factor `freshness`."""

UNCONFIRMED_WORTH = 0.5
"""Freshness of a solution that nobody was ever asked to confirm."""

ESSENTIAL_COUNTS = 2.0
"""How many nice-to-have requirements an essential one outweighs."""

VERDICTS: Mapping[str, tuple[float, float]] = {
    "constant": (-1.938, -4.393),
    "near": (2.928, 0.205),
    "held": (2.324, -1.458),
    "promised": (3.069, -0.807),
    "whole": (3.083, -0.248),
    "said": (1.942, -0.554),
    "words": (-0.252, 0.187),
    "general": (2.652, 5.984),
    "limit_near": (-1.021, 5.606),
    "limit_held": (-1.345, 6.962),
    "opposed": (-0.506, 8.695),
}
"""What each reading says for "met", and for "not met", on a logistic scale; fitted 2026-11-22.

`near`, `held` and `promised` are of the one sentence read for a requirement: its closeness, its
share of the requirement's words, and how far it makes the same promise of `opposites`. `whole` and
`said` are the closeness and the share of words of the text as a whole; `words` counts those of the
requirement, for the more it asks the less often all of it is met; `general` is how far it asks for
a promise at all. `limit_near`, `limit_held` and `opposed` are of the sentence read against it.

`marketplace verdicts --fit` makes them from the labelled pairs in `seed_data/judged`, where "met",
"not met" and "not stated" count alike, and "met" is said with caution. `marketplace verdicts`
measures what they are worth.

More numbers were tried and brought nothing: the second-best sentence, the closeness of each part of
a requirement, of clauses and of single words, and how close the library usually is. How well each
word of a requirement is covered brought too little for its cost: `docs/engine-report.md`."""

CLOSEST_FROM = 0.25
"""How likely "met" must be for the closest sentence to be shown beside "not stated".

Of the labelled pairs that are not stated, three quarters of those on the subject lie above it, and
a sixth of those drawn at random."""

SHARED_FROM = 0.35
"""Centred cosine from which two sentences of two needs are shown as saying much the same."""

REUSE_WORTH = 0.5
"""What a sentence is worth for a second requirement; for a third it is worth nothing."""

PER_OWNER = 2
"""Places that one vendor may take among ten."""
