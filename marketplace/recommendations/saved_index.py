"""Indexes saved to disk, so that a start need not read every vector from the database again.

The engine guards its own files (manifest and checksums). What is checked here is whether a
saved index belongs to this database: its folder is named after the mark in the history at
which it was taken, and a mark that the database does not know is of another history.
"""

import os
import shutil
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import structlog
from sqlalchemy.orm import Session

from marketplace.recommendations.history import Mark, mark_at
from marketplace.recommendations.vectors import made_by
from matching import ENGINE_VERSION
from matching.encoding import Encoder
from matching.errors import IndexDamaged
from matching.library import Library, VectorKind

log = structlog.get_logger(__name__)

PART = ".part"
KEPT = 2
"""Another process may be reading the last but one."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A library as it was at a mark."""

    library: Library
    mark: Mark


class SavedIndexes:
    """The saved indexes below `folder`, of one kind of vector index."""

    def __init__(self, folder: Path, *, vectors: VectorKind) -> None:
        self.folder = folder
        self.vectors = vectors

    def newest(self, session: Session, encoder: Encoder) -> Saved | None:
        """The newest saved index of this history and model; damaged ones are removed."""
        for path in self._newest_first():
            mark = self._mark_of(path, session, encoder)
            if mark is None:
                continue
            try:
                library = Library.restore(path, encoder, vectors=self.vectors)
            except (IndexDamaged, OSError) as error:
                log.warning("saved_index_damaged", folder=path.name, reason=str(error))
                shutil.rmtree(path, ignore_errors=True)
                continue
            if library.change_number == mark.number:
                return Saved(library, mark)
        return None

    def save(self, library: Library, mark: Mark, *, replace: bool = False) -> bool:
        """Write the library beside the others and put it in place as a whole.

        Whether it is there now; with `replace` in the place of one of the same mark. A library
        at the very beginning of a history is not worth a file, and nothing would tell whose
        beginning it is.
        """
        path = self.folder / _name(mark, library.encoder)
        if not mark.number or (path.exists() and not replace):
            return path.exists()
        beside = self.folder / f"{path.name}-{os.getpid()}{PART}"
        try:
            beside.mkdir(parents=True, exist_ok=True)
            library.snapshot(beside, change_number=mark.number)
            shutil.rmtree(path, ignore_errors=True)
            beside.rename(path)
        except (OSError, IndexDamaged) as error:
            shutil.rmtree(beside, ignore_errors=True)
            # Another process may have put the very same there at this moment.
            if not path.exists():
                log.warning("index_not_saved", folder=path.name, reason=str(error))
        self._tidy(path)
        return path.exists()

    def _tidy(self, newest: Path) -> None:
        """Remove what is older: saved before, or left half-written by a process that died."""
        for old in self._newest_first()[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
        for part in self.folder.glob(f"*{PART}"):
            if part.name < newest.name:
                shutil.rmtree(part, ignore_errors=True)

    def _newest_first(self) -> list[Path]:
        if not self.folder.is_dir():
            return []
        whole = [p for p in self.folder.iterdir() if p.is_dir() and p.suffix != PART]
        return sorted(whole, reverse=True)

    def _mark_of(self, path: Path, session: Session, encoder: Encoder) -> Mark | None:
        """The mark at which the index of this name was taken, if it may be used here."""
        number = path.name.partition("-")[0]
        mark = mark_at(session, int(number)) if number.isdigit() else None
        return mark if mark is not None and _name(mark, encoder) == path.name else None


def _name(mark: Mark, encoder: Encoder) -> str:
    maker = sha256(f"{made_by(encoder)} {ENGINE_VERSION}".encode()).hexdigest()
    return f"{mark.number:012}-{mark.digest[:24]}-{maker[:12]}"
