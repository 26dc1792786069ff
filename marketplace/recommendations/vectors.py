"""The vectors of entries: those that are stored, and those that have to be made now."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, sessionmaker

from marketplace.foundation.clock import Clock
from marketplace.foundation.unit_of_work import transaction
from marketplace.recommendations import embeddings
from marketplace.recommendations.embeddings import TextVersion, Vectors
from marketplace.recommendations.profiles import TEXTS
from marketplace.recommendations.truth import Entry
from matching.encoding import Encoder
from matching.library import Library
from matching.profiles import Need, Profile
from matching.ranking.shelf import rows_of

log = structlog.get_logger(__name__)

MOST_RECENT = 256


def made_by(encoder: Encoder) -> str:
    """What vectors depend on beside the version of a text: the model, and which texts it reads."""
    return maker(encoder.fingerprint)


def maker(fingerprint: str) -> str:
    """The same, for a model of which no more than the fingerprint is known here."""
    return f"{fingerprint} {TEXTS}"


@dataclass(frozen=True, slots=True)
class VectorStore:
    """Where vectors come from."""

    sessions: sessionmaker[Session]
    clock: Clock
    _recent: "OrderedDict[tuple[str, object], Vectors]" = field(default_factory=OrderedDict)

    def encoded(self, library: Library, profiles: Sequence[Profile]) -> list[Vectors]:
        """Vectors of profiles that nothing is stored of; those made lately are not made again.

        So what is examined, then published and then indexed is encoded once.
        """
        keys = [(library.encoder.fingerprint, _texts(profile)) for profile in profiles]
        kept = {key: self._recent[key] for key in keys if key in self._recent}
        missing = {key: one for key, one in zip(keys, profiles, strict=True) if key not in kept}
        made = library.encode_many(list(missing.values()))
        kept |= zip(missing, made, strict=True)
        for key in missing:
            self._recent[key] = kept[key]
        while len(self._recent) > MOST_RECENT:
            self._recent.popitem(last=False)
        return [kept[key] for key in keys]

    def vectors_of(
        self, library: Library, entries: Sequence[Entry], *, keep: bool
    ) -> Mapping[TextVersion, Vectors]:
        """Vectors for every entry; `keep` stores those that had to be made.

        Stored vectors of another shape than the engine now wants are made anew.
        """
        found = self._found(library, entries)
        if keep:
            try:
                self._keep(found, made_by(library.encoder))
            except SQLAlchemyError as error:
                # An answer does not depend on it: the next reader makes them again.
                log.warning("embeddings_not_kept", count=len(found.made), error=str(error))
        return {**found.fit, **found.made}

    def fill(self, library: Library, entries: Sequence[Entry]) -> None:
        """Store vectors for every entry that has none.

        Raises:
            SQLAlchemyError: they cannot be stored.
        """
        self._keep(self._found(library, entries), made_by(library.encoder))

    def _found(self, library: Library, entries: Sequence[Entry]) -> "_Found":
        fingerprint = made_by(library.encoder)
        with transaction(self.sessions, writes=False) as session:
            stored = embeddings.load(session, [e.text for e in entries], fingerprint)
        wanted = {e.text: (rows_of(e.profile), library.encoder.dimension) for e in entries}
        fit = {text: found for text, found in stored.items() if found.shape == wanted[text]}
        missing = [e for e in entries if e.text not in fit]
        encoded = self.encoded(library, [e.profile for e in missing])
        made = {entry.text: rows for entry, rows in zip(missing, encoded, strict=True)}
        return _Found(fit, made, stored.keys() - fit.keys())

    def _keep(self, found: "_Found", fingerprint: str) -> None:
        if found.made:
            with transaction(self.sessions, writes=True) as session:
                embeddings.forget(session, found.unfit, fingerprint)
                embeddings.keep(session, found.made, fingerprint, self.clock.now())
                session.commit()


def _texts(profile: Profile) -> object:
    """All that its vectors are made of."""
    wanted = profile.requirements if isinstance(profile, Need) else None
    return profile.fields, wanted


@dataclass(frozen=True, slots=True)
class _Found:
    """Vectors that were stored and fit, those made just now, and stored ones that do not fit."""

    fit: dict[TextVersion, Vectors]
    made: dict[TextVersion, Vectors]
    unfit: set[TextVersion]
