"""Signs that a listing was written to be found; calibration is measured in the attack suite."""

from dataclasses import replace
from datetime import date

import pytest

from matching.encoding import HashingEncoder, load_encoder
from matching.library import Library
from matching.profiles import Need, Offering
from matching.screening import Screen, Sign, copied, listed
from matching.sentinels import SENTINELS
from tests.matching.shelves import library_of, need, offering

PROBLEM = (
    "Long rows of street lamps burn all night although nobody walks there, and residents who "
    "report a broken one wait for weeks until somebody comes to mend it."
)
TODAY = date(2026, 11, 20)


def own(text: str, **more: object) -> Offering:
    return offering("own", text, confirmed_on=TODAY, **more)


def among(*profiles: Offering | Need, text: str) -> Sign | None:
    return copied(library_of(*profiles), own(text))


@pytest.mark.model
def test_only_what_fits_many_unrelated_needs_is_a_sign() -> None:
    encoder = load_encoder("default")
    screen, library = Screen(encoder), Library(encoder)
    many = own(" ".join(SENTINELS[::4]))
    honest = own("Sensors in each lamp report when it fails, and dim it when nobody walks there.")

    sign = screen.unrelated(many, library.encode(many))
    assert sign is not None
    assert sign.measure == len(sign.texts) > 14
    assert set(sign.texts) <= set(SENTINELS)
    assert screen.unrelated(honest, library.encode(honest)) is None


def test_pasted_needs_are_named() -> None:
    sign = among(need(PROBLEM, key="lamps"), text=f"We know it. {PROBLEM}")
    assert sign is not None
    assert (sign.kind, sign.needs, sign.offerings) == ("copied", ("lamps",), ())


def test_a_copy_of_another_vendor_is_named() -> None:
    sign = among(offering("other", PROBLEM, confirmed_on=TODAY), text=PROBLEM)
    assert sign is not None
    assert (sign.needs, sign.offerings) == ((), ("other",))


def test_what_is_described_already_and_what_is_ones_own_is_no_copy() -> None:
    described = offering("entry", PROBLEM)
    mine = offering("older", PROBLEM, owner="vendor of own", confirmed_on=TODAY)
    assert among(described, mine, text=PROBLEM) is None


def test_a_sentence_of_others_in_an_own_text_is_no_copy() -> None:
    text = f"{PROBLEM[:60]} " + " ".join(f"word{n} other{n} thing{n}." for n in range(12))
    assert among(need(PROBLEM), text=text) is None


def test_words_in_a_row_are_a_list_and_sentences_are_not() -> None:
    words = ", ".join(f"lighting{n}" for n in range(80)).replace("1", "a").replace("2", "b")
    sign = listed(own(f"{PROBLEM} {words}"))
    assert sign is not None
    assert sign.measure >= 60
    assert listed(own(" ".join([PROBLEM] * 4))) is None
    assert listed(replace(own(PROBLEM), fields=own(f"{PROBLEM} {words}").fields[:0])) is None


def test_every_sign_is_found() -> None:
    screen, library = Screen(HashingEncoder()), library_of(need(PROBLEM, key="lamps"))
    text = f"{PROBLEM} {', '.join(['lighting', 'energy', 'traffic'] * 30)}"
    suspicious = own(text)
    kinds = {sign.kind for sign in screen.signs(library, suspicious, library.encode(suspicious))}
    assert kinds == {"copied", "listed"}
