"""What people do in more than one story."""

from tests.browser.person import Person


def publish(staff: Person, name: str, *texts: str) -> None:
    """Staff find what waits for them, read these texts in it, and publish it."""
    staff.follows("Programme staff")
    staff.follows(name)
    staff.sees(*texts)
    staff.presses("Publish")
    staff.sees("Published. Everybody sees it from now on.")


def say_where_and_how(vendor: Person, group: str, theme: str) -> None:
    """A vendor picks what is asked of every solution: a theme, its stage, price and country."""
    vendor.unfolds(group)
    vendor.ticks(theme)
    vendor.picks("How far it has come", "On the market")
    vendor.picks("How it is paid for", "On request")
    vendor.unfolds("Choose from", within="Countries in which you offer it")
    vendor.ticks("Belgium", within="Countries in which you offer it")
