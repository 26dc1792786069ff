"""A text into passages: short literal spans, sentence by sentence.

A passage is what is compared with one requirement and what is shown as evidence, so it is a
sentence, or a few very short ones together. No text is lost: whatever is not white space lies
in exactly one passage. What a text asks for is cut finer, and may leave out what asks for
nothing. Encoders split what is longer than their window by themselves.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from matching.profiles import NAMES, Need, Requirement, TextField

LONGEST = 240
"""Characters of a passage. Tokens are a character or longer, so it fits a window of 256."""

SHORTEST = 60
"""Sentences shorter than this are joined to the next: a heading alone proves nothing."""

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'\u201d\u2019»)\]]*\s+|\s*\n\s*")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-Za-z]|e\.g|i\.e|z\.\s?B|d\.\s?h|p\.\s?ej|c\.-à-d|approx|ca|cf|no|nr|"
    r"vs|dr|mr|mrs|prof|st|art|fig|incl|inc|ltd|bzw|etc|tel|max|min)\.$",
    re.IGNORECASE,
)


_LISTING = re.compile(r"[;:](?=\s|$)|\s*\n\s*|,?\s+and\s+(?=we (?:also )?need\b)", re.IGNORECASE)
_MARK = re.compile(
    r"\s*(?:(?:[-*\u2013\u2014\u2022\u2023\u25aa\u25e6\u00b7]|\(?\d{1,2}[.)])\s+)?"
    r"(?:we (?:also )?need\s+(?!to\b))?",
    re.IGNORECASE,
)
_FEWEST_WANTED = 3
_FEWEST_WORDS = 4
_TAIL = 10
"""Characters before a full stop in which an abbreviation is looked for."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A literal span: `text` is characters `start` to `end` of the field named `field`."""

    field: str
    start: int
    end: int
    text: str

    @property
    def tells(self) -> bool:
        """Whether it is more than a name or a heading, which prove nothing."""
        return len(self.text.split()) >= _FEWEST_WORDS


def passages_of(fields: Iterable[TextField]) -> tuple[Passage, ...]:
    """Cut every field into passages of at most `LONGEST` characters, in the order of the text."""
    return _cut(tuple(fields))


def wants_of(need: Need) -> tuple[Requirement, ...]:
    """Return what a need asks for one by one: its requirements, or else its own words.

    These are its sentences, cut once more where they list things; less than three words ask for
    nothing, and neither does a title. A need that would be left without any keeps them all.
    """
    return need.requirements or _asked(need.fields)


@lru_cache(maxsize=2048)
def _asked(fields: tuple[TextField, ...]) -> tuple[Requirement, ...]:
    texts = [item.text for item in fields if item.name not in NAMES]
    found = [text[a:b] for text in texts or [item.text for item in fields] for a, b in _wants(text)]
    telling = [text for text in found if len(text.split()) >= _FEWEST_WANTED]
    return tuple(Requirement(text, stated=False) for text in dict.fromkeys(telling or found))


def _wants(text: str) -> Iterator[tuple[int, int]]:
    """Spans between full stops, semicolons, colons, lines and bullets."""
    for start, end in _pieces(text):
        begin = start
        for border in _LISTING.finditer(text, start, end):
            yield from _unmarked(text, begin, border.start())
            begin = border.end()
        yield from _unmarked(text, begin, end)


def _unmarked(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without a bullet or a "we need" before it."""
    mark = _MARK.match(text, start, end)
    return _trimmed(text, mark.end() if mark else start, end)


@lru_cache(maxsize=2048)
def _cut(fields: tuple[TextField, ...]) -> tuple[Passage, ...]:
    """Kept for the profiles in use: the same few are explained over and over."""
    return tuple(
        Passage(item.name, start, end, item.text[start:end])
        for item in fields
        for start, end in _joined(item.text, _pieces(item.text))
    )


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Spans of sentences, overlong ones split at word borders."""
    for start, end in _sentences(text):
        begin = start
        while end - begin > LONGEST:
            border = text.rfind(" ", begin + 1, begin + LONGEST + 1)
            cut = border if border > begin else begin + LONGEST
            yield from _trimmed(text, begin, cut)
            begin = cut
        yield from _trimmed(text, begin, end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        before = text[max(start, match.start() - _TAIL) : match.start()]
        if "\n" not in match.group() and _ABBREVIATION.search(before):
            continue
        yield start, match.end()
        start = match.end()
    yield start, len(text)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its ends; nothing if nothing is left."""
    inner = text[start:end]
    begin = start + len(inner) - len(inner.lstrip())
    stop = start + len(inner.rstrip())
    if begin < stop:
        yield begin, stop


def _joined(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join very short neighbours of one line, as long as they fit into one passage."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        if held is None:
            held = (start, end)
        elif _belong_together(text, held, (start, end)):
            held = (held[0], end)
        else:
            yield held
            held = (start, end)
    if held is not None:
        yield held


def _belong_together(text: str, left: tuple[int, int], right: tuple[int, int]) -> bool:
    short = left[1] - left[0] < SHORTEST
    fits = right[1] - left[0] <= LONGEST
    return short and fits and "\n" not in text[left[1] : right[0]]
