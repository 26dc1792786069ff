"""What people say to each other: questions, interest, introductions."""

from marketplace.foundation.saying import later as _
from marketplace.notifications.content import Kind, Occasion
from marketplace.notifications.wording.pages import (
    CHALLENGE,
    DECISION,
    DECISIONS,
    INTEREST,
    INTERESTS,
    INTRODUCTION,
    SOLUTION,
    Wording,
)

QUESTIONS = {
    Occasion.QUESTION_ASKED: Wording(
        Kind.QUESTIONS,
        _("A question about %(name)s"),
        CHALLENGE,
        _("Read and answer it"),
        (
            _("A vendor has a question about “%(name)s”."),
            _("Your answer is shown to everybody, so that all know the same."),
        ),
    ),
    Occasion.QUESTION_ANSWERED: Wording(
        Kind.QUESTIONS,
        _("An answer about %(name)s"),
        CHALLENGE,
        _("Read the answer"),
        (_("The city has answered your question about “%(name)s”."),),
    ),
    Occasion.VENDOR_ASKED: Wording(
        Kind.QUESTIONS,
        _("A question about %(name)s"),
        SOLUTION,
        _("Read and answer it"),
        (
            _("A city has a question about “%(name)s”."),
            _("Your answer is shown to everybody, so that all know the same."),
        ),
    ),
    Occasion.VENDOR_ANSWERED: Wording(
        Kind.QUESTIONS,
        _("An answer about %(name)s"),
        SOLUTION,
        _("Read the answer"),
        (_("The vendor has answered your question about “%(name)s”."),),
    ),
}


TALKS = {
    Occasion.INTEREST_EXPRESSED: Wording(
        Kind.ANSWERS,
        _("%(about)s is offered for %(name)s"),
        INTERESTS,
        _("Read it and answer"),
        (_("A vendor says how “%(about)s” meets what you need. It waits for your answer."),),
    ),
    Occasion.INTEREST_ANSWERED: Wording(
        Kind.ANSWERS,
        _("The city has answered your interest in %(name)s"),
        INTEREST,
        _("Read the answer"),
        (_("You offered “%(about)s” for “%(name)s”. The city has answered."),),
    ),
    Occasion.INTEREST_WITHDRAWN: Wording(
        Kind.ANSWERS,
        _("%(about)s is no longer offered for %(name)s"),
        INTERESTS,
        _("See who is still interested"),
        (_("The vendor has taken its interest back."),),
    ),
    Occasion.INTEREST_CLOSED: Wording(
        Kind.ANSWERS,
        _("The city has decided about %(name)s"),
        INTEREST,
        _("Read the reason"),
        (_("You offered “%(about)s” for “%(name)s”. The city has decided, and says why."),),
    ),
    Occasion.INTEREST_ENDED: Wording(
        Kind.ANSWERS,
        _("An interest with %(name)s has ended: the city has left Rialto"),
        INTEREST,
        _("See which one"),
        (_("The city has closed its organisation here and withdrawn its challenge."),),
    ),
    Occasion.SOLUTION_CHOSEN: Wording(
        Kind.ANSWERS,
        _("A city goes on with %(name)s"),
        DECISIONS,
        _("Read what it wrote"),
        (_("The city of the challenge “%(about)s” has chosen “%(name)s” to go on with."),),
    ),
    Occasion.SOLUTION_DECIDED: Wording(
        Kind.ANSWERS,
        _("The city has decided about %(about)s"),
        DECISIONS,
        _("Read what it wrote"),
        (_("“%(name)s” was on its shortlist. The city says why it goes on without it."),),
    ),
    Occasion.DECISION_SENT: Wording(
        Kind.ANSWERS,
        _("Your city has decided about %(name)s"),
        DECISION,
        _("Read the decision"),
        (_("Everybody who took part has been told why."),),
    ),
    Occasion.INTRODUCED: Wording(
        Kind.INTRODUCTIONS,
        _("Programme staff introduce you: %(name)s"),
        INTRODUCTION,
        _("Read it and say whether you want to talk"),
        (_("They think that the two of you should talk about “%(name)s”, and say why."),),
    ),
    Occasion.INTRODUCTION_ANSWERED: Wording(
        Kind.INTRODUCTIONS,
        _("An answer to the introduction about %(name)s"),
        INTRODUCTION,
        _("Read the answer"),
    ),
    Occasion.INTRODUCTION_ENDED: Wording(
        Kind.INTRODUCTIONS,
        _("The introduction about %(name)s is closed"),
        INTRODUCTION,
        _("See what is recorded"),
    ),
}
