"""Where notices lead to, and the form in which their words are written down."""

from dataclasses import dataclass

from marketplace.notifications.content import Kind, Thing

SOLUTION, CHALLENGE = "/solutions/{id}", "/challenges/{id}"
MANAGE_SOLUTION, MANAGE_CHALLENGE = f"{SOLUTION}/manage", f"{CHALLENGE}/manage"
INTERESTS, INTEREST, INTRODUCTION = (
    f"{CHALLENGE}/interests",
    "/interests/{about}",
    "/introductions/{about}",
)
DECISION, DECISIONS = f"{CHALLENGE}/decision", f"{MANAGE_SOLUTION}#decisions"
PROCUREMENT = "/procurements/{id}"
INVITATION, INVITE = f"{PROCUREMENT}/invitation", f"{PROCUREMENT}/invite"
DECISIONS_TAKEN, STEPS = f"{PROCUREMENT}/decisions", f"{PROCUREMENT}/steps"
COMMON_NEED = f"{PROCUREMENT}/need"
COMMITMENTS = f"{PROCUREMENT}/commitments"
EVALUATION, OUTCOME = f"{PROCUREMENT}/evaluation", f"{PROCUREMENT}/outcome"
FEEDBACK = "/feedback/{about}"
ORGANISATION, MINE = "/organisations/{id}", "/organisations/{id}/home"
PAGES = {
    Thing.SOLUTION: SOLUTION,
    Thing.CHALLENGE: CHALLENGE,
    Thing.ORGANISATION: ORGANISATION,
    Thing.PROCUREMENT: PROCUREMENT,
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of an occasion: a line, the link that it leads to, and what a letter adds."""

    kind: Kind
    line: str
    path: str
    link: str
    more: tuple[str, ...] = ()
