"""A text into terms: its language, its words, their stems. No index lives here."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

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

_TELLING = 24
"""Characters below which the language of a text is anybody's guess."""

_READ = 400
"""Characters read to tell the language; more would not change the answer."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|dell|nell|all|dall|sull|un)'(?=\w)")
_LONGEST_TERM = 40
_ROOT = 5
_LOCK = Lock()


def language_of(text: str) -> str:
    """Return the likeliest official language of the Union, ISO 639-1; `FALLBACK` if too short.

    Even an unsure guess between languages serves better than English: a text in none of them
    is at least known not to be English.
    """
    sample = text[:_READ]
    if len(sample.strip()) < _TELLING:
        return FALLBACK
    with _LOCK:
        return str(_identifier().classify(sample)[0])


def words_of(text: str, language: str) -> list[str]:
    """Return the words of a text in their order, in small letters, stop words left out."""
    stop = STOP_WORDS.get(language, frozenset())
    lower = text.lower().replace("\u2019", "'")
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


@cache
def _identifier() -> Any:
    """The model is 130 languages wide and is asked about the Union's only."""
    from py3langid import langid  # noqa: PLC0415 - half a second that not everybody needs

    path = Path(langid.__file__).parent / langid.MODEL_FILE
    identifier = langid.LanguageIdentifier.from_model_file(path)
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
