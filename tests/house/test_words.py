"""Pages and documents use the product's words, and nothing on a page comes from elsewhere."""

import re
from pathlib import Path

import pytest

from tests.house.ceilings import ROOT

TEMPLATES = sorted((ROOT / "marketplace" / "web" / "templates").rglob("*.html"))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

# Each has a word of the domain instead: match, award, city, challenge.
AVOIDED = re.compile(
    r"\b(deals?|winners?|customers?|tenders?|hot leads?|sales leads?)\b", re.IGNORECASE
)
FROM_ELSEWHERE = re.compile(
    r"(?:src|action|srcset)=[\"'](?:https?:)?//|<link[^>]+href=[\"']https?:"
)
INLINE = re.compile(
    r"<style|\sstyle=|\son(?:click|change|load|submit)=|<script(?![^>]*\ssrc=)[^>]*>\S"
)


def found(pattern: re.Pattern[str], path: Path) -> list[str]:
    return [match.group() for match in pattern.finditer(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("path", [*TEMPLATES, *DOCUMENTS], ids=lambda path: path.name)
def test_words_that_mean_something_else_here_are_avoided(path: Path) -> None:
    assert found(AVOIDED, path) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_load_nothing_from_another_host_and_hold_no_inline_style_or_script(
    path: Path,
) -> None:
    assert found(FROM_ELSEWHERE, path) + found(INLINE, path) == []


def test_the_patterns_notice_what_they_are_for() -> None:
    assert AVOIDED.findall("A Customer wins the tender") == ["Customer", "tender"]
    assert AVOIDED.findall("an ideal tendering") == []
    assert FROM_ELSEWHERE.search('<img src="//cdn.example/a.png">')
    assert FROM_ELSEWHERE.search('<link rel="stylesheet" href="https://cdn.example/a.css">')
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>alert(1)</script>")
    assert not INLINE.search('<script src="a.js" nonce="x" defer></script>')
