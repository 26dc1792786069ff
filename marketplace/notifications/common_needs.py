"""What cities that buy together are told when one of them asks for something else than before."""

from dataclasses import replace

from sqlalchemy import select

from marketplace.challenges.content import JointRole
from marketplace.challenges.events import ChallengeChanged
from marketplace.common_needs.models import CommonNeed
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.notifications.content import Occasion, Thing
from marketplace.notifications.post import Post
from marketplace.notifications.telling import News, tell
from marketplace.organisations.queries import editors_of
from marketplace.procurements.lifecycle import ACCEPTED, Step
from marketplace.procurements.models import Procurement, ProcurementMember


def tell_changed_need(uow: UnitOfWork, fact: ChallengeChanged, post: Post) -> None:
    """Tell the others of each group whose common need was drawn up from an older version.

    Once the call is published its specification stands, and nobody is told any more.
    """
    rows = uow.session.execute(
        select(Procurement, ProcurementMember.organisation_id)
        .join(CommonNeed, CommonNeed.procurement_id == Procurement.id)
        .join(ProcurementMember, ProcurementMember.procurement_id == Procurement.id)
        .where(
            ProcurementMember.challenge_id == fact.challenge_id,
            ProcurementMember.state == ACCEPTED,
            ProcurementMember.role != JointRole.OBSERVER.value,
            Procurement.published_at.is_(None),
            Procurement.step != Step.DISSOLVED.value,
        )
        .order_by(Procurement.id)
    )
    for row, city_id in rows.all():
        news = News(
            occasion=Occasion.NEED_CHANGED,
            thing=Thing.PROCUREMENT,
            thing_id=row.id,
            about_id=city_id,
            key=f"{Occasion.NEED_CHANGED}:{row.id}:{fact.place}",
        )
        for one in row.members:
            if one.state == ACCEPTED and one.organisation_id != city_id:
                told = replace(news, member_of=one.organisation_id)
                tell(uow, post, told, editors_of(uow.session, one.organisation_id))
