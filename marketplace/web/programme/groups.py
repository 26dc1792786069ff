"""Cities that could buy together, as the partner ranking suggests it."""

from uuid import UUID

from flask import render_template, url_for

from marketplace.challenges.lifecycle import ENDED
from marketplace.challenges.queries import ChallengeCard, cards
from marketplace.organisations.queries import organisations_by_id
from marketplace.recommendations.groups import Group, stored_groups
from marketplace.request_scope import current_uow
from marketplace.web.brokering import Item
from marketplace.web.forms.belonging import require_staff
from marketplace.web.public.items import places

MOST = 50


def groups() -> str:
    """All suggestions, with where the cities are."""
    require_staff()
    found = suggested(MOST)
    ids = {one["city_id"] for group in found for one in group["members"]}
    rows = organisations_by_id(current_uow().session, ids)
    return render_template(
        "programme/groups.html",
        groups=[
            group | {"places": places([rows[one["city_id"]] for one in group["members"]])}
            for group in found
        ],
    )


def suggested(most: int) -> list[Item]:
    """The best suggestions whose challenges are all still open to buying together."""
    uow = current_uow()
    stored = stored_groups(uow.session, MOST)
    known = cards(uow, {id_ for group in stored for id_ in group.members})
    able = {
        id_: card
        for id_, card in known.items()
        if card.joint_procurement and card.state not in ENDED
    }
    return [_item(group, able) for group in stored if set(group.members) <= able.keys()][:most]


def _item(group: Group, able: dict[UUID, ChallengeCard]) -> Item:
    return {
        "score": round(group.score * 100),
        "cities": [able[id_].city_name for id_ in group.members],
        "members": [
            {
                "title": able[id_].title,
                "city": able[id_].city_name,
                "city_id": able[id_].city_id,
                "deserted": able[id_].catalogue,
                "href": url_for("public.challenge", challenge_id=id_),
            }
            for id_ in group.members
        ],
        "pairs": [
            {
                "one": able[pair.one].city_name,
                "other": able[pair.other].city_name,
                "score": round(pair.score * 100),
                "href": url_for("programme.pairs", challenge=pair.one, partner=pair.other),
            }
            for pair in group.pairs
        ],
    }
