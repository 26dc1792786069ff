"""What is sent with the requests of the table, by the name that stands behind the `<`.

A text in braces stands for the id of a thing of the town, `{own}` for the organisation of
whoever asks. JSON goes to the API, the others
are forms.
"""

from typing import Any

from tests.factories.town import SECRETS

LONG = "Heat is lost in old houses and nobody knows where it goes, winter after winter. " * 2

JSON: dict[str, Any] = {
    "organisation": {"content": {"kind": "vendor", "name": "Fresh", "country": "AT"}},
    "described": {"content": {"description": "We measure heat."}},
    "invitation": {"email": "new@heatwise.example", "role": "viewer"},
    "role": {"role": "editor"},
    "solution": {
        "vendor": "{organisation.vendor}",
        "content": {"name": "Fresh", "summary": "Something new."},
    },
    "renamed": {"content": {"summary": "Something else."}},
    "remarks": {"remarks": {"themes": "Choose the ones that fit best."}},
    "challenge": {
        "city": "{organisation.city}",
        "content": {"title": "Fresh", "problem": "It is cold."},
    },
    "retitled": {"content": {"tried": "We put on a sweater."}},
    "opinion": {
        "answer": "solution",
        "answer_id": "{solution.published}",
        "aspect": "verdict",
        "challenge_version": 1,
        "answer_version": 1,
    },
    "answered": {
        "answer": "solution",
        "answer_id": "{solution.published}",
        "aspect": "verdict",
    },
    "put-on": {
        "solution": "{solution.published}",
        "challenge_version": 1,
        "solution_version": 1,
    },
    "note": {"note": "Ask for a reference."},
    "interest": {
        "solution_id": "{solution.newer}",
        "challenge_version": 1,
        "content": {
            "message": "We measure heat.",
            "contact": {"name": "Ann", "email": "ann@heatwise.example"},
        },
    },
    "interest-answer": {"answer": "declined", "reason": "Next year."},
    "interest-end": {"reason": "We chose another way."},
    "need": {"text": "Heat is lost and nobody knows where."},
    "joint-proposal": {
        "content": {"title": "Warm homes", "summary": "We lose the same heat."},
        "cities": [
            {"challenge_id": "{challenge.open}"},
            {"challenge_id": "{challenge.neighbour}"},
        ],
    },
    "joint-description": {"content": {"summary": "Both lose much heat."}},
    "joint-invitation": {"challenge_id": "{challenge.neighbour}"},
    "joint-lead": {
        "organisation_id": "{organisation.city}",
        "text": "It has done this before.",
        "took_part": ["{organisation.city}"],
    },
    "joint-mode": {
        "mode": "pcp",
        "law": "AT",
        "text": "There is nothing to buy yet.",
        "took_part": ["{organisation.city}"],
    },
    "joint-decision": {"text": "We meet on Mondays.", "took_part": ["{organisation.city}"]},
    "joint-letter": {"letter": "promised"},
    "joint-role": {"role": "buyer"},
    "joint-reason": {"reason": "The council said no."},
    "terms": {"unit": "sensor", "sharing": "units"},
    "demand": {"currency": "EUR", "years": [{"year": 2027, "units": 3, "budget": "90.50"}]},
    "pledge": {"amount": "7.50", "currency": "EUR"},
    "new-pledge": {"organisation": "{organisation.city}", "amount": "7.50", "currency": "EUR"},
    "cap": {"cap": "900000", "currency": "EUR"},
}

FORMS: dict[str, dict[str, str]] = {
    "terms": {"unit": "sensor", "sharing": "units"},
    "demand": {"currency": "EUR", "years.0.year": "2027", "years.0.units": "3"},
    "pledge": {"amount": "7.50", "currency": "EUR"},
    "new-pledge": {"organisation": "{organisation.city}", "amount": "7.50", "currency": "EUR"},
    "cap": {"cap": "900000", "currency": "EUR"},
    "language": {"language": "en", "back": "/about"},
    "interest-form": {
        "message": "We measure heat.",
        "contact.name": "Ann",
        "contact.email": "ann@heatwise.example",
        "challenge_version": "1",
    },
    "password": {"email": "owner@heatwise.example", "password": "not the password"},
    "registration": {
        "name": "Ada",
        "email": "ada@new.example",
        "password": "correct horse battery",
        "password_confirm": "correct horse battery",
    },
    "address": {"email": "owner@heatwise.example"},
    "new-password": {
        "password": "not the password",
        "new_password": "correct horse battery",
        "new_password_confirm": "correct horse battery",
    },
    "token": {"name": "nightly", "scopes": "read"},
    "no-password": {"password": "not the password"},
    "organisation-form": {"kind": "vendor", "name": "Fresh", "country": "AT"},
    "profile": {"name": "Heatwise", "country": "AT", "description": "We measure heat."},
    "invitation-form": {"email": "new@heatwise.example", "role": "viewer"},
    "role-form": {"role": "editor"},
    "claim": {"message": "I run the place."},
    "solution-form": {
        "name": f"Fresh {SECRETS['a draft']}",
        "summary": "Something new.",
        "description": LONG,
    },
    "buyer": {"buyer_id": "{organisation.city}", "thing_id": "{solution.newer}"},
    "question": {"text": "How many houses?", "asker": "{own}"},
    "said": {"said": "useful", "challenge_version": "1", "answer_version": "1"},
    "challenge-form": {
        "title": "Fresh",
        "problem": LONG,
        "procurement_path": "undecided",
        "joint_procurement": "false",
        "nature": "call",
    },
    "note": {"note": "Ask the treasurer."},
    "interest-answer": {"answer": "invited", "reason": "Come and show us."},
    "decision": {"outcome": "none", "message": "Thank you all."},
    "list-for": {"challenge": "{challenge.open}"},
    "proposal": {
        "challenges": "{challenge.network}",
        "title": "Warm homes",
        "summary": "We lose the same heat.",
    },
    "one-more": {"challenge": "{challenge.neighbour}"},
    "accepted": {"role": "buyer"},
    "in-role": {"role": "observer"},
    "why": {"reason": "The council said no."},
    "letter": {"letter": "signed", "signed_on": "2026-11-02"},
    "mandate": {"mandate": "given", "note": "Decision 12 of 2026."},
    "described": {"title": "Warm homes together", "summary": "Both lose much heat."},
    "lead": {
        "lead": "{organisation.city}",
        "reason": "It has done this before.",
        "took_part": "{organisation.city}",
    },
    "mode": {
        "mode": "cross_border_joint",
        "law": "AT",
        "reason": "We are two countries.",
        "took_part": "{organisation.city}",
    },
    "group-decision": {"text": "We meet on Mondays.", "took_part": "{organisation.city}"},
    "answer": {"answer": "Four hundred.", "thing_id": "{challenge.network}"},
    "remark": {"remarks.themes": "Choose the ones that fit best."},
    "reply": {"wants": "yes", "reply": "Ring us."},
    "pair": {
        "challenge": "{challenge.network}",
        "solution": "{solution.newer}",
        "text": "You should talk.",
    },
    "reminder": {
        "kind": "question",
        "subject": "{question}",
        "organisation": "{organisation.city}",
    },
    "outcome": {"outcome": "talking", "note": "They met."},
    "refusal": {"note": "We could not reach anybody."},
    "rhythms": {"questions": "daily", "threshold": "strong"},
    "watch": {"thing": "solution", "id": "{solution.published}"},
    "watch-draft": {"thing": "solution", "id": "{solution.draft}"},
    "search": {"page": "solutions", "query": "q=heat", "name": "Heat"},
    "name": {"name": "Warmth"},
}
