"""What can be told of a need or an offering while somebody still writes it; nothing is kept.

Which requirements nobody meets, which two exclude each other, and which listings say much the
same already. Ranking them is done where what is finished is ranked.
"""

from collections.abc import Iterator
from itertools import permutations

import numpy as np

from matching.indexing.copies import runs_of
from matching.library import Library
from matching.passages import wants_of
from matching.profiles import Need, Offering, text_of
from matching.ranking.explanation import requirement_verdicts
from matching.ranking.facts import Verdict
from matching.ranking.opposites import leanings, ruled_out
from matching.ranking.readings import Asked, asked_of
from matching.ranking.signals import query_of
from matching.ranking.weights import FOR_SUPPLIERS

MOST_READ = 3_000
"""In a larger library it would take too long to read every offering while somebody types."""

_AT_ONCE = 50
_CLASHES_FROM = 0.25
"""How much more one requirement rules out what another asks for than what it asks for itself. Of
the requirements of the demonstration's challenges no two come above 0.23."""

_SAID_ALREADY = 0.5
"""Share of the runs of three words that also stand in the other listing."""


def met_by_nobody(library: Library, need: Need) -> tuple[str, ...]:
    """The texts of the stated requirements that no offering at all is judged to meet.

    Exact: every offering is judged, whatever its place. Nothing where there are too many.
    """
    if not need.requirements or len(library.offerings) > MOST_READ:
        return ()
    asked, shelf = _asked(library, need), library.offering_shelf
    open_texts = {requirement.text for requirement in need.requirements}
    with library.lock:
        slots = sorted(shelf.slots.values())
        for start in range(0, len(slots), _AT_ONCE):
            for verdicts in requirement_verdicts(asked, shelf, slots[start : start + _AT_ONCE]):
                open_texts -= {one.requirement for one in verdicts if one.verdict is Verdict.MET}
            if not open_texts:
                break
    return tuple(r.text for r in need.requirements if r.text in open_texts)


def clashes(library: Library, need: Need) -> Iterator[tuple[str, str]]:
    """Pairs of stated requirements of which one asks for what the other rules out."""
    if len(need.requirements) < 2:  # noqa: PLR2004 - it takes two.
        return
    asked = _asked(library, need)
    promises, limits = leanings(asked.query.wants, asked.kinds)
    places = [n for n, want in enumerate(wants_of(need)) if want.stated]
    found = ruled_out(promises, limits)
    for one, other in permutations(places, 2):
        if found[one, other] >= _CLASHES_FROM:
            yield asked.wants[one].text, asked.wants[other].text


def said_already(library: Library, offering: Offering) -> list[tuple[str, float]]:
    """Keys of other offerings that hold much of this text, with the share of it; most first."""
    runs = runs_of(text_of(offering))
    if not len(runs):
        return []
    with library.lock:
        shelf = library.offering_shelf
        slots, _ = shelf.copies.shared(runs)
        counts = np.bincount(slots) if len(slots) else np.zeros(0, dtype=np.int64)
        shares = {shelf.keys[slot]: float(counts[slot] / len(runs)) for slot in set(slots.tolist())}
    shares.pop(offering.key, None)
    found = [(key, share) for key, share in shares.items() if share >= _SAID_ALREADY]
    return sorted(found, key=lambda item: (-item[1], item[0]))


def _asked(library: Library, need: Need) -> Asked:
    vectors = library.question_of(need)
    with library.lock:
        shelf = library.offering_shelf
        query = query_of(need, vectors, shelf, library.encoder.languages, FOR_SUPPLIERS)
        return asked_of(query, shelf)
