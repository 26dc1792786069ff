"""How large the large suites are: a sample in every run of the tests, all of it on demand.

`make whole` sets RIALTO_WHOLE and runs the tests marked `whole`. What a suite does at either
size is said where the suite is.
"""

import os
from typing import TypeVar

T = TypeVar("T")

VARIABLE = "RIALTO_WHOLE"


def sized(reduced: T, whole: T) -> T:
    """Return `whole` where the whole size is asked for, else `reduced`."""
    return whole if os.environ.get(VARIABLE) else reduced
