"""What the challenges of several cities ask for together: the engine's answer, as it is.

The caller hands in what not only these cities may see. What people decide about the answer is
kept on a floor above.
"""

from collections.abc import Sequence

from marketplace.challenges.content import ChallengeContent
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.organisations.content import OrganisationContent
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.profiles import Origin, need_of
from matching.common_need import CommonNeed, common_need
from matching.ranking.proposals import REQUIREMENT, Because, Item, Kind, Source

__all__ = ["REQUIREMENT", "Because", "CommonNeed", "Item", "Kind", "Source", "asked_together"]


def asked_together(
    uow: UnitOfWork,
    matcher: Matcher,
    stated: Sequence[tuple[Origin, ChallengeContent, OrganisationContent]],
) -> CommonNeed:
    """What these versions of challenges ask for together; its keys are the ids of challenges.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    _, library, _ = matcher.asked(uow)
    needs = [need_of(*one) for one in stated]
    return common_need(library, needs, today=brussels_today(uow.now))
