"""What a challenge's content has to satisfy across its fields, and when it says enough."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from sqlalchemy.orm import Session

from marketplace.challenges.content import ChallengeContent, ConstraintName
from marketplace.foundation.clock import brussels_deadline
from marketplace.foundation.errors import Fault, Invalid, shown
from marketplace.foundation.ranges import range_faults
from marketplace.foundation.saying import say
from marketplace.organisations.queries import folded
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import unknown_code_faults

LEAST_PROBLEM = 100
LONGEST_SUMMARY = 300

CONSTRAINT_FIELDS = {
    ConstraintName.BUDGET: "budget",
    ConstraintName.START: "start",
    ConstraintName.LANGUAGES: "languages",
    ConstraintName.DATA_LOCATION: "data_location",
    ConstraintName.STANDARDS: "standards",
    ConstraintName.TRL: "trl_minimum",
    ConstraintName.POPULATION: "population",
}
"""The field that states each constraint; the country is always stated, it is the city's."""


def check(session: Session, content: ChallengeContent) -> None:
    """Refuse a content that contradicts itself or uses codes that nobody knows.

    Raises:
        Invalid: with every fault.
    """
    codes = (
        ("themes", TermList.THEMES, content.themes),
        ("standards", TermList.STANDARDS, content.standards),
        ("languages", TermList.LANGUAGES, content.languages),
        ("procedure_languages", TermList.LANGUAGES, content.procedure_languages),
        ("written_in", TermList.LANGUAGES, (content.written_in,) if content.written_in else ()),
    )
    found = [*faults(content), *unknown_code_faults(session, codes)]
    if found:
        raise Invalid(found)


def faults(content: ChallengeContent) -> Iterator[Fault]:
    """What contradicts itself in the content."""
    budget = content.budget
    amounts = () if budget is None else (budget.minimum, budget.maximum)
    return chain(
        range_faults("budget", *amounts, separator=".") if amounts else (),
        _essential_faults(content),
        _joint_faults(content),
        _window_faults(content),
        _repeated_requirements(content),
    )


def thin_fields(content: ChallengeContent) -> Iterator[Fault]:
    """The fields that say too little for a review."""
    if len(content.problem) < LEAST_PROBLEM:
        yield Fault(
            "problem",
            say(
                "Describe the problem in at least %(least)s characters for a review.",
                least=LEAST_PROBLEM,
            ),
        )
    if not content.requirements:
        yield Fault("requirements", say("Name at least one thing that a solution has to do."))
    if not content.themes:
        yield Fault("themes", say("Choose at least one theme."))


def past_fields(content: ChallengeContent, now: datetime) -> Iterator[Fault]:
    """The days that had to be still to come when it is handed in or published."""
    ends = deadline_of(content)
    if ends is not None and ends < now:
        remedy = say("This day has passed. Choose a later one, or leave it empty.")
        yield Fault("deadline", remedy, shown(content.deadline))


def summary_of(content: ChallengeContent) -> str:
    """The beginning of the problem, cut between words, for lists."""
    text = " ".join(content.problem.split())
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def deadline_of(content: ChallengeContent) -> datetime | None:
    """The moment (UTC) at which the last day for interest ends in Brussels; None if never."""
    return brussels_deadline(content.deadline) if content.deadline else None


def search_text(content: ChallengeContent, city_name: str) -> str:
    """What a search for words looks through; the budget and its note are no part of it."""
    parts = (content.title, city_name, content.problem, content.affected, content.tried)
    wanted = (requirement.text for requirement in content.requirements)
    return folded("\n".join((*parts, *wanted, content.programme)))


def facets(content: ChallengeContent) -> dict[str, tuple[str, ...]]:
    """The codes by which lists are filtered, by kind."""
    return {
        "theme": content.themes,
        "standard": content.standards,
        "language": content.languages,
    }


def _essential_faults(content: ChallengeContent) -> Iterator[Fault]:
    for name in content.essential:
        field = CONSTRAINT_FIELDS.get(name)
        if field is not None and not getattr(content, field):
            yield Fault(
                "essential",
                say("Fill in “%(field)s” before it can be essential.", field=field),
                name,
            )


def _joint_faults(content: ChallengeContent) -> Iterator[Fault]:
    if content.joint_roles and not content.joint_procurement:
        yield Fault(
            "joint_roles",
            say("Say that you are open to joint procurement, or name no role."),
            shown(", ".join(content.joint_roles)),
        )


def _window_faults(content: ChallengeContent) -> Iterator[Fault]:
    first, last = content.earliest_start, content.start
    if first is not None and last is not None and first > last:
        remedy = say("This is after the day by which it has to be in use. Change one of the two.")
        yield Fault("earliest_start", remedy, shown(first))


def _repeated_requirements(content: ChallengeContent) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, requirement in enumerate(content.requirements):
        text = folded(requirement.text)
        if text in seen:
            yield Fault(
                f"requirements.{number}.text", say("This is said twice."), shown(requirement.text)
            )
        seen.add(text)
