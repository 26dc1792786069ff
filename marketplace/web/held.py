"""Why a listing is held, in words for its vendor and for programme staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext

from marketplace.challenges import queries as challenges
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.solutions import queries as solutions
from marketplace.solutions.content import Sign, SignKind


@dataclass(frozen=True, slots=True)
class Reason:
    """One sign: what stood out, what that means, what to do, and what it was told by.

    `texts` are sentences, `links` pairs of an address and its words.
    """

    what: str
    remedy: str
    shown: str
    texts: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def reasons_of(uow: UnitOfWork, signs: Iterable[Sign]) -> list[Reason]:
    """The signs in words; what is not public any more is named no longer."""
    return [_reason(uow, sign) for sign in signs]


def _reason(uow: UnitOfWork, sign: Sign) -> Reason:
    if sign.kind is SignKind.UNRELATED:
        return Reason(
            gettext(
                "It fits %(number)s needs that have nothing to do with each other.",
                number=int(sign.measure),
            ),
            gettext(
                "Say what this one solution does, and leave out what others do. List what does "
                "something else as a solution of its own."
            ),
            gettext("The needs that it fits"),
            sign.texts,
        )
    if sign.kind is SignKind.COPIED:
        return Reason(
            gettext(
                "About %(share)s %% of it stands in the public texts of others.",
                share=round(sign.measure * 100),
            ),
            gettext("Say in your own words what your solution does."),
            gettext("Where the same words stand"),
            links=_sources(uow, sign),
        )
    return Reason(
        gettext("%(number)s words stand in lists and not in sentences.", number=int(sign.measure)),
        gettext("Write sentences that say what it does: a list of words proves nothing."),
        gettext("The longest list"),
        sign.texts,
    )


def _sources(uow: UnitOfWork, sign: Sign) -> tuple[tuple[str, str], ...]:
    needs = challenges.cards(uow, sign.challenges)
    offers = solutions.cards(uow, sign.solutions)
    cities = [needs[key] for key in sign.challenges if key in needs]
    vendors = [offers[key] for key in sign.solutions if key in offers]
    return (
        *((url_for("public.challenge", challenge_id=card.id), card.title) for card in cities),
        *((url_for("public.solution", solution_id=card.id), card.name) for card in vendors),
    )
