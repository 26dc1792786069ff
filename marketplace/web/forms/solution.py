"""The form in which a vendor lists a solution, step by step; its fields are SolutionSchema's."""

from flask_babel import lazy_gettext as _

from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.forms.parts import Entries, Field, Group, Kind, Section
from marketplace.web.forms.vocabulary import CURRENCY, INTERVALS, PRICE_MODELS, WRITTEN_IN

WHAT, TERMS, PROOF = _("What it is"), _("On what terms"), _("What bears it out")

PRICE = Group(
    name="price",
    label=_("Price"),
    hint=_("A range is enough. Cities leave out what says nothing of its price."),
    fields=(
        Field(
            name="model",
            label=_("How it is paid for"),
            kind=Kind.SELECT,
            words=PRICE_MODELS,
        ),
        Field(
            name="minimum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("From"),
            width=10,
            hint=_("In figures, such as 12000"),
        ),
        Field(
            name="maximum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Up to"),
            width=10,
            hint=_("In figures, such as 40000"),
        ),
        CURRENCY,
        Field(name="interval", optional=True, label=_("For"), kind=Kind.SELECT, words=INTERVALS),
        Field(name="as_of", optional=True, label=_("As of"), kind=Kind.DAY),
    ),
)
BREAKS = Entries(
    name="price_breaks",
    optional=True,
    label=_("Prices by quantity"),
    one=_("Price by quantity"),
    add=_("Add a price by quantity"),
    more=_("Add another price by quantity"),
    remove=_("Remove price %(number)s"),
    hint=_("What one unit costs when cities take more of them, alone or together."),
    fields=(
        Field(
            name="from_quantity",
            kind=Kind.FIGURE,
            label=_("From how many units"),
            width=10,
            hint=_("In figures, such as 1000"),
        ),
        Field(
            name="unit_price",
            kind=Kind.FIGURE,
            label=_("Price of one unit"),
            width=10,
            hint=_("In figures, such as 12.50"),
        ),
        CURRENCY,
        Field(name="unit", label=_("Unit"), hint=_("Such as “sensor” or “licence”"), width=20),
    ),
)
CERTIFICATES = Entries(
    name="certificates",
    optional=True,
    label=_("Certificates"),
    one=_("Certificate"),
    add=_("Add certificate"),
    more=_("Add another certificate"),
    remove=_("Remove certificate %(number)s"),
    hint=_("Such as ISO/IEC 27001. Only what is valid or was valid at a stated time."),
    fields=(
        Field(name="name", label=_("Name of the certificate")),
        Field(name="issuer", optional=True, label=_("Issued by")),
        Field(name="valid_from", optional=True, label=_("Valid from"), kind=Kind.DAY),
        Field(name="valid_until", optional=True, label=_("Valid until"), kind=Kind.DAY),
        Field(name="link", optional=True, label=_("Where it can be read"), hint=_("A web address")),
    ),
)
DEPLOYMENTS = Entries(
    name="deployments",
    optional=True,
    label=_("Deployments"),
    one=_("Deployment"),
    add=_("Add deployment"),
    more=_("Add another deployment"),
    remove=_("Remove deployment %(number)s"),
    hint=_(
        "Where it runs or ran. Once published you can ask the city named to confirm it; until "
        "then it is marked as claimed by you."
    ),
    fields=(
        Field(name="place", label=_("City or place")),
        Field(
            name="country",
            optional=True,
            label=_("Country"),
            kind=Kind.SELECT,
            codes=TermList.COUNTRIES,
        ),
        Field(
            name="period",
            optional=True,
            label=_("Period"),
            hint=_("Such as “since 2023”"),
            width=20,
        ),
        Field(name="scale", optional=True, label=_("Scale"), hint=_("Such as “4,000 households”")),
        Field(
            name="indicator",
            optional=True,
            label=_("What was measured"),
            hint=_("Such as “waiting time at the counter”"),
        ),
        Field(
            name="result",
            optional=True,
            label=_("Result"),
            hint=_("Such as “12 instead of 31”"),
            width=20,
        ),
        Field(name="unit", optional=True, label=_("Unit"), hint=_("Such as “minutes”"), width=20),
        Field(name="summary", optional=True, label=_("What was done"), kind=Kind.AREA, rows=3),
        Field(
            name="evidence_link",
            optional=True,
            label=_("Where one can read of it"),
            hint=_("A web address"),
        ),
        Field(
            name="evidence_note",
            optional=True,
            label=_("What one finds there"),
            hint=_("Such as “final report, page 12”"),
        ),
    ),
)
NAME = Section(
    id="name",
    title=_("Name and purpose"),
    chapter=WHAT,
    lead=_("The two lines that every list shows. A city reads them first."),
    parts=(
        Field(name="name", label=_("Name of the solution")),
        Field(
            name="summary",
            label=_("In one sentence"),
            hint=_("What it does and for whom; at most 300 characters."),
            kind=Kind.AREA,
            rows=2,
        ),
        WRITTEN_IN,
    ),
)
PROBLEM = Section(
    id="problem",
    title=_("The problem it solves"),
    chapter=WHAT,
    lead=_("Cities look for a way out of a problem, not for a product."),
    parts=(
        Field(
            name="problem",
            label=_("The problem that it solves for a city"),
            kind=Kind.AREA,
            rows=5,
            hint=_("In the words of the people who have the problem."),
        ),
        Field(
            name="benefits",
            optional=True,
            label=_("What a city gains"),
            kind=Kind.LINES,
            hint=_("One benefit on each line, with a figure where you have one."),
        ),
    ),
)
DOES = Section(
    id="does",
    title=_("What it does, and what not"),
    chapter=WHAT,
    lead=_("Every match quotes these sentences as evidence, so each should hold by itself."),
    parts=(
        Field(
            name="description",
            label=_("Description"),
            kind=Kind.AREA,
            rows=8,
            hint=_(
                "At least 100 characters. Plain sentences that say what it does: matches "
                "quote them as evidence."
            ),
        ),
        Field(
            name="features",
            label=_("What it does"),
            kind=Kind.LINES,
            rows=5,
            hint=_("One feature on each line."),
        ),
        Field(
            name="not_suited",
            optional=True,
            label=_("What it does not suit"),
            kind=Kind.AREA,
            rows=3,
            hint=_("Saying it spares both sides a meeting."),
        ),
    ),
)
THEMES = Section(
    id="themes",
    title=_("Themes"),
    chapter=WHAT,
    lead=_("Choose few: those under which a city would look for it."),
    parts=(Field(name="themes", label=_("Themes"), kind=Kind.THEMES),),
)
TECHNOLOGY = Section(
    id="technology",
    title=_("Technology"),
    chapter=WHAT,
    parts=(
        Field(
            name="stage",
            label=_("How far it has come"),
            kind=Kind.SELECT,
            words=words.STAGES,
        ),
        Field(
            name="trl",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Technology readiness level (TRL)"),
            hint=_("A whole number from 1 to 9; 9 is proven in daily use."),
            width=2,
        ),
        Field(
            name="technologies",
            optional=True,
            label=_("Technologies"),
            kind=Kind.CHECKBOXES,
            codes=TermList.TECHNOLOGIES,
        ),
        Field(
            name="standards",
            optional=True,
            label=_("Standards"),
            kind=Kind.CHECKBOXES,
            codes=TermList.STANDARDS,
        ),
    ),
)
PAYING = Section(
    id="price",
    title=_("Price and licence"),
    chapter=TERMS,
    parts=(
        PRICE,
        BREAKS,
        Field(
            name="licence",
            optional=True,
            label=_("Licence, if it is open source"),
            kind=Kind.SELECT,
            codes=TermList.LICENCES,
        ),
        Field(name="repository", optional=True, label=_("Source code"), hint=_("A web address")),
        Field(name="website", optional=True, label=_("Web page"), hint=_("A web address")),
    ),
)
PLACES = Section(
    id="places",
    title=_("Where you offer it"),
    chapter=TERMS,
    lead=_("A city leaves out what is not offered in its country or its language."),
    parts=(
        Field(
            name="countries_served",
            label=_("Countries in which you offer it"),
            kind=Kind.CHECKBOXES,
            codes=TermList.COUNTRIES,
        ),
        Field(
            name="countries_not_served",
            optional=True,
            label=_("Countries in which you cannot offer it"),
            kind=Kind.CHECKBOXES,
            codes=TermList.COUNTRIES,
        ),
        Field(
            name="languages",
            optional=True,
            label=_("Languages of what people see"),
            kind=Kind.CHECKBOXES,
            codes=TermList.LANGUAGES,
        ),
    ),
)
RUNNING = Section(
    id="running",
    title=_("Bringing it into use"),
    chapter=TERMS,
    lead=_("What a city has to know to plan. Leave out what depends on the city."),
    parts=(
        Field(
            name="deployment_models",
            optional=True,
            label=_("Who keeps it running"),
            kind=Kind.CHECKBOXES,
            words=words.DEPLOYMENT_MODELS,
        ),
        Field(
            name="data_location",
            optional=True,
            label=_("Where the data is kept"),
            kind=Kind.SELECT,
            words=words.DATA_LOCATIONS,
        ),
        Field(
            name="population_minimum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Residents of the smallest city it suits"),
            width=10,
        ),
        Field(
            name="population_maximum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Residents of the largest city it suits"),
            width=10,
        ),
        Field(
            name="weeks_to_deploy_minimum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Weeks until it is in use, at least"),
            width=4,
        ),
        Field(
            name="weeks_to_deploy_maximum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Weeks until it is in use, at most"),
            width=4,
        ),
        Field(
            name="prerequisites",
            optional=True,
            label=_("What a city needs to have first"),
            kind=Kind.AREA,
            rows=3,
        ),
    ),
)
RUNS = Section(id="deployments", title=_("Deployments"), chapter=PROOF, parts=(DEPLOYMENTS,))
CERTIFIED = Section(
    id="certificates", title=_("Certificates"), chapter=PROOF, parts=(CERTIFICATES,)
)
SOLUTION_FORM = (
    NAME,
    PROBLEM,
    DOES,
    THEMES,
    TECHNOLOGY,
    PAYING,
    PLACES,
    RUNNING,
    RUNS,
    CERTIFIED,
)
