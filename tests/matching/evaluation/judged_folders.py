"""Judged sets for tests: small folders with our own texts."""

import json
from pathlib import Path

CORPUS = [
    ("lamps", "Lamp watch", "Sensors report street lamps that have failed."),
    ("bins", "Full bins", "Level meters in waste bins plan the rounds of the lorries."),
    ("trees", "Thirsty trees", "Soil probes tell when young trees want water."),
    ("parking", "Free space", "Cameras count empty parking places in real time."),
]
QUERIES = [
    ("dark", "Dark streets", "We learn of failed street lamps only from complaints."),
    ("waste", "Overflowing bins", "Lorries drive to empty waste bins while others overflow."),
]
JUDGEMENTS = [("dark", "lamps", 2), ("waste", "bins", 1), ("waste", "trees", 0)]


def write_judged_set(folder: Path) -> Path:
    """A well-formed judged set of four texts and two questions."""
    folder.mkdir(parents=True, exist_ok=True)
    write_texts(folder / "corpus.jsonl", CORPUS)
    write_texts(folder / "queries.jsonl", QUERIES)
    rows = [f"{query}\t{text}\t{grade}" for query, text, grade in JUDGEMENTS]
    (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tgrade", *rows]) + "\n")
    return folder


def write_texts(path: Path, texts: list[tuple[str, str, str]]) -> None:
    rows = [{"id": key, "title": title, "text": text} for key, title, text in texts]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def append(path: Path, line: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
