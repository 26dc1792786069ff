import json
from datetime import date
from pathlib import Path
from threading import Thread

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from matching.encoding import HashingEncoder
from matching.errors import IndexDamaged, InvalidProfile
from matching.library import Library
from matching.profiles import Need, Offering
from matching.suppliers import find_suppliers
from tests.matching.shelves import ENCODER, TEXTS, library_of, need, offering, put, town
from tests.matching.strategies import many_offerings, needs

TODAY = date(2026, 1, 15)
DARK = need("Street lamps fail and nobody reports them.", "Sensors report failed lamps.")


def test_vectors_of_another_text_are_refused(library: Library) -> None:
    one, other = offering("a", "One sentence."), offering("b", TEXTS["lamps"] + " " + TEXTS["bins"])
    with pytest.raises(InvalidProfile, match="shape"):
        library.put_offering(one, library.encode(other))
    with pytest.raises(InvalidProfile, match="length 1"):
        library.put_offering(one, library.encode(one) * np.float32(2))
    assert "a" not in library.offerings


def test_many_are_encoded_as_one_by_one() -> None:
    library, items = Library(ENCODER), [offering(key, text) for key, text in TEXTS.items()]
    for item, vectors in zip(items, library.encode_many(items), strict=True):
        assert np.array_equal(vectors, library.encode(item))
    assert library.encode_many([]) == []


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(many_offerings(), needs())
def test_a_restored_library_ranks_as_before(
    tmp_path: Path, items: list[Offering], asked: Need
) -> None:
    library = library_of(*items, asked, offering("gone", TEXTS["bins"]))
    library.drop_offering("gone")
    library.snapshot(tmp_path, change_number=42)
    again = Library.restore(tmp_path, ENCODER)
    assert (again.offerings, again.needs) == (library.offerings, library.needs)
    assert again.change_number == 42
    before = find_suppliers(library, asked, today=TODAY)
    assert find_suppliers(again, asked, today=TODAY) == before
    put(again, offering("new", TEXTS["heat"]))
    again.drop_offering("new")
    assert find_suppliers(again, asked, today=TODAY) == before


def test_equal_libraries_give_equal_files(tmp_path: Path) -> None:
    town().snapshot(tmp_path / "one", change_number=1)
    items = [offering(key, text) for key, text in reversed(TEXTS.items())]
    library_of(*items).snapshot(tmp_path / "two", change_number=1)
    first, second = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert first == second


def test_a_flipped_bit_anywhere_in_a_snapshot_is_noticed(tmp_path: Path) -> None:
    library_of(offering("a", TEXTS["lamps"])).snapshot(tmp_path, change_number=1)
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        for place in range(0, len(whole) * 8, 101):
            damaged = bytearray(whole)
            damaged[place // 8] ^= 1 << place % 8
            path.write_bytes(damaged)
            with pytest.raises(IndexDamaged):
                Library.restore(tmp_path, ENCODER)
        path.write_bytes(whole)
    Library.restore(tmp_path, ENCODER)


def test_a_snapshot_of_another_model_is_refused(tmp_path: Path) -> None:
    town().snapshot(tmp_path, change_number=1)
    with pytest.raises(IndexDamaged, match="fingerprint"):
        Library.restore(tmp_path, HashingEncoder(128))
    with pytest.raises(IndexDamaged, match="no manifest"):
        Library.restore(tmp_path / "nowhere", ENCODER)


def test_the_manifest_says_what_is_in_the_snapshot(tmp_path: Path) -> None:
    library_of(offering("a", TEXTS["lamps"]), DARK).snapshot(tmp_path, change_number=9)
    facts = json.loads((tmp_path / "manifest.json").read_text())["facts"]
    assert facts["counts"] == {"offerings": 1, "needs": 1}
    assert facts["fingerprint"] == ENCODER.fingerprint


def test_readers_and_a_writer_do_not_disturb_each_other(library: Library) -> None:
    faults: list[Exception] = []

    def read() -> None:
        try:
            for _ in range(20):
                assert len(find_suppliers(library, DARK, today=TODAY)) >= len(TEXTS) - 1
        except Exception as fault:  # noqa: BLE001 - a thread has to hand over what went wrong
            faults.append(fault)

    readers = [Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for _ in range(20):
        put(library, offering("lamps", TEXTS["lamps"]))
        library.drop_offering("lamps")
    for thread in readers:
        thread.join()
    assert faults == []
