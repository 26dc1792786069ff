"""What is left of each attack once listings are examined before they are public.

The same is done through drafts, reviews and publication by the tests of the marketplace; here
it is measured beside a library alone, for the report. The attacks are made in `attacks`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from matching.evaluation.attacks import Attack, Reach, attacks_on, reach_in, reach_of, top_tens
from matching.library import Library
from matching.profiles import Offering, TextField
from matching.screening import Screen

PERCENTILE = 99


@dataclass(frozen=True, slots=True)
class Honest:
    """What is in a library: top tens entered by 99 of 100, by the best, and how many are held."""

    percentile: float
    most: int
    held: int
    of: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One attack: how far it would get, how many of its listings are held and why, what is left."""

    name: str
    unexamined: Reach
    of: int
    held: int
    kinds: tuple[str, ...]
    left: Reach


def honest_of(library: Library, *, today: date) -> Honest:
    """How far those get that are in the library, and how many would be held."""
    screen = Screen(library.encoder)
    entered = top_tens(library, today=today)
    counts = [entered[key] for key in library.offerings]
    held = sum(
        bool(screen.signs(library, offering, library.vectors_of(offering)))
        for offering in library.offerings.values()
    )
    return Honest(float(np.percentile(counts, PERCENTILE)), max(counts), held, len(counts))


def outcomes(library: Library, *, today: date, seen: Callable[[str], str]) -> list[Outcome]:
    """Every attack on a library, examined one listing after the other; it is left as it was.

    Args:
        library: what is public.
        today: the day on which all is confirmed.
        seen: what is kept of a text on its way in.
    """
    screen = Screen(library.encoder)
    return [
        _outcome(library, screen, attack, today, seen)
        for attack in attacks_on(library, today=today)
    ]


def as_markdown(honest: Honest, found: Sequence[Outcome]) -> str:
    """The attacks as a table, with what honest listings reach below it."""
    head = "| attack | top tens, unexamined | held | because | top tens | places of ten |"
    rows = [
        f"| {one.name} | {one.unexamined.entered} | {one.held} of {one.of} | "
        f"{', '.join(one.kinds) or 'nothing'} | {one.left.entered} | {one.left.places} |"
        for one in found
    ]
    below = (
        f"Honest listings: 99 of 100 enter at most {honest.percentile:.0f} top tens, the best "
        f"{honest.most}; held are {honest.held} of {honest.of}."
    )
    return "\n".join([head, "|---|---|---|---|---|---|", *rows, "", below])


def _outcome(
    library: Library, screen: Screen, attack: Attack, today: date, seen: Callable[[str], str]
) -> Outcome:
    unexamined = reach_of(library, attack.offerings, today=today)
    kinds: set[str] = set()
    public: set[str] = set()
    for offering in attack.offerings:
        kept = _as_kept(offering, seen)
        vectors = library.encode(kept)
        signs = screen.signs(library, kept, vectors)
        kinds |= {sign.kind for sign in signs}
        if not signs:
            library.put_offering(kept, vectors)
            public.add(kept.key)
    left = reach_in(library, public, today=today) if public else Reach(0, 0)
    for key in public:
        library.drop_offering(key)
    count = len(attack.offerings)
    return Outcome(attack.name, unexamined, count, count - len(public), tuple(sorted(kinds)), left)


def _as_kept(offering: Offering, seen: Callable[[str], str]) -> Offering:
    return replace(
        offering,
        fields=tuple(TextField(item.name, seen(item.text)) for item in offering.fields),
    )
