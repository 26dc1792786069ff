"""What happened to long lists; ids only."""

from dataclasses import dataclass
from uuid import UUID

from marketplace.foundation.events import Fact


@dataclass(frozen=True, slots=True)
class LongListFrozen(Fact):
    """A group kept its list of suppliers as it was shown."""

    procurement_id: UUID
    long_list_id: UUID
