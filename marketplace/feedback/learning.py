"""From what cities said to a proposal of weights that staff decide about.

Only opinions count whose challenge and answer are published as they were judged. What is known
already says nothing about fit and does not count. A choice weighs more than a place on the
shortlist, and that more than a good word.
"""

from collections import defaultdict
from uuid import UUID

from marketplace.feedback.content import Answer, Aspect, Reason
from marketplace.feedback.queries import Counted, still_true
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.recommendations.learning import Judgement, Lesson, lesson_of
from marketplace.recommendations.matcher import Matcher
from marketplace.recommendations.models import WeightProposal
from marketplace.recommendations.weighing import propose
from marketplace.recommendations.weight_report import Ranking

_ANSWERS = {Ranking.SUPPLIERS: Answer.SOLUTION, Ranking.PARTNERS: Answer.PARTNER}
_GRADES = {Aspect.VERDICT: 1, Aspect.SHORTLIST: 2, Aspect.OUTCOME: 3}
_USELESS = -1


def learn(uow: UnitOfWork, matcher: Matcher, ranking: Ranking) -> Lesson:
    """What cities said of the answers of one ranking, and the weights that it speaks for.

    Raises:
        Unavailable: the model cannot be loaded.
    """
    return lesson_of(ranking, judgements(uow, matcher, ranking))


def lay_before_staff(uow: UnitOfWork, lesson: Lesson) -> WeightProposal | None:
    """Make a proposal of what was learned, if it helps.

    Raises:
        Forbidden: the actor may not decide about weights.
    """
    if lesson.report is None or not lesson.helps:
        return None
    return propose(uow, lesson.ranking, lesson.report)


def judgements(uow: UnitOfWork, matcher: Matcher, ranking: Ranking) -> list[Judgement]:
    """What each city said of each answer, as one grade, the newest first."""
    graded: dict[tuple[UUID, UUID, UUID], int] = {}
    for one in still_true(uow.session, _ANSWERS[ranking]):
        grade = _grade(one)
        if grade is not None:
            about = (one.city_id, one.challenge_id, one.answer_id)
            graded[about] = max(grade, graded.get(about, _USELESS))
    answers: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for _, challenge_id, answer_id in graded:
        answers[challenge_id].append(answer_id)
    factors = {
        challenge_id: matcher.documented_factors(uow, ranking, challenge_id, ids)
        for challenge_id, ids in answers.items()
    }
    return [
        Judgement(str(city_id), str(challenge_id), factors[challenge_id][answer_id], grade)
        for (city_id, challenge_id, answer_id), grade in graded.items()
        if answer_id in factors[challenge_id]
    ]


def _grade(one: Counted) -> int | None:
    """How good the city finds the answer; None where it says nothing about the fit."""
    if one.useful:
        return _GRADES[one.aspect]
    return None if one.reasons == {Reason.KNOWN} else _USELESS
