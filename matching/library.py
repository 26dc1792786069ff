"""The library: needs and offerings of one model, encoded and indexed together.

Encoding is heavy and knows no state, so the caller may do it elsewhere and keep the vectors.
One writer and many readers may use a library at once. Ranking is not done here.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from types import MappingProxyType
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from matching.encoding import Encoder
from matching.indexing.exact import ExactIndex
from matching.indexing.faiss import FaissIndex
from matching.indexing.files import write_files
from matching.indexing.vectors import VectorIndex
from matching.passages import passages_of, wants_of
from matching.profiles import Need, Offering, Profile, text_of
from matching.ranking.agreement import need_columns
from matching.ranking.facts import fact_columns
from matching.ranking.ingredients import ALL, Ingredients
from matching.ranking.opposites import Opposites
from matching.ranking.shelf import Shelf
from matching.records import need_of, offering_of
from matching.snapshots import facts_of, load_shelf, parts_of, picture_of, verified

Vectors = NDArray[np.float32]
VectorKind = Literal["exact", "faiss"]

_REMEMBERED = 16
"""Needs that are not in the library whose vectors are remembered: the same is asked again with
one thing changed."""


class Library:
    """Offerings and needs, ready to be ranked against each other.

    Args:
        encoder: makes the vectors; those of another encoder must never be put here.
        vectors: "exact" compares every vector, "faiss" is for large libraries.
        ingredients: what the ranking is made of; only measurements take any out.
    """

    def __init__(
        self, encoder: Encoder, *, vectors: VectorKind = "exact", ingredients: Ingredients = ALL
    ) -> None:
        self.encoder = encoder
        self.lock = RLock()
        self._asked: dict[tuple[str, ...], Vectors] = {}
        self.change_number = 0
        """Of a restored library: the change up to which it had caught up."""
        self.need_shelf: Shelf[Need] = Shelf(
            _index(vectors, encoder.dimension), need_columns, ingredients
        )
        self.offering_shelf: Shelf[Offering] = Shelf(
            _index(vectors, encoder.dimension), fact_columns, ingredients, self.need_shelf
        )
        self.offering_shelf.opposites = Opposites(encoder.encode)

    @property
    def offerings(self) -> Mapping[str, Offering]:
        """The offerings by key, to be read only."""
        return MappingProxyType(self.offering_shelf.profiles)

    @property
    def needs(self) -> Mapping[str, Need]:
        """The needs by key, to be read only."""
        return MappingProxyType(self.need_shelf.profiles)

    def encode(self, profile: Profile) -> Vectors:
        """Return the vectors of a profile, float32 (n, d), for the caller to keep.

        Row 0 stands for the whole text; then the passages of the fields in their order; then,
        for a need, what it asks for (`wants_of`) in its order.
        """
        return self.encode_many([profile])[0]

    def encode_many(self, profiles: Sequence[Profile]) -> list[Vectors]:
        """Return the vectors of many profiles; faster than one by one."""
        return self._encode_groups([_texts(profile) for profile in profiles])

    def put_offering(self, offering: Offering, vectors: Vectors) -> None:
        """Put an offering with its vectors as `encode` gives them, in place of its older self.

        Raises:
            InvalidProfile: the vectors do not belong to this profile.
        """
        with self.lock:
            self.offering_shelf.put(offering, vectors)

    def drop_offering(self, key: str) -> None:
        """Forget an offering at once and wholly; an unknown key is no error."""
        with self.lock:
            self.offering_shelf.drop(key)

    @contextmanager
    def as_if(
        self, offering: Offering, vectors: Vectors, *, without: Collection[str] = ()
    ) -> Iterator[None]:
        """Hold the library as if an offering were in it and others were not; then as before.

        Everybody else waits meanwhile, and nobody sees anything of it.

        Args:
            offering: put in place of its older self.
            vectors: its vectors, as `encode` gives them.
            without: the keys of offerings that are not there.
        """
        shelf = self.offering_shelf
        with self.lock:
            known = [shelf.profiles[key] for key in without if key in shelf.profiles]
            before = shelf.profiles.get(offering.key)
            changed = [*known, *([before] if before not in (None, offering) else [])]
            kept = [(item, self.vectors_of(item)) for item in changed]
            try:
                for item in known:
                    shelf.drop(item.key)
                if before != offering:
                    shelf.put(offering, vectors)
                yield
            finally:
                if before != offering:
                    shelf.drop(offering.key)
                for item, rows in kept:
                    shelf.put(item, rows)

    def put_need(self, need: Need, vectors: Vectors) -> None:
        """Put a need with its vectors as `encode` gives them, in place of its older self.

        Raises:
            InvalidProfile: the vectors do not belong to this profile.
        """
        with self.lock:
            self.need_shelf.put(need, vectors)

    def drop_need(self, key: str) -> None:
        """Forget a need at once and wholly; an unknown key is no error."""
        with self.lock:
            self.need_shelf.drop(key)

    def vectors_of(self, profile: Profile) -> Vectors:
        """Return the vectors kept for a profile of this key and these texts, or encode it now."""
        with self.lock:
            kept = self._kept(profile)
        return self._encoded(_texts(profile)) if kept is None else kept

    def question_of(self, need: Need) -> Vectors:
        """Return what suppliers are ranked by: as `vectors_of`, but without the passages.

        An offering is compared with the whole need and with what it asks for.
        """
        wants = len(wants_of(need))
        with self.lock:
            kept = self._kept(need)
        if kept is not None:
            return np.vstack([kept[:1], kept[len(kept) - wants :]])
        texts = _texts(need)
        return self._encoded(texts[:1] + texts[len(texts) - wants :])

    def snapshot(self, folder: Path, *, change_number: int) -> None:
        """Write the library to files, in place of an older snapshot once all is verified.

        Args:
            folder: where; made if needed. Other files in it are removed.
            change_number: how far the library has caught up, for the reader to go on from.

        Raises:
            IndexDamaged: the disk gave back something else; the older snapshot still stands.
            OSError: the folder cannot be written.
        """
        with self.lock:
            offerings = picture_of("offerings", self.offering_shelf)
            needs = picture_of("needs", self.need_shelf)
        counts = {"offerings": len(offerings.profiles), "needs": len(needs.profiles)}
        facts = facts_of(self.encoder, change_number, counts)
        write_files(folder, parts_of(offerings) | parts_of(needs), facts)

    @classmethod
    def restore(cls, folder: Path, encoder: Encoder, *, vectors: VectorKind = "exact") -> "Library":
        """Read a snapshot back; `change_number` tells how far it had caught up.

        Raises:
            IndexDamaged: it is missing, altered, or of another encoder or engine version.
        """
        facts, paths = verified(folder, encoder)
        library = cls(encoder, vectors=vectors)
        load_shelf(library.offering_shelf, "offerings", paths, offering_of)
        load_shelf(library.need_shelf, "needs", paths, need_of)
        library.change_number = int(facts["change_number"])
        return library

    def _encoded(self, texts: list[str]) -> Vectors:
        """The vectors of a profile that is not kept; of the last few they are remembered."""
        group = tuple(texts)
        rows = self._asked.get(group)
        if rows is None:
            rows = self._encode_groups([texts])[0]
            with self.lock:
                self._asked[group] = rows
                while len(self._asked) > _REMEMBERED:
                    del self._asked[next(iter(self._asked))]
        return rows.copy()

    def _encode_groups(self, groups: Sequence[Sequence[str]]) -> list[Vectors]:
        # A text of one sentence is its own passage and its own want: it is encoded once.
        distinct = dict.fromkeys(text for group in groups for text in group)
        places = {text: place for place, text in enumerate(distinct)}
        rows = self.encoder.encode(list(distinct))
        return [_as_kept(rows[[places[text] for text in group]]) for group in groups]

    def _kept(self, profile: Profile) -> Vectors | None:
        shelf = self.need_shelf if isinstance(profile, Need) else self.offering_shelf
        known = shelf.profiles.get(profile.key)
        if known is None or _texts(known) != _texts(profile):
            return None
        slot = shelf.slots[profile.key]
        return np.vstack([shelf.whole(slot)[None], shelf.parts(slot)])


def _index(kind: VectorKind, dimension: int) -> VectorIndex:
    return FaissIndex(dimension) if kind == "faiss" else ExactIndex(dimension)


def _texts(profile: Profile) -> list[str]:
    wants = wants_of(profile) if isinstance(profile, Need) else ()
    passages = [item.text for item in passages_of(profile.fields)]
    return [text_of(profile), *passages, *(want.text for want in wants)]


def _as_kept(rows: Vectors) -> Vectors:
    """Passages are kept in two bytes a number: what is ranked at once must equal what is kept."""
    rows[1:] = rows[1:].astype(np.float16).astype(np.float32)
    return rows
