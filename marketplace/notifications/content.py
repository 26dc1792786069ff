"""What people can be told of and how often, as words; no sentences: those are in `wording`."""

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What a notice is about; people choose for each kind how they are told."""

    QUESTIONS = "questions"
    LISTINGS = "listings"
    REFERENCES = "references"
    ANSWERS = "answers"
    INTRODUCTIONS = "introductions"
    PROCUREMENTS = "procurements"
    CONSULTATIONS = "consultations"
    MATCHES = "matches"
    SEARCHES = "searches"
    WATCHED = "watched"
    DEADLINES = "deadlines"
    REMINDERS = "reminders"
    ORGANISATIONS = "organisations"
    REVIEWS = "reviews"


class Occasion(StrEnum):
    """What has happened that somebody is told of; each has its words in `wording`."""

    SOLUTION_RETURNED = "solution_returned"
    SOLUTION_HELD = "solution_held"
    SOLUTION_PUBLISHED = "solution_published"
    CHALLENGE_RETURNED = "challenge_returned"
    CHALLENGE_OPENED = "challenge_opened"
    QUESTION_ASKED = "question_asked"
    QUESTION_ANSWERED = "question_answered"
    VENDOR_ASKED = "vendor_asked"
    VENDOR_ANSWERED = "vendor_answered"
    SOLUTION_ANSWERED = "solution_answered"
    REFERENCE_INVITED = "reference_invited"
    REFERENCE_CONFIRMED = "reference_confirmed"
    REFERENCE_DISPUTED = "reference_disputed"
    REFERENCE_EXPIRED = "reference_expired"
    ORGANISATION_VERIFIED = "organisation_verified"
    ORGANISATION_REFUSED = "organisation_refused"
    ORGANISATION_CLAIMED = "organisation_claimed"
    CLAIM_REFUSED = "claim_refused"
    REVIEW_SOLUTION = "review_solution"
    REVIEW_CHALLENGE = "review_challenge"
    REVIEW_HELD = "review_held"
    REVIEW_CLAIM = "review_claim"
    SOLUTION_CHANGED = "solution_changed"
    CHALLENGE_CHANGED = "challenge_changed"
    CHALLENGE_REOPENED = "challenge_reopened"
    CHALLENGE_CLOSED = "challenge_closed"
    CHALLENGE_AWARDED = "challenge_awarded"
    CHALLENGE_CANCELLED = "challenge_cancelled"
    CHALLENGE_ANSWERED = "challenge_answered"
    CITY_ASKS = "city_asks"
    INTEREST_EXPRESSED = "interest_expressed"
    INTEREST_ANSWERED = "interest_answered"
    INTEREST_WITHDRAWN = "interest_withdrawn"
    INTEREST_CLOSED = "interest_closed"
    INTEREST_ENDED = "interest_ended"
    SOLUTION_CHOSEN = "solution_chosen"
    SOLUTION_DECIDED = "solution_decided"
    DECISION_SENT = "decision_sent"
    INTRODUCED = "introduced"
    INTRODUCTION_ANSWERED = "introduction_answered"
    INTRODUCTION_ENDED = "introduction_ended"
    CITY_INVITED = "city_invited"
    INVITATION_ANSWERED = "invitation_answered"
    MEMBER_WITHDREW = "member_withdrew"
    NEXT_CITY = "next_city"
    NEXT_GROUP = "next_group"
    LEAD_BUYER_LEFT = "lead_buyer_left"
    LEAD_BUYER_CHOSEN = "lead_buyer_chosen"
    ROLE_CHANGED = "role_changed"
    GROUP_DECIDED = "group_decided"
    NEED_CHANGED = "need_changed"
    STEP_TAKEN = "step_taken"
    STEP_DUE = "step_due"
    COMMITMENT_MADE = "commitment_made"
    COMMITMENT_GONE = "commitment_gone"
    EVALUATOR_NAMED = "evaluator_named"
    CONSENSUS_OPENED = "consensus_opened"
    OUTCOME_RECORDED = "outcome_recorded"
    SUPPLIER_TOLD = "supplier_told"
    SAVING_CLAIMED = "saving_claimed"
    SAVING_CONFIRMED = "saving_confirmed"
    CONSULTATION_OPENED = "consultation_opened"
    CONSULTATION_FITS = "consultation_fits"
    CONSULTATION_CHANGED = "consultation_changed"
    CONSULTATION_CLOSING = "consultation_closing"
    CONSULTATION_CLOSED = "consultation_closed"
    MARKET_ASKED = "market_asked"
    MARKET_ANSWERED = "market_answered"
    MARKET_RESPONDED = "market_responded"
    MARKET_CLOSING = "market_closing"
    GROUP_ASKED = "group_asked"
    GROUP_ANSWERED = "group_answered"
    CHALLENGE_FITS = "challenge_fits"
    SOLUTION_FITS = "solution_fits"
    FOUND = "found"
    DEADLINE_WEEK = "deadline_week"
    DEADLINE_DAY = "deadline_day"
    STILL_ASKED = "still_asked"
    STILL_ENQUIRED = "still_enquired"
    STILL_INVITED = "still_invited"
    STILL_INTERESTED = "still_interested"
    STILL_INTRODUCED = "still_introduced"
    STILL_IN_REVIEW = "still_in_review"
    TO_CONFIRM = "to_confirm"


class Rhythm(StrEnum):
    """How soon mail tells of a notice; the inbox has it at once in any case."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    INBOX = "inbox"


class Thing(StrEnum):
    """What a notice leads to, and what people watch."""

    SOLUTION = "solution"
    CHALLENGE = "challenge"
    ORGANISATION = "organisation"
    PROCUREMENT = "procurement"


class Threshold(StrEnum):
    """From which band on somebody wants to hear of a match."""

    STRONG = "strong"
    POSSIBLE = "possible"


class ListPage(StrEnum):
    """The lists whose searches can be saved."""

    SEARCH = "search"
    SOLUTIONS = "solutions"
    CHALLENGES = "challenges"


USUAL: Mapping[Kind, Rhythm] = {
    Kind.QUESTIONS: Rhythm.NOW,
    Kind.LISTINGS: Rhythm.NOW,
    Kind.REFERENCES: Rhythm.NOW,
    Kind.ANSWERS: Rhythm.NOW,
    Kind.INTRODUCTIONS: Rhythm.NOW,
    Kind.PROCUREMENTS: Rhythm.NOW,
    Kind.CONSULTATIONS: Rhythm.DAILY,
    Kind.MATCHES: Rhythm.WEEKLY,
    Kind.SEARCHES: Rhythm.DAILY,
    Kind.WATCHED: Rhythm.DAILY,
    Kind.DEADLINES: Rhythm.NOW,
    Kind.REMINDERS: Rhythm.WEEKLY,
    Kind.ORGANISATIONS: Rhythm.NOW,
    Kind.REVIEWS: Rhythm.DAILY,
}
"""How people are told who have not chosen: at once of what waits for them, gathered otherwise."""

USUAL_THRESHOLD = Threshold.POSSIBLE
DIGESTS = (Rhythm.DAILY, Rhythm.WEEKLY)

SEARCH_NAMES: Mapping[ListPage, frozenset[str]] = {
    ListPage.SEARCH: frozenset(
        {"need", "theme", "technology", "country", "language", "standard"}
        | {"price_max", "trl_min", "data_location"}
    ),
    ListPage.SOLUTIONS: frozenset(
        {"q", "theme", "technology", "standard", "country", "language"}
        | {"trl_min", "price_max", "sort"}
    ),
    ListPage.CHALLENGES: frozenset({"q", "theme", "country", "nature", "joint", "state"}),
}
"""The names that the address of each list may bring."""
