"""Which of the cities with the same need can be asked to buy together."""

from marketplace.challenges.content import Nature
from marketplace.recommendations.fitting import FITTING
from marketplace.recommendations.results import PartnerMatch


def may_be_asked(match: PartnerMatch) -> bool:
    """Whether the need is much the same, and the city has not said that it buys alone.

    A city whose published plan is an example here was never asked.
    """
    card = match.challenge
    willing = card.joint_procurement or card.nature == Nature.EXAMPLE
    return willing and match.band in FITTING
