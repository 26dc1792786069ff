"""Solutions: the list with its filters, and one with all its facts."""

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from flask_babel import gettext

from marketplace.challenges.lifecycle import IN_USE
from marketplace.challenges.queries import own_challenges
from marketplace.foundation.paging import PageRequest
from marketplace.organisations.content import OrganisationKind
from marketplace.organisations.queries import my_organisations
from marketplace.request_scope import current_uow
from marketplace.solutions.content import SolutionContent
from marketplace.solutions.queries import (
    SORTS,
    SolutionFilters,
    SolutionView,
    facet_counts,
    get_solution,
    list_solutions,
)
from marketplace.solutions.questions import questions_on
from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.forms.asking import may_try_to_ask
from marketplace.web.forms.belonging import may_edit
from marketplace.web.glossary import glossary
from marketplace.web.public import filters
from marketplace.web.public.arguments import Asked
from marketplace.web.public.items import deployment_item, solution_item, solution_state
from marketplace.web.public.reasons import (
    challenge_match_of,
    matcher,
    unknown_languages,
    where_possible,
)

FITS_SHOWN = 3
ALL_AT_ONCE = PageRequest(1, 100)
FACETS = {
    "theme": TermList.THEMES,
    "technology": TermList.TECHNOLOGIES,
    "standard": TermList.STANDARDS,
    "country": TermList.COUNTRIES,
    "language": TermList.LANGUAGES,
}


def solutions() -> str:
    """The list of all that is published, narrowed as asked."""
    asked = Asked()
    sort = asked.text("sort")
    chosen = SolutionFilters(
        q=asked.text("q"),
        theme=asked.code("theme"),
        technology=asked.code("technology"),
        standard=asked.code("standard"),
        country=asked.code("country"),
        language=asked.code("language"),
        trl_min=asked.whole("trl_min", 1, 9),
        price_max=asked.amount("price_max"),
        sort=sort if sort in SORTS else SORTS[0],
    )
    page = list_solutions(current_uow(), chosen, asked.page())
    shown = filters.listing(page, _facets(chosen), [solution_item(card) for card in page])
    return render_template("public/solutions.html", faults=asked.faults, **shown)


def solution(solution_id: UUID) -> str:
    """One solution; what is not stated is said to be not stated."""
    view = get_solution(current_uow(), solution_id)
    fits = None
    if view.published_version is not None:
        fits = where_possible(
            lambda: matcher().challenges_for(current_uow(), solution_id, limit=FITS_SHOWN).fits
        )
    return render_template(
        "public/solution.html",
        view=view,
        content=view.content,
        state=solution_state(view) or (view.state if view.published_version is None else None),
        country=glossary().country(view.vendor_country),
        groups=_groups(view.content),
        deployments=_deployments(view),
        certificates=_certificates(view.content),
        themes=glossary().labels(TermList.THEMES, view.content.themes),
        confirmed=words.day(view.confirmed_at),
        fits=None if fits is None else [challenge_match_of(fit) for fit in fits],
        languages=unknown_languages(fits or ()),
        vendor_href=url_for("public.organisation", organisation_id=view.vendor_id),
        questions=questions_on(current_uow(), solution_id),
        may_ask=may_try_to_ask(view.vendor_id, OrganisationKind.CITY),
        may_list_for=_may_list_for() if view.published_version is not None else [],
    )


def _may_list_for() -> list[tuple[str, str]]:
    """The challenges on whose shortlist this person may put a solution, with their titles."""
    uow = current_uow()
    if not uow.actor.is_known:
        return []
    mine = (row for row, _ in my_organisations(uow) if row.kind == OrganisationKind.CITY)
    return [
        (str(card.id), card.title)
        for row in mine
        if may_edit(row.id)
        for card in own_challenges(uow, row.id, ALL_AT_ONCE)
        if card.state in IN_USE
    ]


def _facets(chosen: SolutionFilters) -> list[filters.Facet]:
    uow = current_uow()
    counts = facet_counts(uow, chosen, FACETS)
    labels = {
        "theme": gettext("Theme"),
        "technology": gettext("Technology"),
        "standard": gettext("Standard"),
        "country": gettext("Serves country"),
        "language": gettext("Speaks language"),
    }
    sorts = [(SORTS[1], gettext("Newest first")), (SORTS[2], gettext("By name"))]
    facets = [
        filters.field("q", gettext("Words in the entry")),
        *(filters.codes(kind, labels[kind], FACETS[kind], counts[kind]) for kind in FACETS),
        filters.field(
            "trl_min", gettext("TRL at least"), "number", gettext("From 1 to 9; estimates count.")
        ),
        filters.field(
            "price_max",
            gettext("Costs at most, in euro a year"),
            "number",
            gettext("Entries that state no price are left out."),
        ),
        filters.choice("sort", gettext("Order"), sorts, gettext("Confirmed and newest first")),
    ]
    return filters.usable(facets)


def _groups(content: SolutionContent) -> list[dict[str, Any]]:
    """All facts by group: (label, value or values or None, whether it is an estimate, link)."""
    return [
        {"title": gettext("Cost and time"), "facts": _cost(content)},
        {"title": gettext("Where it fits"), "facts": _reach(content)},
        {"title": gettext("Technology"), "facts": _technology(content)},
    ]


def _fact(
    content: SolutionContent, field: str, label: str, value: Any, href: str | None = None
) -> dict[str, Any]:
    estimated = field in content.estimates and bool(value)
    return {"label": label, "value": value or None, "estimate": estimated, "href": href}


def _cost(content: SolutionContent) -> list[dict[str, Any]]:
    weeks = words.between(
        words.number(content.weeks_to_deploy_minimum), words.number(content.weeks_to_deploy_maximum)
    )
    in_weeks = gettext("%(weeks)s weeks", weeks=weeks) if weeks else None
    models = [words.word(words.DEPLOYMENT_MODELS, m) for m in content.deployment_models]
    return [
        _fact(content, "price", gettext("Price"), words.price(content.price)),
        *(
            [_fact(content, "price_breaks", gettext("Prices by quantity"), breaks)]
            if (breaks := words.price_breaks(content.price_breaks))
            else []
        ),
        _fact(content, "weeks_to_deploy_maximum", gettext("Time to deploy"), in_weeks),
        _fact(content, "deployment_models", gettext("How it is run"), models),
        _fact(content, "prerequisites", gettext("What it needs"), content.prerequisites),
        _fact(content, "licence", gettext("Licence"), _licence(content)),
        _fact(
            content, "repository", gettext("Source code"), content.repository, content.repository
        ),
    ]


def _reach(content: SolutionContent) -> list[dict[str, Any]]:
    words_of = glossary()
    served = [words_of.country(code) for code in content.countries_served]
    refused = [words_of.country(code) for code in content.countries_not_served]
    languages = words_of.labels(TermList.LANGUAGES, content.languages)
    population = words.between(
        words.number(content.population_minimum), words.number(content.population_maximum)
    )
    return [
        _fact(content, "countries_served", gettext("Countries served"), served),
        *(
            [_fact(content, "countries_not_served", gettext("Not served"), refused)]
            if refused
            else []
        ),
        _fact(content, "languages", gettext("Interface languages"), languages),
        _fact(content, "population_minimum", gettext("Residents of the city"), population),
        _fact(content, "not_suited", gettext("Not suited for"), content.not_suited),
    ]


def _technology(content: SolutionContent) -> list[dict[str, Any]]:
    words_of = glossary()
    readiness = gettext("TRL %(level)s of 9", level=content.trl) if content.trl else None
    location = words.word(words.DATA_LOCATIONS, content.data_location)
    return [
        _fact(content, "stage", gettext("Stage"), words.word(words.STAGES, content.stage)),
        _fact(content, "trl", gettext("Technology readiness"), readiness),
        _fact(
            content,
            "technologies",
            gettext("Technologies"),
            words_of.labels(TermList.TECHNOLOGIES, content.technologies),
        ),
        _fact(
            content,
            "standards",
            gettext("Standards"),
            words_of.labels(TermList.STANDARDS, content.standards),
        ),
        _fact(content, "data_location", gettext("Where data is kept"), location),
    ]


def _licence(content: SolutionContent) -> str | None:
    if not content.licence:
        return None
    label = glossary().label(TermList.LICENCES, content.licence)
    return label if label == content.licence else f"{label} ({content.licence})"


def _deployments(view: SolutionView) -> list[dict[str, Any]]:
    pairs = zip(view.content.deployments, view.references, strict=False)
    return [deployment_item(deployment, reference) for deployment, reference in pairs]


def _certificates(content: SolutionContent) -> list[dict[str, Any]]:
    return [
        {
            "name": certificate.name,
            "issuer": certificate.issuer,
            "valid": words.between(
                words.day(certificate.valid_from), words.day(certificate.valid_until)
            ),
            "link": certificate.link,
        }
        for certificate in content.certificates
    ]
