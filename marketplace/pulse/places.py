"""Where cities ask for something, and under which themes; the same for everybody."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from marketplace.challenges.models import Challenge, ChallengeFacet
from marketplace.foundation.access import VISITOR
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.policy import PUBLIC
from marketplace.pulse.figures import IS_OPEN
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.models import Term

MOST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A city with how many open challenges it has under each theme, the most first.

    `challenges` is how many there are in all: each counts under all its themes.
    """

    city_id: UUID
    name: str
    country: str
    latitude: float | None
    longitude: float | None
    challenges: int
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the map is narrowed to: a theme of the upper level, a country; None is all."""

    theme: str | None = None
    country: str | None = None


def places(session: Session, asked: Asked) -> list[Place]:
    """The cities with open challenges, as narrowed, by name."""
    chosen = (
        select(Challenge.id, Organisation)
        .join(Organisation, Organisation.id == Challenge.city_id)
        .where(IS_OPEN)
        .order_by(Organisation.sort_key)
        .limit(MOST)
    )
    if asked.country is not None:
        chosen = chosen.where(Organisation.country == asked.country)
    rows = session.execute(chosen).all()
    themes = _themes(session, [row[0] for row in rows])
    found: dict[Organisation, list[UUID]] = {}
    for challenge_id, city in rows:
        if asked.theme is None or asked.theme in themes.get(challenge_id, ()):
            found.setdefault(city, []).append(challenge_id)
    return [_place(city, ids, themes) for city, ids in found.items()]


def other_cities(session: Session, asked: Asked, known: Collection[UUID]) -> list[Organisation]:
    """The public cities of the country, or of all, that are not among `known`, by name."""
    chosen = (
        select(Organisation)
        .where(Organisation.kind == OrganisationKind.CITY.value, PUBLIC.where(VISITOR))
        .order_by(Organisation.sort_key)
        .limit(MOST)
    )
    if asked.country is not None:
        chosen = chosen.where(Organisation.country == asked.country)
    return [row for row in session.scalars(chosen) if row.id not in known]


def _themes(session: Session, ids: Collection[UUID]) -> Mapping[UUID, set[str]]:
    """The themes of the upper level of each challenge."""
    top = func.coalesce(Term.parent, Term.code)
    rows = session.execute(
        select(ChallengeFacet.challenge_id, top)
        .join(Term, and_(Term.list == TermList.THEMES, Term.code == ChallengeFacet.code))
        .where(ChallengeFacet.kind == "theme", ChallengeFacet.challenge_id.in_(ids))
    )
    found: dict[UUID, set[str]] = {}
    for challenge_id, code in rows:
        found.setdefault(challenge_id, set()).add(code)
    return found


def _place(city: Organisation, ids: list[UUID], themes: Mapping[UUID, set[str]]) -> Place:
    counted = Counter(code for id_ in ids for code in themes.get(id_, ()))
    ordered = sorted(counted, key=lambda code: (-counted[code], code))
    return Place(
        city_id=city.id,
        name=city.name,
        country=city.country,
        latitude=city.latitude,
        longitude=city.longitude,
        challenges=len(ids),
        themes=tuple(ordered),
    )
