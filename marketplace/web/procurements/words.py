"""Words of joint procurements: modes, roles, steps, and the standing of members."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import Blueprint
from flask_babel import format_decimal, lazy_gettext, lazy_pgettext

from marketplace.procurements.content import OFFERED, Letter, Mandate, Mode
from marketplace.procurements.lifecycle import Step
from marketplace.web.glossary import glossary
from marketplace.web.words import JOINT_ROLES, Words

Choice = tuple[str, Any, Any]
"""A value, its word, and what it means (empty where the word says all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeWords:
    """What a mode is called, what it means in one plain sentence, and what it rests on."""

    name: Any
    means: Any
    basis: Any


MODES: dict[Mode, ModeWords] = {
    Mode.OCCASIONAL_JOINT: ModeWords(
        name=lazy_gettext("Occasional joint procurement"),
        means=lazy_gettext("Cities of one country carry out one procedure together, this once."),
        basis=lazy_gettext("Directive 2014/24/EU, Article 38"),
    ),
    Mode.CROSS_BORDER_JOINT: ModeWords(
        name=lazy_gettext("Cross-border joint procurement"),
        means=lazy_gettext(
            "Cities of several Member States buy together; they agree in writing on who is "
            "responsible for what and on which national law holds."
        ),
        basis=lazy_gettext("Directive 2014/24/EU, Article 39(4)"),
    ),
    Mode.CENTRAL_PURCHASING_BODY: ModeWords(
        name=lazy_gettext("Central purchasing body"),
        means=lazy_gettext(
            "A body that buys for others carries out the procedure; cities of other Member States "
            "can use it, under the law of its own."
        ),
        basis=lazy_gettext("Directive 2014/24/EU, Articles 37 and 39(2) and (3)"),
    ),
    Mode.JOINT_ENTITY: ModeWords(
        name=lazy_gettext("Joint entity"),
        means=lazy_gettext(
            "The cities found a body of their own, such as a European grouping of territorial "
            "cooperation, and that body buys."
        ),
        basis=lazy_gettext("Directive 2014/24/EU, Article 39(5)"),
    ),
    Mode.COORDINATED: ModeWords(
        name=lazy_gettext("Coordinated procurement"),
        means=lazy_gettext(
            "The cities write the specification together, and each carries out a procedure of "
            "its own."
        ),
        basis=lazy_gettext("Directive 2014/24/EU, recital 71"),
    ),
    Mode.PCP: ModeWords(
        name=lazy_gettext("Pre-commercial procurement (PCP)"),
        means=lazy_gettext(
            "The cities pay several suppliers to research and develop in phases, and share risks "
            "and benefits; buying the result comes later, in a procedure of its own."
        ),
        basis=lazy_gettext("Directive 2014/24/EU, Article 14"),
    ),
    Mode.PPI: ModeWords(
        name=lazy_gettext("Public procurement of innovative solutions (PPI)"),
        means=lazy_gettext(
            "The cities are the first to buy something that is nearly or newly on the market, in "
            "one of the usual procedures."
        ),
        basis=lazy_gettext("Directive 2014/24/EU, Articles 26 to 31; jointly by 38 or 39"),
    ),
}

STEPS: Words = {
    Step.PROPOSED: lazy_gettext("Proposed"),
    Step.NEEDS_ALIGNED: lazy_gettext("Needs aligned"),
    Step.FINANCING: lazy_gettext("Financing"),
    Step.MARKET_RESEARCH: lazy_gettext("Market research"),
    Step.MEMORANDUM: lazy_gettext("Memorandum of understanding"),
    Step.AGREEMENT: lazy_gettext("Joint procurement agreement"),
    Step.SPECIFICATION: lazy_gettext("Specification"),
    Step.CONSULTATION: lazy_gettext("Market consultation"),
    Step.PUBLISHED: lazy_gettext("Call published"),
    Step.EVALUATION: lazy_gettext("Evaluation"),
    Step.AWARDED: lazy_gettext("Awarded"),
    Step.PERFORMANCE: lazy_gettext("Performance"),
    Step.CLOSED: lazy_gettext("Closed"),
    Step.DISSOLVED: lazy_gettext("Dissolved"),
}

STEPS_MEAN: Words = {
    Step.PROPOSED: lazy_gettext("The cities are asked whether they want to buy together."),
    Step.NEEDS_ALIGNED: lazy_gettext("The cities have agreed on what they need in common."),
    Step.FINANCING: lazy_gettext("The cities find the money, each for its own part."),
    Step.MARKET_RESEARCH: lazy_gettext(
        "The group looks at who could supply it, and at what price."
    ),
    Step.MEMORANDUM: lazy_gettext("The cities say in writing what they mean to do together."),
    Step.AGREEMENT: lazy_gettext(
        "The cities agree on who does what, who pays and whose law holds."
    ),
    Step.SPECIFICATION: lazy_gettext("What suppliers have to deliver is written down."),
    Step.CONSULTATION: lazy_gettext("Suppliers are asked in public before the call is written."),
    Step.PUBLISHED: lazy_gettext(
        "Suppliers can make offers where the call is published, not here."
    ),
    Step.EVALUATION: lazy_gettext("The deadline has passed, and the offers are judged."),
    Step.AWARDED: lazy_gettext("The contract is given to a supplier."),
    Step.PERFORMANCE: lazy_gettext("The supplier delivers, and the cities note what they save."),
    Step.CLOSED: lazy_gettext("All is delivered and paid, and the group has done its work."),
}
"""What it is that a group does once it has taken a step."""

ROLES_MEAN: Words = {
    "lead_buyer": lazy_gettext("Leads the group and carries out the procedure. It buys, too."),
    "buyer": lazy_gettext("Buys: takes part in decisions and commits money."),
    "follower": lazy_gettext("Reads and learns, and means to buy the same later."),
    "observer": lazy_gettext("Reads along and has no part in decisions."),
}

LETTERS: Words = {
    Letter.NONE: lazy_gettext("No letter yet"),
    Letter.PROMISED: lazy_gettext("Promised"),
    Letter.SIGNED: lazy_gettext("Signed"),
}

MANDATES: Words = {
    Mandate.NOT_ASKED: lazy_gettext("Not asked for yet"),
    Mandate.ASKED: lazy_gettext("Asked for"),
    Mandate.GIVEN: lazy_pgettext("mandate", "Given"),
    Mandate.REFUSED: lazy_pgettext("mandate", "Refused"),
}


ROLE_CHOICES = [(role.value, JOINT_ROLES[role], ROLES_MEAN[role]) for role in OFFERED]
LETTER_CHOICES = [(str(letter), word, "") for letter, word in LETTERS.items()]
MANDATE_CHOICES = [(str(mandate), word, "") for mandate, word in MANDATES.items()]
MODE_CHOICES = [(mode.value, said.name, said.means) for mode, said in MODES.items()]


def install(blueprint: Blueprint) -> None:
    """Give the templates `step_word`, `step_means` and the other filters named below."""
    blueprint.add_app_template_filter(lambda step: str(STEPS[step]), "step_word")
    blueprint.add_app_template_filter(lambda step: str(STEPS_MEAN[step]), "step_means")
    blueprint.add_app_template_filter(lambda role: str(JOINT_ROLES[role]), "joint_role")
    blueprint.add_app_template_filter(lambda code: glossary().country(code), "country_name")
    blueprint.add_app_template_filter(radio_items, "radio_items")
    blueprint.add_app_template_filter(exact, "exact")


def exact(value: Decimal) -> str:
    """A sum of weights and points with all its decimals, in the separators of the language."""
    return str(format_decimal(value, format="#,##0.######"))


def radio_items(choices: Iterable[Choice], now: str) -> list[Mapping[str, Any]]:
    """The choices as GOV.UK's radios take them, the one of `now` chosen."""
    return [
        {
            "value": value,
            "text": str(word),
            "hint": {"text": str(means)} if means else None,
            "checked": value == now,
        }
        for value, word, means in choices
    ]
