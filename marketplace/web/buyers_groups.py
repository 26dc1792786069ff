"""Buyers groups that could be proposed, as the macros of `programme/group_parts.html` show them."""

from collections.abc import Collection, Sequence

from flask import url_for

from marketplace.buyers_groups.content import GroupView, Member
from marketplace.organisations.queries import organisations_by_id
from marketplace.request_scope import current_uow
from marketplace.web.brokering import Item
from marketplace.web.glossary import glossary
from marketplace.web.public.items import places


def group_items(
    found: Sequence[GroupView], chosen: Collection[str] = (), *, mapped: bool = True
) -> list[Item]:
    """One item for each group; `chosen` are the keys of the rule sets that are shown first."""
    ids = {member.city_id for view in found for member in view.members}
    rows = organisations_by_id(current_uow().session, ids) if mapped and ids else {}
    return [
        {
            "view": view,
            "cities": [member.city for member in view.members],
            "members": [_member(member) for member in view.members],
            "places": places([rows[member.city_id] for member in view.members]) if rows else [],
            "shown": [one for one in view.checks if one.key in chosen or not chosen],
            "other": [one for one in view.checks if chosen and one.key not in chosen],
            "href": _address(view.members),
        }
        for view in found
    ]


def _member(member: Member) -> Item:
    return {
        "title": member.title,
        "city": member.city,
        "country": glossary().country(member.country),
        "id": member.challenge_id,
        "asked": member.asked,
        "deserted": member.catalogue,
        "href": url_for("public.challenge", challenge_id=member.challenge_id),
    }


def _address(members: Sequence[Member]) -> str:
    return url_for("programme.group", challenge=[one.challenge_id for one in members])
