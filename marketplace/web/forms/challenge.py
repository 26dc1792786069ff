"""The form in which a city states a challenge, step by step; fields of ChallengeSchema.

It begins with what is wrong, and only then asks what shall be better and what a solution has
to do for that.
"""

from flask_babel import lazy_gettext as _

from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.forms.parts import Entries, Field, Group, Kind, Section
from marketplace.web.forms.vocabulary import (
    CONSTRAINTS,
    CURRENCY,
    IMPORTANCES,
    INTERVALS,
    SHOWN_TO_PARTNERS,
    VISIBILITIES,
    WRITTEN_IN,
    YES_NO,
)

NEED, LIMITS, BUYING = _("What you need"), _("Within which limits"), _("How you would buy")

OUTCOMES = Entries(
    name="outcomes",
    optional=True,
    label=_("Desired outcomes"),
    one=_("Outcome"),
    add=_("Add outcome"),
    more=_("Add another outcome"),
    remove=_("Remove outcome %(number)s"),
    hint=_("What shall be better, and how you will know."),
    fields=(
        Field(
            name="indicator",
            label=_("What you will measure"),
            hint=_("Such as “residents over 75 who see somebody every week”"),
        ),
        Field(name="baseline", optional=True, label=_("Today"), width=20),
        Field(name="target", optional=True, label=_("Wanted"), width=20),
        Field(name="due", optional=True, label=_("By"), kind=Kind.DAY),
    ),
)
REQUIREMENTS = Entries(
    name="requirements",
    label=_("Requirements"),
    one=_("Requirement"),
    add=_("Add requirement"),
    more=_("Add another requirement"),
    remove=_("Remove requirement %(number)s"),
    hint=_(
        "What a solution has to do, one sentence for each thing. Every match shows for each "
        "of them what the vendor says of it."
    ),
    fields=(
        Field(name="text", label=_("What it has to do"), kind=Kind.AREA, rows=2),
        Field(
            name="importance",
            label=_("How important it is"),
            kind=Kind.RADIOS,
            words=IMPORTANCES,
            start="essential",
        ),
    ),
)
BUDGET = Group(
    name="budget",
    label=_("Budget"),
    hint=_("A rough range helps to rank what is affordable. You decide who sees it."),
    fields=(
        Field(
            name="minimum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("From"),
            width=10,
            hint=_("In figures, such as 20000"),
        ),
        Field(
            name="maximum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Up to"),
            width=10,
            hint=_("In figures, such as 60000"),
        ),
        CURRENCY,
        Field(name="interval", label=_("For"), kind=Kind.SELECT, words=INTERVALS, start="once"),
        Field(name="note", optional=True, label=_("Note on the budget"), kind=Kind.AREA, rows=2),
        Field(
            name="visibility",
            label=_("Who may see the budget"),
            kind=Kind.RADIOS,
            words=VISIBILITIES,
            start="private",
        ),
    ),
)
PROBLEM = Section(
    id="problem",
    title=_("What is wrong"),
    chapter=NEED,
    lead=_("Write what is wrong, not what you want to buy: vendors know more ways than one."),
    parts=(
        Field(
            name="problem",
            label=_("The problem"),
            kind=Kind.AREA,
            rows=8,
            hint=_("At least 100 characters, as you would tell a colleague in another city."),
        ),
        Field(
            name="title",
            label=_("Title of the challenge"),
            hint=_("What is wrong, in a few words, such as “Drivers are trapped in floods”"),
        ),
        WRITTEN_IN,
    ),
)
CONCERNED = Section(
    id="concerned",
    title=_("Whom it concerns"),
    chapter=NEED,
    parts=(
        Field(
            name="affected", optional=True, label=_("Who suffers from it"), kind=Kind.AREA, rows=3
        ),
        Field(
            name="tried",
            optional=True,
            label=_("What was tried, and what came of it"),
            kind=Kind.AREA,
            rows=3,
        ),
    ),
)
BETTER = Section(
    id="outcomes",
    title=_("What shall be better"),
    chapter=NEED,
    lead=_("Say how you will know that the problem is solved. One or two outcomes are enough."),
    parts=(OUTCOMES,),
)
DOES = Section(
    id="requirements",
    title=_("What a solution has to do"),
    chapter=NEED,
    lead=_("What it takes to get there. Leave open how: that is what vendors know."),
    parts=(REQUIREMENTS,),
)
THEMES = Section(
    id="themes",
    title=_("Themes"),
    chapter=NEED,
    lead=_("Choose few: those under which vendors and other cities would look for it."),
    parts=(Field(name="themes", label=_("Themes"), kind=Kind.THEMES),),
)
SIZE = Section(
    id="scale",
    title=_("Scale and time"),
    chapter=LIMITS,
    parts=(
        Field(
            name="scale",
            optional=True,
            label=_("Scale"),
            kind=Kind.AREA,
            rows=2,
            hint=_("Such as “two districts first, then the whole city”"),
        ),
        Field(
            name="population",
            kind=Kind.FIGURE,
            optional=True,
            label=_("How many residents it is for"),
            width=10,
        ),
        Field(
            name="earliest_start",
            optional=True,
            label=_("In use not before"),
            kind=Kind.DAY,
            hint=_("The first day that suits you. Cities with the same need compare it."),
        ),
        Field(name="start", optional=True, label=_("In use by"), kind=Kind.DAY),
        Field(
            name="deadline",
            optional=True,
            label=_("Interest is welcome until"),
            kind=Kind.DAY,
            hint=_("The last day on which vendors can say that they are interested."),
        ),
    ),
)
MONEY = Section(id="budget", title=_("Budget"), chapter=LIMITS, parts=(BUDGET,))
BOUNDS = Section(
    id="limits",
    title=_("Other limits"),
    chapter=LIMITS,
    lead=_("Each limit leaves solutions out. State only those that you really have."),
    parts=(
        Field(
            name="languages",
            optional=True,
            label=_("Languages it has to speak"),
            kind=Kind.CHECKBOXES,
            codes=TermList.LANGUAGES,
        ),
        Field(
            name="data_location",
            optional=True,
            label=_("Where the data has to be kept"),
            kind=Kind.SELECT,
            words=words.DATA_LOCATIONS,
        ),
        Field(
            name="standards",
            optional=True,
            label=_("Standards it has to follow"),
            kind=Kind.CHECKBOXES,
            codes=TermList.STANDARDS,
        ),
        Field(
            name="trl_minimum",
            kind=Kind.FIGURE,
            optional=True,
            label=_("Lowest technology readiness level (TRL)"),
            hint=_("A whole number from 1 to 9; 9 is proven in daily use."),
            width=2,
        ),
        Field(
            name="essential",
            optional=True,
            label=_("Which of these are essential"),
            kind=Kind.CHECKBOXES,
            words=CONSTRAINTS,
            hint=_(
                "A solution that states otherwise is left out. Say nothing here and the "
                "limits only count in the ranking."
            ),
        ),
    ),
)
PATH = Section(
    id="buying",
    title=_("How you intend to buy"),
    chapter=BUYING,
    parts=(
        Field(
            name="procurement_path",
            label=_("Intended way to buy"),
            kind=Kind.SELECT,
            words=words.PROCUREMENT_PATHS,
            start="undecided",
        ),
        Field(
            name="joint_procurement",
            label=_("Are you open to buying together with other cities?"),
            kind=Kind.RADIOS,
            words=YES_NO,
            start="false",
        ),
        Field(
            name="joint_roles",
            optional=True,
            label=_("In which role"),
            kind=Kind.CHECKBOXES,
            words=words.JOINT_ROLES,
            hint=_("Only if you are open to buying together."),
        ),
        Field(
            name="nature",
            label=_("Is this an open call?"),
            kind=Kind.RADIOS,
            words=words.NATURES,
            start="call",
        ),
    ),
)
TOGETHER = Section(
    id="together",
    title=_("Buying with partner cities"),
    chapter=BUYING,
    lead=_("For cities whose open challenge is the same need. Leave it empty if you buy alone."),
    parts=(
        Field(
            name="procedure_languages",
            optional=True,
            label=_("Languages in which you can run a procedure"),
            kind=Kind.CHECKBOXES,
            codes=TermList.LANGUAGES,
            hint=_("Everybody sees them."),
        ),
        Field(
            name="approval_month",
            optional=True,
            label=_("Month in which the budget is approved"),
            kind=Kind.MONTH,
            width=10,
            hint=_("Year and month, such as 2027-03. Nobody sees it unless you say so below."),
        ),
        Field(
            name="partner_contact",
            optional=True,
            label=_("Whom partner cities can write to"),
            hint=_(
                "Best an office and its address, such as procurement@city.example. Nobody sees "
                "it unless you say so below."
            ),
        ),
        Field(
            name="shown_to_partners",
            optional=True,
            label=_("What partner cities may see before you buy together"),
            kind=Kind.CHECKBOXES,
            words=SHOWN_TO_PARTNERS,
            hint=_(
                "Partner cities are verified cities whose own open challenge is the same need "
                "and open to buying together. They and programme staff see what you tick; "
                "nobody else does. It never changes a rank."
            ),
        ),
    ),
)
CHALLENGE_FORM = (PROBLEM, CONCERNED, BETTER, DOES, THEMES, SIZE, MONEY, BOUNDS, PATH, TOGETHER)
