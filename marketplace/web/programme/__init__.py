"""Pages of programme staff: the pulse, reviews, broking, organisations, claims, the record."""

from flask import Blueprint

from marketplace.web.programme import (
    activity,
    groups,
    home,
    introductions,
    organisations,
    pairs,
    procurements,
    queue,
    reviews,
    rules,
    waiting,
    weights,
)

ROUTES = (
    ("/programme", "home", home.home, "GET"),
    ("/programme/reviews", "queue", queue.queue, "GET"),
    ("/programme/waiting", "waiting", waiting.waiting, "GET"),
    ("/programme/reminders", "remind", waiting.send_reminder, "POST"),
    ("/programme/pairs", "pairs", pairs.pairs, "GET"),
    ("/programme/groups", "groups", groups.groups, "GET"),
    ("/programme/groups", "propose_group", groups.propose_group, "POST"),
    ("/programme/groups/check", "group", groups.group, "GET"),
    ("/programme/procurements", "procurements", procurements.procurements, "GET"),
    ("/programme/introductions", "introductions", introductions.introductions, "GET"),
    ("/programme/introductions", "introduce", pairs.introduce_pair, "POST"),
    (
        "/programme/introductions/<uuid:thing_id>/<name>",
        "move_introduction",
        introductions.move,
        "POST",
    ),
    ("/programme/solutions/<uuid:thing_id>", "review_solution", reviews.solution, "GET"),
    (
        "/programme/solutions/<uuid:thing_id>/<name>",
        "decide_solution",
        reviews.decide_solution,
        "POST",
    ),
    ("/programme/challenges/<uuid:thing_id>", "review_challenge", reviews.challenge, "GET"),
    (
        "/programme/challenges/<uuid:thing_id>/<name>",
        "decide_challenge",
        reviews.decide_challenge,
        "POST",
    ),
    ("/programme/organisations", "organisations", organisations.waiting, "GET"),
    ("/programme/organisations/<uuid:thing_id>/<name>", "judge", organisations.judge, "POST"),
    ("/programme/claims", "claims", organisations.claims, "GET"),
    ("/programme/claims/<uuid:thing_id>/<name>", "decide_claim", organisations.decide, "POST"),
    ("/programme/weights", "weights", weights.weights, "GET"),
    (
        "/programme/weights/<uuid:thing_id>/<name>",
        "decide_weights",
        weights.decide,
        "POST",
    ),
    ("/programme/rules", "new_rules", rules.new, "GET"),
    ("/programme/rules", "add_rules", rules.add, "POST"),
    ("/programme/rules/<key>", "edit_rules", rules.edit, "GET"),
    ("/programme/rules/<key>", "write_rules", rules.write, "POST"),
    ("/programme/activity", "activity", activity.activity, "GET"),
)

PREPARES = {"programme.decide_solution": reviews.examined}

blueprint = Blueprint("programme", __name__)
for _rule, _endpoint, _view, _method in ROUTES:
    blueprint.add_url_rule(_rule, _endpoint, _view, methods=[_method])
