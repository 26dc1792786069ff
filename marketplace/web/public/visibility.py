"""Who sees what, asked of the very rules that decide it: nothing here is written down twice."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _

from marketplace.activity.policy import CAN_READ as CAN_READ_RECORD
from marketplace.challenges.content import (
    Budget,
    ChallengeContent,
    JointRole,
    PartnerDetail,
    Visibility,
)
from marketplace.challenges.lifecycle import OPEN
from marketplace.challenges.models import Challenge
from marketplace.challenges.policy import CAN_SEE as CAN_SEE_CHALLENGE
from marketplace.challenges.policy import (
    IS_OF_THE_CITY,
    is_partner,
    may_see_budget,
    visible_content,
)
from marketplace.consultations.models import Consultation, MarketResponse
from marketplace.consultations.policy import IS_OF_VENDOR, IS_OPENED
from marketplace.feedback.policy import CAN_READ as CAN_READ_OPINIONS
from marketplace.foundation.access import VISITOR, Actor, ActorKind, Role, Rule
from marketplace.interests.models import Interest
from marketplace.interests.policy import CAN_SEE as CAN_SEE_INTEREST
from marketplace.organisations.models import Organisation, Verification
from marketplace.organisations.policy import CAN_SEE, CAN_SEE_MEMBERS
from marketplace.procurements.lifecycle import ACCEPTED
from marketplace.procurements.models import Procurement, ProcurementMember
from marketplace.procurements.policy import CAN_SEE as CAN_SEE_PROCUREMENT
from marketplace.procurements.policy import CAN_SEE_INSIDE
from marketplace.shortlists.policy import CAN_READ as CAN_READ_SHORTLIST
from marketplace.solutions.models import Solution
from marketplace.solutions.policy import CAN_SEE as CAN_SEE_SOLUTION
from marketplace.web.forms.challenge import CHALLENGE_FORM
from marketplace.web.forms.parts import Section
from marketplace.web.forms.solution import SOLUTION_FORM

VENDOR, CITY, OTHER_CITY = uuid4(), uuid4(), uuid4()


def _person(organisation: UUID, *, network: bool = False) -> Actor:
    memberships = {organisation: Role.VIEWER}
    return Actor(kind=ActorKind.PERSON, memberships=memberships, network=network)


AUDIENCES: Mapping[str, tuple[Any, Actor]] = {
    "everybody": (_("Everybody"), VISITOR),
    "network": (_("Members of verified cities"), _person(OTHER_CITY, network=True)),
    "vendor": (_("The vendor's own members"), _person(VENDOR)),
    "city": (_("The city's own members"), _person(CITY, network=True)),
    "staff": (_("Programme staff"), Actor(kind=ActorKind.PERSON, staff=True)),
}

Sees = Callable[[Actor], bool]


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that somebody may see, and the rule that says who."""

    title: Any
    sees: Sees


@dataclass(frozen=True, slots=True)
class Seen:
    """A row of the table: `by` has an answer for each audience, in their order."""

    title: str
    by: tuple[bool, ...]


def _ruled(rule: Rule[Any], row: object) -> Sees:
    return lambda actor: rule.allows(actor, row)


def _budget(visibility: Visibility) -> Sees:
    return lambda actor: may_see_budget(actor, _OPEN, visibility)


def _shown_to_partners(actor: Actor) -> bool:
    return IS_OF_THE_CITY.allows(actor, _OPEN) or is_partner(actor, _LIKE_IT)


def _reads_the_response(actor: Actor) -> bool:
    return IS_OF_VENDOR.allows(actor, _RESPONSE) or CAN_SEE_INSIDE.allows(actor, _PREPARED)


_PUBLISHED = Solution(vendor_id=VENDOR, published_version=1)
_DRAFT = Solution(vendor_id=VENDOR, published_version=None)
_OPEN = Challenge(city_id=CITY, published_version=1)
_LIKE_IT = Challenge(city_id=OTHER_CITY, published_version=1, state=OPEN, joint_procurement=True)
_STATED = Challenge(city_id=CITY, published_version=None)
_INTEREST = Interest(vendor_id=VENDOR, city_id=CITY)
_VENDOR = Organisation(id=VENDOR, catalogue=False, verification=Verification.VERIFIED.value)
_BUYER = ProcurementMember(organisation_id=CITY, state=ACCEPTED, role=JointRole.BUYER.value)
_PREPARED = Procurement(published_at=None, members=[_BUYER])
_CONSULTED = Consultation(opened_at=datetime(2026, 1, 1, tzinfo=UTC))
_RESPONSE = MarketResponse(vendor_id=VENDOR)
_YOUNG = Organisation(id=VENDOR, catalogue=False, verification=Verification.UNVERIFIED.value)

THINGS: Mapping[str, tuple[Any, Sequence[Thing]]] = {
    "listed": (
        _("What vendors list"),
        (
            Thing(
                _("A published solution, with every field"), _ruled(CAN_SEE_SOLUTION, _PUBLISHED)
            ),
            Thing(
                _("A draft, a version in review, remarks of staff"),
                _ruled(CAN_SEE_SOLUTION, _DRAFT),
            ),
        ),
    ),
    "stated": (
        _("What cities state"),
        (
            Thing(_("An open or ended challenge"), _ruled(CAN_SEE_CHALLENGE, _OPEN)),
            Thing(_("A draft or a version in review"), _ruled(CAN_SEE_CHALLENGE, _STATED)),
            Thing(_("A budget marked “public”"), _budget(Visibility.PUBLIC)),
            Thing(_("A budget marked “network”"), _budget(Visibility.NETWORK)),
            Thing(_("A budget marked “private”"), _budget(Visibility.PRIVATE)),
            Thing(
                _("What it lets partner cities see, beside their own challenge with the same need"),
                _shown_to_partners,
            ),
            Thing(_("The city's internal note"), _ruled(IS_OF_THE_CITY, _OPEN)),
        ),
    ),
    "between": (
        _("What passes between them"),
        (
            Thing(_("Matches and partner cities, with reasons"), _ruled(CAN_SEE_CHALLENGE, _OPEN)),
            Thing(
                _("Questions and answers, without the name of who asked"),
                _ruled(CAN_SEE_CHALLENGE, _OPEN),
            ),
            Thing(
                _("An expression of interest and its answer"), _ruled(CAN_SEE_INTEREST, _INTEREST)
            ),
            Thing(
                _("What a city says of its matches: useful or not, and why"),
                _ruled(CAN_READ_OPINIONS, _OPEN),
            ),
            Thing(_("The shortlist of a city and its notes"), _ruled(CAN_READ_SHORTLIST, _OPEN)),
        ),
    ),
    "together": (
        _("What cities do together"),
        (
            Thing(
                _("A joint procurement before its call is published"),
                _ruled(CAN_SEE_PROCUREMENT, _PREPARED),
            ),
            Thing(
                _("Its letters of intent, mandates and decisions, afterwards too"),
                _ruled(CAN_SEE_INSIDE, _PREPARED),
            ),
            Thing(
                _("Its documents, what each city commits, and its long lists, afterwards too"),
                _ruled(CAN_SEE_INSIDE, _PREPARED),
            ),
            Thing(
                _("An open market consultation: what is asked, handed out and answered"),
                _ruled(IS_OPENED, _CONSULTED),
            ),
            Thing(_("What a vendor responds to a market consultation"), _reads_the_response),
        ),
    ),
    "people": (
        _("Organisations and people"),
        (
            Thing(
                _("A verified organisation, and an entry of the catalogue"),
                _ruled(CAN_SEE, _VENDOR),
            ),
            Thing(_("An organisation before it is verified"), _ruled(CAN_SEE, _YOUNG)),
            Thing(
                _("Who acts for the vendor, and in which role"), _ruled(CAN_SEE_MEMBERS, _VENDOR)
            ),
            Thing(_("The record of who did what"), _ruled(CAN_READ_RECORD, None)),
        ),
    ),
}


def who_sees_what() -> list[tuple[str, list[Seen]]]:
    """The things by subject, each with what the rule answers to every audience."""
    actors = [actor for _words, actor in AUDIENCES.values()]
    return [
        (
            str(title),
            [Seen(str(thing.title), tuple(map(thing.sees, actors))) for thing in things],
        )
        for title, things in THINGS.values()
    ]


def fields_of_a_solution() -> list[tuple[str, list[str]]]:
    """The fields by section of the form, all of them public once published."""
    return [_labels(section, frozenset()) for section in SOLUTION_FORM]


def fields_of_a_challenge() -> list[tuple[str, list[str]]]:
    """The same for a challenge, without what a rule can keep from a visitor."""
    return [_labels(section, withheld()) for section in CHALLENGE_FORM]


def withheld() -> frozenset[str]:
    """The fields of a published challenge that are not for everybody, found by trying."""
    budget = Budget(maximum=Decimal(1), visibility=Visibility.PRIVATE)
    whole = ChallengeContent(
        title="-",
        problem="-",
        budget=budget,
        approval_month=date.min,
        partner_contact="-",
        shown_to_partners=tuple(PartnerDetail),
    )
    shown = visible_content(VISITOR, _OPEN, whole)
    names = (field.name for field in fields(ChallengeContent))
    return frozenset(name for name in names if getattr(shown, name) != getattr(whole, name))


def _labels(section: Section, left_out: frozenset[str]) -> tuple[str, list[str]]:
    labels = [str(part.label) for part in section.parts if part.name not in left_out]
    return str(section.title), labels
