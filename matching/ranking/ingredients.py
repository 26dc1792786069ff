"""What the ranking is made of, each part by itself, so that its worth can be measured.

The product uses all of them, always. Only `matching.evaluation` takes one out at a time, to show
in the report of the engine what would be lost; no setting leads here. What each does is said where
it is done.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ingredients:
    """Parts of the reading of texts; a part that is `False` is left out."""

    centred: bool = True
    """The mean of the offerings is taken off before vectors are compared."""

    by_language: bool = True
    """Each language has a mean of its own."""

    needs_centred: bool = True
    """A need is compared less what all needs have in common."""

    passages: bool = True
    """The best passage counts beside the whole text."""

    repeated: bool = True
    """A word that the need says twice counts twice."""

    roots: bool = True
    """Between languages the first letters of words are compared, and not stems."""

    trust: bool = True
    """Words lead where the model does not know the language."""

    coverage: bool = True
    """There, meaning is believed only as far as the library has the words of the need."""


ALL = Ingredients()
"""What the product uses."""
