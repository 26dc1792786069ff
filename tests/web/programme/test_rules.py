"""Staff write rule sets, and what is wrong is said beside the line in which it was typed."""

from tests.web.people import People

RULES = {
    "name": "Green money", "programme": "A fund", "source_note": "Article 3.",
    "valid_from": "30.9.2026", "checked_on": "1.10.2026",
}  # fmt: skip


def test_a_rule_set_is_written_as_people_write_days_and_leave_lines_out(people: People) -> None:
    staff = people.browser("staff")
    staff.open("/programme/rules")
    wrong = {"rules__1__kind": "procurers", "rules__1__least": "x", "rules__2__least": "3"}
    page = staff.press("Add this rule set", **RULES, **wrong, eu="AT, Austria")

    assert page.links["Write a whole number from 1 to 100000000."] == "#rules-rules.1.least"
    assert page.links["Choose what this line asks of a group."] == "#rules-rules.2.kind"
    assert "#rules-eu" in page.links.values()
    assert page.value("rules.2.least") == "3"
    right = {"rules__1__least": "2", "rules__2__least": "", "eu": "AT"}
    page = staff.press("Add this rule set", **right)
    assert "Added." in page.text
    assert "30 September 2026" in page.text
