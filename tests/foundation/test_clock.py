"""Time is read in one place, and a deadline is a time that Brussels clocks really show."""

from datetime import UTC, date, datetime, time

import pytest

from marketplace.foundation.clock import SystemClock, brussels_deadline, brussels_today
from marketplace.foundation.errors import Invalid


def test_the_system_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_a_deadline_is_the_end_of_the_day_in_brussels_summer_and_winter() -> None:
    assert brussels_deadline(date(2026, 7, 1)) == datetime(2026, 7, 1, 21, 59, 59, tzinfo=UTC)
    assert brussels_deadline(date(2026, 12, 1)) == datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)


def test_a_time_that_daylight_saving_skips_is_refused() -> None:
    with pytest.raises(Invalid, match="clocks go forward"):
        brussels_deadline(date(2027, 3, 28), time(2, 30))


def test_brussels_is_a_day_ahead_of_utc_just_before_midnight() -> None:
    assert brussels_today(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == date(2026, 7, 2)
