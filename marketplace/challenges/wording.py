"""What in the wording of a challenge keeps good solutions away: told while it is written.

Public buyers may not ask for a make, and have to add “or equivalent” to a standard; a
requirement that nobody can measure can be met by nobody, and two that exclude each other keep
everybody out. Advice, not rules: what a city writes all the same is taken as it is.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from marketplace.challenges.content import ChallengeContent, ProcurementPath

LONGEST_NAME = 5
"""Words of which the name of a product has no more."""

_MAKES = (
    "Alexa Android ArcGIS AutoCAD AWS Azure Bosch Cisco Esri Fitbit Google Huawei IBM iPad iPhone "
    "Kubernetes LoRaWAN Microsoft Oracle Philips PowerBI Salesforce Samsung SAP SharePoint Siemens "
    "Sigfox Tesla WhatsApp Zigbee"
)
BRANDS = frozenset(_MAKES.split())
"""Makes that stand in many cities; those listed here are known by their own names."""

COMPANY = re.compile(
    r"(?:\b[A-Z][\w&.-]*,? ){1,4}"
    r"(?:GmbH|Ltd|Inc|LLC|Oy|ApS|B\.V|S\.p\.A|S\.r\.l|S\.A\.S|sp\. z o\.o)\b|"
    r"\b\w[\w-]*[®™]"
)
"""A company by its legal form, or a make by its mark, whether or not it is listed here."""

EQUIVALENT = re.compile(
    r"\bor (?:an? )?(?:equivalent|equal|comparable|similar)|\bou équivalent|\boder gleichwertig|"
    r"\bo (?:su )?equivalente|\blub równoważn|\bof gelijkwaardig",
    re.IGNORECASE,
)
STANDARD = re.compile(
    r"\b(?:ISO|IEC|EN|DIN|BS|NF|UNE|UNI|PN|ETSI|IEEE|ITU|OGC|ANSI)\b"
    r"(?:[ /-](?:ISO|IEC|EN|TS|TR|IEEE))*[ -]?[A-Z]?\d{2,6}(?:[-.:]\d+)*"
)
VAGUE = re.compile(
    r"\b(?:adequate(?:ly)?|appropriate(?:ly)?|suitable|sufficient(?:ly)?|reasonable|"
    r"user[- ]friendly|intuitive(?:ly)?|easy(?:[- ]to[- ]use)?|easily|simple|modern|"
    r"state[- ]of[- ]the[- ]art|cutting[- ]edge|innovative|high[- ]quality|good quality|"
    r"robust|reliable|reliably|flexible|"
    r"scalable|future[- ]proof|efficient(?:ly)?|optimal(?:ly)?|seamless(?:ly)?|fast|quick(?:ly)?|"
    r"timely|as soon as possible|minimal|significant(?:ly)?|benutzerfreundlich\w*|angemessen\w*|"
    r"einfach\w*|zeitnah|hochwertig\w*|convivial\w*|adéquat\w*|approprié\w*|rapidement|"
    r"fácil\w*|adecuad\w*|intuitiv[oa]|adeguat\w*|facile|odpowiedni\w*|łatw\w*|przyjazn\w*)\b",
    re.IGNORECASE,
)
MEASURE = re.compile(
    r"\d|\b(?:half|third|quarter|twice|double|all|every|each|none|no one|nobody)\b"
)
BOUND = re.compile(
    r"\b(?P<least>at least|no fewer than|no less than|minimum(?: of)?|more than|over)|"
    r"\b(?P<most>at most|no more than|not more than|maximum(?: of)?|less than|fewer than|under|"
    r"up to|within)",
    re.IGNORECASE,
)
FIGURE = re.compile(r"\s+(?P<number>\d[\d .,]*)\s*(?P<unit>%|€|[^\W\d_]+(?:[ -][^\W\d_]+)?)?")
PROVEN = 8
"""The technology readiness level from which on nothing is left to develop."""

_WORD = re.compile(r"[^\s,;:()“”\"„«»]+")


class Kind(StrEnum):
    """What is odd about a wording."""

    NAMED = "named"
    STANDARD = "standard"
    VAGUE = "vague"
    CLASH = "clash"
    PROVEN = "proven"
    PAST = "past"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """One thing to look at: where it stands, the words, and what they clash with."""

    kind: Kind
    field: str
    words: str = ""
    other: str = ""


def advice(content: ChallengeContent, names: Collection[str], today: date) -> Iterator[Advice]:
    """All that can be told from the content alone.

    Args:
        content: what is written so far.
        names: which of the `phrases` of its texts are names of listed solutions or vendors.
        today: the day in Brussels.
    """
    for field, text in _demands(content):
        for name in _named(text, names):
            yield Advice(kind=Kind.NAMED, field=field, words=name)
        if not EQUIVALENT.search(text) and (found := STANDARD.search(text)):
            yield Advice(kind=Kind.STANDARD, field=field, words=found[0])
        if (found := VAGUE.search(text)) and not MEASURE.search(text):
            yield Advice(kind=Kind.VAGUE, field=field, words=found[0])
    yield from _clashing_figures(content)
    yield from _clashing_facts(content, today)


def phrases(content: ChallengeContent) -> set[str]:
    """All that could be a name in what is asked for: runs of words that begin with a capital."""
    found: set[str] = set()
    for _, text in _demands(content):
        words = [word.rstrip(".!?") for word in _WORD.findall(text)]
        for start, word in enumerate(words):
            if word[:1].isupper() or any(c.isupper() or c.isdigit() for c in word[1:]):
                found.update(
                    " ".join(words[start : start + length])
                    for length in range(1, LONGEST_NAME + 1)
                    if start + length <= len(words)
                )
    return {phrase for phrase in found if len(phrase) > 2}  # noqa: PLR2004 - no name is shorter.


def _demands(content: ChallengeContent) -> Iterator[tuple[str, str]]:
    """Where something is asked for; in the problem and in what was tried a make may be named."""
    yield "title", content.title
    for number, requirement in enumerate(content.requirements):
        yield f"requirements.{number}.text", requirement.text
    for number, outcome in enumerate(content.outcomes):
        yield f"outcomes.{number}.target", outcome.target


def _named(text: str, names: Collection[str]) -> Iterator[str]:
    """The names in the text; a single plain word at its beginning may be just a word."""
    if EQUIVALENT.search(text):
        return
    for name in sorted(BRANDS | set(names), key=lambda name: (-len(name), name)):
        at = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        if at and (at.start() > 0 or " " in name or name in BRANDS or not name.istitle()):
            yield name
            return
    if company := COMPANY.search(text):
        yield company[0]


def _clashing_figures(content: ChallengeContent) -> Iterator[Advice]:
    """“At least 500 sensors” and “no more than 300 sensors”."""
    bounds = [
        (number, *bound)
        for number, requirement in enumerate(content.requirements)
        for bound in _bounds(requirement.text)
    ]
    for one, other in combinations(bounds, 2):
        (first, is_least, value, unit), (second, other_is_least, limit, other_unit) = one, other
        if unit == other_unit and is_least != other_is_least:
            least, most = (value, limit) if is_least else (limit, value)
            if least > most:
                texts = [content.requirements[place].text for place in (first, second)]
                path = f"requirements.{second}.text"
                yield Advice(kind=Kind.CLASH, field=path, words=texts[1], other=texts[0])


def _bounds(text: str) -> Iterator[tuple[bool, float, str]]:
    """Whether it is a least, the figure, and of what."""
    for bound in BOUND.finditer(text):
        figure = FIGURE.match(text, bound.end())
        if figure and figure["unit"]:
            digits = re.sub(r"[ ,](?=\d{3}\b)", "", figure["number"].strip().rstrip(".,"))
            try:
                yield bound["least"] is not None, float(digits), figure["unit"].lower()
            except ValueError:
                continue


def _clashing_facts(content: ChallengeContent, today: date) -> Iterator[Advice]:
    developing = (ProcurementPath.PRE_COMMERCIAL, ProcurementPath.INNOVATION_PARTNERSHIP)
    if content.procurement_path in developing and (content.trl_minimum or 0) >= PROVEN:
        yield Advice(kind=Kind.PROVEN, field="trl_minimum", words=str(content.trl_minimum))
    for name in ("start", "deadline"):
        day = getattr(content, name)
        if day is not None and day < today:
            yield Advice(kind=Kind.PAST, field=name, words=day.isoformat())
    if content.start and content.deadline and content.deadline >= content.start:
        yield Advice(kind=Kind.ORDER, field="deadline", words=content.deadline.isoformat())
    for number, outcome in enumerate(content.outcomes):
        if content.start and outcome.due and outcome.due < content.start:
            path = f"outcomes.{number}.due"
            yield Advice(kind=Kind.ORDER, field=path, words=outcome.due.isoformat())
