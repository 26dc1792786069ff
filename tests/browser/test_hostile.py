"""Whatever people wrote is shown and never run, with the content security policy on and off.

Whole: every text stands in every field, and every answer is looked at with and without the
policy. Else the texts that differ most do, and with the policy a part of the answers is.
"""

import csv
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext
from werkzeug.middleware.shared_data import SharedDataMiddleware
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from marketplace import web
from marketplace.foundation.texts import normal
from tests.browser.overrun import Overrun
from tests.factories.hostile import FEW, FORMULAS, TEXTS
from tests.guards.openness import page_faults
from tests.sizes import sized

AT_ONCE = 12
TOLD = [" ".join(TEXTS[at : at + AT_ONCE]) for at in range(0, len(TEXTS), AT_ONCE)]
SHOWN = "/shown"
ID = re.compile("[0-9a-f-]{36}")
FORWARDED = {302, 303}
LONG = 7200
STATIC = {"/static": str(Path(web.__file__).parent / "static")}
MAILS = 20
FILLED = (
    "interest.content", "interest.reason", "question.text", "question.answer",
    "solution_question.text", "solution_question.answer", "decision.message",
    "decision_reason.text", "introduction.text",
    "introduction.note", "introduction_side.words", "organisation_claim.message",
    "organisation_claim.note", "organisation.verification_note", "solution_version.review",
    "challenge_version.review", "opinion.note", "shortlist_item.note", "challenge.internal_note",
    "user_account.name", "api_token.name", "saved_search.name", "saved_search.query",
    "organisation.content", "solution_version.content", "challenge_version.content",
    "story.content", "typed_form.answers", "weight_proposal.note", "solution_reference.buyer_email",
)  # fmt: skip
"""What a reader would ask for; `poison` finds the fields by itself."""
LEADS = tuple("=+-@\t\r\uff1d")
LOOK = """() => {
    document.querySelectorAll('details').forEach(part => part.open = true);
    const found = [...document.querySelectorAll('*')].flatMap(part => [...part.attributes]
        .filter(at => /^(on|hx-on)/i.test(at.name)
            || (/^(href|src|action|formaction|data|srcdoc)$/i.test(at.name)
                && /^\\s*(javascript|vbscript|data:text)/i.test(at.value)))
        .map(() => part.outerHTML.slice(0, 200)));
    return 'ran' in window ? ['something that ran', ...found] : found;
}"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Overrun:
    return Overrun(tmp_path_factory.mktemp("overrun"))


@pytest.fixture(scope="module", params=sized([" ".join(FEW)], TOLD), ids=lambda text: text[:20])
def answers(request: pytest.FixtureRequest, market: Overrun) -> dict[str, Response]:
    """All that is said to anybody in a market in which one text stands in every field."""
    return market.overrun(normal(request.param))


class Shelf:
    """Serves what was said before: the page that is `shown`, and what htmx asks for in it."""

    def __init__(self) -> None:
        self.shown, self.parts, self.address = Response(), dict[str, Response](), ""

    @Request.application
    def __call__(self, request: Request) -> Response:
        """The answer to one request of the browser."""
        known = self.shown if request.path == SHOWN else self.parts.get(ID.sub("", request.path))
        if known is None:
            return Response(status=404)
        policy = {"Content-Security-Policy": known.headers.get("Content-Security-Policy", "")}
        return Response(known.data, headers=policy, mimetype="text/html")

    def fill(self, answers: dict[str, Response]) -> None:
        """Keep the parts of pages that stand among the answers."""
        for name, answer in answers.items():
            _, part, address = name.partition("/part/")
            if part:
                self.parts[ID.sub("", f"/{address}")] = answer

    def knows(self, address: str) -> bool:
        """Whether a page may ask for that."""
        path = ID.sub("", address)
        return path == SHOWN or path in self.parts or path.startswith(("/static/", "data:"))


@pytest.fixture(scope="module")
def shelf() -> Iterator[Shelf]:
    found = Shelf()
    server = make_server("127.0.0.1", 0, SharedDataMiddleware(found, STATIC), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    found.address = f"http://127.0.0.1:{server.port}"
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


class Watch:
    """What happens in a browser that should not: something runs, or something else is asked for."""

    def __init__(self, context: BrowserContext, shelf: Shelf) -> None:
        self.page, self.shelf, self.found = context.new_page(), shelf, list[str]()
        context.on("dialog", lambda dialog: self.found.append(f"dialog {dialog.message}"))
        context.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if not self.shelf.knows(url.removeprefix(self.shelf.address)):
            self.found.append(f"asked {url[:200]}")

    def look(self, name: str, answer: Response) -> None:
        """Open a page, unfold it, and note what ran there or could run."""
        self.shelf.shown = answer
        self.page.goto(self.shelf.address + SHOWN)
        self.found += [f"{name} has {part}" for part in self.page.evaluate(LOOK)]


@pytest.mark.whole
@pytest.mark.timeout(LONG)
def test_whatever_people_wrote_runs_nowhere_without_the_policy(
    chromium: Browser, shelf: Shelf, answers: dict[str, Response]
) -> None:
    shelf.fill(answers)
    context = chromium.new_context(bypass_csp=True)
    watch = Watch(context, shelf)
    for name, answer in _pages(answers).items():
        watch.look(name, answer)
    context.close()

    assert watch.found == []


@pytest.mark.whole
@pytest.mark.timeout(LONG)
def test_the_policy_finds_nothing_to_keep_from_running(
    chromium: Browser, shelf: Shelf, answers: dict[str, Response]
) -> None:
    shelf.fill(answers)
    context = chromium.new_context()
    context.add_init_script("addEventListener('securitypolicyviolation', () => window.ran = 1)")
    watch = Watch(context, shelf)
    guarded = [one for one in _pages(answers).items() if not one[0].startswith("/mail/")]
    for name, answer in guarded[:: sized(10, 1)]:
        assert "Content-Security-Policy" in answer.headers
        watch.look(name, answer)
    context.close()

    assert watch.found == []


@pytest.mark.whole
def test_every_answer_is_one_that_was_foreseen(answers: dict[str, Response]) -> None:
    unforeseen = {name for name, answer in answers.items() if answer.status_code >= 500}
    inline = {name: page_faults(answer) for name, answer in answers.items() if name[:5] != "/mail"}

    assert unforeseen == set()
    assert {name: faults for name, faults in inline.items() if faults} == {}
    assert [name for name in answers if "\n" in answers[name].headers.get("Set-Cookie", "")] == []


def test_the_text_came_everywhere(market: Overrun, answers: dict[str, Response]) -> None:
    """Into what people are said to fill in; and it is read on most pages and in every mail."""
    # Some answers are files that are no text.
    shown = {name for name, one in answers.items() if b"window.ran" in one.get_data()}
    mails = {name for name in answers if name.startswith("/mail/")}

    assert set(FILLED) <= set(market.fields)
    assert mails <= shown
    assert len(mails) > MAILS
    assert len(shown) > len(answers) / 2


def test_no_file_holds_a_formula(market: Overrun) -> None:
    for name, file in market.files(FORMULAS):
        cells = [cell for row in csv.reader(StringIO(file)) for cell in row]
        assert [cell for cell in cells if cell.lstrip(" ").startswith(LEADS)] == [], name


def test_a_page_that_does_not_escape_would_be_noticed(chromium: Browser, shelf: Shelf) -> None:
    context = chromium.new_context(bypass_csp=True)
    watch = Watch(context, shelf)
    watch.look(
        "plain", Response(f"<p>{FEW[0]}<a href='javascript:1'>Go</a><script src=//a.example>")
    )
    watch.look("whole", Response(f"<h1>{' '.join(FEW)}</h1>"))
    context.close()

    assert any("something that ran" in found for found in watch.found)
    assert any("javascript:1" in found for found in watch.found)
    assert any("asked http://a.example" in found for found in watch.found)


def _pages(answers: dict[str, Response]) -> dict[str, Response]:
    """The answers that are pages or parts of them; where few are looked at, those with a text."""
    return {
        name: answer
        for name, answer in answers.items()
        if answer.mimetype == "text/html" and answer.status_code not in FORWARDED
        if sized(reduced="window.ran" in answer.get_data(as_text=True), whole=True)
    }
