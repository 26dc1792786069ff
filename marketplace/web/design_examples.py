"""Invented things for the design page to show; nothing here is a real offer or a real need."""

from datetime import UTC, datetime
from typing import Any

from marketplace.foundation.errors import Fault
from marketplace.web.forms.advice import Advice, Found, Line, Remark
from marketplace.web.forms.filled import Filled
from marketplace.web.forms.parts import Field, Section

STATES = (
    "draft", "returned", "in_review", "held", "published", "to_be_confirmed", "archived",
    "open", "closed", "awarded", "cancelled", "withdrawn", "example", "catalogue",
    "sent", "answered", "followed_up", "ended",
    "proposed", "approved", "refused", "taken_back", "replaced",
)  # fmt: skip
REFERENCE_STATES = ("claimed", "invited", "confirmed", "disputed", "expired")
INTEREST_STATES = (
    "expressed", "seen", "invited", "shortlisted", "declined", "withdrawn", "closed", "ended",
)  # fmt: skip
BANDS = ("strong", "possible", "weak", "none")
SHAPES_OF_STATES = (
    "tick", "cross", "question", "circle", "dashed", "half", "square", "triangle", "diamond",
    "ring", "bar",
)  # fmt: skip
COLOURS = (
    ("ink", "#1b2b30", "Text"),
    ("slate", "#52616a", "Text that stands back, borders of fields"),
    ("lagoon", "#0f5f66", "Links, buttons, bars"),
    ("lagoon-deep", "#0a4146", "The same under the pointer"),
    ("lagoon-pale", "#e3f0f0", "Ground of notes and of water"),
    ("brick", "#b8542f", "What points at something: where one is, a place on the map"),
    ("stone", "#f8f5ee", "Ground of navigation, filters and footer"),
    ("stone-edge", "#ddd5c4", "Rules and edges"),
    ("sun", "#ffc857", "Keyboard focus"),
    ("moss", "#1c6a45", "Met, confirmed, done"),
    ("rust", "#a8291f", "Not met, disputed, errors"),
    ("plum", "#5d3a75", "Visited links"),
)

DESCRIPTION = (
    "Doorbell Circle is a telephone service with a small tablet for people who live alone. "
    "Social workers plan calls and visits in a shared calendar and see who has not been "
    "reached for three days. It works without an app shop account. Installation by a "
    "volunteer takes about an hour."
)
MARKED = (
    "Social workers plan calls and visits in a shared calendar",
    "without an app shop account",
)
DESCRIPTION_SPANS = tuple(
    (DESCRIPTION.index(words), DESCRIPTION.index(words) + len(words)) for words in MARKED
)

EVIDENCE: dict[str, Any] = {
    "text": MARKED[0],
    "field": "description",
    "before": "… with a small tablet for people who live alone. ",
    "after": " and see who has not been reached for three days.",
    "strength": 0.81,
}

REQUIREMENTS: list[dict[str, Any]] = [
    {
        "requirement": "Social workers can plan and follow contacts",
        "importance": "essential",
        "verdict": "met",
        "evidence": EVIDENCE,
    },
    {
        "requirement": "Works for people who own no smartphone",
        "importance": "essential",
        "verdict": "met",
        "evidence": {
            "text": "It works without an app shop account.",
            "field": "description",
            "strength": 0.62,
        },
    },
    {
        "requirement": "Can be read aloud in Portuguese",
        "importance": "essential",
        "verdict": "not_stated",
        "evidence": None,
    },
    {
        "requirement": "Runs without an attendant at night",
        "importance": "nice",
        "verdict": "not_met",
        "evidence": {
            "text": "Not suited to round-the-clock alarms",
            "field": "not_suited",
            "strength": 0.71,
        },
    },
]

FACTS = [
    {
        "name": "Budget",
        "needed": "up to €60,000 a year",
        "offered": "€18,000 to €40,000 a year",
        "verdict": "met",
    },
    {"name": "Languages", "needed": "Portuguese", "offered": None, "verdict": "not_stated"},
    {
        "name": "Data location",
        "needed": "in the EU",
        "offered": "outside the EEA",
        "verdict": "not_met",
    },
]

FACTORS = [
    {"name": "meaning", "label": "Same meaning as the need", "value": 0.71, "weight": 0.40},
    {"name": "requirements", "label": "Requirements spoken to", "value": 0.68, "weight": 0.30},
    {"name": "words", "label": "Words in common", "value": 0.35, "weight": 0.15},
    {"name": "facts", "label": "Facts that agree", "value": 0.50, "weight": 0.10},
    {"name": "freshness", "label": "Confirmed within 90 days", "value": 1.0, "weight": 0.05},
]
SCORE = sum(factor["value"] * factor["weight"] for factor in FACTORS)  # type: ignore[operator]

SUPPLY = [
    {"label": "Energy and heat", "href": "#figures", "solutions": 27, "calls": 12, "examples": 53},
    {"label": "Mobility", "href": None, "solutions": 43, "calls": 3, "examples": 0},
]

COUNTS = [
    {"label": "Mobility", "value": 31, "href": "#figures"},
    {"label": "Energy and heat", "value": 24, "href": "#figures"},
    {"label": "Social care and inclusion", "value": 9, "href": "#figures"},
    {"label": "Water", "value": 0},
]

MATCH: dict[str, Any] = {
    "rank": 1,
    "score": SCORE,
    "band": "strong",
    "solution": {
        "name": "Doorbell Circle (example)",
        "summary": "Telephone circle and simple tablet that help social workers keep in touch "
        "with older people who live alone.",
        "href": "#match",
        "vendor": "Nabo Works (example)",
        "country": "Denmark",
        "state": "catalogue",
    },
    "requirements": REQUIREMENTS,
    "facts": FACTS,
    "factors": FACTORS,
    "moves": "If this were met: “Can be read aloud in Portuguese” 71 of 100.",
    "why_href": "#match",
}

PARTNER_FACTORS = [
    {"name": "meaning", "label": "Same meaning", "value": 0.66, "weight": 0.50},
    {"name": "themes", "label": "Themes in common", "value": 0.50, "weight": 0.30},
    {
        "name": "nearness",
        "label": "Same country, language or region",
        "value": 0.50,
        "weight": 0.20,
    },
]
PARTNER: dict[str, Any] = {
    "rank": 2,
    "score": 0.58,
    "city": {"name": "Zweibrückenstadt (example)", "country": "Germany", "href": "#partner"},
    "challenge": {
        "title": "Fewer lonely winters",
        "summary": "Older residents lose contact when it gets dark early.",
        "href": "#partner",
        "state": "example",
    },
    "agrees": ["Same sub-theme: loneliness and care at home", "Both want to start in 2027"],
    "differs": ["Budget interval: a year here, once there"],
    "contradicts": ["Data must stay on the buyer's servers there"],
    "facts": [("Distance", "640 km"), ("Who could lead", "Zweibrückenstadt (example)")],
    "work": {"named": ["Warm together, as lead buyer", "Light together"], "more": 1},
    "confidential": ["Budget to be approved in March 2027"],
    "shared": [
        (
            "Older residents lose contact when it gets dark early.",
            "Older residents live alone and lose contact.",
        )
    ],
    "factors": PARTNER_FACTORS,
    "moves": "If both agreed on “Languages”: 78 of 100.",
}

PLACES = [
    {
        "name": "Porto",
        "latitude": 41.1485,
        "longitude": -8.61097,
        "href": "#map",
        "note": "Portugal",
        "highlighted": True,
    },
    {"name": "Reykjavík", "latitude": 64.13548, "longitude": -21.89541, "note": "Iceland"},
    {"name": "Tallinn", "latitude": 59.43696, "longitude": 24.75353, "note": "Estonia"},
    {"name": "Limassol", "latitude": 34.68406, "longitude": 33.03794, "note": "Cyprus"},
    {"name": "Kraków", "latitude": 50.06143, "longitude": 19.93658, "note": "Poland"},
    {"name": "Medellín", "latitude": 6.245, "longitude": -75.57151, "note": "Colombia"},
]

FACETS = [
    {
        "name": "theme",
        "label": "Theme",
        "kind": "checkboxes",
        "options": [
            {"value": "EN", "label": "Energy and heat", "count": 24, "selected": True},
            {"value": "MO", "label": "Mobility", "count": 31, "selected": False},
            {"value": "SO", "label": "Social care and inclusion", "count": 0, "selected": False},
        ],
    },
    {
        "name": "country",
        "label": "Serves country",
        "kind": "select",
        "hint": "Entries that do not say where they serve stay in the list.",
        "options": [
            {"value": "PT", "label": "Portugal", "selected": False},
            {"value": "PL", "label": "Poland", "selected": True},
        ],
    },
    {"name": "price_max", "label": "Costs at most, in euro a year", "kind": "number", "value": ""},
]

LISTING = {
    "name": "Doorbell Circle (example)",
    "href": "#lists",
    "caption": "Nabo Works (example), Denmark",
    "summary": "Telephone circle and simple tablet for people who live alone.",
    "state": "published",
    "tags": ["Social care", "Digital inclusion"],
    "facts": [("Price", "€18,000 to €40,000 a year"), ("TRL", "8")],
}
LONG_LISTING = {
    "name": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtenverwaltung",
    "href": "#lists",
    "caption": "مدينة الاختبار, a name written from right to left",
    "summary": "An entry whose words are longer than a telephone is wide.",
    "state": "to_be_confirmed",
    "tags": [],
    "facts": [],
}

# As a colleague reads them who may not speak for the city: the page has nobody to speak for.
_UNSAID: dict[str, Any] = {
    "anchor": "voice-unsaid",
    "name": "Doorbell Circle (example)",
    "challenge_version": 1,
    "answer_version": 2,
    "may_say": False,
    "shortlisted": False,
    "shortlist_href": "#lists",
    "chosen": False,
    "verdict": None,
}
_USELESS = {
    "useful": False,
    "why": ["too dear"],
    "note": "Ten times what a neighbour paid.",
    "versions": (1, 1),
}
VOICES = (
    _UNSAID,
    _UNSAID
    | {
        "anchor": "voice-said",
        "name": "Bell Round (example)",
        "shortlisted": True,
        "verdict": _USELESS,
    },
)
STEPS = (
    {"label": "Sent", "at": datetime(2026, 11, 2, tzinfo=UTC)},
    {"label": "Read by the city", "at": datetime(2026, 11, 9, tzinfo=UTC)},
    {"label": "Answered", "at": None},
    {"label": "City has decided", "at": None},
)
TASKS = (
    {
        "title": "Mend “Doorbell Circle (example)”",
        "hint": "Returned by programme staff, 2 November 2026",
        "href": "#way",
        "urgency": 0,
    },
    {
        "title": "Confirm that “Bell Round (example)” is still true",
        "hint": "By 1 December 2026",
        "href": "#way",
        "urgency": 1,
    },
    {
        "title": "Look at a new challenge that you fit: “Alone at home (example)”",
        "hint": "Porto, 9 November 2026",
        "href": "#way",
        "urgency": 2,
    },
)
EVIDENCE_ROWS = (
    {
        "requirement": "Works without a smartphone.",
        "text": "People ring a local number.",
        "link": "https://example.org/how-it-works",
        "verdict": "met",
        "sentence": MARKED[1],
        "is_same": False,
    },
    {
        "requirement": "Speaks Turkish.",
        "text": "",
        "link": None,
        "verdict": "not_stated",
        "sentence": "",
        "is_same": False,
    },
)
DIFFERENCES = (
    {"label": "Whole text", "own": 0.31, "last": 0.26, "more": 0.05},
    {"label": "Languages", "own": 0.08, "last": 0.1, "more": -0.02},
)
HELD = (
    {
        "what": "Sentences repeat each other.",
        "remedy": "Say each thing once.",
        "shown": "The sentences",
        "texts": ("Best care for all. Best care for all.",),
        "links": (("#notes", "An entry with the same words"),),
    },
)
INTEREST = {
    "content": {
        "message": "We have done this in two cities of your size.",
        "contact": {"name": "Ana Reis", "email": "ana@example.org", "phone": "+351 22 000 0000"},
    }
}
FORM = Filled(
    sections=(
        Section(
            id="example-form",
            title="A short form",
            parts=(
                Field(name="purpose", label="What it is for", hint="People read this in a list."),
            ),
        ),
    ),
    document={"purpose": ""},
    faults=(Fault("purpose", "Say what it is for."),),
)
CHANGES = (
    {"label": "Meaning", "before": 0.47, "after": 0.46, "least": 0.45, "most": 0.47},
    {"label": "Facts", "before": 0.08, "after": 0.09, "least": 0.08, "most": 0.1},
)
POOLED = tuple(
    {"label": city, "parts": [{"value": v, "text": str(v)} for v in years], "sum": sum(years)}
    | {"said": str(sum(years)), "is_sum": False}
    for city, years in (("Exampleton", (40, 20)), ("Sampleford", (30, 30)))
)
ADVICE = Advice(
    remarks=(
        Remark("example-maximum", "“Affordable” cannot be measured: name an amount.", "Budget"),
    ),
    found=(
        Found(
            title="Who would fit now",
            lines=(Line("Lamp Keeper", "#match", "Lumen Works, 71 of 100"),),
            all_href="#lists",
            all_text="All solutions for the saved version",
        ),
    ),
    is_whole=True,
)
SHAPES = [
    {"shape": number, "label": f"Theme {number + 1}", "value": 10 - number, "href": "#map"}
    for number in range(10)
]

NOTICES: list[dict[str, Any]] = [
    {
        "id": number,
        "at": datetime(2026, 5, 4, 9, number, tzinfo=UTC),
        "is_read": is_read,
        "said": {"line": line},
    }
    for number, is_read, line in (
        (2, False, "A question about Keep older residents in touch"),
        (1, True, "An answer about Warm rooms in old schools"),
    )
]
MAP_PART = {"x": 120, "y": 300, "side": 200, "scale": 0.6}
DOTS = ({"x": 250, "y": 390}, {"x": 290, "y": 420})
MARKS = ({"name": "Porto", "href": "#map", "at": {"x": 190, "y": 410}, "shape": 1},)
