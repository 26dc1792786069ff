"""Questions inside a group, and what everybody is given in an open market consultation."""

from marketplace.foundation.saying import later as _
from marketplace.notifications.content import Kind, Occasion
from marketplace.notifications.wording.pages import PROCUREMENT, Wording

MARKET = "/consultations/{about}"
CONSULTATION = f"{PROCUREMENT}/consultation"
RESPONSES = f"{CONSULTATION}/responses"
QUESTIONS = f"{PROCUREMENT}/questions"
EVERYBODY = _(
    "Everybody reads the same from now on. Vendors can ask and respond until the deadline."
)

CONSULTATIONS = {
    Occasion.CONSULTATION_OPENED: Wording(
        Kind.CONSULTATIONS,
        _("Cities ask the market before they buy together: %(name)s"),
        MARKET,
        _("Read the consultation"),
        (EVERYBODY,),
    ),
    Occasion.CONSULTATION_FITS: Wording(
        Kind.CONSULTATIONS,
        _("Cities ask the market before they buy, and a solution of yours fits: %(name)s"),
        MARKET,
        _("Read the consultation"),
        (_("One of the cities has this challenge, and a solution of yours fits it."), EVERYBODY),
    ),
    Occasion.CONSULTATION_CLOSING: Wording(
        Kind.DEADLINES,
        _("A market consultation closes soon: %(name)s"),
        MARKET,
        _("Read it, ask or respond"),
        (_("You were told when it opened. Vendors can ask and respond for a few days more."),),
    ),
    Occasion.CONSULTATION_CHANGED: Wording(
        Kind.CONSULTATIONS,
        _("A market consultation has a new document or a later deadline: %(name)s"),
        MARKET,
        _("Read what is new"),
    ),
    Occasion.CONSULTATION_CLOSED: Wording(
        Kind.CONSULTATIONS,
        _("A market consultation was ended early: %(name)s"),
        MARKET,
        _("Read why"),
    ),
    Occasion.MARKET_ANSWERED: Wording(
        Kind.QUESTIONS,
        _("A question in a market consultation is answered: %(name)s"),
        MARKET,
        _("Read the answer"),
    ),
    Occasion.MARKET_ASKED: Wording(
        Kind.QUESTIONS,
        _("A vendor asks something in the market consultation: %(name)s"),
        CONSULTATION,
        _("Read the question and answer it"),
        (_("Everybody reads the question once it is answered."),),
    ),
    Occasion.MARKET_RESPONDED: Wording(
        Kind.PROCUREMENTS,
        _("A vendor has responded to the market consultation: %(name)s"),
        RESPONSES,
        _("Read the response"),
    ),
    Occasion.MARKET_CLOSING: Wording(
        Kind.DEADLINES,
        _("The market consultation of your group closes soon: %(name)s"),
        CONSULTATION,
        _("See what vendors have asked and responded"),
        (
            _("Vendors who were told and have not responded are reminded, too."),
            _("The lead buyer can give them longer as long as it is open."),
        ),
    ),
    Occasion.GROUP_ASKED: Wording(
        Kind.QUESTIONS,
        _("A city of your group asks something: %(name)s"),
        QUESTIONS,
        _("Read the question and answer it"),
    ),
    Occasion.GROUP_ANSWERED: Wording(
        Kind.QUESTIONS,
        _("Your group has answered your question: %(name)s"),
        QUESTIONS,
        _("Read the answer"),
    ),
}
