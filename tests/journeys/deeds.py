"""What people do in more than one story."""

from tests.browser.person import Person


def publish(staff: Person, name: str, *texts: str) -> None:
    """Staff find what waits for them, read these texts in it, and publish it."""
    staff.follows("Programme staff")
    staff.follows(name)
    staff.sees(*texts)
    staff.presses("Publish")
    staff.sees("Published. Everybody sees it from now on.")


def goes_on(person: Person) -> None:
    """Save the step and come to the next."""
    person.presses("Save and continue")


def say_where_and_how(vendor: Person, group: str, theme: str) -> None:
    """A vendor picks what is asked of every solution: a theme, its stage, price and country.

    From the step of the themes to the answers.
    """
    vendor.unfolds(group)
    vendor.ticks(theme)
    goes_on(vendor)
    vendor.picks("How far it has come", "On the market")
    goes_on(vendor)
    vendor.picks("How it is paid for", "On request")
    goes_on(vendor)
    vendor.unfolds("Choose from", within="Countries in which you offer it")
    vendor.ticks("Belgium", within="Countries in which you offer it")
    for _ in ("places", "running", "deployments", "certificates"):
        goes_on(vendor)
    vendor.sees("Check your answers")


def hand_in(person: Person) -> None:
    """Submit what was written, from the page of its answers."""
    person.presses("Submit for review")
    person.sees("Handed in")


def finds_in_the_inbox(person: Person, line: str) -> None:
    """Look into the inbox until this notice is there; the worker brings it in a moment."""
    told = person.page.get_by_role("link", name=line)
    for _ in range(120):
        person.opens("/inbox")
        if told.count():
            return
        person.page.wait_for_timeout(500)
    raise TimeoutError(f"“{line}” did not come.")
