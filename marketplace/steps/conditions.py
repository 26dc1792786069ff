"""What has to be so before a step is entered; a table, and who owes what is missing.

The conditions read what stands on the floors below and decide nothing themselves.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from marketplace.awards.content import Result
from marketplace.consultations.content import DocumentKind
from marketplace.consultations.lifecycle import Phase
from marketplace.foundation.saying import later, say
from marketplace.procurements.content import Letter, Mandate
from marketplace.procurements.lifecycle import WAY, Step
from marketplace.procurements.queries import MemberView
from marketplace.steps.standing import Standing

FEWEST_BUYERS = 2
OPTIONAL = frozenset({Step.MARKET_RESEARCH, Step.MEMORANDUM, Step.CONSULTATION})
"""A group can pass over these, saying why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that has to be so; `owing` gives the members that owe it (none: who leads).

    `room` names the part of the workspace where it can be mended.
    """

    key: str
    sentence: str
    room: str
    holds: Callable[[Standing], bool]
    owing: Callable[[Standing], Iterable[MemberView]] = lambda _: ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A condition as it stands: whether it holds, and the members that owe it."""

    key: str
    sentence: str
    room: str
    met: bool
    owing: tuple[UUID, ...] = ()


BUYERS = Condition(
    key="buyers",
    sentence=later("At least two cities take part as buyers."),
    room="members",
    holds=lambda now: len(now.view.buyers) >= FEWEST_BUYERS,
)
PROMISED = Condition(
    key="letters_promised",
    sentence=later("Every buyer has promised a letter of intent, or signed one."),
    room="members",
    holds=lambda now: all(one.letter is not Letter.NONE for one in now.view.buyers),
    owing=lambda now: [one for one in now.view.buyers if one.letter is Letter.NONE],
)
SIGNED = Condition(
    key="letters_signed",
    sentence=later("Every buyer has signed its letter of intent."),
    room="members",
    holds=lambda now: all(one.letter is Letter.SIGNED for one in now.view.buyers),
    owing=lambda now: [one for one in now.view.buyers if one.letter is not Letter.SIGNED],
)
LED = Condition(
    key="lead_buyer",
    sentence=later("The group has chosen a lead buyer."),
    room="members",
    holds=lambda now: now.view.lead_buyer is not None,
)
MODE = Condition(
    key="mode",
    sentence=later("The group has said how it buys together."),
    room="about",
    holds=lambda now: now.view.content.mode is not None,
)
LAW = Condition(
    key="law",
    sentence=later("The group has said under the law of which country it buys."),
    room="about",
    holds=lambda now: now.view.content.law is not None,
)
MANDATES = Condition(
    key="mandates",
    sentence=later("Every buyer has a mandate of its council or board."),
    room="members",
    holds=lambda now: all(one.mandate is Mandate.GIVEN for one in now.view.buyers),
    owing=lambda now: [one for one in now.view.buyers if one.mandate is not Mandate.GIVEN],
)

ALIGNED = Condition(
    key="needs",
    sentence=later(
        "The common need is drawn up from what the cities say now, and every contradiction in it "
        "is decided."
    ),
    room="need",
    holds=lambda now: now.needs_settled,
)
MEMORANDUM = Condition(
    key="memorandum",
    sentence=later("A memorandum of understanding is agreed or signed."),
    room="documents",
    holds=lambda now: DocumentKind.MEMORANDUM in now.papers,
)
AGREEMENT = Condition(
    key="agreement",
    sentence=later("The joint procurement agreement is agreed or signed."),
    room="documents",
    holds=lambda now: DocumentKind.AGREEMENT in now.papers,
)
SPECIFICATION = Condition(
    key="specification",
    sentence=later("The specification is agreed."),
    room="documents",
    holds=lambda now: DocumentKind.SPECIFICATION in now.papers,
)
CONSULTED = Condition(
    key="consultation_ended",
    sentence=later("No market consultation is still open."),
    room="consultation",
    holds=lambda now: now.consultation is not Phase.OPEN,
)
PREPARED = Condition(
    key="consultation",
    sentence=later("A market consultation is prepared."),
    room="consultation",
    holds=lambda now: now.consultation is not None,
)
CRITERIA = Condition(
    key="criteria",
    sentence=later("The criteria and their weights are written."),
    room="evaluation",
    holds=lambda now: now.has_criteria,
)
OUTCOME = Condition(
    key="outcome",
    sentence=later("What came of the call is recorded."),
    room="outcome",
    holds=lambda now: now.outcome is not None,
)
AWARDED = Condition(
    key="awarded",
    sentence=later("A contract has been awarded."),
    room="outcome",
    holds=lambda now: now.outcome is Result.AWARDED,
)

ASKED: dict[Step, tuple[Condition, ...]] = {
    Step.NEEDS_ALIGNED: (BUYERS, ALIGNED),
    Step.FINANCING: (BUYERS, PROMISED),
    Step.MARKET_RESEARCH: (BUYERS, SIGNED),
    Step.MEMORANDUM: (BUYERS, SIGNED, LED, MEMORANDUM),
    Step.AGREEMENT: (BUYERS, SIGNED, LED, MODE, LAW, MANDATES, AGREEMENT),
    Step.SPECIFICATION: (BUYERS, LED, ALIGNED, SPECIFICATION),
    Step.CONSULTATION: (BUYERS, LED, PREPARED),
    Step.PUBLISHED: (BUYERS, LED, MODE, LAW, MANDATES, CONSULTED, CRITERIA),
    Step.EVALUATION: (BUYERS, LED),
    Step.AWARDED: (OUTCOME, AWARDED),
    Step.PERFORMANCE: (AWARDED,),
    Step.CLOSED: (),
}
"""What is asked before each step is entered."""


def checked(now: Standing, step: Step) -> tuple[Checked, ...]:
    """What is asked before `step` is entered, each as it stands."""
    return tuple(
        Checked(
            key=one.key,
            sentence=say(one.sentence),
            room=one.room,
            met=one.holds(now),
            owing=tuple(member.organisation_id for member in one.owing(now)),
        )
        for one in ASKED[step]
    )


def next_steps(step: Step) -> tuple[Step, ...]:
    """The steps that can come next: the following one, and those behind what can be passed over."""
    found: list[Step] = []
    for following in WAY[WAY.index(step) + 1 :]:
        found.append(following)
        if following not in OPTIONAL:
            break
    return tuple(found)


def step_before(step: Step) -> Step | None:
    """The step to which a group can go back: the one before, until the call is published."""
    place = WAY.index(step)
    return WAY[place - 1] if 0 < place < WAY.index(Step.PUBLISHED) else None
