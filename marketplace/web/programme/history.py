"""What has been between the two sides of a pair, as far as staff may know."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from marketplace.interests.queries import InterestFilters, list_interests
from marketplace.introductions.content import Pair
from marketplace.introductions.queries import IntroductionView
from marketplace.pulse.queries import questions_between
from marketplace.request_scope import current_uow
from marketplace.web.brokering import OUTCOMES, Item

Happened = tuple[datetime, str, str | None]


def history_of(pair: Pair, introductions: Iterable[IntroductionView]) -> list[Item]:
    """What happened, the last first; `introductions` are those of the pair."""
    found = [*_introductions(introductions)]
    if pair.solution_id is not None:
        found += [*_interests(pair), *_questions(pair.solution_id, pair.challenge_id)]
    found.sort(key=lambda item: item[0], reverse=True)
    return [{"at": at, "text": text, "href": href} for at, text, href in found]


def _introductions(introductions: Iterable[IntroductionView]) -> Iterator[Happened]:
    for one in introductions:
        href = url_for("organisations.introduction", introduction_id=one.id)
        yield one.made_at, gettext("Introduced by programme staff"), href
        for side in one.sides:
            if side.answered_at is not None:
                said = (
                    gettext("%(name)s would like to talk", name=side.name)
                    if side.wants
                    else gettext("%(name)s does not want to talk now", name=side.name)
                )
                yield side.answered_at, said, href
        if one.outcome is not None:
            came = gettext("What came of it: %(outcome)s", outcome=OUTCOMES[one.outcome])
            yield one.moved_at, came, href


def _interests(pair: Pair) -> Iterator[Happened]:
    wanted = InterestFilters(challenge=pair.challenge_id, solution=pair.solution_id)
    for one in list_interests(current_uow(), wanted):
        yield one.expressed_at, gettext("%(name)s expressed interest", name=one.vendor_name), None
        if one.seen_at is not None:
            yield one.seen_at, gettext("%(name)s has read it", name=one.city_name), None
        if one.answered_at is not None:
            yield one.answered_at, gettext("%(name)s answered", name=one.city_name), None
        if one.ended_at is not None:
            yield one.ended_at, gettext("The interest ended"), None


def _questions(solution_id: UUID, challenge_id: UUID) -> Iterator[Happened]:
    about = {
        False: f"{url_for('public.challenge', challenge_id=challenge_id)}#questions",
        True: f"{url_for('public.solution', solution_id=solution_id)}#questions",
    }
    for one in questions_between(current_uow(), solution_id, challenge_id):
        href = about[one.by_city]
        asked, answered = (
            (gettext("The city asked about the solution"), gettext("The vendor answered"))
            if one.by_city
            else (gettext("The vendor asked about the challenge"), gettext("The city answered"))
        )
        yield one.at, asked, href
        if one.answered_at is not None:
            yield one.answered_at, answered, href
