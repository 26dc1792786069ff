"""Random libraries of hundreds, quickly: what hypothesis would take minutes to draw.

Everything comes from one `Random`, so a seed tells all. Texts are of few words, so that many
offerings fit alike, tie, and are near copies; facts, themes and owners are of few values.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random

from matching.profiles import (
    DATA_LOCATIONS,
    FACT_NAMES,
    JointStance,
    Money,
    Need,
    NeedFacts,
    Offering,
    OfferingFacts,
    Place,
    Requirement,
    TextField,
)
from matching.ranking.filters import Filters
from tests.matching.shelves import WORDS

TODAY = date(2026, 1, 15)
MORNING = datetime(2026, 1, 2, 8, tzinfo=UTC)
CODES = ("FI", "DE", "FR", "ES")
TONGUES = ("fi", "de", "fr", "es")
THEMES = ("EN", "MO", "CL", "GO", "SO")
ROLES = ("lead_buyer", "buyer", "follower")
COPIED = 0.15


def sentence(random: Random, shortest: int = 4, longest: int = 12) -> str:
    words = random.choices(WORDS, k=random.randint(shortest, longest))
    return " ".join(words).capitalize() + "."


STOCK = tuple(sentence(Random(number)) for number in range(30))
"""Sentences that many offerings say and needs require: what is required is often met in full."""


def said(random: Random) -> str:
    return random.choice(STOCK) if random.random() < 0.7 else sentence(random)


def text(random: Random) -> str:
    return " ".join(said(random) for _ in range(random.randint(1, 4)))


def offerings(random: Random, count: int) -> list[Offering]:
    """Offerings with keys o0, o1, ... of about a third as many owners."""
    made: list[Offering] = []
    for number in range(count):
        copied = made and random.random() < COPIED
        words = _nearly(random, random.choice(made).fields[0].text) if copied else text(random)
        fields = [TextField("description", words)]
        if random.random() < 0.2:
            fields.append(TextField("not_suited", said(random)))
        made.append(
            Offering(
                key=f"o{number}",
                owner=f"vendor {random.randrange(1 + count // 3)}",
                fields=tuple(fields),
                facts=offering_facts(random),
                themes=_some(random, THEMES),
                technologies=_some(random, ("iot", "gis")),
                public_since=random.choice([None, MORNING, MORNING + timedelta(hours=number)]),
                confirmed_on=random.choice([None, TODAY, TODAY - timedelta(days=200)]),
                version="1",
            )
        )
    return made


def need(random: Random, key: str = "need", owner: str = "city") -> Need:
    wants = (Requirement(said(random), random.random() < 0.5) for _ in range(3))
    return Need(
        key=key,
        owner=owner,
        fields=(TextField("title", sentence(random, 2, 4)), TextField("problem", text(random))),
        requirements=tuple(wants) if random.random() < 0.5 else (),
        facts=need_facts(random),
        themes=_some(random, THEMES),
        place=random.choice(
            [None, *(Place(c, f"{c}1", 60.0 - i, 9.0) for i, c in enumerate(CODES))]
        ),
        joint=random.choice(
            [None, JointStance(open=False), JointStance(open=True, roles=_some(random, ROLES))]
        ),
        procedure=random.choice([None, "open_procedure", "restricted_procedure"]),
    )


def filters(random: Random) -> Filters:
    """No filter in a third of all cases, else a few."""
    if random.random() < 0.33:
        return Filters()
    return Filters(
        themes=_rarely(random, THEMES),
        technologies=_rarely(random, ("iot", "gis")),
        countries=_rarely(random, CODES),
        languages=_rarely(random, TONGUES),
        standards=_rarely(random, ("iso",)),
        price_max=random.choice([None, None, None, Decimal(10)]),
        trl_min=random.choice([None, None, None, 5]),
        data_location=random.choice([None, None, None, "eu"]),
        owners_excluded=frozenset({"vendor 0"}) if random.random() < 0.3 else frozenset(),
        keys_excluded=frozenset({"o1", "o2"}) if random.random() < 0.3 else frozenset(),
    )


def offering_facts(random: Random) -> OfferingFacts:
    return OfferingFacts(
        countries_served=_rarely(random, CODES),
        countries_not_served=_rarely(random, CODES[:1]),
        languages=_some(random, TONGUES),
        price=random.choice(
            [None, *(Money(Decimal(n), Decimal(n + 5), "EUR") for n in (1, 9, 20))]
        ),
        trl=random.choice([None, 3, 6, 9]),
        standards=_rarely(random, ("iso", "en")),
        data_location=random.choice([None, *DATA_LOCATIONS]),
        weeks_to_deploy_maximum=random.choice([None, 4, 50]),
        population_minimum=random.choice([None, 10_000]),
        population_maximum=random.choice([None, 90_000]),
        estimated=_rarely(random, FACT_NAMES),
    )


def need_facts(random: Random) -> NeedFacts:
    return NeedFacts(
        country=random.choice([None, *CODES]),
        languages=_rarely(random, TONGUES),
        budget=random.choice([None, None, Money(None, Decimal(12), "EUR")]),
        start=random.choice([None, TODAY + timedelta(days=60)]),
        trl_minimum=random.choice([None, 5]),
        standards=_rarely(random, ("iso", "en")),
        data_location=random.choice([None, *DATA_LOCATIONS[:2]]),
        population=random.choice([None, 5_000, 50_000]),
        essential=_rarely(random, FACT_NAMES),
    )


def _some(random: Random, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(random.sample(values, random.randint(0, 2)))


def _rarely(random: Random, values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(random.sample(values, 1)) if random.random() < 0.2 else frozenset()


def _nearly(random: Random, original: str) -> str:
    """The text with one word changed: a near copy, if the text is long enough for one."""
    words = original.split()
    words[random.randrange(len(words))] = random.choice(WORDS)
    return " ".join(words)
