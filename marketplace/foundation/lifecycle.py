"""Lifecycles as tables: which state, which move, to which state, who may, what it tells.

The same table drives buttons, checks, tests and documentation.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.foundation.errors import Conflict


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move; `who` names the rule in the feature's policy that permits it."""

    name: str
    sources: tuple[str, ...]
    target: str
    who: str
    label: str


class Lifecycle:
    """A table of moves over the states of one kind of thing."""

    def __init__(self, subject: str, moves: Iterable[Move]) -> None:
        self.subject = subject
        self.moves = {move.name: move for move in moves}

    def named(self, name: str) -> Move:
        """The move of that name.

        Raises:
            Conflict: there is no such move.
        """
        if name not in self.moves:
            known = ", ".join(self.moves)
            raise Conflict(f"A {self.subject} cannot “{name}”; it can {known}.")
        return self.moves[name]

    def check(self, name: str, state: str) -> Move:
        """The move, if it may be made from `state`.

        Raises:
            Conflict: it may not; the message says what can be done instead.
        """
        move = self.named(name)
        if state not in move.sources:
            can = ", ".join(m.name for m in self.available(state)) or "nothing"
            raise Conflict(
                f"This {self.subject} is {state.replace('_', ' ')}, so “{name}” is not "
                f"possible now. Possible: {can}."
            )
        return move

    def available(self, state: str) -> tuple[Move, ...]:
        """The moves that start from `state`, in the order of the table."""
        return tuple(move for move in self.moves.values() if state in move.sources)
