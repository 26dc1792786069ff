"""Who may see and change challenges, their drafts, notes and budgets, and ask about them."""

from dataclasses import replace
from typing import Any

from marketplace.challenges.content import (
    ChallengeContent,
    ConstraintName,
    PartnerDetail,
    PartnerDetails,
    Visibility,
)
from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.models import Challenge
from marketplace.foundation.access import Actor, Rule, either
from marketplace.foundation.saying import later
from marketplace.foundation.versions import (
    DONE_BY_STAFF,
    SEEN_BY_STAFF,
    anybody_once_published,
    editors,
    members,
)

IS_PUBLIC = anybody_once_published(Challenge)
IS_OF_THE_CITY = members(Challenge, later("Only members of the city can see this."))
CAN_SEE_WORKING = either(
    later("Only members of the city and programme staff can see this."),
    IS_OF_THE_CITY,
    SEEN_BY_STAFF,
)
CAN_SEE = either(CAN_SEE_WORKING.reason, IS_PUBLIC, CAN_SEE_WORKING)
CAN_EDIT = editors(Challenge, later("Only owners and editors of the city can do this."))
CAN_REVIEW = DONE_BY_STAFF
CAN_ASK_WHAT_IF = CAN_SEE_WORKING
"""What each constraint costs a city: its own matter, and dear to find out."""

RULES: dict[str, Rule[Any]] = {
    "editor": CAN_EDIT,
    "staff": CAN_REVIEW,
    "editor_or_staff": either(
        later("Only owners and editors of the city, and programme staff, can do this."),
        CAN_EDIT,
        CAN_REVIEW,
    ),
}


def may_see_budget(actor: Actor, challenge: Challenge, visibility: Visibility) -> bool:
    """Whether a budget of that visibility may be shown to the actor.

    Public: to everybody. Network: to members of verified cities and to staff. Private: to
    members of the city itself, and not even to staff.
    """
    if visibility is Visibility.PUBLIC or IS_OF_THE_CITY.allows(actor, challenge):
        return True
    return visibility is Visibility.NETWORK and (actor.network or actor.acts_as_staff)


def visible_content(
    actor: Actor, challenge: Challenge, content: ChallengeContent
) -> ChallengeContent:
    """The content without what the actor is not entitled to, and without a trace of it.

    That is the budget, and what is only for partner cities: those see it beside their own
    challenge, through `partner_details`. Whatever hands out a content of a challenge goes
    through here.
    """
    if not IS_OF_THE_CITY.allows(actor, challenge):
        content = replace(content, approval_month=None, partner_contact="", shown_to_partners=())
    budget = content.budget
    if budget is None or may_see_budget(actor, challenge, budget.visibility):
        return content
    essential = tuple(name for name in content.essential if name is not ConstraintName.BUDGET)
    return replace(content, budget=None, essential=essential)


def is_partner(actor: Actor, own: Challenge) -> bool:
    """Whether the actor may see what cities show to the partner cities of this challenge.

    Members of its city may, as long as it is verified and the challenge is open and open to
    buying together, so that both sides show something; and programme staff, who bring them
    together.
    """
    if own.published_version is None or own.state in ENDED or not own.joint_procurement:
        return False
    return actor.acts_as_staff or (actor.network and IS_OF_THE_CITY.allows(actor, own))


def partner_details(content: ChallengeContent) -> PartnerDetails:
    """What the city of this content lets partner cities see beside what is public.

    Nothing unless it said so, be it of the budget by its visibility: partners are of the network.
    """
    shown, budget = content.shown_to_partners, content.budget
    seen = [Visibility.NETWORK, *([Visibility.PRIVATE] if PartnerDetail.BUDGET in shown else [])]
    return PartnerDetails(
        budget=budget if budget is not None and budget.visibility in seen else None,
        approval_month=content.approval_month if PartnerDetail.APPROVAL_MONTH in shown else None,
        contact=content.partner_contact if PartnerDetail.CONTACT in shown else "",
    )
