"""Pages on which cities work: challenges, questions put to them, shortlists and references."""

from flask import Blueprint

from marketplace.web.city import (
    asking,
    challenges,
    decision,
    feedback,
    home,
    interests,
    questions,
    references,
    relaxing,
    shortlist,
    shortlist_files,
)

BOTH = ("GET", "POST")
ROUTES = (
    ("/city/<uuid:organisation_id>", "home", home.home, ("GET",)),
    ("/city/<uuid:organisation_id>/references", "references", home.references, ("GET",)),
    ("/city/<uuid:organisation_id>/others", "others", home.others, ("GET",)),
    (
        "/city/<uuid:organisation_id>/challenges/new",
        "new_challenge",
        challenges.new_challenge,
        BOTH,
    ),
    (
        "/city/<uuid:organisation_id>/challenges/new/check",
        "check_new_challenge",
        challenges.check_new_challenge,
        ("POST",),
    ),
    (
        "/challenges/<uuid:thing_id>/manage",
        "manage_challenge",
        challenges.manage_challenge,
        ("GET",),
    ),
    ("/challenges/<uuid:thing_id>/edit", "edit_challenge", challenges.edit_challenge, ("GET",)),
    (
        "/challenges/<uuid:thing_id>/edit/<name>",
        "write_challenge",
        challenges.write_challenge,
        BOTH,
    ),
    (
        "/challenges/<uuid:thing_id>/edit/<name>/check",
        "check_challenge",
        challenges.check_challenge,
        ("POST",),
    ),
    (
        "/challenges/<uuid:thing_id>/answers",
        "challenge_answers",
        challenges.challenge_answers,
        ("GET",),
    ),
    (
        "/challenges/<uuid:thing_id>/moves/<name>",
        "move_challenge",
        challenges.move_challenge,
        ("POST",),
    ),
    ("/challenges/<uuid:challenge_id>/relaxing", "relaxing", relaxing.relaxing, ("GET",)),
    ("/challenges/<uuid:thing_id>/note", "write_note", challenges.write_note, ("POST",)),
    (
        "/challenges/<uuid:challenge_id>/answers/<answer>/<uuid:answer_id>",
        "say_of",
        feedback.say_of,
        ("POST",),
    ),
    ("/challenges/<uuid:challenge_id>/shortlist", "shortlist", shortlist.shortlist, ("GET",)),
    (
        "/challenges/<uuid:challenge_id>/shortlist.csv",
        "shortlist_csv",
        shortlist_files.as_csv,
        ("GET",),
    ),
    (
        "/challenges/<uuid:challenge_id>/shortlist.json",
        "shortlist_json",
        shortlist_files.as_json,
        ("GET",),
    ),
    (
        "/challenges/<uuid:challenge_id>/shortlist/<uuid:solution_id>/note",
        "shortlist_note",
        shortlist.write_note,
        ("POST",),
    ),
    (
        "/challenges/<uuid:challenge_id>/shortlist/<uuid:solution_id>/<any(up, down):step>",
        "move_on_shortlist",
        shortlist.move,
        ("POST",),
    ),
    ("/challenges/<uuid:challenge_id>/interests", "interests", interests.interests, ("GET",)),
    ("/interests/<uuid:interest_id>/read", "read_interest", interests.read, ("POST",)),
    ("/interests/<uuid:interest_id>/answer", "answer_interest", interests.answer, ("POST",)),
    ("/challenges/<uuid:challenge_id>/decision", "decision", decision.decision, BOTH),
    (
        "/challenges/<uuid:challenge_id>/decision/check",
        "check_decision",
        decision.check,
        ("GET",),
    ),
    (
        "/challenges/<uuid:challenge_id>/decision/send",
        "send_decision",
        decision.send,
        ("POST",),
    ),
    ("/solutions/<uuid:solution_id>/ask", "ask_vendor", asking.ask_about, BOTH),
    ("/solutions/<uuid:solution_id>/shortlist", "put_on_shortlist", shortlist.put_on, ("POST",)),
    ("/questions/<uuid:question_id>/answer", "answer", questions.answer, ("POST",)),
    ("/references/<uuid:reference_id>/confirm", "confirm", references.confirm, ("POST",)),
    ("/references/<uuid:reference_id>/dispute", "dispute", references.dispute, ("POST",)),
)

PREPARES = {"city.send_decision": decision.to_send}

blueprint = Blueprint("city", __name__)
for _rule, _endpoint, _view, _methods in ROUTES:
    blueprint.add_url_rule(_rule, _endpoint, _view, methods=list(_methods))
