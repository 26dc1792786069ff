"""Words for what stands in the fields, in the language of the reader."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal

from marketplace.challenges.content import JointRole
from marketplace.consultations.content import Given
from marketplace.foundation.clock import BRUSSELS
from marketplace.foundation.saying import later, locale, say
from marketplace.packs.content import PackName
from marketplace.pooled_demand.content import SharingKey
from marketplace.procurements.content import Letter, Mandate, Mode
from marketplace.procurements.lifecycle import Step

MODES: Mapping[Mode, str] = {
    Mode.OCCASIONAL_JOINT: later("Occasional joint procurement"),
    Mode.CROSS_BORDER_JOINT: later("Cross-border joint procurement"),
    Mode.CENTRAL_PURCHASING_BODY: later("Central purchasing body"),
    Mode.JOINT_ENTITY: later("Joint entity"),
    Mode.COORDINATED: later("Coordinated procurement"),
    Mode.PCP: later("Pre-commercial procurement (PCP)"),
    Mode.PPI: later("Public procurement of innovative solutions (PPI)"),
}
ROLES: Mapping[JointRole, str] = {
    JointRole.LEAD_BUYER: later("Lead buyer"),
    JointRole.BUYER: later("Buyer"),
    JointRole.FOLLOWER: later("Follower"),
    JointRole.OBSERVER: later("Observer"),
}
LETTERS: Mapping[Letter, str] = {
    Letter.NONE: later("No letter of intent yet"),
    Letter.PROMISED: later("Letter of intent promised"),
    Letter.SIGNED: later("Letter of intent signed"),
}
MANDATES: Mapping[Mandate, str] = {
    Mandate.NOT_ASKED: later("Council or board not asked yet"),
    Mandate.ASKED: later("Before the council or board"),
    Mandate.GIVEN: later("Mandate given"),
    Mandate.REFUSED: later("Mandate refused"),
}
STEPS: Mapping[Step, str] = {
    Step.PROPOSED: later("Proposed"),
    Step.NEEDS_ALIGNED: later("Needs aligned"),
    Step.FINANCING: later("Financing"),
    Step.MARKET_RESEARCH: later("Market research"),
    Step.MEMORANDUM: later("Memorandum of understanding"),
    Step.AGREEMENT: later("Joint procurement agreement"),
    Step.SPECIFICATION: later("Specification"),
    Step.CONSULTATION: later("Market consultation"),
    Step.PUBLISHED: later("Call published"),
    Step.EVALUATION: later("Evaluation"),
    Step.AWARDED: later("Awarded"),
    Step.PERFORMANCE: later("Performance"),
    Step.CLOSED: later("Closed"),
}
SHARING: Mapping[SharingKey, str] = {
    SharingKey.EQUAL: later("Equal parts"),
    SharingKey.UNITS: later("By units"),
    SharingKey.POPULATION: later("By residents"),
    SharingKey.OWN: later("By the cities' own figures"),
}
GIVEN: Mapping[Given, str] = {
    Given.OPENED: later("The consultation was opened"),
    Given.HANDED_OUT: later("A document was handed out"),
    Given.ANSWERED: later("A question was answered"),
    Given.EXTENDED: later("The deadline was moved"),
    Given.CLOSED: later("The consultation was closed"),
    Given.TAKEN: later("A document was fetched"),
}
PACKS: Mapping[PackName, str] = {
    PackName.LETTER_OF_INTENT: later("Letter of intent"),
    PackName.MEMORANDUM: later("Memorandum of understanding"),
    PackName.AGREEMENT: later("Joint procurement agreement (skeleton)"),
    PackName.STATEMENT_OF_DEMAND: later("Joint statement of demand"),
    PackName.CONSULTATION_REPORT: later("Report on the open market consultation"),
    PackName.PRIOR_INFORMATION_NOTICE: later("Prior information notice (draft)"),
}
"""What the papers are called."""


def country(code: str) -> str:
    """The name of a country."""
    return str(Locale.parse(locale()).territories.get(code, code))


def day(value: date | datetime) -> str:
    """A day such as 3 May 2026."""
    return str(format_date(value, "long", locale=locale()))


def moment(value: datetime) -> str:
    """A day and an hour by the clocks of Brussels."""
    return str(format_datetime(value.astimezone(BRUSSELS), "d MMMM y, HH:mm", locale=locale()))


def number(value: int | Decimal) -> str:
    """A number with the separators of the language."""
    return str(format_decimal(value, locale=locale()))


def money(amount: Decimal, currency: str) -> str:
    """An amount such as €18,000; cents only where there are some."""
    pattern = "¤#,##0.00" if amount % 1 else "¤#,##0"
    return str(format_currency(amount, currency, pattern, locale=locale(), currency_digits=False))


def name_of(pack: PackName) -> str:
    """What a paper is called."""
    return say(PACKS[pack])
