"""What a query costs beside the plain way, for the `benchmark` command; reads no database."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from marketplace.foundation.errors import Unavailable
from matching.errors import EncoderUnavailable
from matching.evaluation.speed import Contest, Speed
from matching.profiles import Need, Offering, Requirement, TextField

__all__ = ["Listing", "Speed", "Wanted", "query_speed"]


class Listing(NamedTuple):
    """A made-up solution: who offers it, and its sentences, the first of them its name."""

    vendor: str
    sentences: Sequence[str]


class Wanted(NamedTuple):
    """A need in words, and what it requires."""

    text: str
    requirements: Sequence[str]


def query_speed(
    listings: Sequence[Listing], wanted: Sequence[Wanted], *, encoder: str
) -> tuple[Speed, Speed]:
    """Answer every need both ways, without requirements and then with them.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    try:
        contest = Contest([_offering(*item) for item in enumerate(listings)], encoder=encoder)
    except EncoderUnavailable as error:
        raise Unavailable(f"The model “{encoder}” cannot be loaded: {error}") from None
    needs = [_need(*item) for item in enumerate(wanted)]
    return contest.run([replace(need, requirements=()) for need in needs]), contest.run(needs)


def _offering(number: int, listing: Listing) -> Offering:
    name, *said = listing.sentences
    features = (TextField(f"features.{place}", text) for place, text in enumerate(said))
    fields = (TextField("name", name), *features)
    return Offering(key=f"made-up-{number}", owner=listing.vendor, fields=fields)


def _need(number: int, wanted: Wanted) -> Need:
    return Need(
        key=f"need-{number}",
        owner="city",
        fields=(TextField("text", wanted.text),),
        requirements=tuple(Requirement(text) for text in wanted.requirements),
    )
