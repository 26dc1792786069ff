"""Staff begin a rule set and write new versions of it; what groups rely on is never changed."""

import re
import unicodedata
from collections.abc import Iterator

from sqlalchemy import func, select

from marketplace.foundation.access import require
from marketplace.foundation.errors import Fault, Invalid, Stale, shown
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.funding.content import COUNTED, RuleKind, RuleSetContent
from marketplace.funding.models import RuleSet
from marketplace.funding.policy import CAN_WRITE
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.queries import unknown_code_faults

MOST_COUNTED = 20
"""No group has more members than this; only residents are counted beyond it."""
LONGEST_KEY = 60
KEY = re.compile(rf"[a-z][a-z0-9-]{{1,{LONGEST_KEY - 1}}}")


def begin(uow: UnitOfWork, key: str, content: RuleSetContent) -> RuleSet:
    """Write the first version of a new rule set; without a `key` it is made from the name.

    Raises:
        Unauthenticated, Forbidden: the actor is not of the programme's staff.
        Invalid: a field cannot be taken, or there are rules under this key already.
        Conflict: a colleague took the key at the same moment.
    """
    require(CAN_WRITE, uow.actor, None)
    chosen = key.strip() or key_of(content.name)
    if KEY.fullmatch(chosen) and _newest(uow, chosen):
        taken = say("There are rules under this key already. Choose another one.")
        raise Invalid.of("key", taken, chosen)
    return write_version(uow, chosen, content, expected_number=0)


def key_of(name: str) -> str:
    """A key that the name suggests; empty if it has no Latin letter."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = "-".join(re.findall(r"[a-z0-9]+", plain)).lstrip("-0123456789")
    return words[:LONGEST_KEY].rstrip("-")


def write_version(
    uow: UnitOfWork, key: str, content: RuleSetContent, *, expected_number: int
) -> RuleSet:
    """Add a version of a rule set; with `expected_number` 0 its first one.

    Raises:
        Unauthenticated, Forbidden: the actor is not of the programme's staff.
        Invalid: a field cannot be taken.
        Stale: the newest version is another one than `expected_number`.
        Conflict: a colleague wrote one at the same moment.
    """
    require(CAN_WRITE, uow.actor, None)
    faults = [*_faults(key, content), *_code_faults(uow, content)]
    if faults:
        raise Invalid(faults)
    if _newest(uow, key) != expected_number:
        raise Stale(say("These rules have changed meanwhile. Look at them again."))
    row = RuleSet(
        key=key,
        number=expected_number + 1,
        valid_from=content.valid_from,
        valid_to=content.valid_to,
        content=content,
        written_at=uow.now,
        written_by=uow.actor.label,
    )
    with uow.attempt():
        uow.session.add(row)
    uow.record("funding.write", row, after={"key": key, "number": row.number})
    return row


def take_seeded(uow: UnitOfWork, key: str, content: RuleSetContent) -> RuleSet | None:
    """Write the first version, out of a file; None if there are rules of that key already.

    Raises:
        Unauthenticated, Forbidden, Invalid: as `write_version`.
    """
    return None if _newest(uow, key) else write_version(uow, key, content, expected_number=0)


def _newest(uow: UnitOfWork, key: str) -> int:
    found = select(func.max(RuleSet.number)).where(RuleSet.key == key)
    return uow.session.scalar(found) or 0


def _faults(key: str, content: RuleSetContent) -> Iterator[Fault]:
    if not KEY.fullmatch(key):
        said = say("Use 2 to 60 small letters, digits and hyphens, and begin with a letter.")
        yield Fault("key", said, shown(key))
    if content.valid_to is not None and content.valid_to < content.valid_from:
        said = say("The last day is before the first one. Mend one of them.")
        yield Fault("valid_to", said, shown(content.valid_to))
    if not content.rules:
        yield Fault("rules", say("Give at least one rule."))
    for number, rule in enumerate(content.rules):
        if rule.kind in COUNTED - {RuleKind.POPULATION} and rule.least > MOST_COUNTED:
            said = say(
                "Write a whole number from %(least)s to %(most)s.", least=1, most=MOST_COUNTED
            )
            yield Fault(f"rules.{number}.least", said, shown(rule.least))


def _code_faults(uow: UnitOfWork, content: RuleSetContent) -> list[Fault]:
    lists = (("eu", content.eu), ("associated", content.associated))
    return unknown_code_faults(
        uow.session, [(name, TermList.COUNTRIES, codes) for name, codes in lists]
    )
