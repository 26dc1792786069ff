"""Verbs that change solutions; those about references are in `references`.

Each takes the version of the row that its actor last saw and raises Stale when somebody
was faster.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from marketplace.foundation.access import SYSTEM, require
from marketplace.foundation.errors import Stale
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.foundation.versions import IN_REVIEW, Version
from marketplace.organisations.standing import (
    lock_described,
    require_standing,
    require_unclaimed,
)
from marketplace.solutions.content import Findings, Sign, SolutionContent
from marketplace.solutions.desk import DESK
from marketplace.solutions.holding import is_known
from marketplace.solutions.lifecycle import HELD, IN_USE, PUBLISHED, SOLUTION
from marketplace.solutions.models import Solution, SolutionVersion
from marketplace.solutions.policy import CAN_EDIT, CAN_REVIEW, IS_SYSTEM
from marketplace.solutions.references import keep_references
from marketplace.solutions.rules import check, facets, price_from, search_text, thin_fields


def create_solution(uow: UnitOfWork, vendor_id: UUID, content: SolutionContent) -> Solution:
    """A first draft, seen by the vendor and staff only.

    Raises:
        Invalid: the content contradicts itself or uses unknown codes.
    """
    solution = Solution(vendor_id=vendor_id, name=content.name, summary=content.summary)
    require(CAN_EDIT, uow.actor, solution)
    check(uow.session, content)
    DESK.begin(uow, solution, content)
    uow.record("solution.create", solution, after={"state": solution.state})
    return solution


def change_solution(
    uow: UnitOfWork,
    solution_id: UUID,
    content: SolutionContent,
    *,
    expected_version: int,
    unfinished: Mapping[str, Any] | None = None,
) -> Solution:
    """A new draft; what is published stays as it is. A version in review comes back with it.

    `unfinished` is what was typed and cannot be taken yet, by field; see `Desk.write`.
    """
    with DESK.moving(uow, solution_id, "change", expected_version=expected_version) as solution:
        check(uow.session, content)
        DESK.write(uow, solution, content, unfinished)
        if solution.published_version is None:
            solution.name, solution.summary = content.name, content.summary
    return solution


def submit(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Solution:
    """Hand the working version in for review.

    Raises:
        Invalid: with the fields that say too little.
    """
    with DESK.moving(uow, solution_id, "submit", expected_version=expected_version) as solution:
        DESK.hand_in(uow, solution, thin_fields)
    return solution


def publish(
    uow: UnitOfWork, solution_id: UUID, findings: Findings, *, expected_version: int
) -> Solution:
    """Let everybody see the version in review, or hold it if its examination found signs.

    `findings` are those of this very version, made outside of the transaction. What is held
    is not public; staff `release` it or send it back.

    Raises:
        Stale: another version was examined.
        Conflict: the vendor is neither verified nor a catalogue entry.
    """
    solution = DESK.locked(uow, solution_id, CAN_REVIEW, expected_version)
    SOLUTION.check("publish", solution.state)
    if _held(uow, solution, findings):
        return solution
    with DESK.moving(uow, solution_id, "publish", expected_version=expected_version):
        _show(uow, solution, DESK.working(uow.session, solution))
    return solution


def release(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Solution:
    """Let everybody see a held version all the same: staff have looked, and it is honest.

    Raises:
        Conflict: the vendor is neither verified nor a catalogue entry.
    """
    with DESK.moving(uow, solution_id, "release", expected_version=expected_version) as solution:
        _show(uow, solution, DESK.working(uow.session, solution))
    return solution


def examine(
    uow: UnitOfWork, solution_id: UUID, findings: Findings, *, expected_version: int
) -> Solution:
    """Keep what the examination of a version in review found, and hold it if there are signs.

    Raises:
        Stale: another version was examined.
    """
    solution = DESK.locked(uow, solution_id, IS_SYSTEM, expected_version)
    SOLUTION.check("hold", solution.state)
    _held(uow, solution, findings)
    return solution


def send_back(
    uow: UnitOfWork, solution_id: UUID, remarks: Mapping[str, str], *, expected_version: int
) -> Solution:
    """Return the version in review; `remarks` says for each field what is to be mended.

    Raises:
        Invalid: there is no remark, or one about a field that solutions do not have.
    """
    with DESK.moving(uow, solution_id, "return", expected_version=expected_version) as solution:
        DESK.send_back(uow, solution, remarks)
    return solution


def confirm(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Solution:
    """The vendor says that what is published is still true."""
    with DESK.moving(uow, solution_id, "confirm", expected_version=expected_version) as solution:
        solution.confirmed_at = uow.now
    return solution


def withdraw(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Solution:
    """Nobody outside sees it any more, until a version is published again."""
    with DESK.moving(uow, solution_id, "withdraw", expected_version=expected_version) as solution:
        solution.published_version = None
    return solution


def archive(uow: UnitOfWork, solution_id: UUID, *, expected_version: int) -> Solution:
    """The solution is no longer offered, for good."""
    with DESK.moving(uow, solution_id, "archive", expected_version=expected_version) as solution:
        solution.published_version = None
    return solution


def create_catalogue_solution(
    uow: UnitOfWork,
    vendor_id: UUID,
    content: SolutionContent,
    external_key: str,
    signs: tuple[Sign, ...],
) -> Solution:
    """A solution described by staff from public sources, published at once unless it has `signs`.

    Doing it again under the same key makes a new version only if the content differs. What
    its vendor has claimed, or what was withdrawn or archived, is left as it is.

    Raises:
        Conflict: it is new and its vendor speaks for itself, or the key is another vendor's.
    """
    require(CAN_REVIEW, uow.actor, None)
    vendor = lock_described(uow.session, vendor_id)
    found = DESK.with_key(uow.session, external_key, vendor_id)
    if found is not None and (not vendor.catalogue or _is_settled(uow, found, content)):
        return found
    require_unclaimed(vendor)
    check(uow.session, content)
    solution = found or Solution(vendor_id=vendor_id, external_key=external_key)
    if found is None:
        solution.name, solution.summary = content.name, content.summary
        working = DESK.begin(uow, solution, content)
    else:
        working = DESK.write(uow, solution, content)
    solution.state = working.state = IN_REVIEW
    if not _held(uow, solution, Findings(number=working.number, signs=signs)):
        _show(uow, solution, working)
        DESK.settle(uow, solution, SOLUTION.named("publish"))
    return solution


def _is_settled(uow: UnitOfWork, solution: Solution, content: SolutionContent) -> bool:
    """Whether nothing is to be done: it says this already, or waits with it, or is not in use."""
    key = solution.external_key or ""
    return solution.state not in IN_USE or is_known(uow.session, key, content)


def _held(uow: UnitOfWork, solution: Solution, findings: Findings) -> bool:
    """Keep what was found of the working version, and hold it if there are signs."""
    if findings.number != solution.working_version:
        raise Stale(say("Another version than this one was examined; repeat it."))
    working = DESK.working(uow.session, solution)
    if isinstance(working, SolutionVersion):
        working.examined_at, working.findings = uow.now, findings
    if findings.signs:
        working.state = HELD
        DESK.settle(replace(uow, actor=SYSTEM), solution, SOLUTION.named("hold"))
    return bool(findings.signs)


def _show(uow: UnitOfWork, solution: Solution, working: Version) -> None:
    vendor = require_standing(uow.session, solution.vendor_id)
    content: SolutionContent = DESK.approve(uow, solution, working, PUBLISHED)
    solution.confirmed_at = uow.now
    solution.first_published_at = solution.first_published_at or uow.now
    solution.name, solution.summary = content.name, content.summary
    solution.search_text = search_text(content, vendor.name)
    solution.trl = content.trl
    solution.price_from = price_from(content.price)
    solution.price_currency = content.price.currency if content.price else None
    DESK.replace_facets(uow.session, solution, facets(content))
    keep_references(uow, solution, content)
