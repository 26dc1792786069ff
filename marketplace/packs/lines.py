"""Runs and blocks that several papers share: each value with the field that it came from."""

from collections.abc import Iterable
from itertools import chain

from marketplace.foundation.saying import say, say_in
from marketplace.packs.content import (
    Block,
    Field,
    Gap,
    Heading,
    Listing,
    Paragraph,
    Place,
    Run,
    Runs,
    Source,
    Table,
    Words,
    joined,
    phrase,
)
from marketplace.packs.facts import Facts
from marketplace.packs.wording import LETTERS, MANDATES, MODES, ROLES, country, day
from marketplace.procurements.content import Letter, Mandate
from marketplace.procurements.queries import MemberView
from marketplace.recommendations.languages import spoken_in

DIRECTIVE = "https://eur-lex.europa.eu/eli/dir/2014/24/oj"


def known(value: str | None, source: Source, *, quoted: bool = False) -> Run:
    """The value of a field, or a gap where it is empty; `quoted` are people's own words."""
    if not value:
        return Gap(source.name, source)
    return Field(value, source, spoken_in(value) if quoted else None)


def law(where: str) -> Source:
    """A place in Directive 2014/24/EU, such as “Article 38”."""
    return Source(say("Directive 2014/24/EU, %(where)s", where=where), Place.LAW, DIRECTIVE)


def by_hand(what: str) -> Gap:
    """What only the parties can write, on the paper itself."""
    return Gap(what, Source(say("To be written by the parties on the paper itself"), Place.BY_HAND))


def standing(*sentences: str, basis: Source | None = None) -> tuple[Paragraph, ...]:
    """Sentences of the template, each a paragraph; they rest on a law or on the template."""
    return tuple(Paragraph((Words(text),), basis or template()) for text in sentences)


def template() -> Source:
    """What stands in each paper of this kind."""
    return Source(say("Wording of the template; change it as you agree"), Place.TEMPLATE)


def title(facts: Facts) -> Run:
    """The title of the joint procurement."""
    return known(facts.view.content.title, Source(say("Title"), Place.ABOUT), quoted=True)


def summary(facts: Facts) -> Run:
    """What is bought together."""
    source = Source(say("What is bought together"), Place.ABOUT)
    return known(facts.view.content.summary, source, quoted=True)


def mode(facts: Facts) -> Run:
    """How the cities buy together."""
    chosen = facts.view.content.mode
    return known(chosen and say(MODES[chosen]), Source(say("How the cities buy"), Place.ABOUT))


def governing_law(facts: Facts) -> Run:
    """The country whose law governs."""
    code = facts.view.content.law
    return known(code and country(code), Source(say("Country whose law governs"), Place.ABOUT))


def currency(facts: Facts) -> Run:
    """The currency in which money is counted."""
    return known(facts.view.currency, Source(say("Currency"), Place.ABOUT))


def lead_buyer(facts: Facts) -> Run:
    """The city that leads."""
    found = facts.view.lead_buyer
    source = Source(say("Lead buyer"), Place.MEMBERS)
    return known(found.name if found is not None else None, source)


def city(member: MemberView) -> Run:
    """The name of a member."""
    return known(member.name, _of_city(say("Name of %(city)s", city=member.name), member))


def state(member: MemberView) -> Run:
    """The country of a member."""
    name = say("Country of %(city)s", city=member.name)
    return known(country(member.country), _of_city(name, member))


def role(member: MemberView) -> Run:
    """The role in which a member takes part."""
    source = Source(say("Role of %(city)s", city=member.name), Place.MEMBERS)
    return known(say(ROLES[member.role]), source)


def challenge(member: MemberView) -> Run:
    """The challenge that a member brings."""
    key = str(member.challenge_id)
    source = Source(say("Challenge of %(city)s", city=member.name), Place.CHALLENGE, key)
    return known(member.challenge_title, source, quoted=True)


def letter(member: MemberView) -> Runs:
    """How far the letter of intent of a member has come; a gap until it is signed."""
    source = Source(say("Letter of intent of %(city)s", city=member.name), Place.MEMBERS)
    if member.letter is Letter.SIGNED and member.letter_on is not None:
        signed = say("signed on %(day)s", day=day(member.letter_on))
        return (Field(signed, source),)
    return (Field(say(LETTERS[member.letter]), source), Words(" "), Gap(source.name, source))


def mandate(member: MemberView) -> Runs:
    """Whether a member's council or board has empowered it; a gap until it has."""
    source = Source(say("Mandate of %(city)s", city=member.name), Place.MEMBERS)
    stated = Field(say(MANDATES[member.mandate]), source)
    if member.mandate is not Mandate.GIVEN:
        return (stated, Words(" "), Gap(source.name, source))
    if not member.mandate_note:
        return (stated,)
    return (stated, Words(": "), known(member.mandate_note, source, quoted=True))


def missing_buyer(facts: Facts) -> tuple[Gap, ...]:
    """A gap where nobody can buy together yet, because fewer than two buy."""
    if len(facts.view.buyers) > 1:
        return ()
    return (Gap(say("a second city that buys"), Source(say("Members"), Place.MEMBERS)),)


def buyers(facts: Facts) -> Runs:
    """The names of those who buy."""
    return joined([*map(city, facts.view.buyers), *missing_buyer(facts)])


def parties(facts: Facts) -> tuple[Block, ...]:
    """Who takes part, in which role, and how far its papers are."""
    header = (say("City"), say("Country"), say("Role"), say("Letter of intent"), say("Mandate"))
    rows = tuple(
        ((city(one),), (state(one),), (role(one),), letter(one), mandate(one))
        for one in facts.view.taking_part
    )
    few = tuple(Paragraph((gap,)) for gap in missing_buyer(facts))
    return (*few, Table(say("The cities that take part"), header, rows))


def decisions(facts: Facts) -> tuple[Block, ...]:
    """What the group has decided, as it stands on record."""
    if not facts.decisions:
        missing = Gap(
            say("Decisions of the group"), Source(say("Decisions on record"), Place.DECISIONS)
        )
        return (Paragraph((missing,)),)
    return (Listing(tuple(chain.from_iterable(_decided(facts)))),)


def _decided(facts: Facts) -> Iterable[tuple[Runs, ...]]:
    for one in facts.decisions:
        source = Source(say("Decision %(number)s on record", number=one.number), Place.DECISIONS)
        yield (
            phrase(
                say("%(text)s (%(day)s; took part: %(cities)s)"),
                text=known(one.text, source, quoted=True),
                day=day(one.decided_at),
                cities=", ".join(one.took_part),
            ),
        )


def signatures(members: Iterable[MemberView]) -> tuple[Block, ...]:
    """Where the parties sign, by hand."""
    line = (Words("_" * 16),)
    header = (
        say_in("in the name of", "For"),
        say("Name and function"),
        say("Place and date"),
        say("Signature"),
    )
    rows = tuple(((city(one),), line, line, line) for one in members)
    caption = say("To be filled in by hand by those who may sign")
    return (Heading(say("Signatures")), Table(caption, header, rows))


def _of_city(name: str, member: MemberView) -> Source:
    return Source(name, Place.ORGANISATION, str(member.organisation_id))
