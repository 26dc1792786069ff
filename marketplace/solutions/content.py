"""What a solution says, as typed values; one frozen document per version."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from marketplace.taxonomy.codes import DataLocation


class LifecycleStage(StrEnum):
    """How far a solution has come on its way to routine use."""

    CONCEPT = "concept"
    PROTOTYPE = "prototype"
    PILOT = "pilot"
    MARKET = "market"
    MATURE = "mature"


class PriceModel(StrEnum):
    """How a solution is paid for."""

    FREE = "free"
    ONE_OFF = "one_off"
    SUBSCRIPTION = "subscription"
    USAGE = "usage"
    ON_REQUEST = "on_request"


class PriceInterval(StrEnum):
    """What one payment covers."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class DeploymentModel(StrEnum):
    """Where the solution runs and who keeps it running."""

    HOSTED = "hosted"
    OWN_SERVERS = "own_servers"
    HYBRID = "hybrid"
    ON_SITE = "on_site"


class ReferenceState(StrEnum):
    """How far the claim of a deployment is borne out by the buyer named."""

    CLAIMED = "claimed"
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    EXPIRED = "expired"


class SignKind(StrEnum):
    """What made an examination wonder whether a text was written only to be found."""

    UNRELATED = "unrelated"
    COPIED = "copied"
    LISTED = "listed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """A price or a range of prices, in `currency` (ISO 4217), as it was on `as_of`."""

    model: PriceModel
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    currency: str | None = None
    interval: PriceInterval | None = None
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBreak:
    """What one `unit` costs, in `currency`, to whoever takes at least `from_quantity` of them."""

    from_quantity: int
    unit_price: Decimal
    currency: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate that the vendor says it holds."""

    name: str
    issuer: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """A place where the solution runs or ran; claimed until the buyer named confirms it.

    `result` is a measured value of `indicator` in `unit`. The reference state is not said
    by the vendor, so it is no part of this: it is kept beside, in `models.Reference`.
    """

    place: str
    country: str | None = None
    period: str = ""
    scale: str = ""
    indicator: str = ""
    result: str = ""
    unit: str = ""
    summary: str = ""
    evidence_link: str | None = None
    evidence_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionContent:
    """One version of a solution.

    Code lists (see the taxonomy): `themes`, `technologies`, `standards`, `languages`
    (ISO 639-1), `countries_served` and `countries_not_served` (ISO 3166-1 alpha-2),
    `licence` (SPDX). Populations are residents, times are weeks. `estimates` names the
    fields that are somebody's estimate and not the vendor's own statement, `written_in` is the
    language (ISO 639-1) of its texts.
    """

    name: str
    summary: str
    description: str = ""
    problem: str = ""
    features: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    not_suited: str = ""
    themes: tuple[str, ...] = ()
    technologies: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()
    stage: LifecycleStage | None = None
    trl: int | None = None
    price: Price | None = None
    price_breaks: tuple[PriceBreak, ...] = ()
    deployment_models: tuple[DeploymentModel, ...] = ()
    data_location: DataLocation | None = None
    languages: tuple[str, ...] = ()
    countries_served: tuple[str, ...] = ()
    countries_not_served: tuple[str, ...] = ()
    population_minimum: int | None = None
    population_maximum: int | None = None
    weeks_to_deploy_minimum: int | None = None
    weeks_to_deploy_maximum: int | None = None
    prerequisites: str = ""
    licence: str | None = None
    repository: str | None = None
    website: str | None = None
    certificates: tuple[Certificate, ...] = ()
    deployments: tuple[Deployment, ...] = ()
    estimates: tuple[str, ...] = ()
    written_in: str | None = None
    source_url: str | None = None
    source_note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One reason why staff have to look closer before a version can be public.

    UNRELATED: `measure` counts the needs in `texts`, which have nothing to do with each other
    and which it fits all. COPIED: `measure` is the share of it, 0..1, that stands in the public
    texts of `challenges` and of other vendors' `solutions`, those with the most of it first.
    LISTED: `measure` counts words that stand in lists, the longest of which is in `texts`.
    """

    kind: SignKind
    measure: float
    texts: tuple[str, ...] = ()
    challenges: tuple[UUID, ...] = ()
    solutions: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the examination of version `number` of a solution found."""

    number: int
    signs: tuple[Sign, ...] = ()
