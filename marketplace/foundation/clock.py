"""The only place that reads the time; everything else is given it.

Times are stored in UTC. Deadlines are Brussels wall time: `brussels_deadline` refuses a
time that daylight saving skips, because nobody can keep it.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from marketplace.foundation.errors import Invalid

BRUSSELS = ZoneInfo("Europe/Brussels")


class Clock(Protocol):
    """Tells the time, in UTC."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock that stands still until it is set: for tests and for rehearsals."""

    moment: datetime

    def now(self) -> datetime:
        """The moment the clock was set to."""
        return self.moment


def brussels_today(now: datetime) -> date:
    """The date in Brussels at `now`."""
    return now.astimezone(BRUSSELS).date()


def brussels_deadline(day: date, at: time = time(23, 59, 59)) -> datetime:
    """The moment in UTC at which Brussels clocks show `day` and `at`.

    Raises:
        Invalid: that time is skipped when the clocks go forward.
    """
    wall = datetime.combine(day, at, tzinfo=BRUSSELS)
    moment = wall.astimezone(UTC)
    if moment.astimezone(BRUSSELS).replace(tzinfo=None) != wall.replace(tzinfo=None):
        raise Invalid.of("deadline", "This time does not exist: the clocks go forward then.", wall)
    return moment
