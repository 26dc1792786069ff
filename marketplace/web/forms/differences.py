"""What was taken out of a text and what was put in, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 6000
"""Longer texts are not compared: that would take seconds, and nobody reads it."""
LEAST_ALIKE = 0.35
"""Below this hardly a sentence has stayed, and marks on single words would only confuse."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `is_other` says that the other version does not have it."""

    text: str
    is_other: bool


def pieces_of(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces: the older with what was taken out, the newer with what was put in.

    The pieces of each joined give the text again.
    """
    old, new = WORDS.findall(before), WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _whole(before), _whole(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return _whole(before), _whole(after)
    removed: list[Piece] = []
    added: list[Piece] = []
    opcodes = matcher.get_opcodes()
    for number, (tag, old_from, old_to, new_from, new_to) in enumerate(opcodes):
        text = "".join(new[new_from:new_to])
        # The space between two changed words belongs to them: they are heard as one change.
        is_other = tag != "equal" or (0 < number < len(opcodes) - 1 and text.isspace())
        removed += _piece("".join(old[old_from:old_to]), is_other=is_other)
        added += _piece(text, is_other=is_other)
    return _joined(removed), _joined(added)


def _joined(pieces: list[Piece]) -> list[Piece]:
    return [
        Piece("".join(piece.text for piece in some), is_other)
        for is_other, some in groupby(pieces, key=lambda piece: piece.is_other)
    ]


def _whole(text: str) -> list[Piece]:
    return _piece(text, is_other=True)


def _piece(text: str, *, is_other: bool) -> list[Piece]:
    return [Piece(text, is_other)] if text else []
