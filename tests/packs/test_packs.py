"""Papers say what stands in the fields, mark what is missing, and are for the inside alone."""

from collections.abc import Iterator
from itertools import chain, product

import pytest

from marketplace.foundation.access import VISITOR, Actor
from marketplace.foundation.errors import NotFound
from marketplace.foundation.saying import LANGUAGES, speaking
from marketplace.foundation.unit_of_work import UnitOfWork
from marketplace.packs.content import (
    Document,
    Heading,
    Listing,
    PackName,
    Paragraph,
    Place,
    Table,
    Words,
    runs_of,
    sources_of,
)
from marketplace.packs.facts import facts_of
from marketplace.packs.queries import OF_ALL, get_pack, packs_of
from marketplace.procurements.content import Mode, ProcurementContent
from marketplace.procurements.operations import describe
from marketplace.procurements.queries import get_procurement
from marketplace.schemas.packs import PackSchema, pack_of
from marketplace.services import Services
from tests.factories.bought import fill_in
from tests.factories.market import STAFF, member
from tests.factories.procurements import Buyers, make_buyers


@pytest.fixture
def buyers(services: Services) -> Buyers:
    return make_buyers(services)


def said(document: Document) -> str:
    return " ".join(getattr(run, "text", "") for run in document.runs)


def lines(document: Document) -> Iterator[object]:
    """Every line that has to say what it rests on."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Listing):
            yield from (Paragraph(item) for item in block.items)
        elif isinstance(block, Table):
            yield from (Paragraph(tuple(run for cell in row for run in cell)) for row in block.rows)


def drawn_up(uow: UnitOfWork, buyers: Buyers, id_: object) -> list[Document]:
    letter = get_pack(uow, id_, PackName.LETTER_OF_INTENT, buyers.cities[1])
    return [letter, *(get_pack(uow, id_, name) for name in OF_ALL)]


def test_every_line_says_what_it_rests_on_and_every_table_is_whole(buyers: Buyers) -> None:
    empty, full = buyers.proposed(), fill_in(buyers)
    with buyers.services.unit_of_work(STAFF) as uow:
        group = [get_pack(uow, empty, name) for name in OF_ALL]
        for document in (*group, *drawn_up(uow, buyers, full)):
            assert [line for line in lines(document) if not list(sources_of(line))] == []
            shown = PackSchema().dump(pack_of(document))
            assert [one["kind"] for one in shown["blocks"]] == [one.kind for one in document.blocks]
            assert len(shown["sources"]) == len(document.sources)
            for table in (one for one in document.blocks if isinstance(one, Table)):
                assert {len(row) for row in table.rows} == {len(table.header)}


def test_a_field_that_is_filled_in_is_a_gap_no_longer(buyers: Buyers) -> None:
    id_ = buyers.joined()
    with buyers.services.unit_of_work(STAFF) as uow:
        before = get_pack(uow, id_, PackName.MEMORANDUM)
        assert {"How the cities buy", "Country whose law governs"} <= {g.what for g in before.gaps}
    content = ProcurementContent(
        title="Heat from the river", summary="Pumps.", mode=Mode.CROSS_BORDER_JOINT, law="FI"
    )
    with buyers.services.unit_of_work(STAFF) as uow:
        version = get_procurement(uow, id_).version
        describe(uow, id_, content, expected_version=version)
    with buyers.services.unit_of_work(STAFF) as uow:
        after = get_pack(uow, id_, PackName.MEMORANDUM)
    assert "Finland" in said(after)
    assert "Cross-border joint procurement" in said(after)
    assert {"How the cities buy", "Country whose law governs"}.isdisjoint(
        g.what for g in after.gaps
    )


def test_a_group_without_a_lead_and_a_second_buyer_has_gaps_that_lead_to_its_members(
    buyers: Buyers,
) -> None:
    id_ = buyers.proposed()
    with buyers.services.unit_of_work(STAFF) as uow:
        gaps = {gap.what: gap.source.place for gap in get_pack(uow, id_, PackName.AGREEMENT).gaps}
    assert gaps["Lead buyer"] is Place.MEMBERS
    assert gaps["a second city that buys"] is Place.MEMBERS


def test_the_agreement_has_every_point_that_the_directive_asks_for(buyers: Buyers) -> None:
    id_ = buyers.joined()
    with buyers.services.unit_of_work(STAFF) as uow:
        document = get_pack(uow, id_, PackName.AGREEMENT)
    headings = [block.text for block in document.blocks if isinstance(block, Heading)]
    for point in (
        "3. Responsibilities of the parties",
        "4. National provisions that apply",
        "5. Management of the procedure",
        "6. Distribution of the works, supplies or services",
        "7. Conclusion of the contracts",
    ):
        assert point in headings
    assert {source.name for source in document.sources if source.place is Place.LAW} >= {
        "Directive 2014/24/EU, Article 39(4)(a)",
        "Directive 2014/24/EU, Article 39(4)(b)",
    }


def test_a_letter_is_that_of_one_city_that_takes_part(buyers: Buyers) -> None:
    id_ = buyers.joined(cities=3)
    with buyers.services.unit_of_work(STAFF) as uow:
        assert "Linz" in said(get_pack(uow, id_, PackName.LETTER_OF_INTENT, buyers.cities[1]))
        for city in (None, buyers.stranger):
            with pytest.raises(NotFound):
                get_pack(uow, id_, PackName.LETTER_OF_INTENT, city)
        with pytest.raises(NotFound):
            get_pack(uow, id_, PackName.MEMORANDUM, buyers.cities[0])


def test_only_the_inside_reads_papers(buyers: Buyers) -> None:
    id_ = buyers.joined(cities=2)
    outside = [VISITOR, member(buyers.stranger), member(buyers.vendor), member(buyers.cities[3])]
    for actor in outside:
        with buyers.services.unit_of_work(actor, writes=False) as uow, pytest.raises(NotFound):
            packs_of(uow, id_)
    for insider in (STAFF, member(buyers.cities[1])):
        assert seen_by(buyers, id_, insider) == 2 + len(OF_ALL)


def seen_by(buyers: Buyers, id_: object, actor: Actor) -> int:
    with buyers.services.unit_of_work(actor, writes=False) as uow:
        return len(packs_of(uow, id_))


def test_papers_come_in_the_language_of_the_reader_without_a_name_left_open(
    buyers: Buyers,
) -> None:
    id_ = buyers.joined()
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        with speaking("de"):
            assert get_pack(uow, id_, PackName.MEMORANDUM).language == "de"
        facts = facts_of(uow, id_)
    for code, draw_up in product(LANGUAGES, OF_ALL.values()):
        with speaking(code):
            runs = chain.from_iterable(map(runs_of, draw_up(facts)))
            words = [run.text for run in runs if isinstance(run, Words)]
        assert [text for text in words if "%(" in text] == []


def test_papers_say_what_every_part_of_the_workspace_holds(buyers: Buyers) -> None:
    id_ = fill_in(buyers)
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        papers = {one.name: said(one) for one in drawn_up(uow, buyers, id_)}
    demand, agreement = papers[PackName.STATEMENT_OF_DEMAND], papers[PackName.AGREEMENT]
    assert "Reports street lamps that have failed." in demand
    assert "Breeds bees on the roofs of schools." in demand
    assert "1,200 lamps" in demand
    for part in ("€765,432", "€543,210", "By units", "Quality"):
        assert part in agreement
    assert "34928510" in papers[PackName.PRIOR_INFORMATION_NOTICE]
    assert "€432,101" in papers[PackName.PRIOR_INFORMATION_NOTICE]
    assert "We mean to buy lamps." in papers[PackName.CONSULTATION_REPORT]


def test_what_suppliers_read_names_no_budget_and_no_commitment(buyers: Buyers) -> None:
    id_ = fill_in(buyers)
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        for name in (PackName.STATEMENT_OF_DEMAND, PackName.CONSULTATION_REPORT):
            text = said(get_pack(uow, id_, name))
            assert "765,432" not in text
            assert "543,210" not in text


def test_a_contradiction_on_which_nobody_has_decided_is_a_gap(buyers: Buyers) -> None:
    id_ = fill_in(buyers)
    with buyers.services.unit_of_work(STAFF, writes=False) as uow:
        gaps = get_pack(uow, id_, PackName.MEMORANDUM).gaps
    assert any("Keeps data of residents." in gap.what for gap in gaps)
