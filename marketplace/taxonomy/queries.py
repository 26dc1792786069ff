"""Reads of the code lists: terms, labels, and whether codes are known."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from sqlalchemy import Subquery, and_, func, select, tuple_, union
from sqlalchemy.orm import Session, load_only

from marketplace.foundation.errors import Fault, NotFound, shown
from marketplace.foundation.paging import Page, PageRequest
from marketplace.foundation.saying import say
from marketplace.foundation.unit_of_work import once
from marketplace.foundation.versions import Facet
from marketplace.taxonomy.codes import TermList
from marketplace.taxonomy.models import Term

Codes = Mapping[TermList, Collection[str]]

TOGETHER = (
    TermList.THEMES,
    TermList.COUNTRIES,
    TermList.LANGUAGES,
    TermList.TECHNOLOGIES,
    TermList.STANDARDS,
    TermList.SPECIALISATIONS,
)
"""Most pages name something of several of these."""
SHOWN = (Term.list, Term.code, Term.label, Term.parent)

THEME = "theme"
"""The kind under which things keep their themes."""


def terms(session: Session, name: TermList) -> list[Term]:
    """All terms of a list, in the order of their codes."""
    return list(session.scalars(select(Term).where(Term.list == name).order_by(Term.code)))


def terms_with(session: Session, name: TermList) -> Mapping[TermList, Mapping[str, Term]]:
    """The terms of a list by code, in their order, and those of the lists mostly wanted with it.

    They come in one query, in a transaction that only reads once for all who ask.
    """
    names = TOGETHER if name in TOGETHER else (name,)
    return once(session, names, lambda: _terms(session, names))


def page_of_terms(session: Session, name: str, page: PageRequest) -> Page[Term]:
    """One page of a list.

    Raises:
        NotFound: there is no such list.
    """
    if name not in set(TermList):
        raise NotFound(
            say(
                "There is no list “%(name)s”; there are %(names)s.",
                name=shown(name),
                names=", ".join(TermList),
            )
        )
    chosen = select(Term).where(Term.list == name)
    rows = session.scalars(chosen.order_by(Term.code).offset(page.offset).limit(page.page_size))
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    return Page(rows.all(), total, page.page, page.page_size)


def labels(session: Session, codes: Codes) -> dict[tuple[TermList, str], str]:
    """The labels of the codes, by list and code, in one query; unknown codes are left out."""
    pairs = [(name.value, code) for name, some in codes.items() for code in set(some)]
    if not pairs:
        return {}
    found = session.execute(
        select(Term.list, Term.code, Term.label).where(tuple_(Term.list, Term.code).in_(pairs))
    )
    return {(TermList(name), code): label for name, code, label in found}


def with_children(session: Session, name: TermList, code: str) -> list[str]:
    """The code and all codes directly below it."""
    known = terms_with(session, name)[name].values()
    return [term.code for term in known if code in (term.code, term.parent)]


def facets_with_themes_above(facets: type[Facet]) -> Subquery:
    """The codes of all things, a theme also counting as the one above it: of_id, kind and code."""
    theme = and_(Term.list == TermList.THEMES, Term.code == facets.code)
    return union(
        select(facets.of_id.label("of_id"), facets.kind.label("kind"), facets.code.label("code")),
        select(facets.of_id, facets.kind, Term.parent)
        .join(Term, theme)
        .where(facets.kind == THEME, Term.parent.is_not(None)),
    ).subquery()


def unknown_code_faults(
    session: Session, fields: Iterable[tuple[str, TermList, Collection[str]]]
) -> list[Fault]:
    """A fault for each code that its list does not have; `fields` are (field, list, codes)."""
    wanted = [(field, name, tuple(codes)) for field, name, codes in fields if codes]
    known = _known(session, {(name, code) for _, name, codes in wanted for code in codes})
    return [
        Fault(field, _remedy(session, name, code), shown(code))
        for field, name, codes in wanted
        for code in codes
        if (name, code) not in known
    ]


def _terms(session: Session, names: Sequence[TermList]) -> dict[TermList, dict[str, Term]]:
    found: dict[TermList, dict[str, Term]] = {name: {} for name in names}
    chosen = select(Term).where(Term.list.in_(names)).order_by(Term.code)
    for term in session.scalars(chosen.options(load_only(*SHOWN))):
        found[TermList(term.list)][term.code] = term
    return found


def _known(session: Session, pairs: set[tuple[TermList, str]]) -> set[tuple[TermList, str]]:
    """All pairs that this transaction has found so far; a long one asks for each only once."""
    found: set[tuple[TermList, str]] = session.info.setdefault("known terms", set())
    together: dict[TermList, set[str]] = {}
    for name, code in pairs - found:
        together.setdefault(name, set()).add(code)
    found |= set(labels(session, together))
    return found


def _remedy(session: Session, name: TermList, code: str) -> str:
    near = get_close_matches(code, [term.code for term in terms(session, name)], n=3, cutoff=0.5)
    if near:
        return say(
            "“%(code)s” is not in the list of %(name)s. Did you mean %(near)s? "
            "See /api/v1/taxonomy/%(name)s.",
            code=shown(code),
            name=name,
            near=", ".join(near),
        )
    return say(
        "“%(code)s” is not in the list of %(name)s. See /api/v1/taxonomy/%(name)s.",
        code=shown(code),
        name=name,
    )
