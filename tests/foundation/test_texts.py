"""What is stored of a text is what people see of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.texts import has_hidden, normal


@pytest.mark.parametrize(
    "hidden", "\u200b\u200d\u2060\ufeff\u00ad\u202e\u2066\U000e0041\u3164\ufe0f"
)
def test_what_nobody_sees_is_removed(hidden: str) -> None:
    assert has_hidden(f"li{hidden}ghts")
    assert normal(f"li{hidden}ghts") == "lights"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("𝗦𝗺𝗮𝗿𝘁 \uff43\uff49\uff54\uff59 ﬁles Ⓐ", "Smart city files A"),
        ("CO₂, 30 m², ½ year, 5 µm, 12 °C, n° 1", "CO₂, 30 m², ½ year, 5 µm, 12 °C, n° 1"),
        ("Ελλάδα, България, c\u0327a va\u00a0?", "Ελλάδα, България, ça va\u00a0?"),
        ("shown" + "\n" * 300 + "far below", "shown\n\nfar below"),
        ("shown" + " \u3000\t" * 300 + "far right", "shown far right"),
        ("one\r\ntwo\n\nthree", "one\ntwo\n\nthree"),
    ],
)
def test_the_letters_are_kept_and_their_disguises_are_not(written: str, kept: str) -> None:
    assert normal(written) == kept
    assert not has_hidden(kept)


@given(st.text())
def test_what_is_normal_stays_as_it_is(text: str) -> None:
    once = normal(text)
    assert normal(once) == once
    assert not has_hidden(once)
