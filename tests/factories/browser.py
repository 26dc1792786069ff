"""A browser without a screen: reads a page, fills its forms in and presses their buttons.

It sends what a form holds, as a browser without JavaScript does, so a test names only what a
person types and the words on the button.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from marketplace.accounts.models import User

UNSEEN = {"script", "style", "svg", "title", "select"}
CONTROLS = {"input", "textarea", "select", "option", "button"}
WITHOUT_END = {"input", "img", "link", "meta", "br", "hr", "path", "rect", "circle"}


@dataclass
class Button:
    """A button with the words on it, and what pressing it sends along."""

    name: str
    value: str
    action: str
    words: str = ""


@dataclass
class Form:
    """A form as it stands: its values, its buttons, and which of its fields take long texts."""

    action: str
    values: "MultiDict[str, str]" = field(default_factory=MultiDict)
    buttons: list[Button] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)


class Page(HTMLParser):
    """What a page says and what can be done on it."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__()
        self.status = answer.status_code
        self.address = answer.request.path
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self._words: list[str] = []
        self._open: list[str] = []
        self._text_of: Button | tuple[str, str] | None = None
        self._taken = self._choice = ""
        self.feed(answer.get_data(as_text=True))

    @property
    def text(self) -> str:
        """What a person reads in the main part, spaces as one."""
        return re.sub(r"\s+", " ", " ".join(self._words))

    def button(self, words: str) -> tuple[Form, Button]:
        """The button with these words, and its form."""
        for form in self.forms:
            for button in form.buttons:
                if button.words == words:
                    return form, button
        raise AssertionError(f"No button “{words}” in: {self.text}")

    def value(self, name: str) -> str | None:
        """What stands in a field."""
        return next((form.values[name] for form in self.forms if name in form.values), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at: dict[str, Any] = dict(attrs)
        if tag not in WITHOUT_END:
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(at.get("action") or self.address))
        elif tag == "a":
            self._text_of, self._taken = ("link", at.get("href") or ""), ""
        elif self.forms and tag in CONTROLS:
            getattr(self, f"_{tag}")(at)

    def handle_data(self, data: str) -> None:
        self._taken += data
        if "main" in self._open and not UNSEEN & set(self._open):
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        words = " ".join(self._taken.split())
        if tag == "button" and isinstance(self._text_of, Button):
            self._text_of.words = words
        elif tag == "a" and isinstance(self._text_of, tuple):
            self.links[words] = self._text_of[1]
        elif tag == "textarea" and isinstance(self._text_of, tuple):
            # A browser leaves the line break out that follows the start of a textarea.
            self.forms[-1].values.add(self._text_of[1], self._taken.removeprefix("\n"))

    def _input(self, at: dict[str, Any]) -> None:
        if at.get("type") in {"checkbox", "radio"} and "checked" not in at:
            return
        self.forms[-1].values.add(at["name"], at.get("value") or "")

    def _textarea(self, at: dict[str, Any]) -> None:
        self._text_of, self._taken = ("area", at["name"]), ""
        if self.forms:
            self.forms[-1].areas.append(at["name"])

    def _select(self, at: dict[str, Any]) -> None:
        self._choice = at["name"]

    def _option(self, at: dict[str, Any]) -> None:
        values = self.forms[-1].values
        if "selected" in at or self._choice not in values:
            values.setlist(self._choice, [at.get("value") or ""])

    def _button(self, at: dict[str, Any]) -> None:
        action = at.get("formaction") or self.forms[-1].action
        button = Button(at.get("name") or "", at.get("value") or "", action)
        self.forms[-1].buttons.append(button)
        self._text_of, self._taken = button, ""


class Browser:
    """Somebody at a page."""

    def __init__(self, app: Flask, user: User | None = None) -> None:
        self.client: FlaskClient = app.test_client()
        if user is not None:
            with self.client.session_transaction() as session:
                session["_user_id"], session["_fresh"] = user.fs_uniquifier, True

    def open(self, address: str) -> Page:
        """The page at the address, or the one it leads on to."""
        return self._shown(self.client.get(address, follow_redirects=True))

    def press(self, words: str, **typed: Any) -> Page:
        """Type into the form of this button (`__` in place of a dot), press it, see what comes."""
        form, button = self.page.button(words)
        sent = form.values.copy()
        for name, value in typed.items():
            many = value if isinstance(value, list) else [value]
            sent.setlist(name.replace("__", "."), many)
        if button.name:
            sent.add(button.name, button.value)
        address = button.action.partition("#")[0]
        return self._shown(self.client.post(address, data=sent, follow_redirects=True))

    def follow(self, words: str) -> Page:
        """Follow the link with these words."""
        return self.open(self.page.links[words].partition("#")[0])

    def _shown(self, answer: TestResponse) -> Page:
        self.page = Page(answer)
        return self.page
