"""The facts of several needs together: data location, readiness, start, standards, languages.

What serves all is proposed where there is such a thing: the nearest place for data, the highest
readiness, the earliest start. Budgets are no part of this; what cities would pay together is
reckoned elsewhere.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from matching.profiles import DATA_LOCATIONS, Need, NeedFacts
from matching.ranking.agreement import STARTS_TOGETHER
from matching.ranking.proposals import Because, Item, Kind, Source, settled

Side = tuple[Source, ...]
EARLIEST = "earliest_start"
"""The field of the first day on which something could be in use, in items about the start."""


def fact_items(needs: Sequence[Need], today: date) -> Iterator[Item]:
    """Yield what the needs say in facts, each stated value in exactly one item."""
    facts = [(need, need.facts) for need in needs]
    places = [_said(n, "data_location", f.data_location) for n, f in facts if f.data_location]
    yield from _one_value("data_location", _sides(places), DATA_LOCATIONS)
    levels = [_said(n, "trl", str(f.trl_minimum)) for n, f in facts if f.trl_minimum]
    yield from _one_value("trl", _sides(levels), [str(level) for level in range(9, 0, -1)])
    yield from _start(
        [_said(n, "start", f.start.isoformat()) for n, f in facts if f.start],
        [_said(n, EARLIEST, f.earliest_start.isoformat()) for n, f in facts if f.earliest_start],
        today,
    )
    for name in ("standards", "languages"):
        yield from _each(name, _sides(_codes(facts, name)))
    yield from _one_of_several("procedure_languages", _sides(_codes(facts, "procedure_languages")))


def _codes(facts: Iterable[tuple[Need, NeedFacts]], name: str) -> list[Source]:
    return [_said(need, name, code) for need, known in facts for code in getattr(known, name)]


def _said(need: Need, name: str, text: str) -> Source:
    return Source(need.key, name, text, name in need.facts.essential)


def _sides(sources: Iterable[Source]) -> list[Side]:
    """The sources by what they say, in the order of the alphabet."""
    found: dict[str, list[Source]] = {}
    for source in sorted(sources):
        found.setdefault(source.text, []).append(source)
    return [tuple(found[text]) for text in sorted(found)]


def _each(name: str, sides: Iterable[Side]) -> Iterator[Item]:
    """What can be asked for beside each other."""
    for side in sides:
        yield _together(name, side, side[0].text, Because.ONLY)


def _together(name: str, side: Side, wording: str, because: Because) -> Item:
    kind = Kind.CORE if len({source.need for source in side}) > 1 else Kind.EXTRA
    return Item(kind, name, wording, because, (side,))


def _one_value(name: str, sides: list[Side], strictest_first: Sequence[str]) -> Iterator[Item]:
    """Of different values, the one that satisfies all."""
    if len(sides) == 1:
        yield from _each(name, sides)
    elif sides:
        wording = min((side[0].text for side in sides), key=strictest_first.index)
        yield Item(Kind.CONTRADICTION, name, wording, Because.STRICTEST, tuple(sides))


def _start(lasts: list[Source], firsts: list[Source], today: date) -> Iterator[Item]:
    """The earliest day by which it has to be in use serves all, if it can be in use by then.

    Where it cannot, has passed already or lies more than a year before others, people are asked.
    """
    sources = tuple(sorted(lasts + firsts, key=lambda source: (source.text, source)))
    days = [date.fromisoformat(source.text) for source in sources]
    last = min((source.text for source in lasts), default="")
    first = max((source.text for source in firsts), default="")
    if not sources:
        return
    if len(set(days)) == 1:
        yield _together("start", sources, sources[0].text, Because.ONLY)
    elif not last:
        yield _together("start", sources, first, Because.STRICTEST)
    elif date.fromisoformat(last) < today or first > last:
        yield _apart("start", sources, "", Because.OPEN)
    elif (days[-1] - days[0]).days > STARTS_TOGETHER:
        yield _apart("start", sources, last, Because.STRICTEST)
    else:
        yield _together("start", sources, last, Because.STRICTEST)


def _apart(name: str, sources: Side, wording: str, because: Because) -> Item:
    if len({source.need for source in sources}) == 1:
        return _together(name, sources, wording, because)
    return Item(Kind.CONTRADICTION, name, wording, because, tuple(_sides(sources)))


def _one_of_several(name: str, sides: list[Side]) -> Iterator[Item]:
    """What has to be common to all who name any; otherwise people have to choose."""
    needs = {source.need for side in sides for source in side}
    if len(needs) <= 1 or any(len(side) == len(needs) for side in sides):
        yield from _each(name, sides)
        return
    wording, because = settled(sides, [side[0].text for side in sides], by_figures=False)
    yield Item(Kind.CONTRADICTION, name, wording, because, tuple(sides))
