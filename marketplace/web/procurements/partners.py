"""Which of the cities with the same need can be asked to buy together."""

from marketplace.challenges.content import Nature
from marketplace.recommendations.results import Band, PartnerMatch


def may_be_asked(match: PartnerMatch) -> bool:
    """Whether the need is the same at all, and the city has not said that it buys alone.

    A city whose published plan is an example here was never asked.
    """
    card = match.challenge
    willing = card.joint_procurement or card.nature == Nature.EXAMPLE
    return willing and match.band is not Band.NONE
