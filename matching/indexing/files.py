"""Files that are either whole or refused: written beside, read back, then named in a manifest.

Damage is not left to readers: `faiss.read_index` loads flipped bits without a word, and a full
disk can pass for success. The manifest holds the SHA-256 of every file and of itself, and is
put in place last and at once: until then the older files serve. What is in the files is not
known here.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from matching.errors import IndexDamaged

MANIFEST = "manifest.json"
_CHUNK = 1 << 20


def write_files(
    folder: Path, parts: Mapping[str, Iterable[bytes]], facts: Mapping[str, Any]
) -> None:
    """Write each part to a file of its name, and a manifest with the facts about them.

    Files carry their hash in their name, so those of an older manifest stay whole beside them
    and are removed only when the new one stands.

    Raises:
        IndexDamaged: what was read back is not what was written; the older files still stand.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: _written(folder, name, chunks) for name, chunks in parts.items()}
    content = {"facts": dict(facts), "files": files}
    for name, stated in files.items():
        _verify(folder / str(stated["file"]), name, stated)
    beside = folder / f"{MANIFEST}.{uuid4().hex}.beside"
    _write(beside, [_manifest_bytes(content)])
    _read_manifest(beside)
    beside.replace(folder / MANIFEST)
    kept = {MANIFEST, *(str(stated["file"]) for stated in files.values())}
    for path in folder.iterdir():
        if path.name not in kept and path.is_file():
            path.unlink(missing_ok=True)


def read_facts(folder: Path) -> dict[str, Any]:
    """Return the facts of the manifest alone; cheap, and the files may still be damaged.

    Raises:
        IndexDamaged: there is no manifest, or it was altered.
    """
    return dict(_read_manifest(folder / MANIFEST)["facts"])


def read_files(folder: Path) -> tuple[dict[str, Any], dict[str, Path]]:
    """Return the facts and the verified files by the name of their part.

    Raises:
        IndexDamaged: anything is missing or altered, in the files or in the manifest.
    """
    content = _read_manifest(folder / MANIFEST)
    paths = {name: folder / str(stated["file"]) for name, stated in content["files"].items()}
    for name, path in paths.items():
        _verify(path, name, content["files"][name])
    return dict(content["facts"]), paths


def array_chunks(array: NDArray[Any]) -> Iterator[bytes]:
    """Return an array as the bytes of an .npy file."""
    return stacked_chunks([array], array.shape, array.dtype)


def stacked_chunks(
    arrays: Iterable[NDArray[Any]], shape: tuple[int, ...], dtype: np.dtype[Any]
) -> Iterator[bytes]:
    """Return arrays one after another as the bytes of one .npy file of `shape`."""
    header = {"descr": npy.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
    yield _header_bytes(header)
    for array in arrays:
        yield np.ascontiguousarray(array, dtype=dtype).tobytes()


def load_array(path: Path) -> NDArray[Any]:
    """Return an array that stays on the disk until it is looked at; pickles are refused."""
    mapped = np.load(path, mmap_mode="r", allow_pickle=False)
    return np.asarray(mapped)


def _header_bytes(header: dict[str, Any]) -> bytes:
    stream = BytesIO()
    npy.write_array_header_1_0(stream, header)
    return stream.getvalue()


def _written(folder: Path, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    beside = folder / f"{name}.{uuid4().hex}.beside"
    digest, size = _write(beside, chunks)
    stem, suffix = name.rsplit(".", 1)
    final = f"{stem}-{digest[:16]}.{suffix}"
    beside.replace(folder / final)
    return {"file": final, "bytes": size, "sha256": digest}


def _write(path: Path, chunks: Iterable[bytes]) -> tuple[str, int]:
    digest, size = sha256(), 0
    with path.open("xb") as stream:
        for chunk in chunks:
            digest.update(chunk)
            size += stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest(), size


def _verify(path: Path, name: str, stated: Mapping[str, Any]) -> None:
    digest, size = sha256(), 0
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as fault:
        raise IndexDamaged(f"{name} cannot be read") from fault
    if size != stated["bytes"] or digest.hexdigest() != stated["sha256"]:
        raise IndexDamaged(f"{name} is not what was written")


def _manifest_bytes(content: Mapping[str, Any]) -> bytes:
    inner = json.dumps(content, sort_keys=True, ensure_ascii=True)
    signed = {**content, "sha256": sha256(inner.encode()).hexdigest()}
    return json.dumps(signed, sort_keys=True, ensure_ascii=True, indent=1).encode() + b"\n"


def _read_manifest(path: Path) -> dict[str, Any]:
    """The content, if the bytes are exactly those that would be written for it."""
    try:
        found = path.read_bytes()
    except OSError as fault:
        raise IndexDamaged("there is no manifest") from fault
    try:
        content = json.loads(found)
        content.pop("sha256")
        expected = _manifest_bytes(content)
    except (ValueError, KeyError, AttributeError, TypeError) as fault:
        raise IndexDamaged("the manifest was altered") from fault
    if found != expected:
        raise IndexDamaged("the manifest was altered")
    return dict(content)
