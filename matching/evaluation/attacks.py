"""Listings that are written to be found everywhere, and how many top tens they enter.

Each attack is made from what anybody can read: the texts of needs and offerings, and the same
model. What holds such listings at publication is `matching.screening`; the offerings here have
not passed it. Beside its text an attack states what helps it most: every theme, and a
confirmation of today.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

import numpy as np

from matching.indexing.words import words_of
from matching.library import Library
from matching.passages import passages_of
from matching.profiles import NAMES, Need, Offering, TextField, text_of
from matching.ranking.centring import centred
from matching.suppliers import find_suppliers

DEPTH = 10
COPIES = 10
SUMMARY, LONGEST = 280, 9_500
"""Characters of the two texts of a listing: as much as it takes."""

_KEYWORDS = 250
_MIXED = 40
_MOST_THEMES = 40
_ZERO_WIDTH = "\u200b"
_FAR = "\n" * 300
_LOOKALIKES = str.maketrans("aceopxyi", "асеорхуі")  # noqa: RUF001 - that is the attack.

_PRAISE = (
    "The leading smart city solution for every city in Europe. Our innovative, sustainable and "
    "future-proof platform answers all challenges of cities: energy, mobility, buildings, climate, "
    "waste, water, health, participation, tourism and data. It saves costs, cuts emissions, "
    "engages citizens, supports decisions and improves the quality of life. It is open, secure, "
    "scalable, interoperable, proven, easy to use and ready for every need, whatever its size. "
    "City staff, residents and businesses benefit from day one, with measurable results."
)
_REWORDED = (
    ("city", "town"), ("cities", "towns"), ("municipal", "local"), ("citizens", "residents"),
    ("plan", "prepare"), ("help", "assist"), ("use", "apply"), ("show", "present"), ("and", "&"),
    ("large", "big"), ("data", "information"), ("building", "house"), ("with", "by means of"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attack:
    """One way to be found everywhere: a name for people, and what is listed for it."""

    name: str
    offerings: tuple[Offering, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far listings get: top tens that the best of them enters, and most places in one ten."""

    entered: int
    places: int


@dataclass(frozen=True, slots=True)
class _Material:
    """What attacks are made of; `honest` is the text of the best found offering."""

    keywords: str
    pasted: str
    mixed: str
    honest: str
    long: str


_ALONE: Mapping[str, Callable[[_Material], str]] = {
    "keyword list": lambda of: of.keywords,
    "generic praise": lambda _: _PRAISE,
    "pasted challenges": lambda of: of.pasted,
    "greedy mix by the same model": lambda of: of.mixed,
    "keywords behind the window": lambda of: f"{of.long}\n{of.keywords}",
    "pasted behind the window": lambda of: f"{of.long}\n{of.pasted}",
    "zero-width characters": lambda of: "".join(f"{one}{_ZERO_WIDTH}" for one in of.keywords),
    "hidden in markup": lambda of: f"{of.honest}\n<!-- {of.pasted} -->",
    "hidden behind white space": lambda of: f"{of.honest}{_FAR}{of.keywords}",
    "turned by bidi marks": lambda of: f"{of.honest}\n\u202e{of.keywords}\u202c",
    "a copy in letters that look alike": lambda of: of.honest.translate(_LOOKALIKES),
}
"""One listing each."""

_COPIES: Mapping[str, tuple[bool, int]] = {
    "ten copies by one vendor": (False, 1),
    "ten copies by three vendors": (False, 3),
    "ten reworded copies by one vendor": (True, 1),
    "ten reworded copies by three vendors": (True, 3),
}
"""Whether words are exchanged, and how many vendors list them."""


def attacks_on(library: Library, *, today: date) -> Iterator[Attack]:
    """Every attack on a library, made from what is in it.

    Copies are those of the honest offering that enters the most top tens already.
    """
    needs = [library.needs[key] for key in sorted(library.needs)]
    of = _material(library, needs, today)
    themes = Counter(chain.from_iterable(sorted(need.themes) for need in needs))
    common = frozenset(theme for theme, _ in themes.most_common(_MOST_THEMES))
    for name, text_of_attack in _ALONE.items():
        yield Attack(name, (_listing(text_of_attack(of), 0, 1, common, today),))
    for name, (reworded, owners) in _COPIES.items():
        texts = [_reworded(of.honest, n) if reworded else of.honest for n in range(COPIES)]
        yield Attack(
            name,
            tuple(_listing(text, n, owners, common, today) for n, text in enumerate(texts)),
        )


def _material(library: Library, needs: Sequence[Need], today: date) -> _Material:
    reached = top_tens(library, today=today)
    best = max(sorted(library.offerings), key=lambda key: reached[key])
    fields = library.offerings[best].fields
    return _Material(
        keywords=", ".join(_keywords(needs)),
        pasted=_pasted(needs),
        mixed=_greedy_mix(library, needs),
        honest="\n".join(item.text for item in fields if item.name not in NAMES),
        long=_long_text(library),
    )


def _listing(text: str, number: int, owners: int, themes: frozenset[str], today: date) -> Offering:
    """A text as an offering, one of several dealt out among so many owners."""
    owner = f"attacker-{number % owners}"
    fields = (
        TextField("name", f"City suite {number}"),
        TextField("summary", text[:SUMMARY]),
        TextField("description", text[:LONGEST]),
    )
    key = f"{owner}-{number}"
    return Offering(key=key, owner=owner, fields=fields, themes=themes, confirmed_on=today)


def top_tens(library: Library, *, today: date) -> Counter[str]:
    """How many top tens each offering enters, over all needs of the library."""
    return Counter(chain.from_iterable(_tens(library, today)))


def reach_of(library: Library, offerings: Sequence[Offering], *, today: date) -> Reach:
    """How far these would get beside the honest ones; the library is left as it was."""
    vectors = library.encode_many(offerings)
    for offering, rows in zip(offerings, vectors, strict=True):
        library.put_offering(offering, rows)
    try:
        return reach_in(library, {offering.key for offering in offerings}, today=today)
    finally:
        for offering in offerings:
            library.drop_offering(offering.key)


def reach_in(library: Library, keys: set[str], *, today: date) -> Reach:
    """How far those that are in the library get."""
    tens = [[key for key in ten if key in keys] for ten in _tens(library, today)]
    entered = Counter(chain.from_iterable(tens))
    return Reach(max(entered.values(), default=0), max(map(len, tens), default=0))


def _tens(library: Library, today: date) -> Iterator[list[str]]:
    for need in list(library.needs.values()):
        found = find_suppliers(library, need, limit=DEPTH, today=today)
        yield [match.key for match in found]


def _keywords(needs: Sequence[Need]) -> list[str]:
    """The words that most needs have."""
    held = Counter(chain.from_iterable(set(words_of(text_of(need), "en")) for need in needs))
    ordered = sorted(held.items(), key=lambda pair: (-pair[1], pair[0]))
    return [word for word, _ in ordered[:_KEYWORDS]]


def _pasted(needs: Sequence[Need]) -> str:
    """The openings of so many needs, evenly chosen, as one listing holds."""
    openings = [" ".join(item.text for item in need.fields[:2])[:200] for need in needs]
    step = max(1, len(openings) * 200 // LONGEST)
    return "\n".join(openings[::step])


def _long_text(library: Library) -> str:
    """Honest sentences, more than a window of the model takes in."""
    texts = (text_of(library.offerings[key]) for key in sorted(library.offerings))
    return "\n".join(islice(texts, 3))


def _reworded(text: str, number: int) -> str:
    """The text with some words exchanged, others for each number, and its sentences turned."""
    for place, (old, new) in enumerate(_REWORDED):
        if (place + number) % 3:
            text = re.sub(rf"\b{old}\b", new, text)
    sentences = re.split(r"(?<=[.!?])\s+", text)
    turn = number % len(sentences)
    return " ".join(sentences[turn:] + sentences[:turn])


def _greedy_mix(library: Library, needs: Sequence[Need]) -> str:
    """Sentences of needs whose mean is nearer to the most needs than their tenth best offering."""
    shelf = library.offering_shelf
    centre = shelf.centres.of("en")
    wholes = np.stack([centred(library.vectors_of(need)[0], centre) for need in needs])
    live = np.flatnonzero(shelf.vectors.live)
    near = np.sort(wholes @ centred(shelf.vectors.rows[live], centre).T, axis=1)
    border = near[:, -min(DEPTH, near.shape[1])]
    texts, rows = _sentences(library, needs)
    chosen: list[int] = []
    summed = np.zeros(wholes.shape[1], dtype=np.float32)
    for _ in range(_MIXED):
        tried = centred(summed + rows, centre * np.float32(len(chosen) + 1))
        gained = (tried @ wholes.T > border).sum(axis=1).astype(float)
        gained[chosen] = -1.0
        best = int(np.argmax(gained))
        summed = summed + rows[best]
        chosen.append(best)
    return " ".join(texts[place] for place in chosen)


def _sentences(
    library: Library, needs: Sequence[Need]
) -> tuple[list[str], np.ndarray[tuple[int, int], np.dtype[np.float32]]]:
    """Every passage of the needs with its vector, (n, d)."""
    cut = [passages_of(need.fields) for need in needs]
    rows = [
        library.vectors_of(need)[1 : 1 + len(some)] for need, some in zip(needs, cut, strict=True)
    ]
    return [passage.text for some in cut for passage in some], np.concatenate(rows)
