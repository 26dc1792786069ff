from collections.abc import Iterator
from pathlib import Path

import pytest

from matching.errors import IndexDamaged
from matching.indexing.files import MANIFEST, read_facts, read_files, write_files

PARTS = {"one.bin": [b"first ", b"part"], "two.json": [b"[]"]}


def test_files_come_back_as_they_were_written(tmp_path: Path) -> None:
    write_files(tmp_path, PARTS, {"change_number": 7})
    facts, paths = read_files(tmp_path)
    assert facts == read_facts(tmp_path) == {"change_number": 7}
    assert paths["one.bin"].read_bytes() == b"first part"


def test_a_flipped_bit_in_any_byte_is_noticed(tmp_path: Path) -> None:
    write_files(tmp_path, PARTS, {"change_number": 7})
    for path in sorted(tmp_path.iterdir()):
        whole = path.read_bytes()
        for place in range(len(whole)):
            damaged = bytearray(whole)
            damaged[place] ^= 1 << place % 8
            path.write_bytes(damaged)
            with pytest.raises(IndexDamaged):
                read_files(tmp_path)
        path.write_bytes(whole)
    read_files(tmp_path)


def test_a_missing_or_shortened_file_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged, match="no manifest"):
        read_files(tmp_path)
    write_files(tmp_path, PARTS, {})
    path = read_files(tmp_path)[1]["one.bin"]
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged, match=r"one\.bin"):
        read_files(tmp_path)
    path.unlink()
    with pytest.raises(IndexDamaged, match=r"one\.bin cannot be read"):
        read_files(tmp_path)


def test_a_write_that_fails_leaves_the_older_files_standing(tmp_path: Path) -> None:
    write_files(tmp_path, PARTS, {"change_number": 1})

    def broken() -> Iterator[bytes]:
        yield b"half of it"
        raise OSError("No space left on device")

    with pytest.raises(OSError, match="No space"):
        write_files(tmp_path, {"one.bin": broken()}, {"change_number": 2})
    assert read_files(tmp_path)[0] == {"change_number": 1}


def test_older_files_are_removed_once_the_new_ones_stand(tmp_path: Path) -> None:
    write_files(tmp_path, PARTS, {})
    write_files(tmp_path, {"one.bin": [b"second"]}, {})
    assert len(list(tmp_path.iterdir())) == 2
    assert (tmp_path / MANIFEST).is_file()
