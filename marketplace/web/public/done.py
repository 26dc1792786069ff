"""What a city has done, as its page shows it: what runs there, what it bought with others."""

from typing import Any

from flask import url_for
from flask_babel import gettext

from marketplace.foundation.paging import Page, PageRequest
from marketplace.organisations.content import StoryContent, StoryKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.stories import CityStory, stories_of
from marketplace.request_scope import current_uow
from marketplace.solutions.places import SolutionThere, deployments_at
from marketplace.web import words
from marketplace.web.public.items import Item, deployment_item, organisation_href

MOST_SOLUTIONS = PageRequest(1, 50)


def done_by(city: Organisation) -> dict[str, Any]:
    """The deployments, case studies and joint procurements of a city.

    A case study of which a deployment shown here tells is left out.
    """
    uow = current_uow()
    there = deployments_at(uow, city.name, city.country, MOST_SOLUTIONS)
    running = [item for solution in there for item in _deployments(solution)]
    stories = stories_of(uow, city.id)
    shown = {solution.external_key for solution in there if solution.deployments}
    return {
        "running": running,
        "more_running": _left_out(there),
        "cases": [
            _case(story)
            for story in stories
            if story.content.kind is StoryKind.CASE_STUDY
            and (story.content.solution is None or story.content.solution not in shown)
        ],
        "joint": [
            _joint(story) for story in stories if story.content.kind is StoryKind.BUYERS_GROUP
        ],
    }


def _left_out(there: Page[SolutionThere]) -> int:
    return max(0, there.total - there.page_size)


def _deployments(solution: SolutionThere) -> list[Item]:
    card = solution.card
    items = [deployment_item(deployment, ref) for deployment, ref in solution.deployments]
    return [
        item
        | {
            "name": card.name,
            "href": url_for("public.solution", solution_id=card.id),
            "vendor": card.vendor_name,
            "summary": item["summary"] or card.summary,
        }
        for item in items
    ]


def _case(story: CityStory) -> Item:
    content = story.content
    figures = [(words.capital(m.name), words.figure(m.value, m.unit)) for m in content.metrics]
    facts = [(gettext("Kind"), content.mode), (gettext("Period"), content.period), *figures]
    return _told(content, facts)


def _joint(story: CityStory) -> Item:
    content = story.content
    leader = content.lead_organisation or ", ".join(row.name for row in story.leaders)
    facts = [
        (gettext("Kind"), content.mode),
        (gettext("Role"), gettext("Lead") if story.led else gettext("Member")),
        (gettext("Led by"), leader),
        (gettext("Period"), content.period),
        (gettext("Budget"), content.budget),
        (gettext("Status"), content.status),
        (gettext("Outcome"), content.outcome),
    ]
    others = sorted((*story.leaders, *story.members), key=lambda row: row.sort_key)
    return _told(content, facts) | {
        "summary": content.text or content.topic,
        "cities": [{"name": row.name, "href": organisation_href(row)} for row in others],
        "organisations": content.member_organisations,
        "completeness": _completeness(content),
        "members_note": content.members_note,
    }


def _told(content: StoryContent, facts: list[tuple[str, str]]) -> Item:
    return {
        "title": content.title,
        "summary": content.text,
        "facts": [(name, value) for name, value in facts if value],
        "source_url": content.source_url,
        "source_note": content.source_note,
    }


def _completeness(content: StoryContent) -> str:
    if content.members_complete is None:
        return str(gettext("The source leaves open whether these are all the members."))
    if content.members_complete:
        return str(gettext("These are all the members."))
    return str(gettext("The list of members is not whole."))
