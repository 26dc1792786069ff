"""The language that somebody's text is in, for those who show it to others.

What a language means for a rank is not decided here.
"""

from functools import lru_cache

from matching.indexing.words import sure_language_of

READ = 400
"""Characters that tell the language."""


def spoken_in(text: str) -> str | None:
    """The official language of a text (ISO 639-1) where there is no doubt, else None."""
    return _spoken_in(text[:READ])


@lru_cache(maxsize=4096)
def _spoken_in(beginning: str) -> str | None:
    return sure_language_of(beginning)
