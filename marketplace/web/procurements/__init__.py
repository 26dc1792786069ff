"""Pages of joint procurements: the list, and of each one its workspace with its parts.

A part is a module with ROUTES of its own; its pages stand in the frame of
`templates/procurements/frame.html` and its link in `procurement_nav`.
"""

from flask import Blueprint

from marketplace.web.procurements import (
    beginning,
    commitments,
    consultation,
    deciding,
    demand,
    documents,
    evaluation,
    invitations,
    lots,
    market,
    members,
    need,
    open_data,
    outcome,
    packs,
    questions,
    suppliers,
    way,
    words,
    workspace,
)

PARTS = (
    workspace,
    beginning,
    invitations,
    members,
    deciding,
    need,
    lots,
    suppliers,
    evaluation,
    outcome,
    packs,
    open_data,
    way,
    demand,
    commitments,
    documents,
    questions,
    consultation,
    market,
)
WRITING_GETS = market.WRITING_GETS
TAKE_FILES = documents.TAKE_FILES
PREPARES = suppliers.PREPARES

blueprint = Blueprint("procurements", __name__)
for _part in PARTS:
    for _rule, _endpoint, _view, _methods in _part.ROUTES:
        blueprint.add_url_rule(_rule, _endpoint, _view, methods=list(_methods))
words.install(blueprint)
