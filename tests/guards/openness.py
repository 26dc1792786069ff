"""What an answer would let in: programs and styles written into a page, and other hosts.

Also two elements of one name, of which a label or a link would reach only the first.
"""

from html.parser import HTMLParser

from werkzeug.wrappers import Response

PROGRAM_ADDRESSES = ("javascript:", "vbscript:", "data:text")
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "xlink:href"}
OWN = {"'self'", "'none'"}
CLOSED = ("object-src", "base-uri", "frame-ancestors", "frame-src", "worker-src")
STATED = ("default-src", "script-src", "style-src", "form-action", "base-uri", "frame-ancestors")
WITHOUT_DEFAULT = {"base-uri", "form-action", "frame-ancestors"}


def policy_faults(answer: Response) -> list[str]:
    """What the policy of an answer leaves open, or that it has none."""
    parts = [part.split() for part in answer.headers.get("Content-Security-Policy", "").split(";")]
    policy = {name: set(sources) for name, *sources in filter(None, parts)}
    found = [f"{name} is not stated" for name in STATED if name not in policy]
    for name, sources in policy.items():
        found += [f"{name} {one}" for one in sources - OWN if (name, one) != ("img-src", "data:")]
    for name in CLOSED:
        inherited = set() if name in WITHOUT_DEFAULT else policy.get("default-src", set())
        if policy.get(name, inherited) != {"'none'"}:
            found.append(f"{name} is open")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("the kind of answer may be guessed")
    return found


def page_faults(answer: Response) -> list[str]:
    """Programs that stand in a page itself, and names given twice; none in what is no page."""
    if answer.mimetype != "text/html":
        return []
    reader = _Reader()
    reader.feed(answer.get_data(as_text=True))
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one element with its attributes."""
        given = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(self.get_starttag_text() or tag)
        if (name := given.get("id")) in self._names:
            self.found.append(f"two elements are called {name}")
        self._names |= {given["id"]} if "id" in given else set()
        for name, value in given.items():
            runs = name in ADDRESSES and value.strip().lower().startswith(PROGRAM_ADDRESSES)
            if runs or name == "style" or name.startswith(("on", "hx-on")):
                self.found.append(f'<{tag} {name}="{value}">')
