"""The requirements of two challenges side by side, as the common need of both would have them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from matching.common_need import common_need
from matching.library import Library
from matching.profiles import Need
from matching.ranking.proposals import REQUIREMENT, Item, Kind


class Pair(NamedTuple):
    """A requirement of the own challenge and one of the other, to the letter."""

    own: str
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementsBeside:
    """What both ask for in much the same words, what excludes each other, what one asks alone."""

    shared: tuple[Pair, ...]
    contradicting: tuple[Pair, ...]
    only_own: tuple[str, ...]
    only_other: tuple[str, ...]


def requirements_beside(
    library: Library, own: Need, other: Need, today: date
) -> RequirementsBeside | None:
    """Compare two needs; None unless both name requirements."""
    if not own.requirements or not other.requirements:
        return None
    found = common_need(library, [own, other], today=today).items
    items = [item for item in found if item.about == REQUIREMENT]
    return RequirementsBeside(
        shared=tuple(_pairs(items, Kind.CORE, own)),
        contradicting=tuple(_pairs(items, Kind.CONTRADICTION, own)),
        only_own=tuple(_alone(items, own)),
        only_other=tuple(_alone(items, other)),
    )


def _pairs(items: list[Item], kind: Kind, own: Need) -> Iterator[Pair]:
    """One sentence of each, the first by the alphabet, for each item that both have a part in."""
    for item in items:
        if item.kind is kind and len(item.needs) > 1:
            texts = [(source.need == own.key, source.text) for source in item.sources]
            sides = [
                sorted(text for is_own, text in texts if is_own is side) for side in (True, False)
            ]
            yield Pair(sides[0][0], sides[1][0])


def _alone(items: list[Item], need: Need) -> Iterator[str]:
    for item in items:
        if item.needs == (need.key,):
            yield from dict.fromkeys(source.text for source in item.sources)
