"""What a city says of its answers, as it stands below them; others are shown nothing."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from flask import request, url_for

from marketplace.feedback.content import Answer, Aspect
from marketplace.feedback.queries import Opinions, OpinionView
from marketplace.recommendations.results import PartnerMatch, SolutionMatch
from marketplace.web import words
from marketplace.web.public.items import Item


def voices_of(opinions: Opinions, matches: Sequence[SolutionMatch], page: str) -> list[Item]:
    """What stands below each match for members of the city; nothing for others."""
    return [
        _voice(opinions, Answer.SOLUTION, match.solution.id, page)
        | {
            "name": match.solution.name,
            "rank": match.rank,
            "challenge_version": match.challenge_version,
            "answer_version": match.solution_version,
            "shortlists": True,
        }
        for match in matches
        if opinions.may_read
    ]


def partner_voices_of(opinions: Opinions, partners: Iterable[PartnerMatch]) -> list[Item]:
    """The same below each partner city."""
    return [
        _voice(opinions, Answer.PARTNER, match.challenge.id, "partners")
        | {
            "name": match.challenge.city_name,
            "rank": match.rank,
            "challenge_version": match.challenge_version,
            "answer_version": match.partner_version,
            "shortlists": False,
        }
        for match in partners
        if opinions.may_read
    ]


def anchor(answer_id: UUID) -> str:
    """Where on its page an answer stands."""
    return f"answer-{answer_id}"


def _voice(opinions: Opinions, answer: Answer, answer_id: UUID, page: str) -> Item:
    said = opinions.about(answer, answer_id)
    return {
        "anchor": anchor(answer_id),
        "action": url_for(
            "city.say_of",
            challenge_id=opinions.challenge_id,
            answer=answer.value,
            answer_id=answer_id,
        ),
        "page": page,
        "asked": request.query_string.decode(errors="replace"),
        "may_say": opinions.may_say,
        "verdict": _read(said.get(Aspect.VERDICT)),
        "shortlisted": Aspect.SHORTLIST in said,
        "chosen": Aspect.OUTCOME in said,
        "shortlist_href": url_for("city.shortlist", challenge_id=opinions.challenge_id),
        "reasons": [(value, str(word)) for value, word in words.REASONS.items()],
    }


def _read(view: OpinionView | None) -> Item | None:
    if view is None:
        return None
    return {
        "useful": view.useful,
        "reasons": [reason.value for reason in view.reasons],
        "why": [str(words.word(words.REASONS, reason.value)).lower() for reason in view.reasons],
        "note": view.note,
        "versions": (view.challenge_version, view.answer_version),
    }
