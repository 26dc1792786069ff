"""Judged sets: questions, texts and human judgements read from a folder.

A folder holds `corpus.jsonl` and `queries.jsonl` (one object a line: `id`, `title`, `text`, and an
optional `meta`, where `exclude` lists texts to leave out for that question) and `qrels.tsv`
(question, text, grade; a first line of headings is optional). Ranking and measuring are next door.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matching.errors import MatchingError


class JudgedSetInvalid(MatchingError):
    """A folder is not a judged set; the message names the file and, where it can, the line."""


@dataclass(frozen=True, slots=True)
class JudgedText:
    """One question or one text to be ranked; `exclude` is only ever filled for questions."""

    key: str
    title: str
    text: str
    exclude: frozenset[str] = frozenset()

    @property
    def whole(self) -> str:
        """Title and text as one reading, for rankers that know no fields."""
        return f"{self.title}. {self.text}" if self.title and self.text else self.title or self.text


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """A collection, its questions that somebody judged, and grades by question and text."""

    name: str
    corpus: tuple[JudgedText, ...]
    queries: tuple[JudgedText, ...]
    judgements: Mapping[str, Mapping[str, int]]


def load_judged_set(folder: Path) -> JudgedSet:
    """Read and check a folder; questions without a relevant judgement are left out.

    Raises JudgedSetInvalid when a file is missing or a line cannot be understood, when an id
    comes twice, when a judgement names an unknown id, or when nothing is left to measure.
    """
    corpus = _read_texts(folder / "corpus.jsonl")
    queries = _read_texts(folder / "queries.jsonl")
    judgements = _read_judgements(folder / "qrels.tsv", queries, corpus)
    judged = tuple(text for key, text in queries.items() if key in judgements)
    if not judged:
        raise JudgedSetInvalid(f"{folder / 'qrels.tsv'}: no question has a relevant text")
    return JudgedSet(folder.resolve().name, tuple(corpus.values()), judged, judgements)


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """Lines that say something, each with its place for messages."""
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise JudgedSetInvalid(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise JudgedSetInvalid(f"{path}: is not UTF-8 text") from error
    # Only line feeds part the lines: JSON may hold other separators inside its strings.
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield f"{path}, line {number}", line.rstrip("\r")


def _read_texts(path: Path) -> dict[str, JudgedText]:
    texts: dict[str, JudgedText] = {}
    for place, line in _lines(path):
        text = _text_of(place, line)
        if text.key in texts:
            raise JudgedSetInvalid(f"{place}: id {text.key!r} comes a second time")
        texts[text.key] = text
    if not texts:
        raise JudgedSetInvalid(f"{path}: holds no texts")
    return texts


def _text_of(place: str, line: str) -> JudgedText:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise JudgedSetInvalid(f"{place}: is not JSON ({error})") from error
    if not isinstance(row, dict):
        raise JudgedSetInvalid(f"{place}: is not a JSON object")
    key, title, text = (_string(place, row, name) for name in ("id", "title", "text"))
    if not key:
        raise JudgedSetInvalid(f"{place}: has no id")
    if not (title or text):
        raise JudgedSetInvalid(f"{place}: has neither title nor text")
    return JudgedText(key, title, text, _excluded(place, row))


def _string(place: str, row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise JudgedSetInvalid(f"{place}: {name} is not a text")
    return value.strip()


def _excluded(place: str, row: dict[str, Any]) -> frozenset[str]:
    meta = row.get("meta") or {}
    excluded = meta.get("exclude", []) if isinstance(meta, dict) else None
    if not isinstance(excluded, list) or not all(isinstance(key, str) for key in excluded):
        raise JudgedSetInvalid(f"{place}: meta.exclude is not a list of ids")
    return frozenset(excluded)


def _read_judgements(
    path: Path, queries: Mapping[str, JudgedText], corpus: Mapping[str, JudgedText]
) -> dict[str, dict[str, int]]:
    judgements: dict[str, dict[str, int]] = {}
    for index, (place, line) in enumerate(_lines(path)):
        cells = [cell.strip() for cell in line.split("\t")]
        if index == 0 and cells[-1] in {"grade", "score", "relevance"}:
            continue
        query, text, grade = _judgement(place, cells)
        if query not in queries or text not in corpus:
            missing = query if query not in queries else text
            raise JudgedSetInvalid(f"{place}: id {missing!r} is unknown")
        if grade > 0 and text not in queries[query].exclude:
            judgements.setdefault(query, {})[text] = grade
    return judgements


def _judgement(place: str, cells: list[str]) -> tuple[str, str, int]:
    if len(cells) != 3:  # noqa: PLR2004
        raise JudgedSetInvalid(f"{place}: wants question, text and grade parted by tabs")
    query, text, grade = cells
    try:
        return query, text, int(grade)
    except ValueError as error:
        raise JudgedSetInvalid(f"{place}: grade {grade!r} is not a whole number") from error
