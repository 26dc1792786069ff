"""What proposals cost beside one pass over all pairs, for `benchmark`; reads no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from typing import NamedTuple

from marketplace.foundation.errors import Unavailable
from marketplace.recommendations.joint_fits import LEAST_FIT
from matching.encoding import load_encoder
from matching.errors import EncoderUnavailable
from matching.groups.rules import Candidate, FitsEach, Members, Pair, States, Who
from matching.groups.search import propose
from matching.library import Library
from matching.partners import fits_between
from matching.profiles import Need, Place, TextField

GROUPS = 50
COUNTRIES = ("AT", "BE", "DE", "ES", "FI", "FR", "GR", "IE", "IT", "NL", "PL", "PT", "RO", "SE")
UNION = frozenset(COUNTRIES)
RULES = (
    FitsEach(LEAST_FIT),
    States(3, Who(UNION)),
    States(2, Who(UNION, procurer=True)),
    Members(1, Who(UNION)),
)


class MadeUpNeed(NamedTuple):
    """A made-up challenge: where its city is, and its sentences, the first of them its title."""

    country: str
    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class GroupSpeed:
    """Seconds of both, how many pairs fit, and how many groups came of them."""

    all_pairs: float
    proposals: float
    pairs: int
    groups: int
    whole: bool


def group_speed(needs: Sequence[MadeUpNeed], *, encoder: str, today: date) -> GroupSpeed:
    """Work out the fits of all pairs, and then the best groups under the rules of Horizon PCP.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    try:
        library = Library(load_encoder(encoder))
    except EncoderUnavailable as error:
        raise Unavailable(f"The model “{encoder}” cannot be loaded: {error}") from None
    made = [_need(number, need) for number, need in enumerate(needs)]
    for need, vectors in zip(made, library.encode_many(made), strict=True):
        library.put_need(need, vectors)
    begun = perf_counter()
    fits = fits_between(library, [need.key for need in made], least=LEAST_FIT, today=today)
    passed = perf_counter()
    candidates = [
        Candidate(key=need.key, owner=need.owner, country=country)
        for need, (country, _) in zip(made, needs, strict=True)
    ]
    pairs = [Pair(one, other, fit) for (one, other), fit in fits.items()]
    found = propose(candidates, pairs, RULES, limit=GROUPS)
    done = perf_counter()
    return GroupSpeed(passed - begun, done - passed, len(pairs), len(found.groups), found.whole)


def _need(number: int, need: MadeUpNeed) -> Need:
    title, *said = need.sentences
    return Need(
        key=f"made-up-{number}",
        owner=f"city-{number}",
        fields=(TextField("title", title), TextField("problem", " ".join(said))),
        place=Place(need.country),
    )
