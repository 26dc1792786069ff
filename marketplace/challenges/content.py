"""What a challenge says, as typed values; one frozen document per version."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from marketplace.taxonomy.codes import DataLocation


class Importance(StrEnum):
    """Whether a requirement or a constraint may be left unmet."""

    ESSENTIAL = "essential"
    NICE = "nice"


class Visibility(StrEnum):
    """Who may see a budget: everyone; verified cities and staff; the city alone."""

    PUBLIC = "public"
    NETWORK = "network"
    PRIVATE = "private"


class BudgetInterval(StrEnum):
    """What a budget covers."""

    ONCE = "once"
    MONTH = "month"
    YEAR = "year"


class ProcurementPath(StrEnum):
    """How the city intends to buy."""

    UNDECIDED = "undecided"
    OPEN_PROCEDURE = "open_procedure"
    RESTRICTED_PROCEDURE = "restricted_procedure"
    COMPETITIVE_DIALOGUE = "competitive_dialogue"
    INNOVATION_PARTNERSHIP = "innovation_partnership"
    PRE_COMMERCIAL = "pre_commercial"
    BELOW_THRESHOLD = "below_threshold"
    GRANT_OR_PILOT = "grant_or_pilot"


class JointRole(StrEnum):
    """The role a city would take in a joint procurement."""

    LEAD_BUYER = "lead_buyer"
    BUYER = "buyer"
    FOLLOWER = "follower"
    OBSERVER = "observer"


class PartnerDetail(StrEnum):
    """What a city can show to partner cities though it is not public."""

    BUDGET = "budget"
    APPROVAL_MONTH = "approval_month"
    CONTACT = "contact"


class Nature(StrEnum):
    """A call is what a city asks now; an example was drawn from what it once published."""

    CALL = "call"
    EXAMPLE = "example"


class ConstraintName(StrEnum):
    """The constraints of a challenge that are checked as facts."""

    BUDGET = "budget"
    START = "start"
    LANGUAGES = "languages"
    DATA_LOCATION = "data_location"
    STANDARDS = "standards"
    TRL = "trl"
    COUNTRY = "country"
    POPULATION = "population"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing the solution has to do, in a sentence that can be judged by itself."""

    text: str
    importance: Importance = Importance.ESSENTIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What shall be better, measured: from `baseline` to `target` by `due`."""

    indicator: str
    baseline: str = ""
    target: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Money for the challenge in `currency` (ISO 4217), and who may see it.

    `note` says in words what the source said where no figure of its own can be given.
    It is shown to the same people as the figures.
    """

    minimum: Decimal | None = None
    maximum: Decimal | None = None
    currency: str = "EUR"
    interval: BudgetInterval = BudgetInterval.ONCE
    visibility: Visibility = Visibility.PRIVATE
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeContent:
    """One version of a challenge.

    `essential` names the constraints that exclude a solution which states otherwise; the
    others only count. `population` is the number of residents to be served, `earliest_start`
    the first day on which the solution could be in use and `start` the day by which it has to
    be, `deadline` the last day (Brussels wall time) on which vendors can express interest,
    `written_in` the language (ISO 639-1) of its texts, `procedure_languages` those in which the
    city can run a procedure.

    `approval_month` (its first day) is when the budget is approved, `partner_contact` says whom
    a partner city writes to: both are for the city itself and, if `shown_to_partners` names
    them, for partner cities.
    """

    title: str
    problem: str
    affected: str = ""
    tried: str = ""
    outcomes: tuple[Outcome, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    themes: tuple[str, ...] = ()
    scale: str = ""
    population: int | None = None
    budget: Budget | None = None
    earliest_start: date | None = None
    start: date | None = None
    deadline: date | None = None
    languages: tuple[str, ...] = ()
    data_location: DataLocation | None = None
    standards: tuple[str, ...] = ()
    trl_minimum: int | None = None
    essential: tuple[ConstraintName, ...] = ()
    procurement_path: ProcurementPath = ProcurementPath.UNDECIDED
    joint_procurement: bool = False
    joint_roles: tuple[JointRole, ...] = ()
    procedure_languages: tuple[str, ...] = ()
    approval_month: date | None = None
    partner_contact: str = ""
    shown_to_partners: tuple[PartnerDetail, ...] = ()
    nature: Nature = Nature.CALL
    written_in: str | None = None
    source_url: str | None = None
    source_note: str | None = None
    published_year: int | None = None
    programme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDetails:
    """What a city lets partner cities see of a challenge, beside what is public.

    Each is None or empty where the city does not state it, or does not let them see it.
    """

    budget: Budget | None = None
    approval_month: date | None = None
    contact: str = ""
