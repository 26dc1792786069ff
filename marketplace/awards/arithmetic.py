"""What points come to: exact sums that anybody can do again with pencil and paper.

Nothing here knows who gave which points; nothing reads the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from marketplace.awards.content import Criteria, Criterion, Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one criterion adds: `weight` times `points` by the scale; whether it is too little."""

    criterion: Criterion
    points: Decimal
    adds: Decimal
    too_little: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of the lines, of 100; an offer with a line below its minimum gets no place."""

    lines: tuple[Line, ...]
    total: Decimal

    @property
    def excluded_by(self) -> tuple[Criterion, ...]:
        """The criteria whose minimum is not reached."""
        return tuple(line.criterion for line in self.lines if line.too_little)


def total_of(criteria: Criteria, marks: Marks) -> Total | None:
    """What these marks come to; None if one is missing."""
    lines = []
    for criterion in criteria.items:
        mark = marks.of(criterion.key)
        if mark is None:
            return None
        lines.append(
            Line(
                criterion=criterion,
                points=mark.points,
                adds=criterion.weight * mark.points / criteria.scale,
                too_little=mark.points < criterion.minimum,
            )
        )
    return Total(lines=tuple(lines), total=sum((line.adds for line in lines), Decimal(0)))


def places(totals: Mapping[UUID, Total]) -> dict[UUID, int]:
    """The place of each offer that is not excluded; equal totals share one."""
    counted = {id_: one.total for id_, one in totals.items() if not one.excluded_by}
    return {
        id_: 1 + sum(other > total for other in counted.values()) for id_, total in counted.items()
    }


def mean(points: Sequence[Decimal]) -> Decimal | None:
    """The mean of points, to two decimals, as a beginning for the talk; None if there are none."""
    return round(sum(points, Decimal(0)) / len(points), 2) if points else None
