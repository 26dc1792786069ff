import pytest

from tests.browser.fixtures import Sits
from tests.browser.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.mark.parametrize(
    ("email", "finds"),
    [
        ("vendor@demo.example", "Demonstration Vendor"),
        ("city@demo.example", "Demonstration City"),
        ("staff@demo.example", "Programme staff"),
    ],
)
def test_a_printed_sign_in_opens_the_way_to_its_own_pages(
    sits_down: Sits, email: str, finds: str
) -> None:
    person = sits_down(email)
    person.follows(finds)
    person.sees({"Programme staff": "The pulse of the programme"}.get(finds, finds))


def test_somebody_new_registers_confirms_and_founds_an_organisation(
    sits_down: Sits, installation: Installation
) -> None:
    email, password = "ada@lights.example", "three or four words"
    ada = sits_down()
    ada.opens("/")
    ada.follows("Register")
    ada.writes("Your name", "Ada")
    ada.writes("E-mail address", email)
    ada.writes("Password", password)
    ada.writes("The same password again", password)
    ada.presses("Register")
    ada.sees(f"Follow the link that we have just sent to {email}")

    ada.opens(installation.link_mailed_to(email, "/confirm/"))
    ada.sees("Your e-mail address is confirmed")
    ada.signs_in(email, password)
    ada.opens("/account")
    ada.sees("You act for no organisation yet")

    ada.follows("Register an organisation")
    ada.ticks("Vendor: a company, research body or social enterprise that lists solutions")
    ada.writes("Name of the organisation", "Lights of Ada")
    ada.picks("Country", "Belgium")
    ada.presses("Register an organisation")
    ada.sees("Lights of Ada", "Not verified yet", "No solution is listed yet")
