"""Lifecycles as tables: which state, which move, to which state, who may, what a refusal says.

The same table drives buttons, checks, tests and documentation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from marketplace.foundation.errors import Conflict
from marketplace.foundation.saying import say


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed move; `who` names the rule in the feature's policy that permits it."""

    name: str
    sources: tuple[str, ...]
    target: str
    who: str


class Lifecycle:
    """A table of moves over the states of one kind of thing.

    `standing` says of each state, to people and in whole sentences, how things stand then and
    what can be done: it answers every move that is not possible there.
    """

    def __init__(self, subject: str, moves: Iterable[Move], standing: Mapping[str, str]) -> None:
        self.subject = subject
        self.moves = {move.name: move for move in moves}
        self.standing = standing

    def named(self, name: str) -> Move:
        """The move of that name.

        Raises:
            Conflict: there is no such move.
        """
        if name not in self.moves:
            raise Conflict(say("There is no such step. Look at the page again."))
        return self.moves[name]

    def check(self, name: str, state: str) -> Move:
        """The move, if it may be made from `state`.

        Raises:
            Conflict: it may not; the message says what can be done instead, and the error
                holds the names of the moves that are possible.
        """
        move = self.named(name)
        if state not in move.sources:
            possible = tuple(m.name for m in self.available(state))
            raise Conflict(say(self.standing[state]), possible=possible)
        return move

    def available(self, state: str) -> tuple[Move, ...]:
        """The moves that start from `state`, in the order of the table."""
        return tuple(move for move in self.moves.values() if state in move.sources)
