"""What a vendor has to do, each thing with its link and its day, what is most pressing first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext

from marketplace.challenges.content import Nature
from marketplace.foundation.clock import brussels_today
from marketplace.foundation.versions import RETURNED
from marketplace.interests.lifecycle import CLOSED, DECLINED, INVITED, SHORTLISTED
from marketplace.interests.queries import InterestView
from marketplace.recommendations.overview import Standing
from marketplace.solutions.content import ReferenceState
from marketplace.solutions.lifecycle import HELD
from marketplace.solutions.upkeep import KeptListing, KeptReference
from marketplace.web import words
from marketplace.web.tasks import Task, Urgency

CONFIRM_SOON = timedelta(days=14)
RUNS_OUT_SOON = timedelta(days=60)
ANSWER_IS_NEWS = timedelta(days=14)
CHALLENGE_IS_NEWS = timedelta(days=30)
MOST_NEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Standings:
    """All that the tasks of a vendor are found in; `fits` are the new calls that it fits."""

    vendor_id: UUID
    now: datetime
    listings: Sequence[KeptListing]
    questions: Mapping[UUID, int]
    interests: Sequence[InterestView]
    introductions: int
    fits: Sequence[Standing]


def tasks_of(found: Standings) -> list[Task]:
    """Everything that needs doing, what is most pressing first."""
    made = [
        *_introductions(found),
        *_answers(found),
        *(task for kept in found.listings for task in _listing(kept, found)),
        *_new_challenges(found),
    ]
    return sorted(made, key=lambda task: task.urgency)


def _introductions(found: Standings) -> Iterator[Task]:
    if found.introductions:
        yield Task(
            title=ngettext(
                "Answer the introduction by programme staff",
                "Answer %(num)s introductions by programme staff",
                found.introductions,
            ),
            hint=gettext("They think that a city and you should talk."),
            href=url_for("organisations.introductions", organisation_id=found.vendor_id),
            urgency=Urgency.NOW,
        )


def _answers(found: Standings) -> Iterator[Task]:
    said = {
        INVITED: gettext("Invites you to talk"),
        SHORTLISTED: gettext("Has put you on its shortlist"),
        DECLINED: gettext("Says not now, and why"),
        CLOSED: gettext("Has decided about its challenge"),
    }
    for view in found.interests:
        at = view.ended_at or view.answered_at
        if view.state in said and at and at > found.now - ANSWER_IS_NEWS:
            yield Task(
                title=gettext(
                    "Read what %(city)s answers on “%(title)s”",
                    city=view.city_name,
                    title=view.challenge_title,
                ),
                hint=gettext(
                    "%(what)s, %(day)s, about %(solution)s",
                    what=said[view.state],
                    day=words.day(at),
                    solution=view.solution_name,
                ),
                href=url_for("vendor.interest", interest_id=view.id),
                urgency=Urgency.NOW if view.state == INVITED else Urgency.NEWS,
            )


def _listing(kept: KeptListing, found: Standings) -> Iterator[Task]:
    row = kept.solution
    page = url_for("vendor.manage_solution", thing_id=row.id)
    if row.state == RETURNED:
        yield Task(
            title=gettext("Mend “%(name)s”", name=row.name),
            hint=_dated(gettext("Returned by programme staff"), row.changed_at),
            href=page,
            urgency=Urgency.NOW,
        )
    if row.state == HELD:
        yield Task(
            title=gettext("Look why “%(name)s” is held", name=row.name),
            hint=_dated(gettext("Held for a closer look"), row.changed_at),
            href=page,
            urgency=Urgency.NOW,
        )
    if waiting := found.questions.get(row.id):
        yield Task(
            title=ngettext(
                "Answer a city's question about “%(name)s”",
                "Answer %(num)s questions of cities about “%(name)s”",
                waiting,
                name=row.name,
            ),
            hint=gettext("Everybody reads the answer."),
            href=f"{page}#questions",
            urgency=Urgency.NOW,
        )
    yield from _confirmation(kept, found.now)
    yield from _certificates(kept, found.now)
    yield from _references(kept.references, found.now)


def _confirmation(kept: KeptListing, now: datetime) -> Iterator[Task]:
    by = kept.confirm_by
    if by is None or by > now + CONFIRM_SOON:
        return
    day = words.day(by)
    hint = (
        gettext("Not confirmed since %(day)s, so it sinks in lists", day=day)
        if kept.needs_confirmation
        else gettext("By %(day)s", day=day)
    )
    yield Task(
        title=gettext("Confirm that “%(name)s” is still true", name=kept.solution.name),
        hint=hint,
        href=url_for("vendor.manage_solution", thing_id=kept.solution.id),
        urgency=Urgency.NOW if kept.needs_confirmation else Urgency.SOON,
    )


def _certificates(kept: KeptListing, now: datetime) -> Iterator[Task]:
    today = brussels_today(now)
    for certificate in kept.content.certificates:
        until = certificate.valid_until
        if until is None or until > today + RUNS_OUT_SOON or not kept.is_public:
            continue
        over = until < today
        said = {"day": words.day(until), "name": kept.solution.name}
        yield Task(
            title=gettext("Renew the certificate %(certificate)s", certificate=certificate.name),
            hint=gettext("Ran out on %(day)s, in “%(name)s”", **said)
            if over
            else gettext("Runs out on %(day)s, in “%(name)s”", **said),
            href=url_for("vendor.edit_solution", thing_id=kept.solution.id, field="certificates"),
            urgency=Urgency.NOW if over else Urgency.SOON,
        )


def _references(references: Iterable[KeptReference], now: datetime) -> Iterator[Task]:
    for kept in references:
        state, place = kept.reference.state, kept.deployment.place
        href = url_for("vendor.reference", reference_id=kept.reference.id)
        moved = kept.reference.moved_at
        if state == ReferenceState.DISPUTED:
            yield Task(
                title=gettext("Settle the reference of %(place)s", place=place),
                hint=_dated(gettext("The city says that it is not so"), moved),
                href=href,
                urgency=Urgency.NOW,
            )
        elif state == ReferenceState.EXPIRED:
            yield Task(
                title=gettext("Ask %(place)s again to confirm the reference", place=place),
                hint=_dated(gettext("Lapsed"), moved),
                href=href,
                urgency=Urgency.SOON,
            )
        elif (
            state == ReferenceState.CONFIRMED
            and kept.lapses_at
            and kept.lapses_at < now + RUNS_OUT_SOON
        ):
            yield Task(
                title=gettext("Renew the reference of %(place)s", place=place),
                hint=gettext("It lapses on %(day)s", day=words.day(kept.lapses_at)),
                href=href,
                urgency=Urgency.SOON,
            )


def _new_challenges(found: Standings) -> Iterator[Task]:
    new = found.fits
    for one in new[:MOST_NEW]:
        yield Task(
            title=gettext(
                "Look at a new challenge that you fit: “%(title)s”", title=one.challenge.title
            ),
            hint=_dated(one.challenge.city_name, one.challenge.published_at),
            href=url_for("public.challenge", challenge_id=one.challenge.id),
            urgency=Urgency.NEWS,
        )
    if len(new) > MOST_NEW:
        yield Task(
            title=ngettext(
                "And %(num)s more new challenge that you fit",
                "And %(num)s more new challenges that you fit",
                len(new) - MOST_NEW,
            ),
            hint="",
            href=url_for("vendor.fits", organisation_id=found.vendor_id, kind=Nature.CALL.value),
            urgency=Urgency.NEWS,
        )


def _dated(text: str, at: datetime | None) -> str:
    return gettext("%(what)s, %(day)s", what=text, day=words.day(at)) if at else text
