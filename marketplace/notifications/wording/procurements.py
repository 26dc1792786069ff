"""Buying together: who is invited, who answers, who leads, what the group decides."""

from marketplace.foundation.saying import later as _
from marketplace.notifications.content import Kind, Occasion
from marketplace.notifications.wording.pages import (
    COMMITMENTS,
    COMMON_NEED,
    DECISIONS_TAKEN,
    EVALUATION,
    FEEDBACK,
    INVITATION,
    INVITE,
    OUTCOME,
    PROCUREMENT,
    STEPS,
    Wording,
)

PROCUREMENTS = {
    Occasion.CITY_INVITED: Wording(
        Kind.PROCUREMENTS,
        _("Your city is invited to buy together: %(name)s"),
        INVITATION,
        _("Read the invitation and answer it"),
        (
            _("Other cities have the same need. You are asked to take part in “%(name)s”."),
            _("Accept in the role that suits you, or decline and say why."),
        ),
    ),
    Occasion.INVITATION_ANSWERED: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s has answered the invitation to %(name)s"),
        PROCUREMENT,
        _("Read the answer"),
    ),
    Occasion.MEMBER_WITHDREW: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s no longer takes part in %(name)s"),
        PROCUREMENT,
        _("See who still takes part"),
        (_("Its reason stands on the page. What it had committed no longer counts."),),
    ),
    Occasion.NEXT_CITY: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s could be asked next: %(name)s"),
        INVITE,
        _("Ask this city or another one"),
        (
            _("A city has said no. Of those with the same need, %(about)s fits all others best."),
            _("Nobody has asked it yet: one click does."),
        ),
    ),
    Occasion.NEXT_GROUP: Wording(
        Kind.PROCUREMENTS,
        _("The cities that are left could buy with others: %(name)s"),
        PROCUREMENT,
        _("See the next best group and ask its cities"),
        (_("This group has come to an end without an outcome. The same need is left."),),
    ),
    Occasion.LEAD_BUYER_LEFT: Wording(
        Kind.PROCUREMENTS,
        _("%(name)s has no lead buyer any more: %(about)s has withdrawn"),
        PROCUREMENT,
        _("See who could lead now"),
        (_("Everything stays as it is. The group goes on once another city leads."),),
    ),
    Occasion.LEAD_BUYER_CHOSEN: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s is the lead buyer of %(name)s"),
        PROCUREMENT,
        _("See who takes part"),
    ),
    Occasion.ROLE_CHANGED: Wording(
        Kind.PROCUREMENTS,
        _("Your city has another role in %(name)s"),
        PROCUREMENT,
        _("See which"),
    ),
    Occasion.GROUP_DECIDED: Wording(
        Kind.PROCUREMENTS,
        _("A decision of the group is on record: %(name)s"),
        DECISIONS_TAKEN,
        _("Read the decision"),
    ),
    Occasion.NEED_CHANGED: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s asks for something else now in %(name)s"),
        COMMON_NEED,
        _("Draw the common need up anew"),
        (
            _("It has changed its challenge, and what you need in common was drawn up before."),
            _("What you have decided stays. What excludes each other now is shown to you."),
        ),
    ),
    Occasion.COMMITMENT_MADE: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s has committed an amount to %(name)s"),
        COMMITMENTS,
        _("See what is committed"),
    ),
    Occasion.COMMITMENT_GONE: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s has taken back a commitment to %(name)s"),
        COMMITMENTS,
        _("See what is still committed"),
    ),
    Occasion.EVALUATOR_NAMED: Wording(
        Kind.PROCUREMENTS,
        _("Your city has named you as an evaluator for %(name)s"),
        EVALUATION,
        _("See the criteria and the offers"),
        (_("Declare first whether you have an interest of your own; then give your points."),),
    ),
    Occasion.CONSENSUS_OPENED: Wording(
        Kind.PROCUREMENTS,
        _("The evaluators of %(name)s read each other now"),
        EVALUATION,
        _("See what each has said"),
        (_("Agree with the others on the points that count, each with the reason."),),
    ),
    Occasion.OUTCOME_RECORDED: Wording(
        Kind.PROCUREMENTS,
        _("The outcome of %(name)s is on record"),
        OUTCOME,
        _("Read the outcome"),
    ),
    Occasion.SUPPLIER_TOLD: Wording(
        Kind.ANSWERS,
        _("Cities have decided about an offer with %(name)s"),
        FEEDBACK,
        _("Read what they wrote"),
        (_("They bought together, and tell everybody who made an offer why it was decided so."),),
    ),
    Occasion.SAVING_CLAIMED: Wording(
        Kind.PROCUREMENTS,
        _("Confirm what your city has saved in %(name)s"),
        OUTCOME,
        _("See the amount and confirm it"),
        (_("Somebody else has put it on record. It counts once your city says that it is true."),),
    ),
    Occasion.SAVING_CONFIRMED: Wording(
        Kind.PROCUREMENTS,
        _("%(about)s has confirmed what it saved in %(name)s"),
        OUTCOME,
        _("See what each city has saved"),
    ),
    Occasion.STEP_TAKEN: Wording(
        Kind.PROCUREMENTS,
        _("%(name)s stands at another step"),
        STEPS,
        _("See where it stands and what comes next"),
    ),
    Occasion.STEP_DUE: Wording(
        Kind.DEADLINES,
        _("Your city owes the next step of %(name)s within a week"),
        STEPS,
        _("See what the step asks"),
    ),
}
