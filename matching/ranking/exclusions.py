"""Two sentences about the same thing that cannot both be met: figures, negations, opposite words.

Only wording is read here, in the languages that the lists below know. Whether two sentences are
about the same thing is told by closeness of meaning, which the caller knows; a promise and the
limit that breaks it share no word, and are found in `opposites`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from types import MappingProxyType
from unicodedata import combining, normalize

from matching.indexing.words import roots_of, words_of

_SAME_WORDS = 0.6
"""Share of their words that two sentences have in common where only a "not" parts them. Below it,
"without loss of comfort" would be held against "away from peaks"."""

_NEGATIONS = frozenset(
    "no not cannot never neither nor without nicht kein keine keinen keiner nie niemals ohne "  # noqa: SIM905 - one line of words reads better
    "pas jamais sans aucun aucune sin nunca ningun ninguna non senza mai nessun nessuna "
    "nie bez zaden zadna nigdy niet geen zonder".split()
)

_SPELLED = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905
        range(1, 13),
        strict=True,
    ),
    half=0.5,
    every=1,
    twenty=20,
    thirty=30,
    fifty=50,
    hundred=100,
)

_MEASURES: dict[tuple[str, int], str] = {
    ("s", 1): "second seconds sekunde sekunden seconde secondes segundos secondi sekund",
    ("s", 60): "minute minutes minuten minutos minuti minut",
    ("s", 3600): "h hour hours stunde stunden heure heures hora horas ora ore godzin godziny",
    ("s", 86_400): "day days tag tage tagen jour jours dia dias giorno giorni dzien dni",
    ("s", 604_800): "week weeks woche wochen semaine semaines semana semanas settimane tygodni",
    ("s", 2_629_800): "month months monat monate monaten mois mes meses mese mesi miesiecy",
    ("s", 31_557_600): "year years jahr jahre jahren an ans annees ano anos anno anni rok lat",
    ("%", 1): "% percent prozent procent",
    ("m", 1): "m metre metres meter meters metros metri metrow",
    ("m", 1000): "km kilometre kilometres kilometer kilometers kilometros chilometri",
    ("EUR", 1): "€ eur euro euros",
    ("W", 1000): "kw kilowatt",
    ("W", 1_000_000): "mw megawatt",
    ("Wh", 1000): "kwh",
    ("Wh", 1_000_000): "mwh",
}
_UNITS = {word: measure for measure, words in _MEASURES.items() for word in words.split()}

_NUMBER = r"\d{1,3}(?:[.,\s]\d{3})+(?!\d)|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(
    rf"(?P<sign>€\s?)?\b(?P<number>{_NUMBER}|{'|'.join(_SPELLED)})\b"
    r"(?:\s?(?P<mark>[%€])|[\s-](?P<word>[^\W\d_]+))?"
)
_THOUSANDS = re.compile(r"[.,\s](?=\d{3}(?!\d))")
_MOST = re.compile(
    r"(?:\b(?:at most|no more than|not more than|up to|within|under|below|less than|fewer than|"
    r"maximum|no later than|hochstens|maximal|bis zu|unter|innerhalb von|binnen|weniger als|"
    r"au plus|maximum de|moins de|dans les|como maximo|menos de|hasta|en menos de|al massimo|"
    r"entro|meno di|fino a|co najwyzej|ponizej|w ciagu|every|alle|tous les|toutes les|cada|ogni)|"
    r"[<≤])\s*$"
)
_LEAST = re.compile(
    r"(?:\b(?:at least|no less than|not less than|more than|over|above|minimum|mindestens|"
    r"mehr als|uber|au moins|plus de|minimum de|al menos|como minimo|mas de|almeno|piu di|oltre|"
    r"co najmniej|ponad|powyzej)|[>≥])\s*$"
)
_OR_LESS = re.compile(r"\s*(?:or|oder|ou|o|lub)\s+(?:less|fewer|weniger|moins|menos|meno|mniej)\b")
_OR_MORE = re.compile(r"\s*(?:or|oder|ou|o|lub)\s+(?:more|longer|mehr|plus|mas|piu|wiecej)\b")

_OPPOSED = (
    (
        r"in the cloud|cloud[ -]based|software as a service|in der cloud|en la nube|nel cloud",
        r"on[ -]premises?|(?:our|its|city's) own servers?|own data cent\w+|eigenen servern",
    ),
    (r"open[ -]source|quelloffen\w*|codigo abierto|otwartym kodzie", r"proprietary|closed source"),
    (
        r"real[ -]time|immediately|echtzeit|temps reel|tiempo real|tempo reale|rzeczywistym",
        r"(?:once a|every) (?:day|week|month)|daily|weekly|monthly|overnight|taglich|wochentlich",
    ),
    (r"wireless\w*|kabellos\w*|sans fil", r"wired|cables?|kabelgebunden\w*|filaire"),
    (r"batter(?:y|ies)|batterie\w*|bateri\w*", r"mains|netzstrom|reseau electrique"),
    (
        r"automatic\w*|automatisch\w*|automatique\w*|automaticamente|automatyczn\w*",
        r"manual\w*|by hand|manuell\w*|manuelle\w*|recznie",
    ),
    (r"anonym\w*", r"personalised|by name|named (?:users?|people|persons?)"),
    (r"bought|purchased?|owned by the city|gekauft", r"rent\w*|leas(?:e|ed|ing)|gemietet"),
    (
        r"voluntary|voluntarily|freiwillig\w*|volontaire\w*",
        r"mandatory|compulsory|obligatory|verpflichtend\w*|obligatoire\w*|obligatori\w*",
    ),
    (r"permanent\w*|fixed|dauerhaft\w*", r"temporary|temporar\w*|removable|mobile"),
    (r"underground|below ground|unterirdisch\w*|souterrain\w*", r"above ground|oberirdisch\w*"),
    (r"free of charge|kostenlos\w*|gratuit\w*|bezplatn\w*", r"for a fee|paid|kostenpflicht\w*"),
    (r"indoors?", r"outdoors?"),
)
"""Words of which one thing cannot be both, in small letters without accents."""

_PAIRS = tuple(
    (re.compile(rf"\b(?:{one})\b"), re.compile(rf"\b(?:{other})\b")) for one, other in _OPPOSED
)


@dataclass(frozen=True, slots=True)
class Range:
    """What a figure allows, in the smallest unit of its quantity, both ends included."""

    least: float
    most: float

    def is_within(self, other: "Range") -> bool:
        """Whether whatever satisfies this also satisfies the other."""
        return other.least <= self.least and self.most <= other.most

    def goes_with(self, other: "Range") -> bool:
        """Whether both say the same, or one a least and the other a most with room between."""
        low, high = sorted((self, other), key=lambda one: one.least)
        is_room = low.least == -inf and high.most == inf and high.least <= low.most
        return self == other or is_room


@lru_cache(maxsize=4096)
def figures_of(text: str) -> Mapping[str, Range]:
    """Return what the figures of a sentence allow, by quantity.

    A quantity of which the sentence gives two figures is left out: nobody knows which counts.
    """
    said, found, end = _plain(text), dict[str, list[Range]](), 0
    for match in _FIGURE.finditer(said):
        measured = _measured(match)
        if measured is not None:
            bounds = said[end : match.start()], said[match.end() :]
            found.setdefault(measured[0], []).append(_range(match["number"], measured[1], *bounds))
        end = match.end()
    return MappingProxyType({name: ranges[0] for name, ranges in found.items() if len(ranges) == 1})


def figures_agree(one: str, other: str) -> bool:
    """Tell whether two sentences give the same figure of each quantity that both give."""
    left, right = figures_of(one), figures_of(other)
    return all(left[name] == right[name] for name in left.keys() & right.keys())


def figures_exclude(one: str, other: str) -> bool:
    """Tell whether one sentence gives a figure that does not go with one of the other."""
    left, right = figures_of(one), figures_of(other)
    return not all(left[name].goes_with(right[name]) for name in left.keys() & right.keys())


def satisfies(one: str, other: str) -> bool:
    """Tell whether whatever meets the figures of one sentence meets those of the other."""
    left, right = figures_of(one), figures_of(other)
    return all(name in left and left[name].is_within(needed) for name, needed in right.items())


def says_the_opposite(one: str, other: str) -> bool:
    """Tell whether one sentence denies what the other says, or names the opposite of it.

    A denial counts where the words are nearly the same.
    """
    left, right = _plain(one), _plain(other)
    if any(_is_opposed(left, right, *pair) for pair in _PAIRS):
        return True
    if _is_negated(left) == _is_negated(right):
        return False
    first, second = (
        frozenset(roots_of(word for word in words_of(text, "en") if word not in _NEGATIONS))
        for text in (left, right)
    )
    return len(first & second) >= _SAME_WORDS * max(1, len(first | second))


def _is_negated(text: str) -> bool:
    return not _NEGATIONS.isdisjoint(re.findall(r"\w+", text))


def _is_opposed(left: str, right: str, one: re.Pattern[str], other: re.Pattern[str]) -> bool:
    ways = {tuple(bool(side.search(text)) for side in (one, other)) for text in (left, right)}
    return ways == {(True, False), (False, True)}


def _measured(match: re.Match[str]) -> tuple[str, float] | None:
    """The quantity of a figure and how much of it; None where it counts nothing."""
    unit = match["mark"] or ("€" if match["sign"] else match["word"]) or ""
    quantity, factor = _UNITS.get(unit, ("", 1))
    if not quantity and (match["number"] in ("one", "every") or not words_of(unit, "en")):
        return None
    return quantity or roots_of([unit])[0], _number(match["number"]) * factor


def _number(text: str) -> float:
    spelled = _SPELLED.get(text)
    if spelled is not None:
        return float(spelled)
    return float(_THOUSANDS.sub("", text).replace(",", "."))


def _range(number: str, worth: float, before: str, after: str) -> Range:
    if number == "every" or _MOST.search(before) or _OR_LESS.match(after):
        return Range(-inf, worth)
    if _LEAST.search(before) or _OR_MORE.match(after):
        return Range(worth, inf)
    return Range(worth, worth)


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """In small letters without accents."""
    letters = normalize("NFKD", text.casefold()).replace("ł", "l")
    return "".join(letter for letter in letters if not combining(letter))
