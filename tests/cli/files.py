"""Files to import."""

import json
from pathlib import Path
from typing import Any

Row = dict[str, Any]


def vendor(key: str, **more: Any) -> Row:
    content = {"kind": "vendor", "name": f"Vendor {key}", "country": "AT"} | more
    return {"key": key, "content": content}


def solution(key: str, vendor_key: str, **more: Any) -> Row:
    content = {
        "name": f"Solution {key}",
        "summary": f"Finds leaking pipes near {key}.",
        "description": f"Microphones listen to the pipes of {key} at night and hear leaks.",
        "themes": ["EN"],
        "countries_served": ["AT", "IT"],
    } | more
    return {"key": key, "vendor": vendor_key, "content": content}


def challenge(key: str, city_key: str, **more: Any) -> Row:
    content = {"title": f"Water {key}", "problem": f"Water is lost in {key}.", "themes": ["EN"]}
    return {"key": key, "city": city_key, "content": content | more}


def write_lines(path: Path, rows: list[Row | str]) -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path
