"""A text into terms: its language, its words, their stems. No index lives here."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast
from unicodedata import normalize

from matching.indexing.letters import folded
from matching.indexing.stopwords import STOP_WORDS

LANGUAGES = {
    "bg": "",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hr": "",
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "lv": "",
    "mt": "",
    "nl": "dutch",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "sk": "",
    "sl": "",
    "sv": "swedish",
}
"""The official languages of the Union and the stemmer of each; some have none."""

FALLBACK = "en"
"""Texts too short to tell are taken for English, on both sides alike."""

UNDETERMINED = "und"
"""The language of a text in an alphabet that no official language is written in."""

_SHORT, _FEW = 60, 24
"""Characters below which the likeliest language is taken only if it is likely, or sure."""

_LIKELY, _SURE = 0.6, 0.999
"""Of pieces of 24 to 60 characters, 0.6 leaves 0.3 % of English and under 1 % of other languages
mistaken for each other; without it 1.2 % of English. Names of places reach 0.99 now and then, so
what is shorter has to be sure: a few letters of Greek or Cyrillic are."""

_READ = 400
"""Characters read to tell the language; more would not change the answer."""

_OTHER_LETTER = re.compile(r"[^\W\d_\u0000-\u052f\u1e00-\u1fff]")
"""A letter that is neither Latin nor Greek nor Cyrillic."""

_SIGNS = {ord(sign): "'" for sign in "\u2018\u2019\u02bc"} | dict.fromkeys(
    [0x00AD, 0x0307, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF]
)
"""Apostrophes are one; marks that nobody sees do not part words, nor does the dot that a Turkish
capital leaves behind."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|all|dall|sull|un)'(?=\w)")
_LONGEST_TERM = 40
_ROOT = 5
_LOCK = Lock()


def language_of(text: str) -> str:
    """Return the likeliest official language of the Union, ISO 639-1; `FALLBACK` if too short.

    In a longer text even an unsure guess serves better than English: a text in none of them is
    at least known not to be English. Other alphabets are `UNDETERMINED`.
    """
    sample = text[:_READ].strip()
    language, likelihood = _likeliest(sample)
    least = _SURE if len(sample) < _FEW else _LIKELY if len(sample) < _SHORT else 0.0
    return language if likelihood >= least else FALLBACK


def sure_language_of(text: str) -> str | None:
    """Return the official language of a text that leaves no doubt about it, ISO 639-1, or None."""
    sample = text[:_READ].strip()
    language, likelihood = _likeliest(sample)
    is_sure = likelihood >= _SURE and len(sample) >= _FEW and language != UNDETERMINED
    return language if is_sure else None


def words_of(text: str, language: str) -> list[str]:
    """Return the words of a text in their order, in small letters, stop words left out."""
    stop = STOP_WORDS.get(language, frozenset())
    lower = text.lower() if text.isascii() else normalize("NFKC", text).lower().translate(_SIGNS)
    words = _WORD.findall(lower)
    if "'" in lower:
        words = [_ELISION.sub("", word) for word in words]
    return [word[:_LONGEST_TERM] for word in words if word not in stop]


def stems_of(words: Iterable[str], language: str) -> list[str]:
    """Return the stem of each word; the word itself where its language has no stemmer."""
    return [_stem(word, language) for word in words]


def roots_of(words: Iterable[str]) -> list[str]:
    """Return the first letters of each word, spelled one way for all languages.

    Words that travelled ("education", "educación") share them over languages that no stemmer
    brings together.
    """
    return [_root(word) for word in words]


def has_stemmer(language: str) -> bool:
    """Tell whether words of the language are brought to their stems."""
    return bool(LANGUAGES.get(language))


@lru_cache(maxsize=4096)
def _likeliest(sample: str) -> tuple[str, float]:
    """The likeliest language of a text, and how likely it is, 0..1."""
    others = len(_OTHER_LETTER.findall(sample))
    if others and 2 * others >= sum(map(str.isalpha, sample)):
        return UNDETERMINED, 1.0
    with _LOCK:
        language, likelihood = _identifier().classify(sample)
    return str(language), float(likelihood)


@cache
def _identifier() -> Any:
    """The model is 130 languages wide and is asked about the Union's only."""
    from py3langid import langid  # noqa: PLC0415 - half a second that not everybody needs

    path = Path(langid.__file__).parent / langid.MODEL_FILE
    identifier = langid.LanguageIdentifier.from_model_file(path, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier


@cache
def _stemmer(language: str) -> Any:
    import snowballstemmer  # noqa: PLC0415

    return snowballstemmer.stemmer(LANGUAGES[language])


@lru_cache(maxsize=200_000)
def _root(word: str) -> str:
    return folded(word)[:_ROOT]


@lru_cache(maxsize=200_000)
def _stem(word: str, language: str) -> str:
    if not LANGUAGES.get(language):
        return word
    # The stemmers keep their state in themselves, so only one thread may use them.
    with _LOCK:
        return cast("str", _stemmer(language).stemWord(word))
