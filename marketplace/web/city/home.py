"""The pages a city starts from: what needs doing, its challenges, and what cities like it do."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext, ngettext

from marketplace.challenges.lifecycle import OPEN
from marketplace.challenges.queries import (
    ChallengeCard,
    ChallengeFilters,
    list_challenges,
    newest_open,
    own_challenges,
)
from marketplace.challenges.questions import unanswered_counts
from marketplace.foundation.paging import PageRequest
from marketplace.foundation.versions import RETURNED
from marketplace.interests.queries import InterestCounts, interest_counts
from marketplace.introductions.queries import waiting_for
from marketplace.organisations.content import CityProfile, OrganisationKind
from marketplace.organisations.models import Organisation
from marketplace.organisations.queries import similar_cities
from marketplace.procurements.glances import Part, parts_of
from marketplace.procurements.lifecycle import ACCEPTED, INVITED
from marketplace.recommendations.relaxing import fit_counts
from marketplace.request_scope import current_uow
from marketplace.shortlists.queries import shortlist_counts
from marketplace.solutions.content import ReferenceState
from marketplace.solutions.places import solutions_in
from marketplace.solutions.references import NamedReference, references_naming
from marketplace.web.forms.belonging import may_edit, own_organisation
from marketplace.web.public.arguments import Asked
from marketplace.web.public.items import Item, challenge_item, city_item, solution_item
from marketplace.web.public.partners import partners_of
from marketplace.web.public.reasons import matcher, where_possible
from marketplace.web.tasks import Task, Urgency, first_steps

SHOWN = 10
A_FEW = PageRequest(1, 5)
CITIES_LIKE_IT, THEMES_LOOKED_AT = 4, 2


def home(organisation_id: UUID) -> str:
    """What needs doing, then the city's challenges with what came of each."""
    uow = current_uow()
    row = own_organisation(organisation_id, OrganisationKind.CITY)
    page = own_challenges(uow, organisation_id, PageRequest(Asked().page().page, SHOWN))
    questions = unanswered_counts(uow, organisation_id)
    offers = interest_counts(uow, organisation_id)
    asked = sum(one.reference.state == ReferenceState.INVITED for one in _references(row))
    public = [card.id for card in page if card.number is not None]
    fits = where_possible(lambda: list(fit_counts(matcher(), uow, public).items()))
    found = _Found(questions, offers, dict(fits or ()), shortlist_counts(uow, organisation_id))
    editor, parts = may_edit(organisation_id), parts_of(uow, organisation_id)
    tasks = [
        *(first_steps(row, None if page.total else _first_challenge(row)) if editor else ()),
        *_tasks(page.items, found),
        *_other_tasks(row, asked, waiting_for(uow, organisation_id)),
        *_together(row, parts),
    ]
    return render_template(
        "city/home.html",
        row=row,
        page=page,
        tasks=sorted(tasks, key=lambda task: task.urgency),
        counts={card.id: found.said_of(card) for card in page},
        nexts={card.id: found.next_of(card) for card in page if card.state == OPEN},
        may_edit=editor,
        together=[part for part in parts if part.state == ACCEPTED],
    )


def references(organisation_id: UUID) -> str:
    """What vendors say runs in the city, for the city to confirm or dispute."""
    row = own_organisation(organisation_id, OrganisationKind.CITY)
    return render_template("city/references.html", row=row, references=_references(row))


def others(organisation_id: UUID) -> str:
    """What cities like this one ask for and have running, and who shares its newest need."""
    uow = current_uow()
    row = own_organisation(organisation_id, OrganisationKind.CITY)
    alike = similar_cities(uow, row, CITIES_LIKE_IT, abroad=True)
    themes = (row.content.city or CityProfile()).themes[:THEMES_LOOKED_AT]
    wanted = ChallengeFilters(themes=themes, state=OPEN)
    asked = list_challenges(uow, wanted, A_FEW).items if themes else ()
    running = solutions_in(uow, [(city.name, city.country) for city in alike], A_FEW.page_size)
    return render_template(
        "city/others.html",
        row=row,
        alike=[city_item(city) for city in alike],
        challenges=[challenge_item(card) for card in asked if card.city_id != row.id],
        running=[
            (city_item(city), [solution_item(card) for card in cards])
            for city, cards in zip(alike, running, strict=True)
            if cards
        ],
        partners=_partners(row),
        has_themes=bool(themes),
    )


class _Found:
    """What came of each challenge of a city."""

    def __init__(
        self,
        questions: Mapping[UUID, int],
        offers: Mapping[UUID, InterestCounts],
        fits: Mapping[UUID, int],
        listed: Mapping[UUID, int],
    ) -> None:
        self.questions, self.offers, self.fits, self.listed = questions, offers, fits, listed

    def said_of(self, card: ChallengeCard) -> list[Item]:
        """Small figures of one challenge, each with the page that has the whole of it."""
        if card.number is None:
            return []
        offered = self.offers.get(card.id, InterestCounts()).alive
        figures = [
            (
                self.fits.get(card.id),
                gettext("fit among the first ten"),
                "public.challenge_matches",
            ),
            (offered, gettext("offered by vendors"), "city.interests"),
            (self.listed.get(card.id, 0), gettext("on your shortlist"), "city.shortlist"),
        ]
        return [
            {"value": value, "label": label, "href": url_for(endpoint, challenge_id=card.id)}
            for value, label, endpoint in figures
            if value is not None
        ]

    def next_of(self, card: ChallengeCard) -> Item:
        """What comes next for an open challenge that nothing has to be done about."""
        offered = self.offers.get(card.id, InterestCounts()).alive
        if self.listed.get(card.id):
            text, endpoint = gettext("Next: compare, then decide."), "city.shortlist"
        elif offered:
            text, endpoint = gettext("Next: answer what vendors offer."), "city.interests"
        else:
            text = gettext("Next: put what fits on your shortlist.")
            endpoint = "public.challenge_matches"
        return {"text": text, "href": url_for(endpoint, challenge_id=card.id)}


def _tasks(cards: Sequence[ChallengeCard], found: _Found) -> Iterator[Task]:
    for card in cards:
        manage = url_for("city.manage_challenge", thing_id=card.id)
        offers = found.offers.get(card.id, InterestCounts())
        if card.state == RETURNED:
            yield _task(gettext("Mend what staff remarked on"), card.title, manage)
        if waiting := found.questions.get(card.id, 0):
            said = ngettext("Answer a question", "Answer %(num)s questions", waiting)
            yield _task(said, card.title, f"{manage}#questions")
        if offers.unseen:
            said = ngettext(
                "Read what a vendor offers", "Read what %(num)s vendors offer", offers.unseen
            )
            yield _task(said, card.title, url_for("city.interests", challenge_id=card.id))
        if unanswered := offers.waiting - offers.unseen:
            said = ngettext("Answer a vendor", "Answer %(num)s vendors", unanswered)
            href = url_for("city.interests", challenge_id=card.id)
            yield _task(said, card.title, href, Urgency.SOON)


def _first_challenge(row: Organisation) -> Task:
    return _task(
        gettext("State your first challenge"),
        gettext("Vendors find it once programme staff have read it."),
        url_for("city.new_challenge", organisation_id=row.id),
    )


def _other_tasks(row: Organisation, asked: int, introductions: int) -> Iterator[Task]:
    if asked:
        said = ngettext(
            "Say whether a solution runs in your city",
            "Say whether %(num)s solutions run in your city",
            asked,
        )
        hint = gettext("Your answer is shown beside the vendor's claim.")
        yield _task(said, hint, url_for("city.references", organisation_id=row.id), Urgency.SOON)
    if introductions:
        said = ngettext(
            "Answer the introduction by programme staff",
            "Answer %(num)s introductions by programme staff",
            introductions,
        )
        href = url_for("organisations.introductions", organisation_id=row.id)
        yield _task(said, gettext("They think that you should talk."), href)


def _together(row: Organisation, parts: Sequence[Part]) -> Iterator[Task]:
    """The invitations to answer, and the papers that the city owes to groups that it is in."""
    for part in parts:
        id_ = part.procurement_id
        if part.state == INVITED:
            href = url_for("procurements.invitation", procurement_id=id_)
            yield _task(gettext("Answer the invitation to buy together"), part.title, href)
        href = url_for("procurements.member", organisation_id=row.id, procurement_id=id_)
        if part.owes_letter:
            said = ngettext("Sign the letter of intent", "Sign letters of intent", 1)
            yield _task(said, part.title, href, Urgency.SOON)
        if part.owes_mandate:
            said = ngettext("Obtain the mandate", "Obtain mandates", 1)
            yield _task(said, part.title, href, Urgency.SOON)


def _task(title: str, hint: str, href: str, urgency: Urgency = Urgency.NOW) -> Task:
    return Task(title=title, hint=hint, href=href, urgency=urgency)


def _references(row: Organisation) -> list[NamedReference]:
    return references_naming(current_uow(), row.id)


def _partners(row: Organisation) -> dict[str, object] | None:
    """The cities with the same need as the newest open challenge; None without one."""
    uow = current_uow()
    newest = newest_open(uow, row.id)
    if newest is None:
        return None
    found = where_possible(partial(matcher().partners, uow, newest.id, limit=3))
    if not found:
        return None
    return {
        "title": newest.content.title,
        "href": url_for("public.challenge_partners", challenge_id=newest.id),
        "items": partners_of(found, newest),
    }
