"""Words for what joint procurements keep about a person; the rest stands in `kept`."""

from collections.abc import Mapping

from flask_babel import lazy_gettext

TABLES: Mapping[str, tuple[str, str]] = {
    "funding_rule_set": (
        lazy_gettext("Versions of funding rules that you wrote"),
        lazy_gettext("So that it is known who changed the rules, and when."),
    ),
    "procurement": (
        lazy_gettext("Joint procurements that you began"),
        lazy_gettext("So that the cities know who proposed it."),
    ),
    "procurement_member": (
        lazy_gettext("Answers that you gave for a city in a joint procurement"),
        lazy_gettext("So that the group knows what a city has said."),
    ),
    "group_decision": (
        lazy_gettext("Decisions of a group that you put on record"),
        lazy_gettext("So that every decision of a group can be accounted for."),
    ),
    "step_move": (
        lazy_gettext("Steps of joint procurements that you took"),
        lazy_gettext("So that the way of a joint procurement can be accounted for."),
    ),
    "common_need": (
        lazy_gettext("Common needs that you drew up"),
        lazy_gettext("So that a group knows who put its requirements together."),
    ),
    "common_need_item": (
        lazy_gettext("Decisions on the common need that you wrote down"),
        lazy_gettext("So that every decision of a group can be accounted for."),
    ),
    "lot": (
        lazy_gettext("Lots that you wrote"),
        lazy_gettext("So that a group knows whom to ask about a lot."),
    ),
    "member_demand": (
        lazy_gettext("What you said of a city's demand"),
        lazy_gettext("So that a group knows whom to ask about the figures."),
    ),
    "commitment": (
        lazy_gettext("Commitments that you made for a city"),
        lazy_gettext("So that every commitment can be accounted for."),
    ),
    "long_list": (
        lazy_gettext("Long lists that you froze"),
        lazy_gettext("So that a group knows who froze a list, and when."),
    ),
    "evaluation": (
        lazy_gettext("Evaluations that you prepared"),
        lazy_gettext("So that the evaluation can be accounted for."),
    ),
    "tenderer": (
        lazy_gettext("Suppliers that you entered for evaluation or wrote to"),
        lazy_gettext("So that the evaluation can be accounted for."),
    ),
    "evaluator": (
        lazy_gettext("Evaluations in which you take part, or for which you named somebody"),
        lazy_gettext("So that it is known who evaluates for which city."),
    ),
    "score_sheet": (
        lazy_gettext("Points that you gave, and your declarations of interest"),
        lazy_gettext("So that the evaluation can be accounted for."),
    ),
    "consensus": (
        lazy_gettext("Points on which you noted that the evaluators agreed"),
        lazy_gettext("So that the evaluation can be accounted for."),
    ),
    "outcome": (
        lazy_gettext("Outcomes that you recorded"),
        lazy_gettext("So that what came of a joint procurement can be accounted for."),
    ),
    "saving": (
        lazy_gettext("Savings that you claimed or confirmed for a city"),
        lazy_gettext("So that the figures of the programme can be accounted for."),
    ),
    "group_document_version": (
        lazy_gettext("Documents that you added to a joint procurement"),
        lazy_gettext("So that a group knows whom to ask about a document."),
    ),
    "group_document": (
        lazy_gettext("Documents that you began in a joint procurement"),
        lazy_gettext("So that a group knows whom to ask about a document."),
    ),
    "group_question": (
        lazy_gettext("Questions within a group that you asked or answered"),
        lazy_gettext("So that a group knows whom to ask back."),
    ),
    "consultation": (
        lazy_gettext("Market consultations that you wrote, opened or closed"),
        lazy_gettext("So that the consultation can be accounted for."),
    ),
    "market_question": (
        lazy_gettext("Questions in a market consultation that you asked or answered"),
        lazy_gettext("To answer them for everybody; your name is not shown."),
    ),
    "market_response": (
        lazy_gettext("Responses to a market consultation that you sent"),
        lazy_gettext("So that the group knows who answered it."),
    ),
}
"""What each table holds and why it is kept."""

STANDS_AS: Mapping[str, str] = {
    "added_by": lazy_gettext("who added it"),
    "agreed_by": lazy_gettext("who noted the agreement"),
    "claimed_by": lazy_gettext("who claimed it"),
    "committed_by": lazy_gettext("who committed it"),
    "confirmed_by": lazy_gettext("who confirmed it"),
    "done_by": lazy_gettext("who did it"),
    "drawn_up_by": lazy_gettext("who drew it up"),
    "frozen_by": lazy_gettext("who froze it"),
    "named_by": lazy_gettext("who named the evaluator"),
    "opened_by": lazy_gettext("who opened it"),
    "recorded_by": lazy_gettext("who recorded it"),
    "sent_by": lazy_gettext("who sent it"),
    "told_by": lazy_gettext("who told the supplier"),
    "user_id": lazy_gettext("who it is about"),
}
"""In which column of a row the person stands."""

COLUMNS: Mapping[str, str] = {
    "basis": lazy_gettext("Basis"),
    "close_reason": lazy_gettext("Why it was closed"),
    "declaration": lazy_gettext("Declaration"),
    "evidence": lazy_gettext("On what grounds"),
    "feedback": lazy_gettext("Feedback"),
    "file_name": lazy_gettext("File"),
    "has_conflict": lazy_gettext("Conflict of interest"),
    "link": lazy_gettext("Link"),
    "lot": lazy_gettext("Lot"),
    "mandate_note": lazy_gettext("Note on the mandate"),
    "reason": lazy_gettext("Reason"),
    "title": lazy_gettext("Title"),
    "wording": lazy_gettext("Wording"),
}
"""The columns that are shown."""
