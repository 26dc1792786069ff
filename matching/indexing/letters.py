"""Words that travelled, spelled one way: "политика", "πολιτική" and "Politik" begin alike.

Greek and Cyrillic letters become Latin ones, accents go, and sounds that languages spell in
different letters get the same. Only the first letters of a word are of use afterwards
(`matching.indexing.words.roots_of`): endings are each language's own.
"""

# ruff: noqa: RUF001 - letters that look like others are what this file is about.

import re
from unicodedata import combining, normalize

_CYRILLIC = (
    "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х h "
    "ц c ч ch ш sh щ sht ъ a ы i э e ю u я ia і i ї i є e ґ g ј j љ l њ n ћ c ђ d џ dz"
)
_GREEK = (
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch "
    "ψ ps ω o"
)
_PAIRS = f"{_CYRILLIC} {_GREEK}".split()
_LATIN = str.maketrans({**dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)), "ь": ""})

_SOUNDS = str.maketrans("kqywj", "ccivi")
_TWICE = re.compile(r"(.)\1")


def folded(word: str) -> str:
    """Return a word as it would be spelled if all languages spelled alike."""
    plain = "".join(
        letter for letter in normalize("NFKD", word.casefold()) if not combining(letter)
    )
    latin = plain.translate(_LATIN).replace("ph", "f").replace("th", "t")
    return _TWICE.sub(r"\1", latin.translate(_SOUNDS))
