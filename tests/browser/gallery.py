"""Takes a picture of every page in every state, on a desk and on a phone, to be looked at.

python -m tests.browser.gallery FOLDER [--only WORDS]
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from playwright.sync_api import sync_playwright

from tests.browser.fixtures import CHROMIUM
from tests.browser.installation import load_demonstration, running
from tests.browser.looking import Windows, furnished
from tests.browser.visits import VISITS, Visit

TALLEST = 12_000
WIDTHS = {"desk": 1280, "phone": 360}
HEAD = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Every page</title>'
    "<style>body{font:16px sans-serif;margin:24px}figure{display:inline-block;margin:0 16px 24px 0;"
    "vertical-align:top}img{border:1px solid #bbb;display:block}.desk img{width:480px}"
    ".phone img{width:180px}</style>"
)


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--only", default="", help="Only the visits with these words in their name.")
def take(folder: Path, only: str) -> None:
    """Take all pictures anew, and write an index.html beside them."""
    chosen = [visit for visit in VISITS if only in str(visit)]
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as scratch, sync_playwright() as playwright:
        place = Path(scratch)
        loaded = load_demonstration(place)
        with running(loaded, "sqlite:///", place / "installation") as installation:
            chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            windows = Windows(chromium, installation)
            furniture = furnished(chromium, installation)
            for number, visit in enumerate(chosen, start=1):
                click.echo(f"{number} of {len(chosen)}: {visit}")
                with windows.look(visit, furniture) as page:
                    for name, width in WIDTHS.items():
                        page.set_viewport_size({"width": width, "height": 900})
                        if visit.doing is None:
                            page.reload()  # Some parts stand folded on a screen that was narrow.
                        height = min(page.evaluate("document.body.scrollHeight"), TALLEST)
                        page.screenshot(
                            path=folder / f"{_slug(visit)}-{name}.jpg",
                            clip={"x": 0, "y": 0, "width": width, "height": height},
                            full_page=True,
                            quality=70,
                            type="jpeg",
                        )
            windows.close()
            chromium.close()
    (folder / "index.html").write_text(HEAD + "".join(_shown(chosen)), encoding="utf-8")


def _shown(visits: list[Visit]) -> Iterator[str]:
    for visit in visits:
        yield f"<h2>{html.escape(str(visit))}</h2>"
        for name in WIDTHS:
            picture = f"{_slug(visit)}-{name}.jpg"
            yield (
                f'<figure class="{name}"><a href="{picture}">'
                f'<img src="{picture}" alt="{name}" loading="lazy"></a></figure>'
            )


def _slug(visit: Visit) -> str:
    return re.sub(r"[^a-z0-9]+", "-", str(visit).lower()).strip("-")


if __name__ == "__main__":
    take()
