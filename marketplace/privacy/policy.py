"""Who may see what is kept about a person, and end it: that person, at a browser."""

from sqlalchemy import false, true

from marketplace.foundation.access import ActorKind, Rule

IN_PERSON: Rule[None] = Rule(
    "the person whose account it is, signed in at a browser",
    lambda actor, _: actor.kind is ActorKind.PERSON,
    lambda actor: true() if actor.kind is ActorKind.PERSON else false(),
)
