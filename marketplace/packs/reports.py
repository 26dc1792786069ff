"""The report on the open market consultation: what was asked, given and answered, in figures."""

from datetime import datetime

from marketplace.consultations.content import Given
from marketplace.consultations.queries import ConsultationView, LogEntry
from marketplace.foundation.saying import say
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
    joined,
    phrase,
)
from marketplace.packs.facts import Facts
from marketplace.packs.lines import by_hand, known, standing, title
from marketplace.packs.wording import GIVEN, country, moment, number


def consultation_report(facts: Facts) -> tuple[Block, ...]:
    """The report; as long as nothing was opened, that is its gap."""
    found = facts.consultation
    if found is None or found.opened_at is None:
        missing = Gap(say("an open market consultation"), _source())
        return (Heading(say("The consultation")), Paragraph((missing,)))
    return (
        *_what(facts, found),
        *_figures(facts),
        *_questions(found),
        *_log(facts),
        *_lessons(),
    )


def _source() -> Source:
    return Source(say("Market consultation"), Place.CONSULTATION)


def _what(facts: Facts, found: ConsultationView) -> tuple[Block, ...]:
    said, source = found.content, _source()
    return (
        Heading(say("The consultation")),
        Paragraph(
            phrase(
                say("The cities consulted the market on “%(title)s”: %(consultation)s"),
                title=title(facts),
                consultation=known(said.title, source, quoted=True),
            )
        ),
        Paragraph((known(said.text, source, quoted=True),)),
        Paragraph(
            phrase(
                say("It was opened on %(opened)s; responses were welcome until %(deadline)s."),
                opened=_moment(found.opened_at, say("day on which it was opened")),
                deadline=_moment(found.deadline, say("last day for responses")),
            )
        ),
        *standing(
            say(
                "Everybody was given the same information at the same moment. Consulting the "
                "market must not favour anybody who takes part in the procedure later."
            ),
            basis=_law(),
        ),
        Heading(say("What was asked of the market"), 2),
        _listed([known(text, source, quoted=True) for text in said.questions]),
    )


def _law() -> Source:
    from_the_law = "https://eur-lex.europa.eu/eli/dir/2014/24/oj"
    return Source(say("Directive 2014/24/EU, Articles 40 and 41"), Place.LAW, from_the_law)


def _moment(at: datetime | None, what: str) -> Run:
    return Gap(what, _source()) if at is None else Field(moment(at), _source())


def _listed(runs: list[Run]) -> Block:
    if not runs:
        return Paragraph((Field(say("No question was put in writing."), _source()),))
    return Listing(tuple((run,) for run in runs))


def _figures(facts: Facts) -> tuple[Block, ...]:
    found = facts.figures
    if found is None:
        return ()
    source = Source(say("Figures of the consultation"), Place.CONSULTATION)
    rows = (
        (say("Vendors that responded"), number(found.responses)),
        (say("Countries that they come from"), ", ".join(map(country, found.countries))),
        (say("Questions of vendors"), number(found.questions)),
        (say("Questions answered"), number(found.answered)),
        (say("Documents handed out"), number(found.documents)),
        (say("Organisations that fetched a document"), number(found.took_documents)),
    )
    return (
        Heading(say("Who took part")),
        Table(
            say("The consultation in figures"),
            (say("What"), say("How many")),
            tuple((phrase(name), (Field(value or say("none"), source),)) for name, value in rows),
        ),
    )


def _questions(found: ConsultationView) -> tuple[Block, ...]:
    answered = [one for one in found.questions if one.answer is not None]
    if not answered:
        return ()
    source = Source(say("Questions of vendors"), Place.CONSULTATION)
    rows = tuple(
        ((known(one.text, source, quoted=True),), (known(one.answer, source, quoted=True),))
        for one in answered
    )
    header = (say("Question"), say("Answer"))
    return (Heading(say("Questions of vendors")), Table(say("What was answered"), header, rows))


def _log(facts: Facts) -> tuple[Block, ...]:
    # Who fetched what stays in the log: a report that is published must not name competitors.
    rows = tuple(_given(one) for one in facts.log if one.what is not Given.TAKEN)
    if not rows:
        return ()
    header = (say("When"), say("What"), say("Of what"))
    return (
        Heading(say("Who was given what, and when")),
        Table(say("The log of the consultation"), header, rows),
    )


def _given(one: LogEntry) -> tuple[Runs, ...]:
    source = Source(say("Log of the consultation"), Place.CONSULTATION)
    about = [text for text in (one.document, one.question) if text]
    return (
        (Field(moment(one.at), source),),
        (Field(say(GIVEN[one.what]), source),),
        joined([Field(text, source) for text in about], "; "),
    )


def _lessons() -> tuple[Block, ...]:
    return (
        Heading(say("What the cities learned, and what they change")),
        Paragraph((by_hand(say("what the responses say, without the secrets of any vendor")),)),
    )
