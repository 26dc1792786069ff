"""Reviewing a version: what it says beside what is published, and the decision."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from marketplace.challenges import operations as challenges
from marketplace.challenges.queries import get_challenge
from marketplace.foundation.errors import NotFound
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.request_scope import current_uow, prepared
from marketplace.schemas.challenges import ChallengeSchema
from marketplace.schemas.loading import ContentSchema, dump
from marketplace.schemas.solutions import SolutionSchema
from marketplace.services import Services
from marketplace.solutions import operations as solutions
from marketplace.solutions.lifecycle import HELD
from marketplace.solutions.queries import get_solution
from marketplace.web.forms.belonging import require_staff
from marketplace.web.forms.challenge import CHALLENGE_FORM
from marketplace.web.forms.keeping import expected_version
from marketplace.web.forms.parts import Sections
from marketplace.web.forms.saying import lines
from marketplace.web.forms.solution import SOLUTION_FORM
from marketplace.web.held import reasons_of

REMARK = "remarks."


@dataclass(frozen=True, kw_only=True)
class Review:
    """How one kind of thing is reviewed; `kind` is the word in the endpoints' names.

    `moves` are the decisions that need no remarks, by the names of the lifecycle.
    """

    kind: str
    sections: Sections
    schema: ContentSchema[Any]
    show: Callable[..., Any]
    moves: Mapping[str, Callable[..., Any]]
    send_back: Callable[..., Any]

    def page(self, thing_id: UUID) -> str:
        """The version in review beside the published one."""
        uow = current_uow()
        require_staff()
        view = self.show(uow, thing_id, working=True)
        public = self.show(uow, thing_id) if view.published_version else None
        before = dump(self.schema, public.content) if public else None
        said = lines(self.sections, dump(self.schema, view.content), before)
        return render_template(
            "programme/review.html",
            kind=self.kind,
            view=view,
            public=public,
            said=said,
            remarks={REMARK + line.name: "" for _, part in said for line in part},
            reasons=reasons_of(uow, view.signs) if self.kind == "solution" else (),
        )

    def decide(self, thing_id: UUID, name: str) -> ResponseReturnValue:
        """Publish the version in review, or return it with remarks."""
        row = self._decide(name, thing_id, _remarks())
        if row.state == HELD:
            flash(gettext("Not published yet: look at what stood out, then decide."))
            return redirect(url_for(f"programme.review_{self.kind}", thing_id=thing_id), 303)
        if name == "return":
            flash(gettext("Returned. Its authors see your remarks beside the fields."), "success")
        else:
            flash(gettext("Published. Everybody sees it from now on."), "success")
        return redirect(url_for("programme.queue"), 303)

    def _decide(self, name: str, thing_id: UUID, remarks: Mapping[str, str]) -> Any:
        uow, version = current_uow(), expected_version()
        if name == "return":
            return self.send_back(uow, thing_id, remarks, expected_version=version)
        if name not in self.moves:
            raise NotFound(gettext("There is nothing at this address."))
        return self.moves[name](uow, thing_id, expected_version=version)


def examined(services: Services, uow: UnitOfWork, arguments: Mapping[str, Any]) -> object:
    """What the solution that is to be published shows; None before any other decision."""
    if arguments["name"] != "publish":
        return None
    return services.matcher.examine(uow, arguments["thing_id"])


def _publish_solution(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Any:
    return solutions.publish(uow, solution_id, prepared(), expected_version=expected_version)


SOLUTION = Review(
    kind="solution",
    sections=SOLUTION_FORM,
    schema=SolutionSchema(),
    show=get_solution,
    moves={"publish": _publish_solution, "release": solutions.release},
    send_back=solutions.send_back,
)
CHALLENGE = Review(
    kind="challenge",
    sections=CHALLENGE_FORM,
    schema=ChallengeSchema(),
    show=get_challenge,
    moves={"publish": challenges.publish},
    send_back=challenges.send_back,
)


def solution(thing_id: UUID) -> str:
    """Review a solution."""
    return SOLUTION.page(thing_id)


def decide_solution(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Publish or return a solution."""
    return SOLUTION.decide(thing_id, name)


def challenge(thing_id: UUID) -> str:
    """Review a challenge."""
    return CHALLENGE.page(thing_id)


def decide_challenge(thing_id: UUID, name: str) -> ResponseReturnValue:
    """Publish or return a challenge."""
    return CHALLENGE.decide(thing_id, name)


def _remarks() -> dict[str, str]:
    """The remarks that were written, by field."""
    return {
        key.removeprefix(REMARK): text.strip()
        for key, text in request.form.items()
        if key.startswith(REMARK) and text.strip()
    }
