"""The shortlist of a city for one challenge: as it was shown, what has changed since, notes."""

from collections.abc import Mapping
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges.queries import get_challenge
from marketplace.feedback.content import About, Answer
from marketplace.foundation.errors import Invalid
from marketplace.request_scope import current_services, current_uow
from marketplace.shortlists import operations
from marketplace.shortlists.queries import Listed, shortlist_of
from marketplace.web import words
from marketplace.web.forms.keeping import expected_version
from marketplace.web.public.challenges import heading
from marketplace.web.public.items import Item
from marketplace.web.public.reasons import match_of, matcher, where_possible
from marketplace.web.public.voices import anchor

RANKED = 50
"""How far down it is looked where a solution stands now."""

STEPS = {"up": -1, "down": 1}

Now = Mapping[UUID, tuple[int | None, float]]


def shortlist(challenge_id: UUID) -> str:
    """What the city keeps of the matches that it looks at closer."""
    uow = current_uow()
    found = shortlist_of(uow, challenge_id)
    view = get_challenge(uow, challenge_id)
    now = _now(challenge_id, [item.solution_id for item in found.items])
    return render_template(
        "city/shortlist.html",
        **heading(view),
        items=[_item(item, now) for item in found.items],
        may_change=found.may_change,
        made_by_what=list(dict.fromkeys(item.match.made_by for item in found.items)),
        longest=operations.LONGEST_NOTE,
    )


def write_note(challenge_id: UUID, solution_id: UUID) -> ResponseReturnValue:
    """Keep a note on one of them."""
    uow, text = current_uow(), request.form.get("note", "")
    version = expected_version()
    operations.write_note(uow, challenge_id, solution_id, text, expected_version=version)
    flash(gettext("The note is kept. Only members of your city see it."), "success")
    return _back(challenge_id, solution_id)


def move(challenge_id: UUID, solution_id: UUID, step: str) -> ResponseReturnValue:
    """Move one of them up or down."""
    operations.move(current_uow(), challenge_id, solution_id, by=STEPS[step])
    return _back(challenge_id, solution_id)


def put_on(solution_id: UUID) -> ResponseReturnValue:
    """Put a solution on the shortlist for one of the city's challenges, from its own page."""
    uow = current_uow()
    try:
        challenge_id = UUID(request.form.get("challenge", ""))
    except ValueError:
        message = gettext("Choose for which challenge.")
        raise Invalid.of("challenge", message) from None
    view = get_challenge(uow, challenge_id)
    about = About(
        challenge_id=challenge_id,
        answer=Answer.SOLUTION,
        answer_id=solution_id,
        challenge_version=view.number,
        answer_version=expected_version(),
    )
    operations.put_on(uow, current_services().matcher, about)
    return _back(challenge_id, solution_id)


def _back(challenge_id: UUID, solution_id: UUID) -> ResponseReturnValue:
    address = url_for("city.shortlist", challenge_id=challenge_id)
    return redirect(f"{address}#{anchor(solution_id)}", 303)


def _now(challenge_id: UUID, ids: list[UUID]) -> Now | None:
    """Where each stands today, and with which score; None while the engine does not answer."""
    if not ids:
        return {}

    uow = current_uow()

    def ask() -> list[tuple[UUID, tuple[int | None, float]]]:
        ranked = matcher().suppliers(uow, challenge_id, limit=RANKED)
        found = {match.solution.id: (match.rank, match.score) for match in ranked}
        below = [id_ for id_ in ids if id_ not in found]
        others = matcher().judged(uow, challenge_id, below) if below else []
        return [*found.items(), *((one.solution.id, (None, one.score)) for one in others)]

    found = where_possible(ask)
    return None if found is None else dict(found)


def _item(item: Listed, now: Now | None) -> Item:
    return match_of(item.match) | {
        "rank": item.place,
        "solution_id": item.solution_id,
        "anchor": anchor(item.solution_id),
        "note": None,
        "own_note": item.note,
        "item_id": item.id,
        "version": item.version,
        "put_on": _put_on(item),
        "since": _since(item, now),
        "rank_now": (now or {}).get(item.solution_id, (None, 0.0))[0] or "",
        "challenge_version": item.match.challenge_version,
        "answer_version": item.published_version,
    }


def _put_on(item: Listed) -> str:
    day, points = words.day(item.put_on_at), round(item.match.score * 100)
    if item.rank is None:
        said = gettext(
            "Put on it on %(day)s by %(who)s, with %(points)s of 100.",
            day=day,
            who=item.put_on_by,
            points=points,
        )
    else:
        said = gettext(
            "Put on it on %(day)s by %(who)s, from place %(rank)s, with %(points)s of 100.",
            day=day,
            who=item.put_on_by,
            rank=item.rank,
            points=points,
        )
    return str(said)


def _since(item: Listed, now: Now | None) -> list[str]:
    """What is otherwise today, in sentences; nothing if nothing is."""
    if item.published_version is None:
        return [str(gettext("It is not listed any more."))]
    said = []
    if item.is_newer:
        numbers = {"now": item.published_version, "then": item.match.solution_version}
        said.append(gettext("The vendor has changed it: version %(now)s, not %(then)s.", **numbers))
    if now is None:
        said.append(gettext("Where it stands today cannot be worked out at the moment."))
    elif item.solution_id in now:
        rank, score = now[item.solution_id]
        points = round(score * 100)
        if (item.rank or rank, round(item.match.score * 100)) == (rank, points):
            pass
        elif rank is None:
            below = gettext(
                "Today: not among the first %(n)s, with %(p)s of 100.", n=RANKED, p=points
            )
            said.append(below)
        else:
            said.append(gettext("Today: place %(n)s, with %(p)s of 100.", n=rank, p=points))
    return [str(sentence) for sentence in said]
