"""What a city is told while it writes: odd wording, what nobody meets, and who would fit."""

import re
from collections.abc import Iterator, Sequence

from flask import url_for
from flask_babel import gettext

from marketplace.challenges import wording
from marketplace.challenges.wording import Kind
from marketplace.foundation.clock import brussels_today
from marketplace.recommendations.drafts import drafts_now, listed_names
from marketplace.recommendations.results import SolutionMatch
from marketplace.request_scope import current_uow
from marketplace.web import words
from marketplace.web.forms.advice import Advice, Draft, Found, Line, Offer, Remark, here
from marketplace.web.public.reasons import matcher, where_possible

MOST_SENTENCES = 6
SHORTEST_SENTENCE = 25
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")


def wording_advice(draft: Draft) -> Advice:
    """What the words alone tell."""
    return Advice(remarks=here(_odd(draft), draft), offers=tuple(_own_sentences(draft)))


def advice(draft: Draft) -> Advice:
    """The same, with what the engine finds."""
    plain = wording_advice(draft)
    asked = where_possible(lambda: [drafts_now(matcher(), current_uow())])
    if not asked:
        return plain
    (drafts,) = asked
    need = drafts.need(draft.owner_id, draft.thing_id, draft.content)
    remarks, offers = list(plain.remarks), list(plain.offers)
    if draft.section.id == "requirements":
        unmet, pairs = drafts.met_by_nobody(need), drafts.clashes(need)
        remarks += here(_of_requirements(draft, unmet, pairs), draft)
        offers += _asked_elsewhere(drafts.asked_elsewhere(need), draft)
    fits = _who_fits(drafts.suppliers(need), draft)
    return Advice(remarks=tuple(remarks), found=(fits,), offers=tuple(offers), is_whole=True)


def _odd(draft: Draft) -> Iterator[Remark]:
    uow, content = current_uow(), draft.content
    names = listed_names(uow.session, wording.phrases(content))
    for one in wording.advice(content, names, brussels_today(uow.now)):
        yield Remark(one.field, _text(one))


def _text(one: wording.Advice) -> str:
    texts = {
        Kind.NAMED: gettext(
            "“%(words)s” is the name of a product or a vendor. Say what it has to do instead, or "
            "add “or equivalent”: a name keeps all others out.",
            words=one.words,
        ),
        Kind.STANDARD: gettext(
            "Add “or equivalent” to “%(words)s”: the rules of public buying ask for it.",
            words=one.words,
        ),
        Kind.VAGUE: gettext(
            "“%(words)s” cannot be measured, so every vendor will say yes. Say how you will know, "
            "such as “nine of ten residents manage without help”.",
            words=one.words,
        ),
        Kind.CLASH: gettext(
            "Nobody can meet this and also “%(other)s”. Keep one of the two.", other=one.other
        ),
        Kind.PROVEN: gettext(
            "You mean to pay for development, but ask for level %(words)s, at which nothing is "
            "left to develop. Lower the level, or choose another way to buy.",
            words=one.words,
        ),
        Kind.PAST: gettext("%(day)s has passed.", day=words.day_of(one.words)),
        Kind.ORDER: gettext(
            "%(day)s does not go together with the day by which it has to be in use.",
            day=words.day_of(one.words),
        ),
    }
    return str(texts[one.kind])


def _of_requirements(
    draft: Draft, unmet: tuple[str, ...], pairs: list[tuple[str, str]]
) -> Iterator[Remark]:
    paths = {
        requirement.text: f"requirements.{number}.text"
        for number, requirement in enumerate(draft.content.requirements)
    }
    for one, other in pairs:
        told = gettext("Can one solution do this and also “%(other)s”? Look again.", other=other)
        yield Remark(paths.get(one, "requirements"), told)
    for text in unmet:
        told = gettext(
            "No listed solution says clearly that it does this. Keep it if you need it; as an "
            "essential requirement it may leave you without an answer."
        )
        yield Remark(paths.get(text, "requirements"), told)


def _own_sentences(draft: Draft) -> Iterator[Offer]:
    """The city's own words for what is wrong, to turn into outcomes."""
    if draft.section.id != "outcomes":
        return
    known = {outcome.indicator for outcome in draft.content.outcomes}
    every = (" ".join(one.split()) for one in _SENTENCE.findall(draft.content.problem))
    found = dict.fromkeys(every)
    texts = [one for one in found if len(one) >= SHORTEST_SENTENCE and one[:300] not in known]
    if texts:
        title = gettext("Your problem says. Which of these shall be better?")
        yield Offer(title=title, path="outcomes.indicator", texts=tuple(texts[:MOST_SENTENCES]))


def _asked_elsewhere(found: Sequence[tuple[str, Sequence[str]]], draft: Draft) -> Iterator[Offer]:
    """What cities ask for whose problem is most like this one."""
    known = {requirement.text for requirement in draft.content.requirements}
    for city, texts in found:
        if new := tuple(text for text in texts if text not in known):
            title = gettext("%(city)s, with a problem like yours, asks for", city=city)
            yield Offer(title=title, path="requirements.text", texts=new[:MOST_SENTENCES])


def _who_fits(matches: Sequence[SolutionMatch], draft: Draft) -> Found:
    return Found(
        title=gettext("Who would fit now"),
        text="" if matches else gettext("Nothing listed fits within these limits."),
        lines=tuple(
            Line(
                match.solution.name,
                url_for("public.solution", solution_id=match.solution.id),
                gettext(
                    "%(vendor)s, %(score)s of 100",
                    vendor=match.solution.vendor_name,
                    score=round(match.score * 100),
                ),
            )
            for match in matches
        ),
        all_href=(
            url_for("public.challenge_matches", challenge_id=draft.thing_id)
            if draft.thing_id
            else ""
        ),
        all_text=gettext("All solutions for the saved version"),
    )
