"""Words of the standard, and who publishes; https://standard.open-contracting.org/1.1/."""

from collections.abc import Mapping
from typing import Protocol

from marketplace.awards.content import Result
from marketplace.procurements.content import Mode
from marketplace.procurements.lifecycle import Step

VERSION = "1.1"
LOTS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_lots_extension/"
    "v1.1.5/extension.json"
)

TAGS: Mapping[Step, tuple[str, ...]] = {
    Step.PUBLISHED: ("tender",),
    Step.EVALUATION: ("tenderUpdate",),
    Step.AWARDED: ("award",),
    Step.PERFORMANCE: ("implementation",),
    Step.CLOSED: ("implementationUpdate",),
    Step.DISSOLVED: ("tenderCancellation",),
}
"""What a release tells at each step that everybody may know of."""

STATES: Mapping[Step, str] = {
    Step.PUBLISHED: "active",
    Step.EVALUATION: "active",
    Step.AWARDED: "complete",
    Step.PERFORMANCE: "complete",
    Step.CLOSED: "complete",
    Step.DISSOLVED: "cancelled",
}
"""How far the call is, by the standard's list tenderStatus."""

OUTCOMES: Mapping[Result, str] = {
    Result.AWARDED: "complete",
    Result.CANCELLED: "cancelled",
    Result.NONE_SUITABLE: "unsuccessful",
}
"""The same where an outcome is on record that everybody may know of."""

TOLD_OUTCOME = (Step.AWARDED, Step.PERFORMANCE, Step.CLOSED)
"""The steps from which on everybody may know what came of it."""

METHODS: Mapping[Mode, str] = {
    Mode.OCCASIONAL_JOINT: "Occasional joint procurement (Directive 2014/24/EU, Article 38)",
    Mode.CROSS_BORDER_JOINT: "Cross-border joint procurement (Directive 2014/24/EU, Article 39)",
    Mode.CENTRAL_PURCHASING_BODY: "Central purchasing body (Directive 2014/24/EU, Article 37)",
    Mode.JOINT_ENTITY: "Joint entity (Directive 2014/24/EU, Article 39(5))",
    Mode.COORDINATED: "Coordinated procurement, each city with a procedure of its own",
    Mode.PCP: "Pre-commercial procurement (PCP)",
    Mode.PPI: "Public procurement of innovative solutions (PPI)",
}
"""Data are in English, whoever asks: programs compare them."""


class Publisher(Protocol):
    """Who publishes, as the settings of the service say.

    `ocid_prefix` is given out by the Open Contracting Partnership; `data_licence` is the
    address of the licence of the data.
    """

    @property
    def operator(self) -> str:
        """The name of whoever runs the service; may be empty."""

    @property
    def public_url(self) -> str:
        """The address of the service."""

    @property
    def ocid_prefix(self) -> str:
        """What every open contracting id of this publisher begins with."""

    @property
    def data_licence(self) -> str:
        """The address of the licence."""
