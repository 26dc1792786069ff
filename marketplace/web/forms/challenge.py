"""The form in which a city states a challenge; its fields are those of ChallengeSchema."""

from flask_babel import lazy_gettext as _

from marketplace.taxonomy.codes import TermList
from marketplace.web import words
from marketplace.web.forms.parts import Entries, Field, Group, Kind, Section
from marketplace.web.forms.vocabulary import (
    CONSTRAINTS,
    CURRENCY,
    IMPORTANCES,
    INTERVALS,
    VISIBILITIES,
    YES_NO,
)

OUTCOMES = Entries(
    name="outcomes",
    label=_("Desired outcomes"),
    one=_("Outcome"),
    hint=_("What shall be better, and how you will know."),
    fields=(
        Field(
            name="indicator",
            label=_("What you will measure"),
            hint=_("Such as “residents over 75 who see somebody every week”"),
        ),
        Field(name="baseline", label=_("Today"), width=20),
        Field(name="target", label=_("Wanted"), width=20),
        Field(name="due", label=_("By"), kind=Kind.DAY),
    ),
)
REQUIREMENTS = Entries(
    name="requirements",
    label=_("Requirements"),
    one=_("Requirement"),
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
        Field(name="minimum", label=_("From"), width=10, hint=_("In figures, such as 20000")),
        Field(name="maximum", label=_("Up to"), width=10, hint=_("In figures, such as 60000")),
        CURRENCY,
        Field(name="interval", label=_("For"), kind=Kind.SELECT, words=INTERVALS, start="once"),
        Field(name="note", label=_("Note on the budget"), kind=Kind.AREA, rows=2),
        Field(
            name="visibility",
            label=_("Who may see the budget"),
            kind=Kind.RADIOS,
            words=VISIBILITIES,
            start="private",
        ),
    ),
)
CHALLENGE_FORM = (
    Section(
        id="problem-part",
        title=_("What is wrong"),
        lead=_("Write what is wrong, not what you want to buy: vendors know more ways than one."),
        parts=(
            Field(name="title", label=_("Title of the challenge")),
            Field(
                name="problem",
                label=_("The problem"),
                kind=Kind.AREA,
                rows=8,
                hint=_("At least 100 characters, as you would tell a colleague in another city."),
            ),
            Field(name="affected", label=_("Who suffers from it"), kind=Kind.AREA, rows=3),
            Field(
                name="tried",
                label=_("What was tried, and what came of it"),
                kind=Kind.AREA,
                rows=3,
            ),
            Field(name="themes", label=_("Themes"), kind=Kind.THEMES),
        ),
    ),
    Section(id="wanted", title=_("What is wanted"), parts=(OUTCOMES, REQUIREMENTS)),
    Section(
        id="limits",
        title=_("Scale and limits"),
        parts=(
            Field(
                name="scale",
                label=_("Scale"),
                kind=Kind.AREA,
                rows=2,
                hint=_("Such as “two districts first, then the whole city”"),
            ),
            Field(name="population", label=_("How many residents it is for"), width=10),
            BUDGET,
            Field(name="start", label=_("In use by"), kind=Kind.DAY),
            Field(
                name="languages",
                label=_("Languages it has to speak"),
                kind=Kind.CHECKBOXES,
                codes=TermList.LANGUAGES,
            ),
            Field(
                name="data_location",
                label=_("Where the data has to be kept"),
                kind=Kind.SELECT,
                words=words.DATA_LOCATIONS,
            ),
            Field(
                name="standards",
                label=_("Standards it has to follow"),
                kind=Kind.CHECKBOXES,
                codes=TermList.STANDARDS,
            ),
            Field(
                name="trl_minimum",
                label=_("Lowest technology readiness level (TRL)"),
                hint=_("A whole number from 1 to 9; 9 is proven in daily use."),
                width=2,
            ),
            Field(
                name="essential",
                label=_("Which of these are essential"),
                kind=Kind.CHECKBOXES,
                words=CONSTRAINTS,
                hint=_(
                    "A solution that states otherwise is left out. Say nothing here and the "
                    "limits only count in the ranking."
                ),
            ),
        ),
    ),
    Section(
        id="buying",
        title=_("How you intend to buy"),
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
    ),
)
