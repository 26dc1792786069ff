"""Made-up solutions in any number, for measuring; nothing here is shown to people."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from marketplace.buyers_groups.speed import COUNTRIES, MadeUpNeed
from marketplace.recommendations.query_speed import Listing, Wanted

VENDORS = 500
SHORTEST, LONGEST = 20, 60
"""Words of a need as people type it."""

SUBJECTS = (
    "street lighting", "school meals", "bus lanes", "flood warning", "building permits",
    "air quality", "district heating", "parking", "waste collection", "youth clubs",
    "energy advice", "tree care", "bicycle parking", "home care", "tourist flows",
    "noise", "water leaks", "social housing", "participatory budgets", "road works",
)  # fmt: skip
MEANS = (
    "sensors", "a mobile app", "open data", "a shared dashboard", "satellite images",
    "volunteers", "a digital twin", "machine learning", "a chat service", "route planning",
    "smart meters", "mapping", "a booking portal", "drones", "simulation",
)  # fmt: skip
ENDS = (
    "saves energy", "shortens waiting", "reaches more residents", "lowers costs",
    "makes decisions traceable", "cuts emissions", "finds faults early", "helps case workers",
    "keeps records in one place", "warns in time", "shares data between departments",
)  # fmt: skip
THEMES = ("EN", "BU", "MO", "CL", "CI", "GO", "DA", "SO", "EC")


def write_vendors(path: Path) -> None:
    """A file of made-up vendors for `marketplace import organisations`."""
    _write(path, ({"key": f"made-up-{n}", "content": _vendor(n)} for n in range(VENDORS)))


def write_solutions(path: Path, count: int) -> None:
    """A file of `count` made-up solutions for `marketplace import solutions`."""
    random = Random(count)  # noqa: S311 - the same solutions on every run.
    _write(path, (_solution(random, n) for n in range(count)))


def needs(count: int) -> list[str]:
    """Sentences to search with."""
    random = Random(-count)  # noqa: S311 - the same needs on every run.
    return [
        f"Our {random.choice(SUBJECTS)} costs too much; we need {random.choice(MEANS)} that "
        f"{random.choice(ENDS)} and works for {random.choice(SUBJECTS)} as well."
        for _ in range(count)
    ]


def mixed(path: Path, count: int) -> list[Listing]:
    """Listings of `count`, each with sentences of two solutions of a file in JSON Lines.

    They are as like each other, and as long, as real ones of one market are.
    """
    random = Random(count)  # noqa: S311 - the same listings on every run.
    real = [_sentences(record["content"]) for record in _records(path)]
    listings = []
    for number in range(count):
        own, other = random.choice(real), random.choice(real)
        said = random.sample(own[1:], min(4, len(own) - 1))
        said += random.sample(other[1:], min(2, len(other) - 1))
        listings.append(Listing(f"vendor {number % (1 + count // 4)}", [own[0], *said]))
    return listings


def mixed_needs(path: Path, count: int) -> list[MadeUpNeed]:
    """Challenges of `count` cities, each with sentences of two challenges of a file."""
    random = Random(count)  # noqa: S311 - the same needs on every run.
    real = [
        [record["content"]["title"], *_cut(record["content"]["problem"])]
        for record in _records(path)
    ]
    found = []
    for _ in range(count):
        own, other = random.choice(real), random.choice(real)
        said = random.sample(own[1:], min(3, len(own) - 1))
        said += random.sample(other[1:], min(1, len(other) - 1))
        found.append(MadeUpNeed(random.choice(COUNTRIES), [own[0], *said]))
    return found


def short_needs(path: Path) -> list[Wanted]:
    """The first sentence of each challenge of a file, or the first two or three; 20 to 60 words."""
    found = []
    for number, record in enumerate(_records(path)):
        content = record["content"]
        text = " ".join(_cut(content["problem"])[: 1 + number % 3])
        if SHORTEST <= len(text.split()) <= LONGEST:
            found.append(Wanted(text, [item["text"] for item in content.get("requirements", ())]))
    return found


def _sentences(content: dict[str, Any]) -> list[str]:
    texts = [content["summary"], content["description"], *content.get("features", ())]
    return [content["name"], *(said for text in texts for said in _cut(text))]


def _cut(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text.strip())


def _records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _vendor(number: int) -> dict[str, Any]:
    country = COUNTRIES[number % len(COUNTRIES)]
    return {"kind": "vendor", "name": f"Made-up vendor {number}", "country": country}


def _solution(random: Random, number: int) -> dict[str, Any]:
    sentences = [
        f"It joins {random.choice(MEANS)} and {random.choice(MEANS)} for "
        f"{random.choice(SUBJECTS)} and {random.choice(ENDS)}."
        for _ in range(4)
    ]
    subject, means = random.choice(SUBJECTS), random.choice(MEANS)
    return {
        "key": f"made-up-{number}",
        "vendor": f"made-up-{number % VENDORS}",
        "content": {
            "name": f"{subject.title()} {number}",
            "summary": f"For {subject}: {means} that {random.choice(ENDS)}.",
            "description": " ".join(sentences),
            "themes": [random.choice(THEMES)],
            "countries_served": random.sample(COUNTRIES, 3),
            "languages": ["en"],
            "trl": random.randint(5, 9),
        },
    }


def _write(path: Path, rows: Iterator[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row) + "\n")
