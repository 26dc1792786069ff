"""Reads of rule sets: the rules of a day, one version, all versions."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from marketplace.foundation.clock import brussels_today
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork, once
from marketplace.funding.models import RuleSet


def rule_sets_on(session: Session, day: date) -> list[RuleSet]:
    """Of each rule set the version that counts on a day, in the order of their keys."""
    return list(_counting(versions(session), day).values())


def rule_set_on(session: Session, key: str, day: date) -> RuleSet | None:
    """The version of one rule set that counts on a day; None if none is valid then."""
    return _counting(versions(session, [key]), day).get(key)


def rule_sets_today(uow: UnitOfWork) -> list[RuleSet]:
    """What counts now; a page that asks several times reads it once, if nothing is written."""
    day = brussels_today(uow.now)
    return once(uow.session, (RuleSet, day), lambda: rule_sets_on(uow.session, day))


def versions(session: Session, keys: Collection[str] | None = None) -> list[RuleSet]:
    """All versions, of these rule sets or of all, by key and then the newest first."""
    chosen = select(RuleSet).order_by(RuleSet.key, RuleSet.number.desc())
    return list(session.scalars(chosen if keys is None else chosen.where(RuleSet.key.in_(keys))))


def versions_named(
    session: Session, names: Collection[tuple[str, int]]
) -> dict[tuple[str, int], RuleSet]:
    """The versions that something relies on, by key and number."""
    if not names:
        return {}
    chosen = select(RuleSet).where(tuple_(RuleSet.key, RuleSet.number).in_(sorted(names)))
    return {(row.key, row.number): row for row in session.scalars(chosen)}


def latest(session: Session, key: str) -> RuleSet:
    """The newest version of a rule set, whether it is valid or not.

    Raises:
        NotFound: there is no such rule set.
    """
    found = versions(session, [key])
    if not found:
        raise NotFound(say("There is nothing at this address."))
    return found[0]


def _counting(rows: list[RuleSet], day: date) -> dict[str, RuleSet]:
    found: dict[str, RuleSet] = {}
    for row in rows:
        if row.is_valid(day):
            found.setdefault(row.key, row)
    return found
