"""What a vendor is told while it writes: what is thin, what exists already, how it would fare."""

from flask import url_for
from flask_babel import gettext

from marketplace.foundation.paging import PageRequest
from marketplace.organisations.queries import folded
from marketplace.recommendations.drafts import Drafts, drafts_now
from marketplace.recommendations.results import ChallengeMatch
from marketplace.request_scope import current_uow
from marketplace.solutions import wording
from marketplace.solutions.queries import own_solutions
from marketplace.solutions.wording import Kind
from marketplace.web.forms.advice import Advice, Draft, Found, Line, Remark, here
from marketplace.web.public.reasons import matcher, where_possible

OWN = PageRequest(1, 200)
RANKED_BY = frozenset({"problem", "does", "themes", "technology", "price", "places", "running"})
"""The steps whose answers move a place."""


def wording_advice(draft: Draft) -> Advice:
    """What the words alone tell."""
    found = wording.advice(draft.content)
    remarks = (Remark(one.field, _text(one)) for one in found if _is_begun(one, draft))
    return Advice(remarks=here(remarks, draft))


def advice(draft: Draft) -> Advice:
    """The same, with what the engine finds."""
    boxes: list[Found] = []
    asked = where_possible(lambda: [drafts_now(matcher(), current_uow())])
    for drafts in asked or ():
        boxes += _exists(drafts, draft)
        if draft.section.id in RANKED_BY:
            boxes.append(_fares(drafts, draft))
    return Advice(
        remarks=wording_advice(draft).remarks, found=tuple(boxes), is_whole=asked is not None
    )


def _is_begun(one: wording.Advice, draft: Draft) -> bool:
    """Nobody is told that a field is thin before they have begun it."""
    return one.kind in (Kind.PRAISE, Kind.NO_RESULT) or bool(getattr(draft.content, one.field))


def _text(one: wording.Advice) -> str:
    texts = {
        Kind.SHORT: gettext(
            "This is thin. Cities look for evidence of each requirement: say what it measures, "
            "does and reports, for whom, and how often. 300 characters are a good beginning."
        ),
        Kind.PRAISE: gettext(
            "“%(words)s” is praise that no city can check. Say in its place what it does, with "
            "a figure.",
            words=one.words,
        ),
        Kind.NO_FIGURE: gettext(
            "This is thin: no benefit has a figure. Cities look for one that was measured, such "
            "as “12 percent less heating oil in the first winter”."
        ),
        Kind.FEW_FEATURES: gettext(
            "This is thin. Cities look for at least three things that it does, each in a few words."
        ),
        Kind.NO_LIMIT: "",
        Kind.NO_PROOF: "",
        Kind.NO_RESULT: gettext(
            "This is thin: cities look for a result that was measured, and can ask the place "
            "named about it."
        ),
    }
    return str(texts[one.kind])


def _exists(drafts: Drafts, draft: Draft) -> list[Found]:
    """Listings that say the same already: public ones, and the vendor's own."""
    lines = [
        Line(card.name, url_for("public.solution", solution_id=card.id), _whose(card, draft))
        for card, _ in drafts.said_already(draft.owner_id, draft.thing_id, draft.content)
    ]
    listed = {line.href for line in lines}
    name = folded(draft.content.name)
    for card in own_solutions(current_uow(), draft.owner_id, OWN):
        href = url_for("vendor.manage_solution", thing_id=card.id)
        public = url_for("public.solution", solution_id=card.id)
        if card.id != draft.thing_id and folded(card.name) == name and public not in listed:
            lines.append(Line(card.name, href, gettext("yours, with the same name")))
    if not lines:
        return []
    text = gettext(
        "Of listings that say the same only the first is shown. Change that one, or say what is "
        "different about this."
    )
    title = gettext("A listing like this exists")
    return [Found(title=title, text=text, lines=tuple(lines))]


def _whose(card: object, draft: Draft) -> str:
    if getattr(card, "vendor_id", None) == draft.owner_id:
        return str(gettext("yours"))
    if getattr(card, "catalogue", False):
        return str(gettext("a catalogue entry; if it is yours, claim it"))
    return str(getattr(card, "vendor_name", ""))


def _fares(drafts: Drafts, draft: Draft) -> Found:
    """The open challenges that it would fit best as it stands."""
    matches = drafts.challenges(draft.owner_id, draft.thing_id, draft.content)
    return Found(
        title=gettext("How it would fare now"),
        text="" if matches else gettext("No open challenge fits it yet. Say more of what it does."),
        lines=tuple(
            Line(
                match.challenge.title,
                url_for("public.challenge", challenge_id=match.challenge.id),
                _place(match),
            )
            for match in matches
        ),
        all_href=url_for("vendor.mirror", solution_id=draft.thing_id) if draft.thing_id else "",
        all_text=gettext("All challenges that the saved version fits"),
    )


def _place(match: ChallengeMatch) -> str:
    score = round(match.score * 100)
    if match.place is None:
        return str(gettext("%(score)s of 100, not among the first ten", score=score))
    return str(gettext("place %(place)s, %(score)s of 100", place=match.place, score=score))
