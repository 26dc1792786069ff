"""What becomes of listings, references and organisations, and what waits for staff."""

from marketplace.foundation.saying import later as _
from marketplace.notifications.content import Kind, Occasion
from marketplace.notifications.wording.pages import (
    CHALLENGE,
    MANAGE_CHALLENGE,
    MANAGE_SOLUTION,
    MINE,
    ORGANISATION,
    SOLUTION,
    Wording,
)

LISTINGS = {
    Occasion.SOLUTION_RETURNED: Wording(
        Kind.LISTINGS,
        _("%(name)s: something to mend"),
        MANAGE_SOLUTION,
        _("See the remarks"),
        (
            _("Programme staff have looked at “%(name)s”."),
            _("Their remarks stand beside the fields that need mending."),
        ),
    ),
    Occasion.SOLUTION_HELD: Wording(
        Kind.LISTINGS,
        _("%(name)s is held for a closer look"),
        MANAGE_SOLUTION,
        _("See why"),
        (
            _("Something stood out in “%(name)s”, as if written to be found everywhere."),
            _("Programme staff look at it before anybody else can see it."),
            _("Its page says what stood out and what you can do."),
            _("If it is a mistake, you need do nothing."),
        ),
    ),
    Occasion.SOLUTION_PUBLISHED: Wording(
        Kind.LISTINGS,
        _("%(name)s is published"),
        SOLUTION,
        _("Look at it"),
        (_("Everybody can see “%(name)s” now, and challenges find it."),),
    ),
    Occasion.CHALLENGE_RETURNED: Wording(
        Kind.LISTINGS,
        _("%(name)s: something to mend"),
        MANAGE_CHALLENGE,
        _("See the remarks"),
        (
            _("Programme staff have looked at “%(name)s”."),
            _("Their remarks stand beside the fields that need mending."),
        ),
    ),
    Occasion.CHALLENGE_OPENED: Wording(
        Kind.LISTINGS,
        _("%(name)s is open"),
        CHALLENGE,
        _("See who fits"),
        (
            _("Everybody can see “%(name)s” now."),
            _("Its page says which solutions fit it and which cities have the same need."),
        ),
    ),
}


REFERENCES = {
    Occasion.REFERENCE_INVITED: Wording(
        Kind.REFERENCES,
        _("Does %(name)s run in your city?"),
        SOLUTION,
        _("Look at what is said"),
        (
            _("The vendor of “%(name)s” names your city as a place where it runs."),
            _("Confirm it or say that it is not so; until then it counts as a claim."),
        ),
    ),
    Occasion.REFERENCE_CONFIRMED: Wording(
        Kind.REFERENCES,
        _("A city confirms where %(name)s runs"),
        SOLUTION,
        _("Look at it"),
        (_("The reference counts as confirmed from now on."),),
    ),
    Occasion.REFERENCE_DISPUTED: Wording(
        Kind.REFERENCES,
        _("A city disputes where %(name)s runs"),
        SOLUTION,
        _("Look at it"),
        (_("Its page says so beside the reference. Mend the entry if the city is right."),),
    ),
    Occasion.REFERENCE_EXPIRED: Wording(
        Kind.REFERENCES,
        _("A reference of %(name)s has lapsed"),
        SOLUTION,
        _("Look at it"),
        (_("Nobody answered in time, or the confirmation is two years old. Ask the city again."),),
    ),
}


ORGANISATIONS = {
    Occasion.ORGANISATION_VERIFIED: Wording(
        Kind.ORGANISATIONS,
        _("%(name)s is verified"),
        MINE,
        _("Look at %(name)s"),
        (
            _("Programme staff have verified “%(name)s”."),
            _(
                "Everybody can see it from now on, and what you hand in for review can be "
                "published."
            ),
        ),
    ),
    Occasion.ORGANISATION_REFUSED: Wording(
        Kind.ORGANISATIONS,
        _("%(name)s could not be verified"),
        MINE,
        _("Look at %(name)s"),
        (_("Programme staff could not verify “%(name)s”."),),
    ),
    Occasion.ORGANISATION_CLAIMED: Wording(
        Kind.ORGANISATIONS,
        _("%(name)s is yours"),
        MINE,
        _("Look at %(name)s"),
        (
            _("Programme staff have accepted your claim of “%(name)s”."),
            _("You are its owner, and the owner of everything that it lists."),
        ),
    ),
    Occasion.CLAIM_REFUSED: Wording(
        Kind.ORGANISATIONS,
        _("Your claim of %(name)s"),
        ORGANISATION,
        _("Look at %(name)s"),
        (_("Programme staff did not accept your claim of “%(name)s”."),),
    ),
}


REVIEWS = {
    Occasion.REVIEW_SOLUTION: Wording(
        Kind.REVIEWS,
        _("%(name)s waits for review"),
        "/programme/solutions/{id}",
        _("Review it"),
    ),
    Occasion.REVIEW_CHALLENGE: Wording(
        Kind.REVIEWS,
        _("%(name)s waits for review"),
        "/programme/challenges/{id}",
        _("Review it"),
    ),
    Occasion.REVIEW_HELD: Wording(
        Kind.REVIEWS,
        _("Held: %(name)s"),
        "/programme/solutions/{id}",
        _("See what stood out"),
        (_("“%(name)s” is held until one of you has looked at it."),),
    ),
    Occasion.REVIEW_CLAIM: Wording(
        Kind.REVIEWS,
        _("Somebody claims the entry of %(name)s"),
        "/programme/claims",
        _("Look at the claim"),
    ),
}
