"""The language of a text is told when it is written, can be put right, and is then kept."""

from uuid import UUID

from marketplace.solutions.queries import get_solution
from marketplace.taxonomy.models import Term
from tests.factories.solutions import make_solution
from tests.web.people import People

GO_ON = "Save and continue"
FRENCH = (
    "Un capteur mesure le niveau de l'eau sous le pont et ferme le passage avant que les voitures "
    "n'y entrent. La ville reçoit un message à chaque fermeture."
)
GERMAN = (
    "Ein Sensor misst den Wasserstand unter der Brücke und schließt die Unterführung, bevor ein "
    "Auto hineinfährt. Die Stadt bekommt bei jeder Sperrung eine Nachricht."
)


def written_in(people: People, solution: UUID) -> str | None:
    with people.services.unit_of_work() as uow:
        return get_solution(uow, solution).content.written_in


def test_the_language_is_told_and_follows_the_text_until_somebody_chooses(people: People) -> None:
    with people.services.unit_of_work() as uow:
        uow.session.add_all([Term(list="languages", code=x, label=x) for x in ("fr", "de")])
    solution = make_solution(people.services, people.vendor_id, name="Lamp", state="draft")
    browser = people.browser("vendor")
    browser.open(f"/solutions/{solution}/edit/does")
    browser.press(GO_ON, description=FRENCH)
    assert written_in(people, solution) == "fr"
    page = browser.open(f"/solutions/{solution}/edit")
    assert "We think this is written in fr." in page.text

    browser.open(f"/solutions/{solution}/edit/does")
    browser.press(GO_ON, description=GERMAN)
    assert written_in(people, solution) == "de"

    browser.open(page.links["Change the language"])
    browser.press(GO_ON, written_in="fr")
    browser.open(f"/solutions/{solution}/edit/does")
    browser.press(GO_ON, description=GERMAN + " Und mehr.")
    assert written_in(people, solution) == "fr"
    assert "We think" not in browser.open(f"/solutions/{solution}/edit").text
    answer = browser.client.get(f"/solutions/{solution}").get_data(as_text=True)
    assert answer.count('lang="fr"') >= 2
