"""Pages of lists: what was asked for, and the part that is given."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Other = TypeVar("Other")

LARGEST_PAGE_SIZE = 100
LARGEST_PAGE = 100_000


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is wanted; pages count from 1."""

    page: int = 1
    page_size: int = 20

    @property
    def offset(self) -> int:
        """How many items come before this page."""
        return (self.page - 1) * self.page_size


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some of `total` items."""

    items: Sequence[Item]
    total: int
    page: int
    page_size: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list still has one."""
        return max(1, -(-self.total // self.page_size))

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def map(self, change: Callable[[Item], Other]) -> "Page[Other]":
        """The same page with every item changed."""
        return Page([change(i) for i in self.items], self.total, self.page, self.page_size)
