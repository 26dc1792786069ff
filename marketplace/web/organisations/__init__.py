"""Pages about one's account and the organisations one acts for."""

from flask import Blueprint

from marketplace.web.organisations import (
    account,
    claims,
    introductions,
    leaving,
    members,
    profile,
    tokens,
)

GET, POST, BOTH = ("GET",), ("POST",), ("GET", "POST")
ONE = "/organisations/<uuid:organisation_id>"
INTRODUCTION = "/introductions/<uuid:introduction_id>"
# A number that no row can have is an address that is not there.
NUMBER = "int(max=2147483647)"
ROUTES = (
    ("/account", "account", account.account, GET),
    ("/account/home", "begin", profile.begin, GET),
    ("/account/tokens", "tokens", tokens.tokens, BOTH),
    (f"/account/tokens/<{NUMBER}:token_id>/revoke", "revoke_token", tokens.revoke, POST),
    ("/account/data", "my_data", leaving.my_data, GET),
    ("/account/data.json", "my_data_file", leaving.my_data_file, GET),
    ("/account/delete", "delete_account", leaving.delete, BOTH),
    ("/organisations/new", "new", profile.new, BOTH),
    (f"{ONE}/home", "show", profile.home, GET),
    (f"{ONE}/edit", "edit", profile.edit, BOTH),
    (f"{ONE}/members", "members", members.members, GET),
    (f"{ONE}/members/invite", "invite", members.invite, POST),
    (f"{ONE}/members/<{NUMBER}:user_id>/role", "change_role", members.change, POST),
    (f"{ONE}/members/<{NUMBER}:user_id>/remove", "remove_member", members.remove, POST),
    (
        f"{ONE}/invitations/<uuid:invitation_id>/withdraw",
        "withdraw_invitation",
        members.withdraw,
        POST,
    ),
    (f"{ONE}/claim", "claim", claims.claim, BOTH),
    (f"{ONE}/introductions", "introductions", introductions.introductions, GET),
    (INTRODUCTION, "introduction", introductions.introduction, GET),
    (
        f"{INTRODUCTION}/answers/<uuid:organisation_id>",
        "answer_introduction",
        introductions.answer_introduction,
        POST,
    ),
    (f"{ONE}/close", "close", leaving.close, BOTH),
)

blueprint = Blueprint("organisations", __name__)
for _rule, _endpoint, _view, _methods in ROUTES:
    blueprint.add_url_rule(_rule, _endpoint, _view, methods=list(_methods))
