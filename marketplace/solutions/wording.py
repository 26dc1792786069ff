"""Where a listing is thin: what cities look for in each field and do not find there yet.

Advice, not rules: what a review needs stands in `rules`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from marketplace.solutions.content import SolutionContent

ENOUGH = 300
"""Characters of a description from which on most requirements find their evidence."""

FEW = 3
SHORT = 12
PRAISE = re.compile(
    r"\b(?:award[- ]winning|world[- ]class|best[- ]in[- ]class|leading|cutting[- ]edge|unique|"
    r"next[- ]level|next[- ]generation|revolutionary|revolutionis\w+|game[- ]chang\w+|holistic|"
    r"state[- ]of[- ]the[- ]art|innovative|seamless(?:ly)?|turnkey|"
    r"führend\w*|innovativ\w*|einzigartig\w*|innovant\w*|innovador\w*)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\d")


class Kind(StrEnum):
    """What is thin."""

    SHORT = "short"
    PRAISE = "praise"
    NO_FIGURE = "no_figure"
    FEW_FEATURES = "few_features"
    NO_PROOF = "no_proof"
    NO_RESULT = "no_result"
    NO_LIMIT = "no_limit"


FIELDS = {
    Kind.SHORT: "description",
    Kind.FEW_FEATURES: "features",
    Kind.NO_FIGURE: "benefits",
    Kind.NO_LIMIT: "not_suited",
    Kind.NO_PROOF: "deployments",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to look at: where it stands, and the words."""

    kind: Kind
    field: str
    words: str = ""


def advice(content: SolutionContent) -> Iterator[Advice]:
    """Everything that is thin."""
    yield from _praise(content)
    said = {
        Kind.SHORT: len(content.description) >= ENOUGH,
        Kind.FEW_FEATURES: len([x for x in content.features if len(x) >= SHORT]) >= FEW,
        Kind.NO_FIGURE: not content.benefits or any(map(FIGURE.search, content.benefits)),
        Kind.NO_LIMIT: bool(content.not_suited),
        Kind.NO_PROOF: bool(content.deployments),
    }
    for kind, is_said in said.items():
        if not is_said:
            yield Advice(kind=kind, field=FIELDS[kind])
    for number, deployment in enumerate(content.deployments):
        if not deployment.result:
            yield Advice(kind=Kind.NO_RESULT, field=f"deployments.{number}.result")


def _praise(content: SolutionContent) -> Iterator[Advice]:
    """Words that no city can check, where nothing that it can check stands beside them."""
    for field in ("summary", "description"):
        text = getattr(content, field)
        praise = PRAISE.findall(text)
        if praise and not FIGURE.search(text):
            yield Advice(kind=Kind.PRAISE, field=field, words=praise[0])
