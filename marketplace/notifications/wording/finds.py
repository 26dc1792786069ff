"""What is told of watched things, matches and searches, and by the clock."""

from marketplace.foundation.saying import later as _
from marketplace.notifications.content import Kind, Occasion
from marketplace.notifications.wording.pages import (
    CHALLENGE,
    INTERESTS,
    INTRODUCTION,
    MANAGE_SOLUTION,
    SOLUTION,
    Wording,
)

WATCHED = {
    Occasion.SOLUTION_CHANGED: Wording(
        Kind.WATCHED,
        _("%(name)s has a new version"),
        SOLUTION,
        _("Look at it"),
        (_("You watch “%(name)s”. Its vendor has published a new version."),),
    ),
    Occasion.CHALLENGE_CHANGED: Wording(
        Kind.WATCHED,
        _("%(name)s has a new version"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. The city has published a new version."),),
    ),
    Occasion.CHALLENGE_REOPENED: Wording(
        Kind.WATCHED,
        _("%(name)s is open again"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. Answers are taken again."),),
    ),
    Occasion.CHALLENGE_CLOSED: Wording(
        Kind.WATCHED,
        _("%(name)s is closed"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. It takes no more answers."),),
    ),
    Occasion.CHALLENGE_AWARDED: Wording(
        Kind.WATCHED,
        _("The city of %(name)s has chosen"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. The city has chosen, so it takes no more answers."),),
    ),
    Occasion.CHALLENGE_CANCELLED: Wording(
        Kind.WATCHED,
        _("%(name)s is cancelled"),
        CHALLENGE,
        _("Look at it"),
        (_("You watch “%(name)s”. The city no longer looks for an answer."),),
    ),
    Occasion.CHALLENGE_ANSWERED: Wording(
        Kind.WATCHED,
        _("A new answer about %(name)s"),
        CHALLENGE,
        _("Read the answer"),
        (_("You watch “%(name)s”. The city has answered a question, for everybody."),),
    ),
    Occasion.SOLUTION_ANSWERED: Wording(
        Kind.WATCHED,
        _("A new answer about %(name)s"),
        SOLUTION,
        _("Read the answer"),
        (_("You watch “%(name)s”. The vendor has answered a question, for everybody."),),
    ),
    Occasion.CITY_ASKS: Wording(
        Kind.WATCHED,
        _("A new challenge of a city that you watch: %(name)s"),
        CHALLENGE,
        _("Look at it"),
    ),
}


FINDS = {
    Occasion.CHALLENGE_FITS: Wording(
        Kind.MATCHES,
        _("%(about)s fits a new challenge: %(name)s"),
        CHALLENGE,
        _("Look at the challenge"),
        (_("A city has published “%(name)s”, and your solution “%(about)s” fits it."),),
    ),
    Occasion.SOLUTION_FITS: Wording(
        Kind.MATCHES,
        _("A new solution fits %(about)s: %(name)s"),
        SOLUTION,
        _("Look at the solution"),
        (_("A vendor has published “%(name)s”, and it fits your challenge “%(about)s”."),),
    ),
    Occasion.FOUND: Wording(
        Kind.SEARCHES,
        _("New in your search “%(about)s”: %(name)s"),
        "",
        _("Look at it"),
    ),
}


CLOCK = {
    Occasion.DEADLINE_WEEK: Wording(
        Kind.DEADLINES,
        _("A week is left: %(name)s"),
        CHALLENGE,
        _("Look at it"),
        (_("Vendors can express interest in “%(name)s” for a week at most."),),
    ),
    Occasion.DEADLINE_DAY: Wording(
        Kind.DEADLINES,
        _("A day is left: %(name)s"),
        CHALLENGE,
        _("Look at it"),
        (_("Vendors can express interest in “%(name)s” for a day at most."),),
    ),
    Occasion.STILL_ASKED: Wording(
        Kind.REMINDERS,
        _("A question about %(name)s still waits for an answer"),
        CHALLENGE,
        _("Read and answer it"),
        (_("A vendor has waited for some time. A short answer helps everybody."),),
    ),
    Occasion.STILL_ENQUIRED: Wording(
        Kind.REMINDERS,
        _("A question of a city about %(name)s still waits for an answer"),
        SOLUTION,
        _("Read and answer it"),
        (_("The city has waited for some time. A short answer helps everybody who reads it."),),
    ),
    Occasion.STILL_INVITED: Wording(
        Kind.REMINDERS,
        _("Does %(name)s run in your city? The vendor still waits"),
        SOLUTION,
        _("Look at what is said"),
        (_("You were asked two weeks ago. Without an answer it stays a claim."),),
    ),
    Occasion.STILL_INTERESTED: Wording(
        Kind.REMINDERS,
        _("%(about)s still waits for an answer about %(name)s"),
        INTERESTS,
        _("Read it and answer"),
        (_("A vendor has waited for some time. Even a short answer helps it to plan."),),
    ),
    Occasion.STILL_INTRODUCED: Wording(
        Kind.REMINDERS,
        _("The introduction about %(name)s still waits for you"),
        INTRODUCTION,
        _("Say whether you want to talk"),
        (_("The other side has waited for some time."),),
    ),
    Occasion.STILL_IN_REVIEW: Wording(
        Kind.REVIEWS,
        _("%(name)s has waited five days for review"),
        "/programme",
        _("Review it"),
    ),
    Occasion.TO_CONFIRM: Wording(
        Kind.REMINDERS,
        _("Is what %(name)s says still true?"),
        MANAGE_SOLUTION,
        _("Confirm or change it"),
        (
            _("Nobody has confirmed “%(name)s” for 90 days, so it sinks in the lists."),
            _("One press of a button says that everything still holds."),
        ),
    ),
}
