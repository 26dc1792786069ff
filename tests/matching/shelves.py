"""Needs, offerings and libraries for tests. Nothing is stated unless a test says so."""

from typing import Any

from hypothesis import strategies as st

from matching.encoding import HashingEncoder
from matching.library import Library, VectorKind
from matching.profiles import Need, NeedFacts, Offering, OfferingFacts, Requirement, TextField

ENCODER = HashingEncoder()

WORDS = tuple(
    "street lamps sensors report failed parking places cameras count waste bins lorries rounds "  # noqa: SIM905 - one line of words reads better
    "soil probes water trees heating schools residents noise traffic buses tickets data map".split()
)

TEXTS = {
    "lamps": "Sensors report street lamps that have failed within one minute.",
    "bins": "Level meters in waste bins plan the rounds of the lorries every morning.",
    "trees": "Soil probes tell the gardeners when young trees want water in summer.",
    "parking": "Cameras count empty parking places in real time and show them on a map.",
    "heat": "Smart valves lower the heating of schools when no pupils are there.",
}

sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12).map(
    lambda words: " ".join(words).capitalize() + "."
)
texts = st.lists(sentences, min_size=1, max_size=4).map(" ".join)


def offering(key: str, text: str, *, owner: str = "", facts: dict[str, Any] | None = None,
             **more: Any) -> Offering:  # fmt: skip
    extra = tuple(TextField(name, value) for name, value in more.pop("texts", {}).items())
    return Offering(
        key=key,
        owner=owner or f"vendor of {key}",
        fields=(TextField("description", text), *extra),
        facts=OfferingFacts(**(facts or {})),
        **more,
    )


def need(text: str, *wants: str, key: str = "need", facts: dict[str, Any] | None = None,
         **more: Any) -> Need:  # fmt: skip
    return Need(
        key=key,
        owner=more.pop("owner", f"city of {key}"),
        fields=(TextField("problem", text),),
        requirements=tuple(Requirement(want, essential=True) for want in wants),
        facts=NeedFacts(**(facts or {})),
        **more,
    )


def library_of(*profiles: Offering | Need, vectors: VectorKind = "exact") -> Library:
    library = Library(ENCODER, vectors=vectors)
    for profile in profiles:
        put(library, profile)
    return library


def put(library: Library, profile: Offering | Need) -> None:
    vectors = library.encode(profile)
    if isinstance(profile, Need):
        library.put_need(profile, vectors)
    else:
        library.put_offering(profile, vectors)


def town(vectors: VectorKind = "exact") -> Library:
    """A library of the five offerings in `TEXTS`."""
    return library_of(*(offering(key, text) for key, text in TEXTS.items()), vectors=vectors)
