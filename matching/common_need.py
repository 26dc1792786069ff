"""What several needs ask for together: a common core, what only one asks for, contradictions.

Every requirement of every need is in exactly one item. Sentences of several needs that say the
same are one item of the core; sentences about the same thing that exclude each other are one
contradiction. No word is made up, and the order in which the needs are given changes nothing.
What people decide about it is kept elsewhere.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.indexing.words import FALLBACK, language_of, roots_of, words_of
from matching.library import Library
from matching.profiles import Need, text_of
from matching.ranking.centring import centred
from matching.ranking.common_facts import fact_items
from matching.ranking.exclusions import figures_agree, figures_exclude, says_the_opposite
from matching.ranking.opposites import leanings, ruled_out, says_a_limit
from matching.ranking.proposals import REQUIREMENT, Item, Kind, Source, proposed, settled
from matching.ranking.signals import DECIMALS

MERGED_FROM = 0.65
"""Centred cosine from which two requirements are taken to say the same.

Read off the requirements of the demonstration's challenges, 2026-11-23: of the 21 pairs above it
of cities with near needs, 15 could be asked for in one sentence; of the 29 from 0.60 to 0.65 a
third, and of those below hardly any. From 0.70 on nearly all could, but hardly any needs would
have a core."""

ABOUT_FROM = 0.52
"""Centred cosine from which two requirements are about the same thing, so that different figures,
a denial or opposite words in them exclude each other.

Of 20 pairs written to exclude each other all but two of opposite words lie above; of nine written
to seem so ("for at least fifty days", "within 10 days") none that has them, and of the 497 pairs of
two cities of the demonstration above it none is taken for one."""

_RULED_OUT_FROM = 0.35
"""How much more a sentence that sets a limit rules out what another asks for than what it asks for
itself. Stricter than within one need: of the pairs of two cities of the demonstration none does,
and at 0.30 eight do, all wrongly."""

PART_FROM = 0.2
"""Mean centred cosine from which items belong to the same part of the whole need."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Vectors = NDArray[np.float32]
Rows = list[int]
Join = Callable[[Floats, Floats, tuple[int, int]], Floats]


@dataclass(frozen=True, slots=True)
class CommonNeed:
    """What the needs of `needs` (keys, by the alphabet) ask for together.

    `unread` are the keys of those in a language that the model does not know: their sentences
    are compared by their words alone.
    """

    needs: tuple[str, ...]
    items: tuple[Item, ...]
    unread: tuple[str, ...]


class _Said(NamedTuple):
    """A requirement, and its vector less the middle of needs and less that of offerings, (d,)."""

    source: Source
    among_needs: Vectors
    among_offerings: Vectors
    is_read: bool


class _Sentences(NamedTuple):
    """The different requirements by the alphabet, and who says each.

    `close` is how near they are in meaning, float64 (n, n); `apart` which exclude each other by
    their figures, and `opposed` which by their words or promises, bool (n, n).
    """

    texts: list[str]
    sources: list[tuple[Source, ...]]
    close: Floats
    apart: Mask
    opposed: Mask


def common_need(library: Library, needs: Sequence[Need], *, today: date) -> CommonNeed:
    """Merge what needs of different keys ask for.

    Args:
        library: where texts are compared; the needs may be in it or not.
        needs: those without requirements add only their facts.
        today: the day from which on an earlier start has passed.
    """
    members = sorted(needs, key=lambda need: need.key)
    items = list(fact_items(members, today))
    if any(need.requirements for need in members):
        with library.lock:
            sentences = _sentences(library, members)
        items = _requirement_items(sentences) + items
    unread = tuple(need.key for need in members if not _is_read(library, need))
    return CommonNeed(tuple(need.key for need in members), tuple(items), unread)


def _is_read(library: Library, need: Need) -> bool:
    languages = library.encoder.languages
    return languages is None or language_of(text_of(need)) in languages


def _sentences(library: Library, needs: Sequence[Need]) -> _Sentences:
    found: dict[str, list[_Said]] = {}
    for need in needs:
        for said in _said(library, need):
            found.setdefault(_alike(said.source.text), []).append(said)
    groups = [sorted(found[key], key=lambda said: said.source) for key in sorted(found)]
    first = [group[0] for group in groups]
    texts = [said.source.text for said in first]
    close = _closeness(first)
    return _Sentences(
        texts,
        [tuple(said.source for said in group) for group in groups],
        close,
        _where(texts, close >= ABOUT_FROM, figures_exclude),
        _where(texts, close >= ABOUT_FROM, says_the_opposite) | _clashing(library, first),
    )


def _said(library: Library, need: Need) -> list[_Said]:
    """The requirements of a need, with their vectors."""
    if not need.requirements:
        return []
    language = language_of(text_of(need))
    vectors = library.vectors_of(need)[-len(need.requirements) :]
    shelves = library.need_shelf, library.offering_shelf
    among = [centred(vectors, shelf.centres.of(language)) for shelf in shelves]
    is_read = _is_read(library, need)
    return [
        _Said(
            Source(need.key, f"requirements.{number}.text", wanted.text, wanted.essential),
            among[0][number],
            among[1][number],
            is_read,
        )
        for number, wanted in enumerate(need.requirements)
    ]


def _alike(text: str) -> str:
    """The same for what differs in size of letters, blanks and the full stop alone."""
    return " ".join(text.casefold().split()).rstrip(".;!")


def _closeness(said: Sequence[_Said]) -> Floats:
    """How near each is to each, float64 (n, n); by words where the model cannot read one."""
    rows = np.array([one.among_needs for one in said], dtype=np.float64)
    close = np.round(rows @ rows.T, DECIMALS)
    words = [frozenset(roots_of(words_of(one.source.text, FALLBACK))) for one in said]
    for row in (n for n, one in enumerate(said) if not one.is_read):
        shares = [len(words[row] & other) / max(1, len(words[row] | other)) for other in words]
        close[row, :] = close[:, row] = shares
    return close


def _where(texts: Sequence[str], about: Mask, judge: Callable[[str, str], bool]) -> Mask:
    """Of which pairs that are about the same thing something is true, bool (n, n)."""
    found = np.zeros_like(about)
    for row, column in np.argwhere(np.triu(about, 1)).tolist():
        found[row, column] = found[column, row] = judge(texts[row], texts[column])
    return found


def _clashing(library: Library, said: Sequence[_Said]) -> Mask:
    """Which promise what the other rules out, bool (n, n); both have to be read."""
    kinds = library.offering_shelf.opposites.kinds(library.offering_shelf.centres.of(FALLBACK))
    rows = np.array([one.among_offerings for one in said])
    out = ruled_out(*leanings(rows, kinds)) >= _RULED_OUT_FROM
    out &= np.array([says_a_limit(one.source.text) for one in said], dtype=bool)
    read = np.array([one.is_read for one in said], dtype=bool)
    return np.asarray((out | out.T) & np.outer(read, read))


def _requirement_items(sentences: _Sentences) -> list[Item]:
    """Contradictions first, then the core, what most ask for first, then the extras."""
    found = [
        (_item(sides, sentences), [row for side in sides for row in side])
        for sides in _against(_clusters(sentences), sentences)
    ]
    found.sort(key=lambda one: _standing(one[0]))
    parts = _parts([item for item, _ in found], [rows for _, rows in found], sentences.close)
    return [replace(item, part=part) for (item, _), part in zip(found, parts, strict=True)]


def _standing(item: Item) -> tuple[object, ...]:
    several = item.kind is not Kind.EXTRA
    weight = (-len(item.needs), -len(item.essential_for)) if several else (0, 0)
    return (_ORDER.index(item.kind), *weight, item.sources)


_ORDER = (Kind.CONTRADICTION, Kind.CORE, Kind.EXTRA)


def _clusters(sentences: _Sentences) -> list[Rows]:
    """The sentences that say the same: each is near to each, and none excludes another."""
    agree = _where(sentences.texts, sentences.close >= MERGED_FROM, figures_agree)
    agree &= ~(sentences.apart | sentences.opposed)
    return _linked(
        np.where(agree, sentences.close, -np.inf), MERGED_FROM, lambda a, b, _: np.minimum(a, b)
    )


def _against(clusters: Sequence[Rows], sentences: _Sentences) -> list[list[Rows]]:
    """The clusters, those together that exclude each other and are not all of one need."""
    inside = _membership(clusters, len(sentences.texts))
    excluded = (sentences.apart | sentences.opposed).astype(np.float64)
    needs = [{source.need for row in one for source in sentences.sources[row]} for one in clusters]
    home = list(range(len(clusters)))
    for one, other in np.argwhere(np.triu(inside @ excluded @ inside.T > 0, 1)).tolist():
        if len(needs[one] | needs[other]) > 1:
            kept, gone = sorted((home[one], home[other]))
            home = [kept if place == gone else place for place in home]
    return [
        [cluster for cluster, place in zip(clusters, home, strict=True) if place == chosen]
        for chosen in sorted(set(home))
    ]


def _item(sides: Sequence[Rows], sentences: _Sentences) -> Item:
    said = [
        proposed([sentences.texts[row] for row in side], sentences.close[np.ix_(side, side)])
        for side in sides
    ]
    sources = tuple(
        tuple(sorted(source for row in side for source in sentences.sources[row])) for side in sides
    )
    if len(sides) == 1:
        kind = Kind.CORE if len({source.need for source in sources[0]}) > 1 else Kind.EXTRA
        return Item(kind, REQUIREMENT, *said[0], sources)
    rows = [row for side in sides for row in side]
    by_figures = not sentences.opposed[np.ix_(rows, rows)].any()
    chosen = settled(sources, [wording for wording, _ in said], by_figures=by_figures)
    return Item(Kind.CONTRADICTION, REQUIREMENT, *chosen, sources)


def _parts(items: Sequence[Item], rows: Sequence[Rows], close: Floats) -> list[int | None]:
    """Of each item the part of the whole need that it belongs to.

    What several ask for is gathered by meaning; an extra goes to the nearest part, if one is near.
    """
    inside = _membership(rows, len(close))
    sizes = inside.sum(axis=1)
    near = np.round(inside @ close @ inside.T / np.outer(sizes, sizes), DECIMALS)
    shared = [n for n, item in enumerate(items) if item.kind is not Kind.EXTRA]
    parts = _linked(near[np.ix_(shared, shared)], PART_FROM, _mean)
    found: list[int | None] = [None] * len(items)
    for number, part in enumerate(parts):
        for place in part:
            found[shared[place]] = number
    for n, item in enumerate(items):
        if item.kind is Kind.EXTRA and parts:
            means = [float(near[n, [shared[place] for place in part]].mean()) for part in parts]
            best = max(range(len(parts)), key=lambda number: (means[number], -number))
            found[n] = best if means[best] >= PART_FROM else None
    return found


def _membership(groups: Sequence[Rows], count: int) -> Floats:
    """1 where a row belongs to a group, float64 (groups, count)."""
    inside = np.zeros((len(groups), count))
    for place, rows in enumerate(groups):
        inside[place, rows] = 1.0
    return inside


def _mean(one: Floats, other: Floats, sizes: tuple[int, int]) -> Floats:
    return np.round((sizes[0] * one + sizes[1] * other) / sum(sizes), DECIMALS)


def _linked(near: Floats, least: float, join: Join) -> list[Rows]:
    """Groups of rows, the nearest two joined again and again until none are near enough.

    Args:
        near: of each two, float64 (n, n).
        least: how near two groups have to be.
        join: how near others are to two groups taken together, from how near they are to each,
            float64 (n,), and how many rows each has.
    """
    groups, left = [[row] for row in range(len(near))], near.copy()
    np.fill_diagonal(left, -np.inf)
    while left.size and left.max() >= least:
        one, other = divmod(int(left.argmax()), len(left))
        row = join(left[one], left[other], (len(groups[one]), len(groups[other])))
        left[one, :] = left[:, one] = row
        left[other, :] = left[:, other] = left[one, one] = -np.inf
        groups[one], groups[other] = sorted(groups[one] + groups[other]), []
    return [group for group in groups if group]
