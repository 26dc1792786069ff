"""Facts that a requirement names in words: then what is stated decides, and not how a text reads.

"Is available in French and Dutch", "Data are hosted in the EU", "Supports NGSI-LD": such a
requirement asks for a fact and for nothing else. One that asks for more is judged by its text.
Only English words are known here; requirements in other languages are judged by the text too.
"""

import re
from functools import lru_cache

from matching.profiles import NeedFacts

_WORD = re.compile(r"[^\W_]+")

_LANGUAGES = {
    "bulgarian": "bg",
    "catalan": "ca",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "estonian": "et",
    "finnish": "fi",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "hungarian": "hu",
    "irish": "ga",
    "italian": "it",
    "latvian": "lv",
    "lithuanian": "lt",
    "maltese": "mt",
    "norwegian": "no",
    "polish": "pl",
    "portuguese": "pt",
    "romanian": "ro",
    "slovak": "sk",
    "slovenian": "sl",
    "spanish": "es",
    "swedish": "sv",
    "ukrainian": "uk",
}

_OF_LANGUAGES = frozenset(
    _WORD.findall(
        "is are be must can offered available usable used works work exists exist comes come "
        "speaks speak supports support has have a an the and in into both also it its interface "
        "interfaces user users screen screens language languages text texts translated version "
        "versions documentation"
    )
)
_OF_PLACES = frozenset(
    _WORD.findall(
        "is are be must can stays stay remains remain keeps keep kept stored stores store hosted "
        "hosts host hosting held all its the and on in inside within a an it data personal server "
        "servers centre centres european union eu eea economic area only"
    )
)
_UNION = re.compile(r"\b(?:eu|european union)\b", re.IGNORECASE)
_AREA = re.compile(r"\b(?:eea|european economic area)\b", re.IGNORECASE)
_DATA = re.compile(r"\b(?:data|host(?:s|ed|ing)?|stor(?:e|es|ed)|servers?)\b", re.IGNORECASE)
_STANDARDS = re.compile(
    r"^(?:it )?(?:must )?(?:supports?|conforms? to|compl(?:y|ies) with|implements?|follows?|"
    r"uses?|is compatible with)(?: the)?(?: open)?(?: standards?)? (?P<named>.+?)"
    r"(?: standards?| interfaces?| formats?)?$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|;|\band\b)\s*", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def named_facts(text: str) -> NeedFacts | None:
    """Return the facts that a requirement asks for, if it asks for nothing else; or None."""
    plain = text.strip().rstrip(".")
    words = frozenset(word.lower() for word in _WORD.findall(plain))
    if languages := words & _LANGUAGES.keys():
        named = frozenset(_LANGUAGES[word] for word in languages)
        return NeedFacts(languages=named) if words - languages <= _OF_LANGUAGES else None
    if _DATA.search(plain) and words <= _OF_PLACES:
        if _AREA.search(plain):
            return NeedFacts(data_location="eea")
        return NeedFacts(data_location="eu") if _UNION.search(plain) else None
    if standards := _STANDARDS.match(plain):
        return NeedFacts(standards=_codes(standards["named"]))
    return None


def _codes(named: str) -> frozenset[str]:
    """Names of standards as codes: small letters, joined by hyphens."""
    return frozenset("-".join(_WORD.findall(name.lower())) for name in _AND.split(named) if name)
