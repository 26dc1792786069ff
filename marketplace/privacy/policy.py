"""Who may see what is kept about a person, and end it: that person, at a browser."""

from sqlalchemy import false, true

from marketplace.foundation.access import ActorKind, Rule
from marketplace.foundation.saying import later

IN_PERSON: Rule[None] = Rule(
    later("Only the person whose account it is can do this, signed in at a browser."),
    lambda actor, _: actor.kind is ActorKind.PERSON,
    lambda actor: true() if actor.kind is ActorKind.PERSON else false(),
)
