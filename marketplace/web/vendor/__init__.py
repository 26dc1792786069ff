"""Pages on which vendors work: their solutions, the challenges these fit, and questions."""

from flask import Blueprint

from marketplace.web.vendor import (
    home,
    interests,
    mirror,
    questions,
    references,
    solutions,
    why_not,
)

BOTH = ("GET", "POST")
ROUTES = (
    ("/vendor/<uuid:organisation_id>", "home", home.home, ("GET",)),
    (
        "/vendor/<uuid:organisation_id>/solutions/new",
        "new_solution",
        solutions.new_solution,
        BOTH,
    ),
    (
        "/vendor/<uuid:organisation_id>/solutions/new/check",
        "check_new_solution",
        solutions.check_new_solution,
        ("POST",),
    ),
    ("/vendor/<uuid:organisation_id>/challenges", "fits", mirror.fits, ("GET",)),
    ("/solutions/<uuid:thing_id>/manage", "manage_solution", solutions.manage_solution, ("GET",)),
    ("/solutions/<uuid:thing_id>/edit", "edit_solution", solutions.edit_solution, ("GET",)),
    ("/solutions/<uuid:thing_id>/edit/<name>", "write_solution", solutions.write_solution, BOTH),
    (
        "/solutions/<uuid:thing_id>/edit/<name>/check",
        "check_solution",
        solutions.check_solution,
        ("POST",),
    ),
    (
        "/solutions/<uuid:thing_id>/answers",
        "solution_answers",
        solutions.solution_answers,
        ("GET",),
    ),
    (
        "/solutions/<uuid:thing_id>/moves/<name>",
        "move_solution",
        solutions.move_solution,
        ("POST",),
    ),
    ("/solutions/<uuid:solution_id>/challenges", "mirror", mirror.mirror, ("GET",)),
    (
        "/solutions/<uuid:solution_id>/challenges/<uuid:challenge_id>",
        "why_not",
        why_not.why_not,
        ("GET",),
    ),
    (
        "/vendor/<uuid:organisation_id>/references",
        "references",
        references.references,
        ("GET",),
    ),
    ("/references/<uuid:reference_id>", "reference", references.reference, ("GET",)),
    ("/references/<uuid:reference_id>/invite", "invite", references.invite, ("POST",)),
    (
        "/references/<uuid:reference_id>/remind",
        "remind_reference",
        references.remind,
        ("POST",),
    ),
    ("/challenges/<uuid:challenge_id>/ask", "ask", questions.ask, BOTH),
    (
        "/solution-questions/<uuid:question_id>/answer",
        "answer_city",
        questions.answer,
        ("POST",),
    ),
    ("/challenges/<uuid:challenge_id>/interest", "choose_solution", interests.choose, ("GET",)),
    (
        "/challenges/<uuid:challenge_id>/interest/<uuid:solution_id>",
        "express",
        interests.express,
        BOTH,
    ),
    ("/vendor/<uuid:organisation_id>/interests", "interests", interests.interests, ("GET",)),
    ("/interests/<uuid:interest_id>", "interest", interests.interest, ("GET",)),
    (
        "/interests/<uuid:interest_id>/withdraw",
        "withdraw_interest",
        interests.take_back,
        ("POST",),
    ),
)

blueprint = Blueprint("vendor", __name__)
for _rule, _endpoint, _view, _methods in ROUTES:
    blueprint.add_url_rule(_rule, _endpoint, _view, methods=list(_methods))
