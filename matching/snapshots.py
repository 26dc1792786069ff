"""A library to files and back, so that a process starts without encoding or reading all texts.

A snapshot is derived and may be thrown away at any time. Whatever does not match, down to one
bit, is refused: the caller then builds the library anew from where the profiles are kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic

import numpy as np

from matching import ENGINE_VERSION
from matching.encoding import Encoder
from matching.errors import IndexDamaged, MatchingError
from matching.indexing.files import array_chunks, load_array, read_files, stacked_chunks
from matching.indexing.lexical import LexicalIndex, Saved
from matching.ranking.shelf import Derived, P, Shelf
from matching.records import Record, record_of

_ARRAYS = ("holders", "slots", "counts", "lengths")

LAYOUT = 1
"""Changes whenever older files cannot be read any more."""


@dataclass(frozen=True, slots=True)
class Picture(Generic[P]):
    """A shelf at one moment, taken quickly under the lock and written at leisure."""

    name: str
    profiles: list[P]
    derived: list[Derived]
    stems: Saved
    roots: Saved


def picture_of(name: str, shelf: Shelf[P]) -> Picture[P]:
    """Take the picture of a shelf; profiles by key, so that equal shelves give equal files."""
    keys = sorted(shelf.slots)
    order = [shelf.slots[key] for key in keys]
    return Picture(
        name,
        [shelf.profiles[key] for key in keys],
        [shelf.derived(slot) for slot in order],
        shelf.stems.saved(order),
        shelf.roots.saved(order),
    )


def parts_of(picture: Picture[P]) -> dict[str, Iterable[bytes]]:
    """Return the files of a picture, by name."""
    name, derived = picture.name, picture.derived
    dimension = len(derived[0].whole) if derived else 0
    wholes, parts = [item.whole for item in derived], [item.parts for item in derived]
    speaking = [item.speaking for item in derived]
    rows = sum(len(item) for item in parts)
    masks = sum(len(item) for item in speaking)
    files: dict[str, Iterable[bytes]] = {
        f"{name}.jsonl": _lines(picture),
        f"{name}-whole.npy": stacked_chunks(wholes, (len(wholes), dimension), np.dtype(np.float32)),
        f"{name}-parts.npy": stacked_chunks(parts, (rows, dimension), np.dtype(np.float16)),
        f"{name}-speaking.npy": stacked_chunks(speaking, (masks,), np.dtype(np.bool_)),
    }
    for kind, saved in (("stems", picture.stems), ("roots", picture.roots)):
        files[f"{name}-{kind}.json"] = [json.dumps(saved.terms).encode()]
        for part in _ARRAYS:
            files[f"{name}-{kind}-{part}.npy"] = array_chunks(getattr(saved, part))
    return files


def facts_of(encoder: Encoder, change_number: int, counts: Mapping[str, int]) -> Record:
    """Return what the manifest says of a snapshot."""
    return {
        "layout": LAYOUT,
        "engine_version": ENGINE_VERSION,
        "fingerprint": encoder.fingerprint,
        "dimension": encoder.dimension,
        "change_number": change_number,
        "counts": dict(counts),
    }


def verified(folder: Path, encoder: Encoder) -> tuple[Record, dict[str, Path]]:
    """Return the manifest's facts and the files, if all of it was made for this encoder.

    Raises:
        IndexDamaged: it was not, or something is missing or altered.
    """
    facts, paths = read_files(folder)
    expected = facts_of(encoder, facts.get("change_number", 0), facts.get("counts", {}))
    for name, value in expected.items():
        if facts.get(name) != value:
            raise IndexDamaged(f"its {name.replace('_', ' ')} is {facts.get(name)} and not {value}")
    return facts, paths


def load_shelf(
    shelf: Shelf[P], name: str, paths: Mapping[str, Path], profile_of: Callable[[Record], P]
) -> None:
    """Fill an empty shelf from verified files.

    Raises:
        IndexDamaged: the files do not fit together.
    """
    try:
        shelf.stems, shelf.roots = _words(paths, f"{name}-stems"), _words(paths, f"{name}-roots")
        wholes = load_array(paths[f"{name}-whole.npy"])
        parts = load_array(paths[f"{name}-parts.npy"])
        speaking = load_array(paths[f"{name}-speaking.npy"])
        row = mask = 0
        for slot, record in enumerate(_records(paths[f"{name}.jsonl"])):
            rows, masks = record.pop("rows"), record.pop("passages")
            derived = Derived(
                record.pop("language"),
                wholes[slot],
                parts[row : row + rows].copy(),
                speaking[mask : mask + masks].copy(),
            )
            row, mask = row + rows, mask + masks
            shelf.place(slot, profile_of(record), derived)
    except (KeyError, ValueError, TypeError, IndexError, MatchingError) as fault:
        raise IndexDamaged(f"the {name} do not fit together") from fault


def _lines(picture: Picture[P]) -> Iterator[bytes]:
    for profile, derived in zip(picture.profiles, picture.derived, strict=True):
        record = record_of(profile) | {
            "language": derived.language,
            "rows": len(derived.parts),
            "passages": len(derived.speaking),
        }
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as stream:
        for line in stream:
            yield json.loads(line)


def _words(paths: Mapping[str, Path], name: str) -> LexicalIndex:
    terms = json.loads(paths[f"{name}.json"].read_bytes())
    arrays = (
        load_array(paths[f"{name}-{part}.npy"])
        for part in ("holders", "slots", "counts", "lengths")
    )
    return LexicalIndex.restored(Saved(terms, *arrays))
